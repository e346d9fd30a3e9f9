"""The text behind the body editor."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from rich.cells import cell_len, get_character_cell_size
from textual._cells import cell_width_to_column_index
from textual._wrap import compute_wrap_offsets
from textual.document._document import Document, EditResult
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline, get_tab_widths
from textual.geometry import Offset

if TYPE_CHECKING:
    from textual.document._document import Location

LONG = 4_000
"""Characters beyond which a line is no longer read, only passed through: minified JSON. It is wrapped without regard
for words, and not coloured."""
_BREAK = re.compile(r"\r\n|\n|\r")
_PERHAPS_WIDE = re.compile(
    "[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03c9\u0400-\u0482\u048a-\u052f\u2010-\u2027]"
)
"""Any but letters of Europe and their signs, which surely take one cell each."""
JOINERS = "\u200d\ufe0f"
"""What is joined by them takes fewer cells than its parts."""
_REST, _UNSURE = "\0", "\1"


class BodyDocument(Document):
    """Textual's document, but with the lines of JSON: only CR and LF end one.

    Textual's own splits at U+2028 and others too, which may stand inside a JSON string, and would write them back as
    line feeds. The whole text is put together once after an edit, not once for every line that is drawn.
    """

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._lines = _BREAK.split(text)
        self._text: str | None = text
        self.edits = 0
        """How often it was edited."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no character in it."""
        return len(self._lines) == 1 and not self._lines[0]

    @property
    def text(self) -> str:
        """The whole text; as it was given until the first edit."""
        if self._text is None:
            self._text = self._newline.join(self._lines)
        return self._text

    def get_text_range(self, start: Location, end: Location) -> str:
        """The text between two locations. Textual's own puts it together line by line, each time anew."""
        (top, left), (bottom, right) = sorted((start, end))
        if top == bottom:
            return self._lines[top][left:right] if top < len(self._lines) else ""
        lines = self._lines[top : bottom + 1]
        lines[0] = lines[0][left:]
        if bottom < len(self._lines):
            lines[-1] = lines[-1][:right]
        return self._newline.join(lines)

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Put `text` in place of what stands between the two locations."""
        (top, left), (bottom, right) = sorted((start, end))
        replaced = self.get_text_range((top, left), (bottom, right))
        before = self._lines[top][:left] if top < len(self._lines) else ""
        after = self._lines[bottom][right:] if bottom < len(self._lines) else ""
        lines = _BREAK.split(text)
        lines[0] = before + lines[0]
        end_location = (top + len(lines) - 1, len(lines[-1]))
        lines[-1] += after
        self._lines[top : bottom + 1] = lines
        self._text = None
        self.edits += 1
        return EditResult(end_location, replaced)


class BodyLines(WrappedDocument):
    """Textual's wrapped view of a document, made quick for bodies of a megabyte, in many lines or in one.

    What is wrapped already is not wrapped again, after an edit only its lines are, and nothing is made of the rows
    that nobody asks for. A line of ASCII, or of narrow letters, is not measured character by character.
    """

    document: BodyDocument

    def __init__(self, document: BodyDocument, tab_width: int = 4) -> None:
        self.document = document
        self._width, self._tab_width = 0, tab_width
        self._wrapped_for: tuple[int, int, int] | None = None
        """Width, width of a tab and edits of the document that the wrapping stands for."""
        self._breaks: list[Sequence[int]] = []
        """Of each line the places where it goes on in another row."""
        self._rows: list[int] = []
        """Of each line how many rows it has."""
        self._starts: list[int] = []
        """Of each line the row on which it begins; and the first row below the last."""
        self.rewrapped: tuple[int, int] | None = None
        """What the last edit has changed: from which row on, and how many; None for every row."""
        self.wrap(0)

    @property
    def height(self) -> int:
        """Rows of the wrapped text."""
        return self._starts[-1]

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines at `width` cells, 0 for not at all."""
        self._width, self._tab_width = width, tab_width or self._tab_width
        if self._wrapped_for != self._now:
            self._breaks = self._measured(self.document.lines)
            self._rows = [len(places) + 1 for places in self._breaks]
            self._starts = [*accumulate(self._rows, initial=0)]
            self._wrapped_for = self._now
            self.rewrapped = None

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again what an edit from `start` to `old_end` has made into what ends at `new_end`."""
        top = min(start[0], old_end[0])
        old_bottom, new_bottom = max(start[0], old_end[0]) + 1, max(start[0], new_end[0]) + 1
        places = self._measured(self.document.lines[top:new_bottom])
        rows = [len(each) + 1 for each in places]
        first = self._starts[top]
        if rows != self._rows[top:old_bottom]:
            before = self.height
            self._rows[top:old_bottom] = rows
            self._starts[top:] = accumulate(self._rows[top:], initial=first)
            self.rewrapped = first, max(before, self.height) - first
        else:
            self.rewrapped = first, sum(rows)
        self._breaks[top:old_bottom] = places
        self._wrapped_for = self._now

    @property
    def _now(self) -> tuple[int, int, int]:
        return self._width, self._tab_width, self.document.edits

    def _measured(self, lines: Sequence[str]) -> list[Sequence[int]]:
        """Where each of these lines goes on in another row."""
        width = self._width
        return [self._measure(line, width) if width else () for line in lines]

    def _measure(self, line: str, width: int) -> Sequence[int]:
        length, plain = len(line), line.isascii()
        if plain and length <= width and "\t" not in line:
            return ()
        if length > LONG:
            # No character takes more than two cells: so cut, each row surely fits.
            step = width if plain or not _PERHAPS_WIDE.search(line) else max(1, width // 2)
            return range(step, length, step)
        most = length if plain else length + len(_PERHAPS_WIDE.findall(line))
        if most + line.count("\t") * (self._tab_width - 1) <= width:
            return ()
        if line.isprintable() and width > 1:
            cells = line if plain else _PERHAPS_WIDE.sub(lambda found: _cells_of(found[0]), line)
            if _UNSURE not in cells:
                places = _folded(cells, width)
                return places if plain else [place - cells.count(_REST, 0, place) for place in places]
        tabs = get_tab_widths(line, self._tab_width)
        return compute_wrap_offsets(line, width, self._tab_width, precomputed_tab_sections=tabs)

    # -- what Textual asks for

    def place(self, row: int) -> tuple[int, int]:
        """Which line stands on the row, and which of its rows it is."""
        index = bisect_right(self._starts, row) - 1
        return index, row - self._starts[index]

    def span(self, index: int, section: int) -> tuple[int, int]:
        """From where to where of the line its row of that number goes."""
        places = self._breaks[index]
        start = places[section - 1] if section else 0
        return start, places[section] if section < len(places) else len(self.document.get_line(index))

    def rows_of(self, index: int) -> tuple[int, int]:
        """On which row the line begins, and how many it has."""
        return self._starts[index], self._rows[index]

    def get_offsets(self, line_index: int) -> list[int]:
        """Where the line goes on in another row."""
        if not 0 <= line_index < len(self._breaks):
            raise ValueError(f"There is no line {line_index}")
        return self._breaks[line_index]  # type: ignore[return-value]

    def get_sections(self, line_index: int) -> list[str]:
        """The line as it is wrapped, a text a row."""
        return _Sections(self.document.get_line(line_index), self._breaks[line_index])  # type: ignore[return-value]

    def get_tab_widths(self, line_index: int) -> list[int]:
        """How many cells each tab of the line takes."""
        return [cells for _, cells in get_tab_widths(self.document.get_line(line_index), self._tab_width)]

    def location_to_offset(self, location: Location) -> Offset:
        """The cell and the row where a place in the text is drawn."""
        index = min(max(location[0], 0), len(self._breaks) - 1)
        section = bisect_right(self._breaks[index], location[1])
        start, _ = self.span(index, section)
        before = self.document.get_line(index)[start : location[1]]
        return Offset(cell_len(expand_tabs_inline(before, self._tab_width)), self._starts[index] + section)

    def offset_to_location(self, offset: Offset) -> Location:
        """The place in the text that is drawn at a cell and a row."""
        index, section = self.place(min(max(offset[1], 0), self.height - 1))
        return index, self.get_target_document_column(index, max(offset[0], 0), section)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The place in a line that is drawn at a cell of its row of that number, or of its last row for -1."""
        last = len(self._breaks[line_index])
        section = last if y_offset < 0 else y_offset
        start, end = self.span(line_index, section)
        line = self.document.get_line(line_index)
        column = start + cell_width_to_column_index(line[start:end], x_offset, self._tab_width)
        return column if section == last else min(column, end - 1)


