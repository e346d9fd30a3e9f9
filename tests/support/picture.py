"""Draws a frame of the screen as a picture. Needs the DejaVu Sans Mono font (Debian: fonts-dejavu-core)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo
from rich.cells import get_character_cell_size
from rich.color import Color
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.snapshots.frame import Frame

SIZE, WIDE, HIGH = 20, 12, 24
FONT = "DejaVuSansMono{}.ttf"
FOREGROUND, BACKGROUND = "#d7dce5", "#12151c"
SEEN = "frame"
"""Under this name a picture tells which frame it was drawn from."""


def draw(frame: Frame, path: Path, seen: str) -> None:
    """Save the frame, colours and all, as a PNG of 12 x 24 pixels a cell that tells `seen`."""
    plain = ImageFont.truetype(FONT.format(""), SIZE)
    bold = ImageFont.truetype(FONT.format("-Bold"), SIZE)
    columns = max(sum(map(_cells, (run.text for run in row))) for row in frame)
    image = Image.new("RGB", (columns * WIDE, len(frame) * HIGH), BACKGROUND)
    canvas = ImageDraw.Draw(image)
    for top, row in enumerate(frame):
        column = 0
        for run in row:
            ink, paper, marks = _colours(run.style)
            for character in run.text:
                left, cells = column * WIDE, get_character_cell_size(character)
                if cells:
                    right = left + cells * WIDE - 1
                    canvas.rectangle((left, top * HIGH, right, top * HIGH + HIGH - 1), fill=paper)
                if character.strip():
                    canvas.text(
                        (left, top * HIGH), character, fill=ink, font=bold if "bold" in marks else plain
                    )
                if "underline" in marks:
                    line = top * HIGH + HIGH - 3
                    canvas.line((left, line, left + cells * WIDE - 1, line), fill=ink)
                column += cells
    told = PngInfo()
    told.add_text(SEEN, seen)
    # By coverage: a mark of a few pixels keeps its colour.
    few = image.quantize(128, method=Image.Quantize.MAXCOVERAGE)
    few.save(path, optimize=True, pnginfo=told)


def told(path: Path) -> str:
    """Which frame the picture says that it was drawn from."""
    with Image.open(path) as image:
        return str(image.info.get(SEEN, ""))


def _cells(text: str) -> int:
    return sum(map(get_character_cell_size, text))


def _colours(style: str) -> tuple[str, str, set[str]]:
    inks, _, marks = style.partition(" on ")
    ink, *more = inks.split(" ")
    paper, *rest = marks.split(" ") if marks else ("default",)
    found = {*more, *rest}
    pair = _hex(ink, FOREGROUND), _hex(paper, BACKGROUND)
    return (*(pair[::-1] if "reverse" in found else pair), found)


def _hex(name: str, default: str) -> str:
    return default if name == "default" else Color.parse(name).get_truecolor(DEFAULT_TERMINAL_THEME).hex
