"""Text of any length to be read: wrapped, scrolled, drawn only where it is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, get_character_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.sized import Sized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.selection import Selection

LONGEST = 4_000
"""Characters of a line: a longer one is cut into several, so that none takes long to draw."""
TAB = 8
JSON_HANG = 4
"""Cells that the rows of a wrapped line of JSON are indented by, beyond the line itself."""
JSON_STYLES = {
    "key": "$text-primary",
    "string": "$text-success",
    "placeholder": "$text-accent",
    "number": "$text-warning",
    "word": "$text-warning",
    "punctuation": MUTED,
}


class Line(NamedTuple):
    """A line: a dim `lead` before it, and its text. The rows that it wraps to are indented by the lead and by `hang`.

    `json` asks for the colours of JSON; they are worked out when the line is drawn.
    """

    text: str | Content
    lead: str = ""
    hang: int = 0
    json: bool = False

    @property
    def plain(self) -> str:
        """The line without styles, as a selection copies it."""
        return self.lead + str(self.text)


class TextPane(Sized, ScrollView, can_focus=True):
    """Shows lines, wrapped at words. What it is given is text: neither markup nor escapes mean anything in it.

    A control character must have been made visible before: here only tabs are.
    """

    DEFAULT_CSS = """
    TextPane {
        height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="pane.up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="pane.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="pane.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="pane.page-down"),
        Binding("home,g", "scroll_home", "First line", show=False, id="pane.first"),
        Binding("end,G", "scroll_end", "Last line", show=False, id="pane.last"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: list[Line] = []
        self._rows: list[tuple[int, int, int, int]] = []
        """Of each row on the screen the line it shows, from where to where of it, and how far it is indented."""
        self._wrapped = 0

    def show(self, lines: Sequence[Line], *, home: bool = True) -> None:
        """Show these lines, from the first on, or where the text was scrolled to if `home` is false."""
        before = self._in_sight()
        self.lines = [short for line in lines for short in _cut(line)]
        self._wrap()
        if home:
            self.scroll_home(animate=False)
        after = self._in_sight()
        rows = [y for y in range(self.size.height) if before[y : y + 1] != after[y : y + 1]]
        if rows:  # draws those alone; a pane that has scrolled draws itself
            self.refresh(*(Region(0, y, self.size.width, 1) for y in rows))

    def _in_sight(self) -> list[tuple[object, ...]]:
        """What tells whether a row in sight looks as before: its place in the text, and its line with its styles."""
        top = self.scroll_offset.y
        found: list[tuple[object, ...]] = []
        for row in self._rows[top : top + self.size.height]:
            text, *rest = self.lines[row[0]]
            styles = text.spans if isinstance(text, Content) else ()
            found.append((row, str(text), styles, *rest))
        return found

    @property
    def text(self) -> str:
        """All that is shown, wrapped or not, without styles."""
        return "\n".join(line.plain for line in self.lines)

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        self._wrapped = width
        rows: list[tuple[int, int, int, int]] = []
        if width > 0:
            for number, line in enumerate(self.lines):
                text = str(line.text)
                room = width - cell_len(line.lead)
                hang = line.hang
                if line.json:
                    hang = len(text) - len(text.lstrip(" ")) + JSON_HANG
                start, indent = 0, 0
                for end in (*breaks(text, room, hang, words=not line.json), len(text)):
                    rows.append((number, start, end, indent))
                    start, indent = end, min(hang, room // 2)
        self._rows = rows
        self.virtual_size = Size(width, len(rows))

    def sized(self) -> None:
        """Wrap anew where the width is another."""
        if self.scrollable_content_region.width != self._wrapped:
            self._wrap()
            self.refresh()

    def notify_style_update(self) -> None:
        """The theme may be another: draw again."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row of the text."""
        width, style = self.size.width, self.visual_style
        index = self.scroll_offset.y + y
        if index >= len(self._rows):
            return Strip.blank(width, style.rich_style)
        number, start, end, indent = self._rows[index]
        line = self.lines[number]
        content = _content(line)
        if (selection := self.text_selection) is not None and (span := selection.get_span(number)):
            first, last = (max(0, at - len(line.lead)) if at >= 0 else len(content) for at in span)
            marked = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            content = content.stylize(marked, first, last)
        lead = line.lead if start == 0 else " " * (cell_len(line.lead) + indent)
        strips = [self._strip(Content.styled(lead, MUTED))] if lead else []
        part = self._strip(content[start:end])
        strips.append(part.apply_offsets(len(line.lead) + start, number))
        return Strip.join(strips).extend_cell_length(width, style.rich_style).crop(0, width)

    def _strip(self, content: Content) -> Strip:
        strips = Visual.to_strips(
            self, content, content.cell_length + 1, 1, self.visual_style, apply_selection=False
        )
        return strips[0].crop(0, content.cell_length) if strips else Strip([])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, lines as they are and not as they are wrapped."""
        return selection.extract(self.text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()


def _cut(line: Line) -> list[Line]:
    if isinstance(line.text, Content):
        return [line]
    text = line.text.expandtabs(TAB) if "\t" in line.text else line.text
    if len(text) <= LONGEST:
        return [line._replace(text=text)]
    return [line._replace(text=text[at : at + LONGEST]) for at in range(0, len(text), LONGEST)]


def _content(line: Line) -> Content:
    if isinstance(line.text, Content):
        return line.text
    return coloured(line.text) if line.json else Content(line.text)


def coloured(text: str) -> Content:
    """A line of JSON in its colours."""
    from wizard.profile.body import tokens

    content = Content(text)
    for kind, start, end in tokens(text):
        if kind in JSON_STYLES:
            content = content.stylize(JSON_STYLES[kind], start, end)
    return content


JOINER = "\u200d"
FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


def breaks(text: str, width: int, hang: int = 0, *, words: bool = True) -> list[int]:
    """Where the text goes on in another row; the first has `width` cells, the others `hang` fewer.

    With `words` after a space where there is one in the latter part of a row, else anywhere.
    """
    width = max(width, 8)
    if text.isascii():
        if len(text) <= width:
            return []
        fits = _ascii_fits
    else:
        if cell_len(text) <= width:
            return []
        fits = _cells_fit
    found: list[int] = []
    start = 0
    while (end := fits(text, start, width)) < len(text):
        space = text.rfind(" ", start + width // 3, end + 1) if words else -1
        start = space + 1 if space >= 0 else end
        if not found:
            width -= min(hang, width // 2)
        found.append(start)
    return found


def _ascii_fits(text: str, start: int, width: int) -> int:
    return min(len(text), start + width)


def _cells_fit(text: str, start: int, width: int) -> int:
    cells, at = 0, start
    while at < len(text):
        end = _sign_end(text, at)
        cells += get_character_cell_size(text[at]) if end == at + 1 else cell_len(text[at:end])
        if cells > width:
            return at if at > start else end
        at = end
    return len(text)


def _sign_end(text: str, at: int) -> int:
    """Where what a terminal draws as one sign ends: marks and what is joined stay with their letter or picture."""
    end = at + 1
    if text[at] in FLAG_LETTERS and text[end : end + 1] in FLAG_LETTERS and end < len(text):
        end += 1
    while end < len(text) and (text[end - 1] == JOINER or not get_character_cell_size(text[end])):
        end += 1
    return end
