"""How the rows of the body editor are drawn: each once, and again only where it looks different."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.document._document import Selection
from textual.document._document_navigator import DocumentNavigator
from textual.expand_tabs import expand_text_tabs_from_widths, get_tab_widths
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import TextArea

from wizard.profile import body as request_body
from wizard.tui.widgets.body_document import LONG, BodyDocument, BodyLines
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.document._document import Location
    from textual.geometry import Region

KINDS = ("key", "string", "placeholder", "number", "word", "punctuation", "fault")
REVERSE = Style(reverse=True)
BRACKET = re.compile(r"[][(){}]")
BRACKET_REACH = 4_000
"""Characters within which the partner of a bracket is looked for: it is of use on the screen only."""
KEPT = 512
"""Rows kept drawn, and lines kept coloured: more than any screen has."""


class Mark(NamedTuple):
    """A stretch of a row, in characters, that is drawn in another style: that of the theme's field of this name."""

    style: str
    start: int
    end: int


class Look(NamedTuple):
    """All that a row's picture follows from."""

    source: str
    """The line it is of; of a line that is too long to be read, the row alone."""
    start: int
    end: int
    """From where to where of the source the row goes."""
    is_last: bool
    """Whether the cursor can stand behind it."""
    is_read: bool
    gutter: str
    width: int
    has_cursor: bool
    """Whether the cursor stands in its line."""
    cursor: int | None
    """The character of the row on which the cursor is drawn."""
    suggestion: str
    """What is suggested at the cursor."""
    marks: tuple[Mark, ...]


