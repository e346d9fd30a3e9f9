"""The text behind the body editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual._wrap import compute_wrap_offsets
from textual.document._document import Document, EditResult
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.document._document import Location

LONG = 4_000
"""Characters beyond which a line is no longer read, only passed through: minified JSON. It is wrapped without regard
for words, and not coloured."""
_BREAK = re.compile(r"\r\n|\n|\r")


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
    def text(self) -> str:
        """The whole text; as it was given until the first edit."""
        if self._text is None:
            self._text = self._newline.join(self._lines)
        return self._text

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

    What is wrapped already is not wrapped again, after an edit only its lines are, and a line of ASCII is not
    measured character by character.
    """

    document: BodyDocument
    _state: tuple[int, int, int] | None = None
    """Width, width of a tab and edits of the document that the wrapping stands for."""

    @property
    def height(self) -> int:
        """Rows of the wrapped text."""
        return len(self._offset_to_line_info)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines at `width` cells, 0 for not at all."""
        self._width, self._tab_width = width, tab_width or self._tab_width
        if self._state != self._now:
            self._wrap_offsets, self._tab_width_cache = self._measured(self.document.lines)
            self._count_rows(0)
            self._state = self._now

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again what an edit from `start` to `old_end` has made into what ends at `new_end`."""
        top = min(start[0], old_end[0])
        old_bottom, new_bottom = max(start[0], old_end[0]) + 1, max(start[0], new_end[0]) + 1
        offsets, tabs = self._measured(self.document.lines[top:new_bottom])
        rows = [len(line) for line in self._wrap_offsets[top:old_bottom]]
        self._wrap_offsets[top:old_bottom], self._tab_width_cache[top:old_bottom] = offsets, tabs
        if rows != [len(line) for line in offsets]:
            self._count_rows(top)
        self._state = self._now

    @property
    def _now(self) -> tuple[int, int, int]:
        return self._width, self._tab_width, self.document.edits

    def _measured(self, lines: Sequence[str]) -> tuple[list[list[int]], list[list[int]]]:
        """Where each line is wrapped, and how wide its tabs are."""
        width, offsets, tabs = self._width, [], []
        for line in lines:
            plain = line.isascii() and "\t" not in line
            sections = [("", 0)] if plain else get_tab_widths(line, self._tab_width)
            if not width or (plain and len(line) <= width):
                places = []
            elif plain and len(line) > LONG:
                places = list(range(width, len(line), width))
            else:
                places = compute_wrap_offsets(
                    line, width, self._tab_width, precomputed_tab_sections=None if plain else sections
                )
            offsets.append(places)
            tabs.append([cells for _, cells in sections])
        return offsets, tabs

    def _count_rows(self, top: int) -> None:
        """Say anew on which rows the lines from `top` on stand."""
        starts = self._line_index_to_offsets
        row = starts[top][0] if top < len(starts) else len(self._offset_to_line_info)
        del starts[top:]
        del self._offset_to_line_info[row:]
        for index in range(top, len(self._wrap_offsets)):
            rows = len(self._wrap_offsets[index]) + 1
            starts.append(list(range(row, row + rows)))
            self._offset_to_line_info.extend((index, section) for section in range(rows))
            row += rows

    def get_sections(self, line_index: int) -> list[str]:
        """The line as it is wrapped, a text a row."""
        line, offsets = self.document[line_index], self._wrap_offsets[line_index]
        return [line[start:end] for start, end in zip([0, *offsets], [*offsets, len(line)], strict=True)]
