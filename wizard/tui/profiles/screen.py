"""The list of callback profiles, what the program opens on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.tui.profiles.detail import DetailPane
from wizard.tui.profiles.filters import CREATED
from wizard.tui.profiles.keys import KEYS
from wizard.tui.profiles.listing import ListedProfiles
from wizard.tui.profiles.rows import COLUMNS
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.menu import Chip, Option
from wizard.tui.widgets.outcome_list import OutcomeList
from wizard.tui.widgets.text_input import TextInput
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ProfilesScreen(ListedProfiles):
    """Search, filters, the list, and a pane that tells about the profile under the cursor."""

    help_title = "Callback Profiles"
    HELP = """Every callback profile you have saved. Type {list.search|/} to search titles, endpoints and IDs; the three
filters narrow it further. The pane below tells about the profile under the cursor; {list.open|Enter} opens
it over the whole screen. The ID is what a send-email request needs as callback_profile_id.

{rows.mark|space} marks a profile, {list.mark-all|*} all that are shown: test, export and delete then are for all
of them. {list.sort|o} orders the list, by the last test for one; {app.suspend|^z} goes back to the shell, where fg
comes back."""
    HELP_LINES = (
        ("Search", "the profiles with this text in title, endpoint or ID"),
        ("Method, Channel, Created", "only those; {list.back|esc} clears search and filters"),
        ("Overview", "all that the profile is made of, and what may be wrong with it"),
        ("Request", "a callback as it would be sent now, byte for byte, secrets masked"),
        ("Deliveries", "what was fired and what came of it"),
        ("Use it", "code for this profile: to send an email with it, to receive its callbacks"),
    )
    AUTO_FOCUS = "#profiles"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self) -> None:
        super().__init__()
        self._any: bool | None = None
        self._to_open: str | None = None

    def compose(self) -> ComposeResult:
        """Search and filters over the list, the pane under it."""
        any_option = Option("", "any")
        with Vertical(id="panel") as panel:
            panel.border_title = "Callback Profiles"
            panel.border_subtitle = Content(self._place())
            with Horizontal(id="filters"):
                yield Static("/", id="slash")
                yield TextInput(placeholder="Search title, endpoint or ID", id="search", compact=True)
                yield Chip(
                    "Method",
                    [any_option, *(Option(m, m) for m in ("GET", "POST", "PUT", "DELETE"))],
                    id="method",
                )
                yield Chip("Channel", [any_option], id="channel")
                yield Chip("Created", [Option(value, label) for value, label, _ in CREATED], id="created")
                yield Static("", id="total")
            rows = OutcomeList(COLUMNS, id="profiles")
            rows.markable = True
            yield rows
            if self.app.demo:
                from wizard.tui.receiver.demo_hint import DemoHint

                yield DemoHint()
            yield DetailPane()
        yield KeyBar()

    def _place(self) -> str:
        return "demo: a throw-away store" if self.app.demo else self.app.store.label

    def on_mount(self) -> None:
        """Show the rows; everything heavy is warmed only after the first picture."""
        self.begin_list()
        self.call_after_refresh(self._warm)

    @work(group="warm")
    async def _warm(self) -> None:
        from wizard.tui import warm

        await asyncio.to_thread(warm.for_reading)
        warm.end_start()
        chip = self.query_one("#channel", Chip)
        chip.options += [
            Option(channel.id, channel.id, channel.label) for channel in self.app.catalog.channels.values()
        ]
        self.follow_changes()
        if self.app.store.warning:
            warning = self.app.store.warning
            self.notify(f"{warning[0].upper()}{warning[1:]}.", severity="warning", timeout=15)
        if self.app.tour:
            await self.show_tour()
        self.app.look_at_settings()

    def reload(self, key: str | None = None) -> None:
        """Read list and pane again; the cursor goes to `key` if given. A filter that would hide it is cleared."""
        super().reload(key)
        self.query_one(DetailPane).reload()

    def open_profile(self, key: str) -> None:
        """Go to that profile and open it, whatever the list shows now."""
        self.remove_class("-open")
        if self.current == key:
            self.action_open()
        else:
            self._to_open = key
            self.reload(key)

    async def show_tour(self) -> None:
        """Five lines in the place of the pane, until the next key; from then on never by themselves."""
        from wizard.tui.tour import Tour, note_shown

        if self.app.tour:
            await asyncio.to_thread(note_shown, self.app.tour)
        if not self.query(Tour):
            self.add_class("-tour")
            await self.query_one("#panel").mount(Tour(), before="DetailPane")

    def _end_tour(self) -> None:
        if self.has_class("-tour"):
            self.remove_class("-tour")
            self.query("Tour").remove()

    @on(WindowedList.Highlighted, "#profiles")
    def _highlighted(self, event: WindowedList.Highlighted) -> None:
        self.query_one(DetailPane).show(event.key)
        if event.key and event.key == self._to_open:
            self._to_open = None
            self.action_open()
        if self._any is not (event.key is not None):  # which keys work depends on no more of it
            self._any = event.key is not None
            self.refresh_bindings()

    @on(WindowedList.Chosen, "#profiles")
    def _chosen(self) -> None:
        self.action_open()

    # -- keys of the list itself

    def on_click(self) -> None:
        """The tour has been seen."""
        self._end_tour()

    def on_screen_suspend(self) -> None:
        """So it has where another screen stands over it."""
        self._end_tour()

    def on_key(self) -> None:
        """And where a key was pressed."""
        self._end_tour()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Actions on a profile work only while there is one."""
        if action in ("test_marked", "export_marked", "delete_marked"):
            return bool(self.marked)
        if action in ("test", "export", "delete"):
            return self.current is not None and not self.marked
        if action == "show_tab":
            return self.current is not None and parameters != (self.query_one(DetailPane).tab,)
        if action == "mark_all":
            return self.current is not None and not self.has_class("-open")
        if action in ("open", "edit", "copy_id", "duplicate"):
            return self.current is not None
        if action in ("copy_shown", "snippet"):
            wanted = ("use",) if action == "snippet" else ("use", "request")
            return self.current is not None and self.query_one(DetailPane).tab in wanted
        if action in ("back", "unmark", "clear_filters"):
            return action == self._undone_by_escape
        if action == "undo":
            return bool(self.deleted)
        if action == "search":  # its key is a letter there
            return self.focused is None or self.focused.id != "search"
        return True

    def action_search(self) -> None:
        """Go to the search field: at once, so that the letter typed right after the key is searched for."""
        self.remove_class("-open")
        search = self.query_one("#search")
        self.set_focus(search)
        search.focus()  # where it was hidden until now

    def action_open(self) -> None:
        """Give the pane the whole screen."""
        if self.current is not None:
            self.add_class("-open")
            self.refresh_bindings()
            self.query_one(DetailPane).focus_content()

    @property
    def _undone_by_escape(self) -> str:
        """The action that escape has now, one thing after the other; "" where nothing is left to undo."""
        if self.has_class("-open") or self.focused is not self.rows:
            return "back"
        if self.marked:
            return "unmark"
        return "clear_filters" if self.filtered else ""

    def action_back(self) -> None:
        """Back to the list, from the open pane or from a field."""
        self.remove_class("-open")
        self.rows.focus()
        self.refresh_bindings()

    def action_unmark(self) -> None:
        """Mark none."""
        self.unmark()

    def action_clear_filters(self) -> None:
        """Show every profile again."""
        self.show_all()
        self.refresh_bindings()

    def action_show_tab(self, tab: str) -> None:
        """Show one of the pane's tabs."""
        self.query_one(DetailPane).tab = tab
        self.refresh_bindings()

    def action_copy_shown(self) -> None:
        """Copy the text of the open tab."""
        pane = self.query_one(DetailPane)
        self.app.copy(pane.shown, "the snippet" if pane.tab == "use" else "the request")

    @work
    async def action_snippet(self) -> None:
        """Choose which snippet Use it shows."""
        from wizard.callback.snippets import KINDS
        from wizard.tui.widgets.menu_screen import MenuScreen

        options = [Option(kind, kind, about) for kind, about in KINDS.items()]
        pane = self.query_one(DetailPane)
        chosen = await self.app.push_screen_wait(MenuScreen(options, pane.snippet))
        if chosen:
            pane.show_snippet(chosen)

    def action_reload(self) -> None:
        """Read the list again, draw all of the screen, and say so: it may well look the same."""
        self.reload()
        self.app.draw_anew()
        self.notify("The list was read again.", timeout=2)

    def action_quit(self) -> None:
        """End the program. Drafts are kept as they are typed, so nothing is lost."""
        self.app.exit()
