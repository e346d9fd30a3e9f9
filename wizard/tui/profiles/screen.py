"""The list of callback profiles, what the program opens on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from wizard.store import ProfileQuery
from wizard.tui.active import shown_key
from wizard.tui.profiles.detail import DetailPane
from wizard.tui.profiles.filters import CREATED, created_after
from wizard.tui.profiles.keys import KEYS
from wizard.tui.profiles.marks import MarkActions
from wizard.tui.profiles.rows import COLUMNS, ProfileSource
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.menu import Chip, Option
from wizard.tui.widgets.outcome_list import OutcomeList
from wizard.tui.widgets.text_input import TextInput
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.tui.app import WizardApp

EMPTY = """[bold]No callback profile yet[/]

Press [bold $text-accent]{key}[/] to add the first one.
Six short steps, and you can test it before you save it."""
AGE = 30.0
"""Seconds between two looks at how long ago things were."""
NO_MATCH = """[bold]No profile fits[/]

[bold $text-accent]escape[/] clears the search and the filters."""


class ProfilesScreen(MarkActions, Screen[None]):
    """Search, filters, the list, and a pane that tells about the profile under the cursor."""

    app: WizardApp
    help_title = "Callback Profiles"
    HELP = """Every callback profile you have saved. Type {list.search|/} to search titles, endpoints and IDs; the three
filters narrow it further. The pane below tells about the profile under the cursor; Enter opens
it over the whole screen. The ID is what a send-email request needs as callback_profile_id.

