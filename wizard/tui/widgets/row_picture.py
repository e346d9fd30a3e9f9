"""A list drawn: its head, and the rows in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.cache import FIFOCache
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.tui.widgets.row_strip import Column, drawn, fitted, themed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region

    from wizard.tui.widgets.row_source import Row
    from wizard.tui.widgets.row_strip import Fitted

KEEP_DRAWN = 256
"""Rows kept as they were drawn: of a list that is scrolled, only those that come in sight are drawn."""


class Look(NamedTuple):
    """What all rows of a picture have in common."""

    ground: Style = Style()
    width: int = 0
    lead: int = 1
    columns: tuple[Fitted, ...] = ()


class RowPicture(ScrollView):
    """Draws the rows that a subclass gives it. Component classes: `windowed-list--header`, `--cursor`, `--marked`,
    `--faint`."""

    DEFAULT_CSS = """
    RowPicture {
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

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the row under the cursor, from 0."""
    total: reactive[int] = reactive(0, repaint=False)
    """How many rows there are."""

    def __init__(self, columns: Sequence[Column], *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.sorted_by = ""
        self.descending = False
        self.marked: set[str] = set()
        """Keys of the marked rows, those that are out of sight or hidden by a search too."""
        self._look = Look()
        self._drawn: FIFOCache[tuple[str, bool], tuple[Row, Strip]] = FIFOCache(KEEP_DRAWN)
        """The rows not under the cursor, by key and whether they are marked, with what they were drawn from."""

    def row_at(self, index: int) -> Row | None:
        """The row at `index` as far as it is known."""
        raise NotImplementedError

    @property
    def lead(self) -> int:
        """Cells before the first column: for the cursor, and for marks while there are any."""
        return 3 if self.marked else 1

    def fitting(self) -> list[Fitted]:
        """The columns that fit."""
        return fitted(self.columns, self.scrollable_content_region.width - self.lead)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As the base class, with what all lines share worked out once."""
        look = Look(self.rich_style, self.size.width, self.lead, tuple(self.fitting()))
        if look != self._look:
            self._look = look
            self._drawn.clear()
        return super().render_lines(crop)

    def notify_style_update(self) -> None:
        """Colours may be others."""
        self._drawn.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Line 0 is the head; every other line a row."""
        ground, width, lead, columns = self._look
        if y == 0:
            style = self.get_component_rich_style("windowed-list--header")
            heads = ((self._head(each.column), each.width) for each in columns)
            return drawn(heads, width, style, self.app.console, lead=" " * lead)
        if self.total == 0:
            return self._empty_line(y, width)
        index = self.scroll_offset.y + y - 1
        row = self.row_at(index)
        if row is None:
            return Strip.blank(width, ground)
        if index == self.cursor:
            return self._under_cursor(row)
        marked = row.key in self.marked
        known = self._drawn.get((row.key, marked))
        if known is None or known[0] is not row:
            known = self._drawn[row.key, marked] = row, self._aside(row, marked)
        return known[1]

    def _under_cursor(self, row: Row) -> Strip:
        style = self.get_component_rich_style("windowed-list--cursor")
        cells = [
            (_uncoloured(cell) if isinstance(cell, Text) else cell, wide) for cell, wide in self._cells(row)
        ]
        return drawn(cells, self._look.width, style, self.app.console, lead="▸" + self._mark(row.key))

    def _aside(self, row: Row, marked: bool) -> Strip:
        style = self._look.ground
        if marked:
            style += self._style_of("windowed-list--marked")
        faint = Style(color=self.get_component_rich_style("windowed-list--faint").color)
        lead = " " + self._mark(row.key)
        return drawn(self._cells(row), self._look.width, style, self.app.console, faint=faint, lead=lead)

    def _cells(self, row: Row) -> list[tuple[str | Text, int]]:
        return [(themed(row.cells[each.place], self._style_of), each.width) for each in self._look.columns]

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
