"""Rows for a person or for a pipe: fitted to the terminal when stdout is one, tab-separated otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.cli.outcome import coloured, data, harmless, on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 2
"""Cells between two columns."""


class Column(NamedTuple):
    """A column: its heading, the fewest cells it may shrink to, and how it is cut and set."""

    heading: str
    least: int = 6
    ellipsis: bool = True
    """Off for what stays useful when cut short, such as an ID."""
    right: bool = False


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> int:
    """Print the rows; how many there were.

    On a terminal: with headings, each line at most as wide as the screen, the last columns left out where not even a
    part of them fits. Where there is no row there are no headings.

    In a pipe: no headings, a tab between fields, and tabs and line breaks inside a field as `\\t` and `\\n`.
    """
    if not on_terminal():
        shown = ["\t".join(one_line(field) for field in row) + "\n" for row in rows]
        data("".join(shown))
        return len(shown)
    import shutil

    lines = [[one_line(field) for field in row] for row in rows]
    if not lines:
        return 0
    columns = affordable(columns, shutil.get_terminal_size().columns)
    widths = fit(columns, lines, shutil.get_terminal_size().columns)
    headings = _row(columns, widths, [column.heading for column in columns])
    data((f"\x1b[1m{headings}\x1b[0m" if coloured() else headings) + "\n")
    data("".join(_row(columns, widths, line) + "\n" for line in lines))
    return len(lines)


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Print names with their values, one a line; a value of several lines is set under its name."""
    shown = list(rows)
    if not on_terminal():
        data("".join(f"{name}\t{one_line(value)}\n" for name, value in shown))
        return
    indent = max((cells(name) for name, _ in shown), default=0) + GAP
    for name, value in shown:
        first, *more = harmless(value).expandtabs(4).split("\n")
        heading = name + " " * (indent - cells(name))
        data((f"\x1b[1m{heading}\x1b[0m" if coloured() else heading) + first + "\n")
        data("".join(f"{' ' * indent}{text}\n" for text in more))


def one_line(text: str) -> str:
    """The text on one line and harmless to a terminal: tabs and line breaks as `\\t` and `\\n`."""
    return harmless(text).replace("\t", "\\t").replace("\n", "\\n")


def affordable(columns: Sequence[Column], width: int) -> Sequence[Column]:
    """The columns that fit `width` cells at their least: of too many, the last are left out."""
    while len(columns) > 1 and sum(column.least for column in columns) + GAP * (len(columns) - 1) > width:
        columns = columns[:-1]
    return columns


def fit(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """How many cells each column gets so that a row fits `width`, none below its least.

    First give those that stay useful when cut short, such as an ID; of several the widest.
    """
    widths = [max((cells(row[place]) for row in rows), default=0) for place in range(len(columns))]
    widths = [max(wide, cells(column.heading)) for wide, column in zip(widths, columns, strict=True)]
    room = max(width, 20) - GAP * (len(columns) - 1)
    while sum(widths) > room:
        able = [place for place, wide in enumerate(widths) if wide > columns[place].least]
        if not able:
            break
        able = [place for place in able if not columns[place].ellipsis] or able
        widest = max(able, key=lambda place: widths[place])
        widths[widest] = max(
            columns[widest].least, widths[widest] - max(1, (sum(widths) - room) // len(able))
        )
    return widths


def _row(columns: Sequence[Column], widths: Sequence[int], fields: Sequence[str]) -> str:
    parts = []
    for column, width, field in zip(columns, widths, fields, strict=False):
        shown = cut(field, width, column.ellipsis)
        space = " " * (width - cells(shown))
        parts.append(space + shown if column.right else shown + space)
    return (" " * GAP).join(parts).rstrip()


def cut(text: str, width: int, ellipsis: bool = True) -> str:
    """The beginning of the text that fits `width` cells, with `…` where something was cut off."""
    if cells(text) <= width:
        return text
    room = width - 1 if ellipsis else width
    taken = 0
    for place, character in enumerate(text):
        taken += cells(character)
        if taken > room:
            return text[:place] + ("…" if ellipsis else "")
    return text


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: two for East Asian wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )
