"""A frame: what stands on the screen, its text and its colours, as a text file that a person and git can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual._context import visible_screen_stack

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import App
    from textual.strip import Strip

STYLES, MEANING = "\n=== styles\n", "\n=== meaning\n"
NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδεζηθικλμνξοπρστυφχψω"


class Run(NamedTuple):
    """Text in one style, told as `#d7dce5 on #12151c bold`."""

    text: str
    style: str


Frame = tuple[tuple[Run, ...], ...]


def taken(app: App[object]) -> Frame:
    """What the app shows now."""
    told: dict[Style | None, str] = {}
    rows = []
    for strip in strips(app):
        row: list[Run] = []
        for segment in strip:
            style = told.get(segment.style)
            if style is None:
                style = told[segment.style] = _told(segment.style)
            if row and row[-1].style == style:
                row[-1] = Run(row[-1].text + segment.text, style)
            elif segment.text:
                row.append(Run(segment.text, style))
        rows.append(tuple(row))
    return tuple(rows)


def strips(app: App[object]) -> list[Strip]:
    """The rows of the screen as the app's compositor has them, screens below a dialog included."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def _told(style: Style | None) -> str:
    if style is None:
        return "default"
    inks = [style.color.name if style.color else "default"]
    if style.bgcolor:
        inks += ["on", style.bgcolor.name]
    marks = ("bold", "dim", "italic", "underline", "reverse", "strike")
    return " ".join(inks + [mark for mark in marks if getattr(style, mark)])


def texts(frame: Frame) -> list[str]:
    """The rows as they read."""
    return ["".join(run.text for run in row) for row in frame]


def written(frame: Frame) -> str:
    """The frame as text: its rows as they read, their styles by letter and length, and what the letters mean.

    A ¶ ends rows that end in spaces, which git and editors like to take away.
    """
    names: dict[str, str] = {}
    rows = [row[: len(row.rstrip())] + ("¶" if row.endswith(" ") else "") for row in texts(frame)]
    styled = [
        " ".join(f"{names.setdefault(run.style, NAMES[len(names)])}{len(run.text)}" for run in row)
        for row in frame
    ]
    meaning = [f"{name} {style}" for style, name in names.items()]
    return "\n".join(rows) + STYLES + "\n".join(styled) + MEANING + "\n".join(meaning) + "\n"


def read(text: str) -> Frame:
    """The frame that `written` wrote."""
    top, _, rest = text.partition(STYLES)
    styled, _, meaning = rest.partition(MEANING)
    names = dict(line.split(" ", 1) for line in meaning.splitlines())
    frame = []
    for row, runs in zip(top.split("\n"), styled.split("\n"), strict=True):
        lengths = [(names[run[0]], int(run[1:])) for run in runs.split()]
        whole = row.removesuffix("¶").ljust(sum(length for _, length in lengths))
        at, found = 0, []
        for style, length in lengths:
            found.append(Run(whole[at : at + length], style))
            at += length
        frame.append(tuple(found))
    return tuple(frame)
