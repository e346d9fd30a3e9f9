"""Fields of one line of text: plain ones, and secret ones that hide what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from wizard.tui.widgets.field import Field
from wizard.tui.widgets.field_links import FieldLinks
from wizard.tui.widgets.text_input import TextInput
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget


class Line(TextInput):
    """A TextInput of one row without a frame. What a stored value holds of control characters is shown, not obeyed.

    The cursor is in sight while the focus is here, the beginning of the value at all other times.
    """

    DEFAULT_CSS = """
    Line, Line:focus { border: none; height: 1; padding: 0 1; background: $surface; width: 1fr; }
    Line:focus { background: $panel; }
    Line:disabled { color: $text-muted; background: $background; padding: 0; }
    """

    def on_focus(self) -> None:
        """Bring the cursor in sight: of a long value it stands at the end."""
        self.call_after_refresh(self._show_cursor)

    def on_blur(self) -> None:
        """Back to the beginning: it says more than the end."""
        self._show_beginning()

    def watch_selection(self) -> None:
        """A value that is put in leaves the cursor at its end; it is read from its beginning."""
        if not self.has_focus:
            self._show_beginning()

    def _show_beginning(self) -> None:
        self.scroll_to(0, 0, animate=False, force=True)

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    @property
    def _value(self) -> Text:
        shown = "•" * len(self.value) if self.password else visible(self.value, keep="")
        return Text(shown, no_wrap=True, overflow="ignore", end="")


class TextField(Field):
    """A field with a line of text."""

    def __init__(
        self, path: str, label: str, help_text: str = "", *, placeholder: str = "", id: str | None = None
    ) -> None:
        super().__init__(path, label, help_text, id=id)
        self.line = Line(placeholder=placeholder, select_on_focus=False)

    def controls(self) -> Iterable[Widget]:
        """The line alone."""
        return (self.line,)

    def load(self, value: str) -> None:
        """Show `value`, unless it stands there already."""
        if self.line.value != value:
            self.line.put_in(value)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.path, event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done())


class SecretField(TextField):
    """A line whose text is hidden until it is asked for; it can make a fresh value where told how.

    `hides` says of a text whether there is anything in it to hide.
    """

    DEFAULT_CSS = """
    SecretField Horizontal { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+r", "reveal", "Show", tooltip="Show the text, or hide it again", id="text-field.reveal"
        ),
        Binding("ctrl+g", "generate", "Generate", id="text-field.generate"),
        Binding("f6", "copy", "Copy", key_display="F6", show=False, id="text-field.copy"),
    ]

    class Asked(Message):
        """Something is wanted for the value of `field`: `what` is `generate` for a fresh one, or `copy`."""

        def __init__(self, field: SecretField, what: str) -> None:
            super().__init__()
            self.field = field
            self.path = field.path
            self.what = what

    def __init__(
        self,
        path: str,
        label: str,
        help_text: str = "",
        *,
        placeholder: str = "",
        generates: bool = False,
        hides: Callable[[str], bool] = bool,
    ) -> None:
        super().__init__(path, label, help_text, placeholder=placeholder)
        self.generates = generates
        self.hides = hides
        self.shown = False
        self._follow()
        self.links = FieldLinks(*self._words())

    def controls(self) -> Iterable[Widget]:
        """The line, and words for the pointer that do what the keys do."""
        yield Horizontal(self.line, self.links)

    def _words(self) -> tuple[tuple[str, str], ...]:
        reveal = ("reveal", "Hide" if self.shown else "Show")
        return (("generate", "Generate"), ("copy", "Copy"), reveal) if self.generates else (reveal,)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a field that can makes a value."""
        return self.generates if action in ("generate", "copy") else True

    @on(FieldLinks.Pressed)
    async def _pressed(self, event: FieldLinks.Pressed) -> None:
        event.stop()
        await self.run_action(event.what)

    def action_reveal(self) -> None:
        """Show the text, or hide it again."""
        self.reveal(not self.shown)

    def reveal(self, shown: bool) -> None:
        """Show the text or hide it."""
        self.shown = shown
        self._follow()
        self.links.words = self._words()

    def _follow(self) -> None:
        self.line.password = not self.shown and self.hides(self.line.value)

    def load(self, value: str) -> None:
        """Show `value`, or that there is one."""
        super().load(value)
        self._follow()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._follow()

    def action_generate(self) -> None:
        """Ask for a fresh value."""
        self.post_message(self.Asked(self, "generate"))

    def action_copy(self) -> None:
        """Ask for a copy of the value, for the other end needs it too."""
        self.post_message(self.Asked(self, "copy"))
