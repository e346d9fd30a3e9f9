"""What the list of profiles shows: the search, the filters, the order, how many there are, what others change."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual import on, work
from textual.widgets import Input, Static

from wizard.store import ProfileQuery, StoreError
from wizard.tui.active import with_own_keys
from wizard.tui.profiles.filters import created_after
from wizard.tui.profiles.marks import MarkActions
from wizard.tui.profiles.rows import COLUMNS, ProfileSource
from wizard.tui.slowly import MOMENT
from wizard.tui.widgets.menu import Chip, Option
from wizard.tui.widgets.windowed_list import WindowedList

EMPTY = """[bold]No callback profile yet[/]

Press [bold $text-accent]{list.add|a}[/] to add the first one.
Six short steps, and you can test it before you save it."""
AGE = 30.0
"""Seconds between two looks at how long ago things were."""
NO_MATCH = """[bold]No profile fits[/]

[bold $text-accent]{list.back|esc}[/] clears the search and the filters."""
LOOK = 0.8
"""Seconds between two looks whether somebody else has changed the list."""


class ListedProfiles(MarkActions):
    """The list's part of the screen. The screen around it has the list, a search field, chips and a line for the
    total, and tells about the profile under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.search_query = ProfileQuery()
        self._seen_version = -1
        self._any_marked = False
        self._counted = ""
        """How many profiles there are, in words."""

    def begin_list(self) -> None:
        """Show the rows for the first time."""
        self._reader = self.app.store.reader()
        with suppress(StoreError):  # before the rows: what is changed from here on is seen to be another
            self._seen_version = self.app.store.data_version()
        self._show_rows()

    def follow_changes(self) -> None:
        """Look from now on what others change, and how long ago things were."""
        self.set_interval(LOOK, self._look_for_changes)
        self.set_interval(AGE, self.rows.refresh_rows)

    @property
    def empty(self) -> str:
        """What stands in the place of rows while there is none."""
        return with_own_keys(self.app, NO_MATCH if self.filtered else EMPTY)

    def _show_rows(self, *, keep: bool = True, key: str | None = None) -> None:
        rows = self.rows
        rows.empty = self.empty
        rows.sorted_by, rows.descending = self.search_query.sort, self.search_query.descending
        rows.show(ProfileSource(self._reader, self.search_query), keep=keep, key=key)
        if not rows.is_counted:
            self.set_timer(MOMENT, self._still_counting)

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
        else:
            self.rows.refresh_rows(key)

    @property
    def current(self) -> str | None:
        """ID of the profile under the cursor."""
        return self.rows.current if self.is_mounted else None

    async def _look_for_changes(self) -> None:
        """See other programs' changes within a second, by a number that costs nothing to read.

        The timer waits for it: looks that a slow disk holds up must not heap up.
        """
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

    def show_all(self) -> None:
        """Clear the search and the filters."""
        self._clear_filters()
        self._show_rows()

    # -- how many

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

    def _still_counting(self) -> None:
        if not self.rows.is_counted:
            self._counted = "counting …"
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

    @on(WindowedList.Failed)
    def _failed(self, event: WindowedList.Failed) -> None:
        self.notify(str(event.error), title="The store", severity="error", timeout=8)

    # -- order

    @on(WindowedList.HeaderClicked, "#profiles")
    def _header_clicked(self, event: WindowedList.HeaderClicked) -> None:
        self.sort_by(event.column)

    def sort_by(self, column: str) -> None:
        """Order by a column; the same one again turns the order round."""
        query = self.search_query
        column = "last_test" if column == "tested" else column
        descending = (
            not query.descending if query.sort == column else column in ("last_test", "created", "used")
        )
        self.search_query = query._replace(sort=column, descending=descending)
        self._show_rows()

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
