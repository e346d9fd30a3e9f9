"""A list of any length that reads and draws only the rows in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message

from wizard.tui.widgets.row_picture import RowPicture
from wizard.tui.widgets.row_source import KEEP_PAGES, PAGE, Row, Source
from wizard.tui.widgets.row_strip import Column
from wizard.tui.widgets.row_window import Place, RowWindow
from wizard.tui.widgets.sized import Sized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

__all__ = ["KEEP_PAGES", "PAGE", "Column", "Row", "Source", "WindowedList"]


class WindowedList(Sized, RowPicture, can_focus=True):
    """Shows the rows of a Source.

    The cursor stays on its row (by key) while others come and go. Rows are read in a thread, those in sight first;
    what a newer question has overtaken is given up. No key waits for a row: while the one under the cursor is still
    to come, `current` is None.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="rows.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="rows.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="rows.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="rows.page-down"),
        Binding("home,g", "go(0)", "First", show=False, id="rows.first"),
        Binding("end,G", "go(-1)", "Last", show=False, id="rows.last"),
        Binding("space", "mark", "Mark", show=False, id="rows.mark"),
        Binding("enter", "choose", "Open", show=False, id="rows.choose"),
    ]

    class Told(Message):
        """Something about a list."""

        def __init__(self, source_list: WindowedList) -> None:
            super().__init__()
            self.list = source_list

        @property
        def control(self) -> WindowedList:
            """The list, for `@on` selectors."""
            return self.list

    class Highlighted(Told):
        """The cursor stands on another row: its `key`, None for an empty list, or while the row is still to come."""

        def __init__(self, source_list: WindowedList, key: str | None) -> None:
            super().__init__(source_list)
            self.key = key

    class Chosen(Highlighted):
        """Enter or a second click on a row."""

    class Marked(Told):
        """Other rows are marked: `list.marked` has their keys."""

    class HeaderClicked(Told):
        """A click on a column's head: its `column` key."""

        def __init__(self, source_list: WindowedList, column: str) -> None:
            super().__init__(source_list)
            self.column = column

    class Loaded(Told):
        """Fresh rows stand: `total` of them."""

        def __init__(self, source_list: WindowedList, total: int) -> None:
            super().__init__(source_list)
            self.total = total

    class Failed(Message):
        """The source raised `error`; what was shown before still stands."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, columns: Sequence[Column], *, id: str | None = None, empty: str = "") -> None:
        super().__init__(columns, id=id, empty=empty)
        self.markable = False
        """Whether a person may mark rows."""
        self._rows = RowWindow(self, self)
        self._key: str | None = None
        self._sought: str | None = None
        """The key that the cursor is on its way to."""
        self._announced: str | None = None
        self._to_last = False
        """Whether the cursor is on its way to the last row, whichever that is by then."""
        self._follow = False
        """Whether the cursor is to be brought in sight once the rows about it stand."""

    # -- rows in

    def show(self, source: Source, *, key: str | None = None, keep: bool = True) -> None:
        """Show the rows of `source`. The cursor goes to `key`, else stays on its row unless `keep` is false."""
        if key is not None:
            self._key = self._sought = key
        elif not keep:
            self._key, self._sought, self.cursor = None, None, 0
        self._to_last, self._follow = False, True
        self._rows.ask(source, Place(self._key, self.cursor))

    def refresh_rows(self, key: str | None = None) -> None:
        """Read again what is in sight, keeping the cursor on its row, or moving it to `key`."""
        if key is not None:
            self._key = self._sought = key
            self._follow = True
        self._rows.look(Place(self._key, self.cursor))

    @property
    def is_counted(self) -> bool:
        """Whether all rows are counted; until then `total` is how many are known of."""
        return self._rows.is_counted

    def row_at(self, index: int) -> Row | None:
        """The row at `index` if it has been read; otherwise it is fetched and None is returned for now."""
        return self._rows.row(index)

    @property
    def sight(self) -> range:
        """Indexes of the rows in sight."""
        top = self.scroll_offset.y
        return range(top, top + max(1, self.size.height - 1))

    def located(self, place: Place, at: int) -> None:
        """The rows about `at` stand, where what `place` asked for stands now."""
        if self._to_last:
            at, self._key = self._rows.total - 1, None
        elif self._key != place.key or (place.key is None and self.cursor != place.near):
            at = self._moved_on(place, at)
        elif self._sought == place.key:
            self._sought = None
        follow = self._follow or self.cursor in self.sight  # unless somebody has scrolled away from it
        self._follow = False
        self._take_total()
        self.cursor = max(0, min(at, self.total - 1))
        if follow:
            self._bring_in_sight()
        self._settle_cursor()
        self.refresh()

    def _moved_on(self, place: Place, at: int) -> int:
        """Where the cursor's row stands, to which it was moved while rows about another were read."""
        here = self._rows.index(self._key) if self._key is not None else None
        if here is not None:
            return here
        near = self.cursor + at - place.near
        self._rows.look(Place(self._key, near))
        return near

    def counted(self) -> None:
        """The total is known."""
        self._take_total()
        if self._to_last:
            self.action_go(-1)
        else:
            self._go(self.cursor)
        self.post_message(self.Loaded(self, self.total))

    def page_came(self) -> None:
        """More rows stand."""
        self._settle_cursor()
        self.refresh()

    def failed(self, error: Exception) -> None:
        """What was shown before still stands."""
        self.post_message(self.Failed(error))

    def _take_total(self) -> None:
        self.total = self._rows.total
        self.virtual_size = Size(self.size.width, self.total + 1)

    # -- the cursor

    @property
    def current(self) -> str | None:
        """Key of the row under the cursor; None for no row, or one that is still to come."""
        return self._key if self.total else None

    @property
    def is_looking(self) -> bool:
        """Whether the row under the cursor is still to come."""
        return self.current is None and self._rows.is_looking

    def _settle_cursor(self) -> None:
        """Remember the cursor's row, if it is known, and tell of another."""
        row = self.row_at(self.cursor)
        if row is not None:
            self._key = self._sought or row.key
        elif self.total == 0:
            self._key = None
        if self._announced != self._key or self.total == 0:
            self._announced = self._key
            self.post_message(self.Highlighted(self, self._key))

    def _bring_in_sight(self) -> None:
        sight = self.sight
        if self.cursor < sight.start:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= sight.stop:
            self.scroll_to(y=self.cursor - len(sight) + 1, animate=False, immediate=True)

    def _go(self, index: int) -> None:
        self._to_last = False
        index = max(0, min(index, self.total - 1))
        if index == self.cursor:
            return
        left, top = self.cursor, self.scroll_offset.y
        self.cursor, self._key, self._sought = index, None, None
        self._bring_in_sight()
        self._settle_cursor()
        if self.scroll_offset.y == top:
            self.refresh(*(Region(0, row - top + 1, self.size.width, 1) for row in (left, index)))
        else:
            self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by screens."""
        self._go(self.cursor + by * max(1, self.size.height - 2))

    def action_go(self, index: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self._go(self.total - 1 if index < 0 else index)
        self._to_last = index < 0 and not (self.is_counted and self._key)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current))

    # -- marks

    def mark(self, marked: set[str]) -> None:
        """Let these be the marked rows."""
        self.marked = marked
        self.refresh()
        self.post_message(self.Marked(self))

    def turn_mark(self) -> None:
        """Mark the row under the cursor, or no longer."""
        if self.current is not None:
            self.marked ^= {self.current}  # in place: there may be a hundred thousand
            self.mark(self.marked)

    def action_mark(self) -> None:
        """Mark the row under the cursor, or no longer, and go to the next."""
        self.turn_mark()
        self._go(self.cursor + 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A row is opened only where there is one, and marked only where rows may be."""
        if action == "mark":
            return self.markable and self.total > 0
        return self.total > 0 if action == "choose" else True

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens, one with ctrl or before the row marks it.

        A column's head tells which column.
        """
        if event.y == 0:
            at = self.lead - 1
            for column, _, width in self.fitting():
                if at <= event.x < at + width + 1:
                    self.post_message(self.HeaderClicked(self, column.key))
                    return
                at += width + 1
            return
        index = self.scroll_offset.y + event.y - 1
        if index < self.total:
            self._go(index)
            if self.markable and (event.ctrl or event.x < self.lead):
                self.turn_mark()
            elif event.chain == 2:
                self.action_choose()

    def sized(self) -> None:
        """Keep the cursor's row in sight."""
        self.virtual_size = Size(self.size.width, self.total + 1)
        if self.total:
            self._bring_in_sight()

    def on_unmount(self) -> None:
        """Let the reader's thread end."""
        self._rows.stop()
