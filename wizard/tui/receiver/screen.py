"""Receiver: what came to the program's own endpoint, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.tui.receiver import tell
from wizard.tui.receiver.actions import ReceiverActions
from wizard.tui.receiver.detail import CallbackPane
from wizard.tui.receiver.rows import COLUMNS, CallbackSource, RowMaker
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.theme import Theme

    from wizard.receiver import ReceivedCallback

BESIDE = 160
"""Columns from which the pane stands beside the list."""


class ReceiverScreen(ReceiverActions):
    """The receiver's URL, a row a callback, and a pane that opens the one under the cursor."""

    CSS_PATH = "receiver.tcss"
    AUTO_FOCUS = "#callbacks"
    HORIZONTAL_BREAKPOINTS = [(0, "-below"), (BESIDE, "-beside")]
    help_title = "Receiver"
    HELP = """A local endpoint that runs inside this program, whatever screen is open, until you leave. It takes
callbacks from this machine alone, on any path, and checks each with the saved profile whose path, headers
and fields fit best.

A callback is one row, the newest on top. The pane shows what the profile meant each field to hold, what came
on the wire, and what that opens to; below stand the checks. It answers 204 unless you make it play an endpoint
in trouble ({receiver.respond|r})."""
    HELP_LINES = (
        (
            "Fields",
            "each field of the body: what the profile meant it to hold, what came, what that opens to; then checks",
        ),
        ("Headers", "the header rows as they came, secret ones masked"),
        ("Body", "the body laid out to be read"),
        ("Bytes", "the request as it came, in hex"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False, id="receiver.open"),
        Binding(
            "t",
            "test",
            "Test",
            tooltip="Fire a test callback of the profile that aims here",
            id="receiver.test",
        ),
        Binding("c", "copy_url", "Copy URL", id="receiver.copy-url"),
        Binding(
            "r",
            "respond",
            "Respond",
            tooltip="Respond with another status, or play an endpoint in trouble",
            id="receiver.respond",
        ),
        Binding(
            "w",
            "decrypt",
            "Decrypt",
            tooltip="Decrypt: why it does not open, and the setting that opens it",
            id="receiver.decrypt",
        ),
        Binding("f", "forward", "Fire on", id="receiver.forward"),
        Binding(
            "s", "save", "Save", tooltip="Save the request as it came, byte for byte", id="receiver.save"
        ),
        Binding("x", "clear", "Clear", id="receiver.clear"),
        Binding("p", "port", "Port", tooltip="Another port, stop, start", id="receiver.port"),
        Binding("y", "copy_shown", "Copy text", tooltip="Copy what the pane shows", id="receiver.copy-shown"),
        Binding("1", "show_tab('fields')", "Fields", show=False, id="receiver.tab-fields"),
        Binding("2", "show_tab('headers')", "Headers", show=False, id="receiver.tab-headers"),
        Binding("3", "show_tab('body')", "Body", show=False, id="receiver.tab-body"),
        Binding("4", "show_tab('bytes')", "Bytes", show=False, id="receiver.tab-bytes"),
        Binding("escape", "leave", "Back", id="receiver.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._source: CallbackSource | None = None
        self._shown = -1
        self._loading = self._stale = False
        self._following = True
        """The newest callback is shown as it comes, while nobody looks at an older one."""

    def compose(self) -> ComposeResult:
        """Where it listens over the list, the pane under it or beside it."""
        with Vertical(id="panel") as panel:
            panel.border_title = "Receiver"
            yield Static("", id="status", markup=False)
            with Container(id="both"):
                yield WindowedList(COLUMNS, id="callbacks")
                yield CallbackPane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what came before, and listen if that has not begun."""
        self._use_theme(self.app.current_theme)
        self.app.theme_changed_signal.subscribe(self, self._theme_changed)
        self.station.changed.subscribe(self, self._changed)
        self._changed(None)
        if not self.station.listening:
            self._start()

    def _use_theme(self, theme: Theme) -> None:
        self._maker = RowMaker(self.app.catalog, _colour(theme.success), _colour(theme.error))

    def _theme_changed(self, theme: Theme) -> None:
        self._use_theme(theme)
        self._show_rows()

    @work(group="start")
    async def _start(self) -> None:
        self.query_one("#status", Static).update(Content.styled("… Opening the port", "$text-accent"))
        await self.station.start()

    # -- what came

    def _changed(self, _: None) -> None:
        station = self.station
        self.query_one("#status", Static).update(tell.status(station))
        self.query_one("#panel").border_subtitle = tell.tally(station)
        if self._loading:
            self._stale = True
        else:
            self._show_rows()

    def _show_rows(self) -> None:
        rows = self.query_one("#callbacks", WindowedList)
        rows.empty = tell.empty(self.station)
        self._stale = False
        self._source = CallbackSource(self.station.callbacks, self._maker)
        self.set_class(not self._source.callbacks, "-empty")
        self._loading = True
        rows.show(self._source, keep=not self._following)

    @on(WindowedList.Loaded)
    def _loaded(self) -> None:
        # Rows may take longer to make than callbacks to come: the next look waits until this one stands.
        self._loading = False
        if self._stale:
            self._show_rows()

    @on(WindowedList.Highlighted, "#callbacks")
    def _highlighted(self, event: WindowedList.Highlighted) -> None:
        rows = self.query_one("#callbacks", WindowedList)
        self._following = rows.cursor == 0 and not self.has_class("-open")
        self.query_one(CallbackPane).show(self.current, hurry=not self._stale)
        self.refresh_bindings()

    @property
    def current(self) -> ReceivedCallback | None:
        """The callback under the cursor. In a flood its row is always still to come: then the one that is shown."""
        if self._source is None or not self._source.callbacks:
            return None
        found = self._source.find(self.query_one("#callbacks", WindowedList).current)
        return self.query_one(CallbackPane).callback if found is None and self._following else found

    # -- keys of the list itself

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Actions on a callback work only while there is one."""
        if action == "show_tab":
            return self.current is not None and parameters != (self.query_one(CallbackPane).tab,)
        if action in ("open", "decrypt", "forward", "save", "copy_shown"):
            return self.current is not None  # until its row has been read a key waits, and is not lost
        if action == "clear":
            return self._source is not None and bool(self._source.callbacks)
        if action in ("copy_url", "respond"):
            return self.station.listening
        return True

    @on(WindowedList.Chosen, "#callbacks")
    def action_open(self) -> None:
        """Give the pane the whole screen."""
        if self.current is not None:
            self._following = False
            self.add_class("-open")
            self.query_one(CallbackPane).focus_content()

    def action_leave(self) -> None:
        """Close the pane that is open over the screen, else the screen; the receiver goes on."""
        rows = self.query_one("#callbacks", WindowedList)
        if self.has_class("-open") or self.focused is not rows:
            self.remove_class("-open")
            self._following = rows.cursor == 0
            rows.focus()
        else:
            self.dismiss(None)

    def action_show_tab(self, tab: str) -> None:
        """Show one of the pane's tabs."""
        self.query_one(CallbackPane).tab = tab

    def action_copy_shown(self) -> None:
        """Copy what the pane shows."""
        self.app.copy(self.query_one(CallbackPane).text, "the text shown")


def _colour(name: str | None) -> Style:
    """A theme's colour for Rich, which does not know Textual's `ansi_green`."""
    return Style(color=Color.parse(name).rich_color) if name else Style.null()