{rows.mark|space} marks a profile, {list.mark-all|*} all that are shown: test, export and delete then are for all
of them. {list.sort|o} orders the list, by the last test for one; {app.suspend|^z} goes back to the shell, where fg
comes back."""
    HELP_LINES = (
        ("Search", "all profiles that have every word in title, endpoint or ID"),
        ("Method, Channel, Created", "only those; esc clears search and filters"),
        ("Overview", "all that the profile is made of, and what may be wrong with it"),
        ("Request", "a callback as it would be sent now, byte for byte, secrets masked"),
        ("Deliveries", "what was fired and what came of it"),
        ("Use it", "code for this profile: to send an email with it, to receive its callbacks"),
    )
    AUTO_FOCUS = "#profiles"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self) -> None:
        super().__init__()
        self.search_query = ProfileQuery()
        self._seen_version = -1
        self._any: bool | None = None
        self._any_marked = False
        self._counted = ""
        """How many profiles there are, in words."""
        self._to_open: str | None = None

    def compose(self) -> ComposeResult:
        """Search and filters over the list, the pane under it."""
        any_option = Option("", "any")
        with Vertical(id="panel") as panel:
            panel.border_title = "Callback Profiles"
            panel.border_subtitle = self._place()
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
            rows = OutcomeList(COLUMNS, id="profiles", empty=self._empty)
            rows.markable = True
            yield rows
            if self.app.demo:
                from wizard.tui.receiver.demo_hint import DemoHint

                yield DemoHint()
            yield DetailPane()
        yield KeyBar()

    @property
    def _empty(self) -> str:
        return EMPTY.format(key=shown_key(self, "list.add"))

    def _place(self) -> str:
        return "demo: a throw-away store" if self.app.demo else self.app.store.label

    def on_mount(self) -> None:
        """Show the rows; everything heavy is warmed only after the first picture."""
        self._show_rows()
        self.call_after_refresh(self._warm)

    @work(group="warm")
    async def _warm(self) -> None:
        from wizard.tui import warm

        await asyncio.to_thread(warm.for_reading)
        chip = self.query_one("#channel", Chip)
        chip.options += [
            Option(channel.id, channel.id, channel.label) for channel in self.app.catalog.channels.values()
        ]
        self._seen_version = await asyncio.to_thread(self.app.store.data_version)
        self.set_interval(0.8, self._look_for_changes)
        self.set_interval(AGE, self.rows.refresh_rows)
        if self.app.store.warning:
            warning = self.app.store.warning
            self.notify(f"{warning[0].upper()}{warning[1:]}.", severity="warning", timeout=15, markup=False)
        if self.app.tour:
            await self.show_tour()
        self.app.look_at_settings()

    # -- what the list shows

    def _show_rows(self, *, keep: bool = True, key: str | None = None) -> None:
        rows = self.rows
        rows.empty = NO_MATCH if self.filtered else self._empty
        rows.sorted_by, rows.descending = self.search_query.sort, self.search_query.descending
        rows.show(ProfileSource(self.app.store, self.search_query), keep=keep, key=key)

    @property
    def filtered(self) -> bool:
        """Whether a search or a filter hides profiles."""
        query = self.search_query
        return bool(query.search or query.method or query.channel or query.created_after)

    def reload(self, key: str | None = None) -> None:
        """Read the list again; the cursor goes to `key` if given. A filter that would hide it is cleared."""
        if key and self.filtered:
            self._clear_filters()
        self._show_rows(key=key)
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

    @work(exclusive=True, group="changes")
    async def _look_for_changes(self) -> None:
        """See other programs' changes within a second, by a number that costs nothing to read."""
        version = await asyncio.to_thread(self.app.store.data_version)
        if version != self._seen_version:
            self._seen_version = version
            self.reload()

    @on(Input.Changed, "#search")
    def _search_changed(self, event: Input.Changed) -> None:
        self.search_query = self.search_query._replace(search=event.value.strip())
        self._show_rows(keep=False)

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one("#profiles").focus()

    @on(Chip.Changed)
    def _filter_changed(self, event: Chip.Changed) -> None:
        value = event.value
        if event.chip.id == "created":
            self.search_query = self.search_query._replace(created_after=created_after(value))
        elif event.chip.id == "method":
            self.search_query = self.search_query._replace(method=value)
        else:
            self.search_query = self.search_query._replace(channel=value)
        self._show_rows(keep=False)

    def _clear_filters(self) -> None:
        with self.prevent(Input.Changed):
            self.query_one("#search", Input).value = ""
        for chip in self.query(Chip):
            chip.value = ""
        self.search_query = ProfileQuery(sort=self.search_query.sort, descending=self.search_query.descending)

    @on(WindowedList.Loaded)
    @work(exclusive=True, group="total")
    async def _loaded(self, event: WindowedList.Loaded) -> None:
        self.set_class(event.total == 0, "-empty")
        every = event.total
        if self.filtered:
            every = await asyncio.to_thread(self.app.store.count, ProfileQuery())
        text = (
            f"{event.total:,} of {every:,}"
            if self.filtered
            else f"{every:,} profile{'s' if every != 1 else ''}"
        )
        self._counted = text
        self._tell_count()

    def _tell_count(self) -> None:
        marked = f"{len(self.marked):,} marked · " if self.marked else ""
        self.query_one("#total", Static).update(marked + self._counted)

    @on(WindowedList.Marked, "#profiles")
    def _marks_changed(self) -> None:
        self._tell_count()
        if self._any_marked is not bool(self.marked):  # which keys work depends on no more of it
            self._any_marked = bool(self.marked)
            self.refresh_bindings()

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

    @on(WindowedList.HeaderClicked, "#profiles")
    def _header_clicked(self, event: WindowedList.HeaderClicked) -> None:
        self.sort_by(event.column)

    @on(WindowedList.Failed)
    def _failed(self, event: WindowedList.Failed) -> None:
        self.notify(str(event.error), title="The store", severity="error", timeout=8)

    def sort_by(self, column: str) -> None:
        """Order by a column; the same one again turns the order round."""
        query = self.search_query
        column = "last_test" if column == "tested" else column
        descending = (
            not query.descending if query.sort == column else column in ("last_test", "created", "used")
        )
        self.search_query = query._replace(sort=column, descending=descending)
        self._show_rows()

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
        return True

    @property
    def current(self) -> str | None:
        """ID of the profile under the cursor."""
        return self.query_one("#profiles", WindowedList).current if self.is_mounted else None

    def action_search(self) -> None:
        """Go to the search field."""
        self.remove_class("-open")
        self.query_one("#search").focus()

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
        self._clear_filters()
        self._show_rows()
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

    @work
    async def action_sort(self) -> None:
        """Choose the order of the list."""
        from wizard.tui.widgets.menu_screen import MenuScreen

        options = [Option("used", "Last used")] + [
            Option(column.key, column.label) for column in COLUMNS if column.key not in ("id", "tested")
        ]
        options.append(Option("created", "Created"))
        chosen = await self.app.push_screen_wait(MenuScreen(options, self.search_query.sort))
        if chosen:
            self.sort_by(chosen)

    def action_reload(self) -> None:
        """Read the list again, and say so: it may well look the same."""
        self.reload()
        self.notify("The list was read again.", timeout=2)

    def action_quit(self) -> None:
        """End the program. Drafts are kept as they are typed, so nothing is lost."""
        self.app.exit()
