"""Giving an action of the screen another key: choose the action, press the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.widgets import Static

from wizard.settings.keys import check_keys
from wizard.tui.active import active_actions
from wizard.tui.registry import vocabulary
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.menu import Option
from wizard.tui.widgets.menu_screen import MenuScreen

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from wizard.tui.active import ActiveAction
    from wizard.tui.app import WizardApp


def choose_action(app: WizardApp) -> None:
    """Ask which action of the screen in front, then for its key; both are kept in the settings file."""
    offered = {each.binding.id or "": each for each in active_actions(app.screen)}
    options = [Option(name, each.title, ", ".join(each.keys)) for name, each in offered.items()]

    def chosen(name: str | None) -> None:
        if name is not None:
            app.push_screen(PressKey(offered[name]), lambda key: pressed(name, key))

    def pressed(name: str, key: str | None) -> None:
        if key is not None:
            app.run_worker(_keep(app, name, offered[name].title, key))

    app.push_screen(MenuScreen(options, ""), chosen)


async def _keep(app: WizardApp, name: str, title: str, key: str) -> None:
    old = next(
        (tuple(path) for path in (name.split("."), [name]) if _stands(app, path)), tuple(name.split("."))
    )
    if await app.set_settings({("keys", *old): key or None}):
        told = f"{title} has the key {key} now" if key else f"{title} has its own key again"
        app.notify(f"{told}, kept in {app.settings_file.label}", timeout=4)


def _stands(app: WizardApp, path: list[str]) -> bool:
    table: Any = app.settings_file.data.get("keys", {})
    for part in path:
        table = table.get(part) if isinstance(table, dict) else None
    return table is not None


class PressKey(Dialog[str | None]):
    """Takes the next key pressed, if it can be this action's. Dismissed with it, "" for its own one, or None."""

    DEFAULT_CSS = """
    PressKey { align: center middle; }
    PressKey Vertical {
        width: 64; max-width: 96%; height: auto; padding: 1 2; background: $panel; border: round $primary;
    }
    PressKey Static { height: auto; }
    PressKey #wrong { color: $text-error; }
    PressKey .about { color: $text-muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, action: ActiveAction) -> None:
        super().__init__()
        self.action = action

    def compose(self) -> ComposeResult:
        """What to press, and why the last key will not do."""
        with Vertical() as box:
            box.border_title = "Another key"
            yield Static(f"Press the new key for {self.action.title}.", markup=False)
            yield Static("", id="wrong", markup=False)
            yield Static("escape: leave it as it is    backspace: its own key again", classes="about")

    def on_key(self, event: events.Key) -> None:
        """Every key is an answer."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "backspace":
            self.dismiss("")
        else:
            wrong = self._wrong(event.key)
            self.query_one("#wrong", Static).update(f"✗ {wrong}" if wrong else "")
            if not wrong:
                self.dismiss(event.key)

    def _wrong(self, key: str) -> str:
        app: Any = self.app
        name = self.action.binding.id or ""
        table: dict[str, Any] = {**app.settings.keys, name: key}
        for mistake in check_keys(table, app.settings.flavour, vocabulary()):
            if mistake.path == (name,):
                return f"{mistake.message}; {mistake.advice}"
        return ""
