"""A list of any length that reads and draws only the rows in sight."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.tui.widgets.row_reader import RowReader
from wizard.tui.widgets.row_source import KEEP_PAGES, PAGE, Row, Source, around
from wizard.tui.widgets.row_strip import Column, drawn, fitted, themed
from wizard.tui.widgets.sized import Sized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from wizard.tui.widgets.row_strip import Fitted

__all__ = ["KEEP_PAGES", "PAGE", "Column", "Row", "Source", "WindowedList"]


class WindowedList(Sized, ScrollView, can_focus=True):
    """Shows the rows of a Source.

    The cursor stays on its row (by key) while others come and go. Rows are fetched in a thread, a page at a time; a
    fetch that was overtaken by a later `refresh_rows` is dropped. Component classes:
    `windowed-list--header`, `--cursor`, `--odd`, `--marked`, `--faint`.
    """

    DEFAULT_CSS = """
    WindowedList {
        background: $background; color: $foreground; overflow-x: hidden;
        scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        & > .windowed-list--header { color: $text-muted; text-style: bold; }
        & > .windowed-list--cursor { background: $primary-muted; color: $foreground; text-style: none; }
        & > .windowed-list--marked { color: $text-accent; text-style: bold; }
        & > .windowed-list--faint { color: $text-muted; }
        &:focus > .windowed-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "windowed-list--header",
        "windowed-list--cursor",
        "windowed-list--marked",
        "windowed-list--faint",
    }
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

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the row under the cursor, from 0."""
    total: reactive[int] = reactive(0, repaint=False)
    """How many rows there are."""

    class Highlighted(Message):
        """The cursor stands on another row: its `key`, None for an empty list."""

        def __init__(self, source_list: WindowedList, key: str | None) -> None:
            super().__init__()
            self.list = source_list
            self.key = key

        @property
        def control(self) -> WindowedList:
            """The list, for `@on` selectors."""
            return self.list

    class Chosen(Highlighted):
        """Enter or a second click on a row."""

    class Marked(Message):
        """Other rows are marked: `list.marked` has their keys."""

        def __init__(self, source_list: WindowedList) -> None:
            super().__init__()
            self.list = source_list

        @property
        def control(self) -> WindowedList:
            """The list, for `@on` selectors."""
            return self.list

    class HeaderClicked(Message):
        """A click on a column's head: its `column` key."""

        def __init__(self, source_list: WindowedList, column: str) -> None:
            super().__init__()
            self.list = source_list
            self.column = column

        @property
        def control(self) -> WindowedList:
            """The list, for `@on` selectors."""
            return self.list

    class Loaded(Message):
        """Fresh rows stand: `total` of them."""

        def __init__(self, source_list: WindowedList, total: int) -> None:
            super().__init__()
            self.list = source_list
            self.total = total

        @property
        def control(self) -> WindowedList:
            """The list, for `@on` selectors."""
            return self.list

    class Failed(Message):
        """The source raised `error`; what was shown before still stands."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, columns: Sequence[Column], *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.sorted_by = ""
        self.descending = False
        self.markable = False
        """Whether a person may mark rows."""
        self.marked: set[str] = set()
        """Keys of the marked rows, those that are out of sight or hidden by a search too."""
        self._source: Source | None = None
        self._pages: dict[int, Sequence[Row]] = {}
        self._wanted: set[int] = set()
        self._generation = 0
        self._key: str | None = None
        self._announced: str | None = None
        self._ground = Style()
        self._shown: list[Fitted] = []
        self._reader = RowReader(self, lambda error: self.post_message(self.Failed(error)))

    # -- rows in

    def show(self, source: Source, *, key: str | None = None, keep: bool = True) -> None:
        """Show the rows of `source`. The cursor goes to `key`, else stays on its row unless `keep` is false."""
        self._source = source
        if key is not None:
            self._key = key
        elif not keep:
            self._key, self.cursor = None, 0
        self.refresh_rows()

    def refresh_rows(self, key: str | None = None) -> None:
        """Read again what is in sight, keeping the cursor on its row, or moving it to `key`."""
        if self._source is None:
            return
        if key is not None:
            self._key = key
        self._generation += 1
        near = self.cursor
        self._reader.read(
            partial(around, self._source, self._key, near), partial(self._loaded, self._generation)
        )

    def _loaded(self, generation: int, loaded: tuple[int, int, dict[int, Sequence[Row]]]) -> None:
        if generation != self._generation:
            return  # overtaken
        self.total, at, self._pages = loaded
        self._wanted.clear()
        self.virtual_size = Size(self.size.width, self.total + 1)
        self.cursor = at
        self._settle_cursor()
        self.refresh()
        self.post_message(self.Loaded(self, self.total))

    def row_at(self, index: int) -> Row | None:
        """The row at `index` if it has been read; otherwise it is fetched and None is returned for now."""
        if not 0 <= index < self.total:
            return None
        page, place = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            rows = self._pages.get(page)
        if rows is None or place >= len(rows):
            return None
        return rows[place]

    def _want(self, page: int) -> None:
        if page in self._wanted or self._source is None:
            return
        self._wanted.add(page)
        generation, source = self._generation, self._source
        self._reader.read(
            lambda: source.window(page * PAGE, PAGE), partial(self._page_came, generation, page)
        )

    def _page_came(self, generation: int, page: int, rows: Sequence[Row]) -> None:
        if generation != self._generation:
            return
        self._wanted.discard(page)
        self._pages[page] = rows
        while len(self._pages) > KEEP_PAGES:
            shown = self.scroll_offset.y // PAGE
            del self._pages[max(self._pages, key=lambda other: abs(other - shown))]
        self._settle_cursor()
        self.refresh()

    # -- the cursor

    @property
    def current(self) -> str | None:
        """Key of the row under the cursor."""
        return self._key if self.total else None

    def _settle_cursor(self) -> None:
        """The cursor's row is known, or known again: remember it, tell, and bring it in sight."""
        row = self.row_at(self.cursor)
        if self.total == 0:
            self._key = None
        elif row is None:
            return
        else:
            self._key = row.key
        self._bring_in_sight()
        if self._announced != self._key or self.total == 0:
            self._announced = self._key
            self.post_message(self.Highlighted(self, self._key))

    def _bring_in_sight(self) -> None:
        height = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    def _go(self, index: int) -> None:
        index = max(0, min(index, self.total - 1))
        if index == self.cursor:
            return
        left, top = self.cursor, self.scroll_offset.y
        self.cursor = index
        self._settle_cursor()
        self._bring_in_sight()
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

    @property
    def _lead(self) -> int:
        """Cells before the first column: for the cursor, and for marks while there are any."""
        return 3 if self.marked else 1

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens, one with ctrl or before the row marks it.

        A column's head tells which column.
        """
        if event.y == 0:
            at = self._lead - 1
            for column, _, width in self._columns():
                if at <= event.x < at + width + 1:
                    self.post_message(self.HeaderClicked(self, column.key))
                    return
                at += width + 1
            return
        index = self.scroll_offset.y + event.y - 1
        if index < self.total:
            self._go(index)
            if self.markable and (event.ctrl or event.x < self._lead):
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
        self._reader.stop()

    # -- drawing

    def _columns(self) -> list[Fitted]:
        """The columns that fit."""
        return fitted(self.columns, self.scrollable_content_region.width - self._lead)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As the base class, with what all lines share worked out once."""
        self._ground, self._shown = self.rich_style, self._columns()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Line 0 is the head; every other line a row."""
        width, console = self.size.width, self.app.console
        if y == 0:
            style = self.get_component_rich_style("windowed-list--header")
            heads = ((self._head(each.column), each.width) for each in self._shown)
            return drawn(heads, width, style, console, lead=" " * self._lead)
        if self.total == 0:
            return self._empty_line(y, width)
        index = self.scroll_offset.y + y - 1
        row = self.row_at(index)
        if row is None:
            return Strip.blank(width, self._ground)
        cells = [(themed(row.cells[each.place], self._style_of), each.width) for each in self._shown]
        if index == self.cursor:
            style = self.get_component_rich_style("windowed-list--cursor")
            cells = [(_uncoloured(cell) if isinstance(cell, Text) else cell, wide) for cell, wide in cells]
            return drawn(cells, width, style, console, lead="▸" + self._mark(row.key))
        faint = Style(color=self.get_component_rich_style("windowed-list--faint").color)
        if row.key in self.marked:
            style = self._ground + self.get_component_rich_style("windowed-list--marked", partial=True)
            return drawn(cells, width, style, console, faint=faint, lead=" " + self._mark(row.key))
        return drawn(cells, width, self._ground, console, faint=faint, lead=" " * self._lead)

    def _style_of(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def _mark(self, key: str) -> str:
        return ("✓ " if key in self.marked else "  ") if self.marked else ""

    def _head(self, column: Column) -> str:
        mark = (" ▾" if self.descending else " ▴") if column.key == self.sorted_by else ""
        return column.label + mark

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = self.empty.splitlines()
        place = y - max(1, (self.size.height - len(lines)) // 2)
        if not 0 <= place < len(lines):
            return Strip.blank(width, self.rich_style)
        text = Text.from_markup(lines[place])
        text.align("center", width)
        segments = [
            Segment(s.text, self.rich_style + s.style if s.style else self.rich_style)
            for s in text.render(self.app.console)
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def _uncoloured(cell: Text) -> Text:
    """The cell without colours of its own: under the cursor they may not be told from the ground."""
    spans = [span._replace(style=Style.parse(str(span.style)).without_color) for span in cell.spans]
    return Text(cell.plain, spans=spans)
