"""Test settings: time-outs, certificates, proxy, how much of an answer is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import msgspec
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Label, Static

from wizard.profile.settings import check_settings
from wizard.tui.active import with_own_keys
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.field import Field, Remark, Remarks
from wizard.tui.widgets.field_text import Line
from wizard.tui.widgets.field_toggle import Toggle
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.profile import TestSettings


class Setting(NamedTuple):
    """A line of the dialog: the setting's name, its label, what stands after it, what an empty one means."""

    name: str
    label: str
    unit: str = ""
    empty: str = ""


TIMES = (
    Setting("connect_timeout", "Connect within", "seconds"),
    Setting("timeout", "Answer within", "seconds in all"),
    Setting("response_limit", "Keep of an answer", "bytes at most"),
)
FILES = (
    Setting("ca_file", "Extra CA file", empty="PEM file; none: the usual authorities"),
    Setting(
        "client_certificate", "Client certificate", empty="PEM file; none: no client certificate is shown"
    ),
    Setting("client_key", "Client key", empty="PEM file; none: it is in the certificate's file"),
    Setting("proxy", "Proxy", empty="http://host:port, none; empty: the environment's"),
)
LABEL = 20


class Chosen(NamedTuple):
    """The settings, and how long they hold: this `test`, for the `profile`, or for `new` profiles too."""

    settings: TestSettings
    scope: Literal["test", "profile", "new"]


