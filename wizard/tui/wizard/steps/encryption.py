"""Step 5: the values of dynamic variables, encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wizard.profile import Encryption, count_hint, generate_iv, generate_key, mask
from wizard.profile.model import ALGORITHMS, ENCODINGS, TAG_PLACES
from wizard.tui.widgets.field import Field, Remark
from wizard.tui.widgets.field_choice import ChoiceField
from wizard.tui.widgets.field_grid import GridOption
from wizard.tui.widgets.field_text import SecretField
from wizard.tui.widgets.field_ticks import TicksField
from wizard.tui.widgets.field_toggle import ToggleField
from wizard.tui.wizard.steps.step import LockedNotice, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from wizard.tui.wizard.form import Form


class EncryptionStep(Step):
    """Enable Encryption and what it reveals; Enable Callback Required Options, as far as the channel uses it."""

    LONG = True
    DEFAULT_CSS = """
    EncryptionStep #cipher { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "generate", "Generate", key_display="^g", id="encryption.generate")
    ]

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.last = form.profile.encryption or Encryption()
        """What was set when it was turned off: turning it on again brings it back."""
        self.toggle = ToggleField("encryption.on", form.label("encryption"), form.help("encryption"))
        self.algorithm = self._choice("algorithm", ALGORITHMS)
        self.key = self._secret("key")
        self.iv = self._secret("iv")
        self.parameters = TicksField(
            "encryption.parameters", form.label("parameters"), form.help("parameters")
        )
        self.encoding = self._choice("encoding", ENCODINGS)
        self.tag = self._choice("tag", TAG_PLACES)
        self.fields = (self.algorithm, self.key, self.iv, self.parameters, self.encoding, self.tag)
        self.cipher = Vertical(*self.fields, id="cipher")
        options = form.channel.required_options
        about = form.help("required_options") if options.applicable else options.reason
        self.required = ToggleField("required_options", form.label("required_options"), about)
        self.required.add_class("-told")  # it never has the focus, and its reason is to be read all the same

    def _choice(self, name: str, values: Iterable[str]) -> ChoiceField:
        options = [GridOption(value, value) for value in values]
        return ChoiceField(f"encryption.{name}", self.form.label(name), options, self.form.help(name))

    def _secret(self, name: str) -> SecretField:
        form = self.form
        return SecretField(
            f"encryption.{name}",
            form.label(name),
            form.help(name),
            placeholder=form.example(name),
            generates=True,
            hides=lambda text: mask(text) != text,  # ${NAME} alone is no secret
        )

    def compose(self) -> ComposeResult:
        """Without the cipher's fields: they come when encryption is first on, and are shown while it is."""
        yield LockedNotice()
        yield self.toggle
        yield self.required

    def fill(self, form: Form) -> None:
        """The cipher's settings, those last set where it is off."""
        encryption = form.profile.encryption or self.last
        self.toggle.load(form.profile.encryption is not None)
        self.algorithm.load(encryption.algorithm)
        self.key.load(encryption.key)
        self.iv.load(encryption.iv)
        self.encoding.load(encryption.encoding)
        self.tag.load(encryption.tag)

    def show(self, form: Form) -> None:
        """Counters, parameters, and only the fields that mean something now."""
        super().show(form)
        self.refresh_bindings()  # Generate is for what is missing
        encryption = form.profile.encryption
        self.required.disabled = True
        self.cipher.display = encryption is not None
        if encryption is None:
            return
        if not self.cipher.is_attached:
            for field in self.fields:
                field.help.display = not self.brief
            self.mount(self.cipher, before=self.required)
        self.last = encryption
        # What is to be known of an algorithm is said while it is chosen, not once it has been left.
        about = [problem for problem in form.problems if problem.path == "encryption.algorithm"]
        self.algorithm.remark([Remark(problem.sentence, problem.is_error) for problem in about])
        self.tag.display = encryption.algorithm.endswith("GCM")
        self.key.note(
            count_hint(encryption.key, encryption.algorithm, "key") or ("✓ length" if encryption.key else "")
        )
        self.iv.note(
            count_hint(encryption.iv, encryption.algorithm, "iv") or ("✓ length" if encryption.iv else "")
        )
        self._show_parameters(form, encryption)

    def _show_parameters(self, form: Form, encryption: Encryption) -> None:
        names = list(form.selected)
        names += [name for name in encryption.parameters or () if name not in names]
        ticked = form.selected if encryption.parameters is None else encryption.parameters
        self.parameters.ticks.show([GridOption(name, name) for name in names], ticked)
        self.parameters.note("" if names else "the body holds no variable yet")

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        """The toggle stands for the whole; all parameters ticked means whatever the body holds."""
        if event.path == "encryption.on":
            event.stop()
            self.post_message(Field.Edited("encryption", self.last if event.value else None))
        elif event.path == "encryption.parameters" and event.value == self.form.selected:
            event.stop()
            self.post_message(Field.Edited("encryption.parameters", None))

    @on(SecretField.Asked)
    def _generate(self, event: SecretField.Asked) -> None:
        if event.what != "generate":
            return
        event.stop()
        self._fill_in(event.field)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Generate for the whole step works while key or initialization vector is missing."""
        if action == "generate":
            encryption = self.form.profile.encryption
            return encryption is not None and not (encryption.key and encryption.iv)
        return super().check_action(action, parameters)

    def action_generate(self) -> None:
        """Make the key and the initialization vector, those of them that are missing."""
        for field in (self.key, self.iv):
            if not field.line.value:
                self._fill_in(field)

    def _fill_in(self, field: SecretField) -> None:
        algorithm = self.last.algorithm
        value = generate_key(algorithm) if field is self.key else generate_iv(algorithm)
        field.line.value = value  # told as if it were typed, and undone as such
        field.line.cursor_position = len(value)

    def on_hide(self) -> None:
        """What was shown of secrets is hidden when the step is left."""
        for field in self.query(SecretField):
            field.reveal(False)


STEP = EncryptionStep