class _Sections(Sequence[str]):
    """A wrapped line, row by row: cut when asked for, since a line of a megabyte has thousands of rows."""

    def __init__(self, line: str, places: Sequence[int]) -> None:
        self._line, self._places = line, places

    def __len__(self) -> int:
        return len(self._places) + 1

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[each] for each in range(len(self))[index]]
        at = range(len(self))[index]
        start = self._places[at - 1] if at else 0
        return self._line[start : self._places[at] if at < len(self._places) else None]


@lru_cache(maxsize=4096)
def _cells_of(found: str) -> str:
    """The character with a sign in each further cell that it takes."""
    return (
        (_UNSURE, found, found + _REST)[get_character_cell_size(found)] if found not in JOINERS else _UNSURE
    )


def _folded(line: str, width: int) -> list[int]:
    """Where a line, a character a cell, goes on in another row: where its last word begins that does not fit, spaces
    behind it included; a word of more than a row goes on anywhere."""
    places: list[int] = []
    start = 0
    while len(line) - start > width:
        end = line.rfind(" ", start, start + width) + 1
        if end and line[end] == " ":  # more spaces than fit: they stay with their word
            end = line.rfind(" ", start, len(line[:end].rstrip(" "))) + 1
        start = end or start + width - (line[start + width] == _REST)
        places.append(start)
    return places