class SettingsDialog(Dialog[Chosen | None]):
    """Shows test settings and lets them be changed, for this test or for good. Dismissed with them, or None."""

    DEFAULT_CSS = """
    SettingsDialog { align: center middle; }
    SettingsDialog > Vertical {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 1 2 0 2; margin-bottom: 1;
        background: $panel; border: round $primary; border-title-style: bold;
    }
    SettingsDialog VerticalScroll { height: auto; max-height: 16; scrollbar-size-vertical: 1; }
    SettingsDialog .row { height: 1; }
    SettingsDialog .gap { margin-top: 1; }
    SettingsDialog Label { width: 20; color: $text-muted; }
    SettingsDialog Toggle { color: $text-muted; text-style: none; }
    SettingsDialog Toggle:focus { color: $text-accent; }
    SettingsDialog Line, SettingsDialog Line:focus { background: $background; }
    SettingsDialog .short Line { width: 12; }
    SettingsDialog .unit { width: 1fr; padding: 0 1; color: $text-muted; }
    SettingsDialog Remarks { padding-left: 20; }
    SettingsDialog .buttons { height: 1; margin: 1 0; }
    SettingsDialog Button { margin-right: 2; }
    """
    help_title = "Test settings"
    HELP = """How test callbacks are fired. Connect within: until the connection stands, TLS included. Answer within:
until the answer is read in full. An extra CA file makes certificates of your own authority good; a client
certificate and its key are shown to an endpoint that demands one. With the check off any certificate will do,
also an attacker's; every delivery then says so. The proxy may hold ${NAME}, for its user name and password;
the word none goes past the environment's.

Use holds until the screen is closed; Keep stores the settings with the profile or draft; Also for new ones
makes them the usual ones too, which every new profile begins with."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "use('test')", "Use", id="test-settings.use"),
        Binding(
            "ctrl+s", "use('profile')", "Keep with the profile", key_display="^s", id="test-settings.keep"
        ),
        Binding("ctrl+n", "use('new')", "Also for new ones", key_display="^n", id="test-settings.for-new"),
        Binding("ctrl+r", "usual", "Usual ones", key_display="^r", id="test-settings.usual"),
        Binding("escape", "dismiss(None)", "Cancel", id="test-settings.cancel"),
    ]

    def __init__(
        self, settings: TestSettings, usual: TestSettings, *, whose: Literal["profile", "new"] = "profile"
    ) -> None:
        """`usual` are those that a new profile begins with. `whose` "new": these are those, of no one profile."""
        super().__init__()
        self.whose = whose
        self.settings, self.usual = settings, usual

    def compose(self) -> ComposeResult:
        """A line a setting, its remarks under it."""
        own = partial(with_own_keys, self.app)
        with Vertical() as box:
            ours = self.whose == "profile"
            box.border_title = "Test settings" if ours else "Test settings of new profiles"
            with VerticalScroll(can_focus=False):
                for setting in TIMES:
                    yield from self._row(setting, short=True)
                yield Toggle("Check certificates").add_class("gap")
                yield self._remarks("verify")
                for setting in FILES:
                    yield from self._row(setting)
            with Horizontal(classes="buttons"):
                use = f"{'Use' if ours else 'Keep'} ({{test-settings.use|enter}})"
                yield Button(own(use), id="use", variant="primary", compact=True)
                if ours:
                    yield Button(
                        own("Keep with the profile ({test-settings.keep|^s})"), id="keep", compact=True
                    )
                yield Button(own("Cancel ({test-settings.cancel|esc})"), id="cancel", compact=True)
        yield KeyBar()

    def _row(self, setting: Setting, *, short: bool = False) -> ComposeResult:
        with Horizontal(classes="row short" if short else "row"):
            yield Label(setting.label)
            yield Line(placeholder=setting.empty, id=setting.name, select_on_focus=False)
            if setting.unit:
                yield Static(setting.unit, classes="unit")
        yield self._remarks(setting.name)

    @staticmethod
    def _remarks(name: str) -> Remarks:
        remarks = Remarks()
        remarks.id = f"about-{name}"
        return remarks

    def on_mount(self) -> None:
        """Show the settings as they are."""
        self.query_one(Toggle).label = f"{'Check certificates':<{LABEL - 3}}"
        self._load(self.settings)
        self.query_one("#connect_timeout").focus()

    def _load(self, settings: TestSettings) -> None:
        for setting in (*TIMES, *FILES):
            value = getattr(settings, setting.name)
            self.query_one(f"#{setting.name}", Line).value = (
                f"{value:g}" if isinstance(value, float) else str(value)
            )
        self.query_one(Toggle).value = settings.verify
        self._remark({})

    @on(Input.Changed)
    @on(Toggle.Changed)
    def _changed(self) -> None:
        self._read()

    def _read(self) -> tuple[TestSettings, str]:
        """The settings as typed, and the first line that they cannot be used for, if any; each is told at its line."""
        wrong: dict[str, Remark] = {}
        values: dict[str, object] = {"verify": self.query_one(Toggle).value}
        for setting in FILES:
            values[setting.name] = self.query_one(f"#{setting.name}", Line).value.strip()
        for setting in TIMES:
            text = self.query_one(f"#{setting.name}", Line).value.strip()
            try:
                whole = setting.name == "response_limit"
                values[setting.name] = int(text.replace(",", "")) if whole else float(text)
            except ValueError:
                wrong[setting.name] = Remark("This is not a number; write one, as 10")
        settings = msgspec.structs.replace(self.settings, **values)
        for problem in check_settings(settings):
            name = problem.path.partition(".")[2]
            wrong.setdefault(name, Remark(problem.sentence, problem.is_error))
        self._remark(wrong)
        lines = (setting.name for setting in (*TIMES, *FILES))
        return settings, next((name for name in lines if name in wrong and wrong[name].is_error), "")

    def _remark(self, wrong: dict[str, Remark]) -> None:
        for remarks in self.query(Remarks):
            name = (remarks.id or "").removeprefix("about-")
            remarks.show([wrong[name]] if name in wrong else [])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where the settings are no profile's, they can only be kept for new ones."""
        return self.whose == "profile" or action != "use" or parameters == ("test",)

    def action_use(self, scope: Literal["test", "profile", "new"]) -> None:
        """Use the settings as typed; if they cannot be used, go to the first line that says why."""
        settings, wrong = self._read()
        if not wrong:
            self.dismiss(Chosen(settings, scope))
            return
        self.query_one(f"#{wrong}", Line).focus(scroll_visible=False)
        self.call_after_refresh(self._show_line, wrong)

    def _show_line(self, name: str) -> None:
        """The line and what is said about it in sight."""
        self.query_one(f"#about-{name}").scroll_visible(animate=False)
        self.query_one(f"#{name}").scroll_visible(animate=False)

    def action_usual(self) -> None:
        """The settings that a new profile begins with."""
        self._load(self.usual)

    @on(Field.Done)
    @on(Input.Submitted)
    @on(Button.Pressed, "#use")
    def _use(self) -> None:
        self.action_use("test")

    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        self.action_use("profile")

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