class BodyRows(TextArea):
    """A TextArea that draws a row again only where it looks different, and marks a faulty place.

    Textual's own draws every row in sight at each move of the cursor, each cut from its whole line, and looks up the
    styles each time. `names` are the placeholders that are known.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"body-editor--{kind}" for kind in (*KINDS, "unknown")}
    selection: Reactive[Selection] = Reactive(Selection(), init=False, always_update=True, repaint=False)
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    document: BodyDocument
    wrapped_document: BodyLines

    def __init__(self, names: Iterable[str], **options: Any) -> None:
        self.names = tuple(names)
        self.fault: Location | None = None
        self._styles: dict[str, Style] = {}
        self._pictures: LRUCache[Look, Strip] = LRUCache(KEPT)
        self._coloured: LRUCache[str, Text] = LRUCache(KEPT)
        self._was_empty = True
        self._is_styled = False
        super().__init__(**options)

    def mark_fault(self, line: int, column: int) -> None:
        """Mark the character at `line` and `column`, from 1, as faulty; line 0 for none."""
        fault = (line - 1, column - 1) if line else None
        if fault != self.fault:
            before, self.fault = self.fault, fault
            for place in (before, fault):
                if place is not None:
                    self._draw_line(place[0])

    # -- the text

    def _set_document(self, text: str, language: str | None) -> None:
        """As Textual does it, with a document that knows JSON's lines."""
        self.document = BodyDocument(text)
        self.wrapped_document = BodyLines(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._build_highlight_map()
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _build_highlight_map(self) -> None:
        """Textual's place for what has to be done after an edit: draw what it has changed."""
        changed = self.wrapped_document.rewrapped
        is_empty, was_empty = self.document.is_empty, self._was_empty
        self._was_empty = is_empty
        if changed is None or is_empty or was_empty:  # where there is no text, an example is shown
            self.refresh()
        else:
            self.refresh_lines(*changed)

    def _yield_character_locations(self, start: Location) -> Iterator[tuple[str, Location]]:
        """The brackets from there on: Textual looks at each character for them."""
        line, column = start
        left = BRACKET_REACH
        while left > 0 and line < self.document.line_count:
            source = self.document.get_line(line)
            for found in BRACKET.finditer(source, column, column + left):
                yield found[0], (line, found.start())
            left -= len(source) - column + 1
            line, column = line + 1, 0

    def _yield_character_locations_reverse(self, start: Location) -> Iterator[tuple[str, Location]]:
        line, column = start
        left = BRACKET_REACH
        while left > 0 and line >= 0:
            source = self.document.get_line(line)
            end = len(source) if column < 0 else column + 1
            for found in reversed([*BRACKET.finditer(source, max(0, end - left), end)]):
                yield found[0], (line, found.start())
            left -= end + 1
            line, column = line - 1, -1

    # -- what has to be drawn again

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        """Draw the lines that the cursor has left and come to, and those selected before and now."""
        partner = self._matching_bracket_location
        super()._watch_selection(previous_selection, selection)
        if previous_selection.is_empty and selection.is_empty:
            partners = (partner, self._matching_bracket_location)
            lines = {previous_selection.end[0], selection.end[0], *(each[0] for each in partners if each)}
            for line in lines:
                self._draw_line(line)
        elif previous_selection != selection:
            self.refresh()

    def _draw_line(self, index: int) -> None:
        if index < self.document.line_count:
            self.refresh_lines(*self.wrapped_document.rows_of(index))

    def refresh_lines(self, y_start: int, line_count: int = 1) -> None:
        """Draw these rows again, as far as they are in sight."""
        top = self.scroll_offset.y
        first, last = max(y_start, top), min(y_start + line_count, top + self.size.height)
        if first < last:
            super().refresh_lines(first, last - first)

    def on_resize(self) -> None:
        """Draw the lines as they are cut now, which Textual does only where their number changes; keep the cursor in
        sight."""
        self.refresh()
        self.call_after_refresh(self.scroll_cursor_visible)

    def _refresh_size(self) -> None:
        """Its own size does not follow from the text: for a new line nothing is laid out, as Textual would."""
        size = Size(0, self.wrapped_document.height)
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    def notify_style_update(self) -> None:
        """Look the colours up again: the theme may be another."""
        self._styles.clear()
        self._pictures.clear()
        self._coloured.clear()
        self._is_styled = False
        super().notify_style_update()

    # -- drawing

    def _style(self, kind: str) -> Style:
        if kind not in self._styles:
            self._styles[kind] = self.get_component_rich_style(f"body-editor--{kind}", partial=True)
        return self._styles[kind]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of that region."""
        if not self._is_styled:
            self._is_styled = True
            self._theme.apply_css(self)
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One row, as it was drawn before where it looks the same."""
        if self.document.is_empty:
            return super().render_line(y)
        row = y + self.scroll_offset.y
        if row >= self.wrapped_document.height:
            return Strip.blank(self.size.width, self._theme.base_style)
        look = self._look(*self.wrapped_document.place(row))
        picture = self._pictures.get(look)
        if picture is None:
            picture = self._pictures[look] = self._picture(look)
        return picture

    def _look(self, index: int, section: int) -> Look:
        source = self.document.get_line(index)
        start, end = self.wrapped_document.span(index, section)
        is_last = section == self.wrapped_document.rows_of(index)[1] - 1
        is_read = len(source) <= LONG
        line, column = self.selection.end
        is_here = line == index and (start <= column < end or (is_last and column == end))
        marks = tuple(
            Mark(style, max(first, start) - start, min(last, end + is_last) - start)
            for style, first, last in self._marks(index, len(source))
            if first < end + is_last and last > start
        )
        return Look(
            source if is_read else source[start:end],
            start if is_read else 0,
            end if is_read else end - start,
            is_last,
            is_read,
            f"{'' if section else index + 1:>{self.gutter_width - 2}}  ",
            self.scrollable_content_region.width,
            line == index and is_read,
            column - start if is_here and self._draw_cursor else None,
            self.suggestion if is_here and self.has_focus else "",
            marks,
        )

    def _marks(self, index: int, length: int) -> Iterator[tuple[str, int, int]]:
        """What is marked in the line: styles, and from where to where of the line."""
        if self.fault is not None and self.fault[0] == index:
            column = min(self.fault[1], max(0, length - 1))
            yield "fault", column, column + 1
        first, last = sorted(self.selection)
        if first != last:
            if first[0] <= index <= last[0]:
                left, right = first[1] if first[0] == index else 0, last[1] if last[0] == index else length
                yield "selection_style", left, right or 1
        elif self._matching_bracket_location is not None:
            for line, column in (self.selection.end, self._matching_bracket_location):
                if line == index:
                    yield "bracket_matching_style", column, column + 1

    def _picture(self, look: Look) -> Strip:
        theme = self._theme
        text = self._text(look)
        if look.is_last:
            text.pad_right(1)  # a place for the cursor
        if look.has_cursor:
            text.stylize(theme.cursor_line_style or "")
        for name, start, end in look.marks:
            style = self._style(name) + REVERSE if name == "fault" else getattr(theme, name)
            text.stylize(style or "", start, end)
        if look.cursor is not None:
            at = look.cursor
            if look.suggestion:
                suggested = look.suggestion, self.get_component_rich_style("text-area--suggestion")
                text = Text.assemble(text[:at], suggested, text[at:], end="")
            text.stylize(theme.cursor_style or "", at, at + 1)
        if "\t" in text.plain:
            before, within = look.source.count("\t", 0, look.start), text.plain.count("\t")
            widths = [cells for _, cells in get_tab_widths(look.source, self.indent_width)]
            text = expand_text_tabs_from_widths(text, widths[before : before + within])
        here = look.has_cursor
        gutter = Segment(look.gutter, theme.cursor_line_gutter_style if here else theme.gutter_style)
        row = Strip(text.render(self.app.console), text.cell_len)
        row = row.extend_cell_length(look.width, theme.cursor_line_style if here else theme.base_style)
        picture = Strip.join([Strip([gutter]), row]).crop(0, look.width)
        return picture.apply_style(theme.base_style or self.rich_style)

    def _text(self, look: Look) -> Text:
        """The row in its colours. Tokens end with their line, so one line can be coloured without the others."""
        if not look.is_read:
            return Text(visible(look.source, keep=""), end="", no_wrap=True)
        line = self._coloured.get(look.source)
        if line is None:
            line = self._coloured[look.source] = Text(visible(look.source), end="", no_wrap=True)
            for kind, start, end in request_body.tokens(look.source):
                if kind == "placeholder" and look.source[start + 1 : end - 1] not in self.names:
                    line.stylize(self._style("unknown"), start, end)
                elif kind != "space":
                    line.stylize(self._style(kind), start, end)
        return line.copy() if look.is_last and not look.start else line[look.start : look.end]
