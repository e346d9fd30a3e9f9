"""Choose one of the saved profiles, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from wizard.store import ProfileQuery
from wizard.tui.profiles.rows import COLUMNS, ProfileSource
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.outcome_list import OutcomeList
from wizard.tui.widgets.text_input import TextInput
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.tui.app import WizardApp

DROPPED = {"tested": 1, "channel": 2, "method": 3, "last_test": 4, "id": 5}
"""Columns of the list that a choice can do without, those first that tell least here."""


class ChooseProfile(Dialog[str | None]):
    """A search over a list. Dismissed with the ID chosen, or None."""

    DEFAULT_CSS = """
    ChooseProfile { align: center middle; }
    ChooseProfile > Vertical {
        width: 96%; max-width: 110; height: 80%; background: $panel; border: round $primary;
        border-title-style: bold;
    }
    ChooseProfile Input { border: none; height: 1; padding: 0 1; background: $surface; }
    ChooseProfile WindowedList { height: 1fr; background: $panel; }
    """
    app: WizardApp
    help_title = "Choose a profile"
    HELP = (
        "Type to search titles, endpoints and IDs; the arrows choose, {choose-profile.take|Enter} takes it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        # The line passes these keys on to the list.
        Binding("enter", "take", "Choose", priority=True, id="choose-profile.take"),
        Binding("up", "move(-1)", "Up", show=False, priority=True, id="choose-profile.up"),
        Binding("down", "move(1)", "Down", show=False, priority=True, id="choose-profile.down"),
        Binding("escape", "dismiss(None)", "Cancel", id="choose-profile.cancel"),
    ]

    def __init__(self, current: str) -> None:
        super().__init__()
        self.current = current
        self._wanted = False
        """Whether to take the row that is still to come."""

    def compose(self) -> ComposeResult:
        """Search over the list."""
        with Vertical() as box:
            box.border_title = "Choose a profile"
            yield TextInput(placeholder="Search title, endpoint or ID", compact=True)
            columns = [column._replace(drop=DROPPED.get(column.key, 0)) for column in COLUMNS]
            yield OutcomeList(columns, id="profiles", empty="[bold]No profile fits[/]")
        yield KeyBar()

    def on_mount(self) -> None:
        """Stand on the one in use."""
        self._reader = self.app.store.reader()
        self._show("", self.current or None)

    def _show(self, search: str, key: str | None = None) -> None:
        rows = self.query_one(OutcomeList)
        source = ProfileSource(self._reader, ProfileQuery(search=search))
        rows.show(source, key=key, keep=key is not None)

    def on_unmount(self) -> None:
        """Let go of the store's connection, once what is read with it is given up."""
        self.app.run_worker(self._reader.close, thread=True, group="close reader")

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        self._wanted = False
        self._show(event.value.strip())

    @on(WindowedList.Chosen)
    def action_take(self) -> None:
        """Take the profile under the cursor; what was just typed is searched for first."""
        rows = self.query_one(WindowedList)
        self._wanted = rows.is_looking
        if rows.current is not None:
            self.dismiss(rows.current)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One is taken only where there is one."""
        rows = self.query_one(WindowedList)
        return rows.current is not None or rows.is_looking if action == "take" else True

    @on(WindowedList.Highlighted)
    @on(WindowedList.Loaded)
    def _row_came(self) -> None:
        if self._wanted:
            self.action_take()
        self.refresh_bindings()

    def action_move(self, by: int) -> None:
        """Move the list's cursor."""
        self.query_one(WindowedList).action_move(by)
