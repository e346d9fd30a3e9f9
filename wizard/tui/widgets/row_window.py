"""What has been read of a list's rows, and the reading of more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from wizard.tui.widgets.row_reader import RowReader
from wizard.tui.widgets.row_source import KEEP_PAGES, PAGE, Interruptible, around

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from textual.widget import Widget

    from wizard.tui.widgets.row_source import Row, Source

    class Shows(Protocol):
        """Who shows the rows."""

        @property
        def sight(self) -> range:
            """Indexes of the rows in sight. Asked from any thread."""

        def located(self, place: Place, at: int) -> None:
            """The rows about `at` stand, where what `place` asked for stands now."""

        def counted(self) -> None:
            """The total is known."""

        def page_came(self) -> None:
            """More rows stand."""

        def failed(self, error: Exception) -> None:
            """The source raised this; what stood before still stands."""


FIRST = 2 * PAGE
"""Rows read at once for a new question. If they are all, nothing need be counted."""


class Place(NamedTuple):
    """Where to read: about the row with that key; without one, or where it is gone, about that index."""

    key: str | None
    near: int


TOP = Place(None, 0)


class RowWindow:
    """Pages of a source's rows. Reads one thing at a time in a thread, and keeps what is near to what is shown."""

    def __init__(self, widget: Widget, shows: Shows) -> None:
        self.total = 0
        """How many rows there are; as long as they are not counted, how many are known of."""
        self.is_counted = False
        self._shows = shows
        self._source: Source | None = None
        self._pages: dict[int, Sequence[Row]] = {}
        self._wanted: set[int] = set()
        self._looking = False
        self._next: Place | None = None
        self._reader = RowReader(widget, self._failed)

    @property
    def is_looking(self) -> bool:
        """Whether rows are being read."""
        return self._looking or bool(self._wanted)

    def ask(self, source: Source, place: Place) -> None:
        """Another question: what is under way for the one before is given up."""
        self._give_up()
        self._source, self._looking, self._next, self.is_counted = source, False, None, False
        if place == TOP:
            self._looking = True
            self._reader.read(partial(source.window, 0, FIRST), self._top_came)
        else:
            self.look(place)

    def look(self, place: Place) -> None:
        """Read again, about that place. Of what is asked while a look is under way, the last is done after it."""
        if self._source is None:
            return
        if self._looking:  # given up each time that something changes, it might never come to an end
            self._next = place
            return
        self._looking = True
        self._reader.read(partial(around, self._source, *place), partial(self._around_came, place))

    def row(self, index: int) -> Row | None:
        """The row at `index` if it has been read; otherwise, in sight, it is fetched, and None returned for now."""
        if not 0 <= index < self.total:
            return None
        page, place = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None and self._in_sight(page):
            self._want(page)
            rows = self._pages.get(page)
        return rows[place] if rows is not None and place < len(rows) else None

    def index(self, key: str) -> int | None:
        """Where the row with that key stands among those that have been read."""
        return next(
            (
                page * PAGE + place
                for page, rows in self._pages.items()
                for place, row in enumerate(rows)
                if row.key == key
            ),
            None,
        )

    def stop(self) -> None:
        """Give up what is under way, and let the thread end."""
        self._give_up()
        self._reader.stop()

    def _give_up(self) -> None:
        self._reader.overtake()
        if isinstance(self._source, Interruptible):
            self._source.cancel()

    # -- what comes

    def _top_came(self, rows: Sequence[Row]) -> None:
        """Rows are shown before they are counted: that may take a hundred times as long."""
        self._stand({at // PAGE: rows[at : at + PAGE] for at in range(0, len(rows), PAGE)}, len(rows))
        self._shows.located(TOP, 0)
        if len(rows) < FIRST or self._source is None:
            self._count_came(len(rows))
        else:
            self._reader.read(self._source.count, self._count_came)

    def _around_came(self, place: Place, found: tuple[int, int, dict[int, Sequence[Row]]]) -> None:
        total, at, pages = found
        self._stand(pages, total)
        self._shows.located(place, at)
        self._count_came(total)

    def _count_came(self, total: int) -> None:
        """The look is done."""
        self.total, self.is_counted = total, True
        self._shows.counted()
        self._looking = False
        if self._next is not None:
            place, self._next = self._next, None
            self.look(place)

    def _stand(self, pages: dict[int, Sequence[Row]], total: int) -> None:
        self._pages, self.total = pages, total
        self._wanted.clear()

    def _want(self, page: int) -> None:
        if page not in self._wanted and self._source is not None:
            self._wanted.add(page)
            self._reader.read(partial(self._read_page, self._source, page), partial(self._page_came, page))

    def _read_page(self, source: Source, page: int) -> Sequence[Row] | None:
        """In the thread. None for a page that has been passed by the time that its turn comes."""
        return source.window(page * PAGE, PAGE) if self._in_sight(page) else None

    def _in_sight(self, page: int) -> bool:
        """Or next to what is."""
        sight = self._shows.sight
        return sight.start // PAGE - 1 <= page <= sight.stop // PAGE + 1

    def _page_came(self, page: int, rows: Sequence[Row] | None) -> None:
        if page not in self._wanted:
            return  # everything was read anew meanwhile
        self._wanted.discard(page)
        if rows is None:
            if self._in_sight(page):  # again
                self._want(page)
            return
        self._pages[page] = rows
        while len(self._pages) > KEEP_PAGES:
            shown = self._shows.sight.start // PAGE
            del self._pages[max(self._pages, key=lambda other: abs(other - shown))]
        self._shows.page_came()

    def _failed(self, error: Exception) -> None:
        self._looking = False
        self._shows.failed(error)
