"""Rows drawn: cells side by side in columns, cut or padded to fit, as one strip.

Plain cells next to each other become one segment without going through Rich's Text: a list that is scrolled draws
every row in sight at each key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console
    from rich.style import Style

NOTHING = "–"
"""A cell that holds nothing; drawn faint."""


class Column(NamedTuple):
    """A column: `width` in cells, `grow` its share of what is left over, `drop` which go first (1 before 2)."""

    key: str
    label: str
    width: int
    grow: int = 0
    drop: int = 0


class Fitted(NamedTuple):
    """A column that fits: its place among all columns, and the cells it has."""

    column: Column
    place: int
    width: int


def fitted(columns: Sequence[Column], room: int) -> list[Fitted]:
    """The columns that fit into `room` cells, each with a cell of space after it; those to drop first are dropped."""
    kept = list(enumerate(columns))
    droppable = sorted((each for each in kept if each[1].drop), key=lambda each: each[1].drop)
    while droppable and sum(column.width + 1 for _, column in kept) > room:
        kept.remove(droppable.pop(0))
    spare = max(0, room - sum(column.width + 1 for _, column in kept))
    shares = sum(column.grow for _, column in kept) or 1
    return [Fitted(column, place, column.width + spare * column.grow // shares) for place, column in kept]


def drawn(
    cells: Iterable[tuple[str | Text, int]],
    width: int,
    style: Style,
    console: Console,
    *,
    faint: Style | None = None,
    lead: str = " ",
) -> Strip:
    """`lead`, then each cell in so many terminal cells and a space, to `width` in all. `faint` is for NOTHING."""
    segments: list[Segment] = []
    plain, total = lead, len(lead)
    for cell, wide in cells:
        if isinstance(cell, Text):
            segments.append(Segment(plain, style))
            text = from_mark(cell, wide)
            text.end = ""
            text.truncate(wide, overflow="ellipsis", pad=True)
            segments += [Segment(s.text, style + s.style if s.style else style) for s in text.render(console)]
            plain = " "
        elif cell == NOTHING and faint is not None:
            segments += [Segment(plain, style), Segment(fit(cell, wide), style + faint)]
            plain = " "
        else:
            plain += fit(cell, wide) + " "
        total += wide + 1
    segments.append(Segment(plain + " " * (width - total), style))
    strip = Strip(segments, max(total, width))
    return strip.crop(0, width) if total > width else strip


def from_mark(text: Text, width: int) -> Text:
    """A copy; where its first mark would be cut off, without its beginning, for which a … stands."""
    mark = text.spans[0] if text.spans else None
    if mark is None or not mark.start or cell_len(text.plain[: mark.end]) < width or text.cell_len <= width:
        return text.copy()
    at, room = mark.start, width - 2 - cell_len(text.plain[mark.start : mark.end])
    while at and (room := room - cell_len(text.plain[at - 1])) >= 0:
        at -= 1
    return Text("…").append_text(text[at:])


def themed(cell: str | Text, style_of: Callable[[str], Style]) -> str | Text:
    """The cell, its spans that name a component class (`list--good`) in the style that the theme has for it now."""
    if isinstance(cell, str):
        return cell
    spans = [
        span._replace(style=style_of(span.style))
        if isinstance(span.style, str) and "--" in span.style
        else span
        for span in cell.spans
    ]
    return Text(cell.plain, spans=spans)


def fit(text: str, width: int) -> str:
    """The text cut with … or padded to exactly `width` cells; what a terminal would not print is a replacement mark."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else "�" for each in text)
    if text.isascii():
        return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"
    length = cell_len(text)
    return text + " " * (width - length) if length <= width else set_cell_size(text, width - 1) + "…"
