"""Draws a terminal's screen as a picture. Needs the DejaVu Sans Mono font (Debian: fonts-dejavu-core)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from pathlib import Path

    import pyte

SIZE, WIDE, HIGH = 20, 12, 24
FONT = "DejaVuSansMono{}.ttf"
FOREGROUND, BACKGROUND = "d7dce5", "12151c"
NAMED = {
    "black": "1c1f26",
    "red": "d9534f",
    "green": "4fb477",
    "brown": "d6a243",
    "blue": "4f7fd9",
    "magenta": "b46fc4",
    "cyan": "4fb3bf",
    "white": "d7dce5",
}


def draw(screen: pyte.Screen, path: Path) -> None:
    """Save the screen as it stands, colours and all, as a PNG of 12 x 24 pixels a cell."""
    plain = ImageFont.truetype(FONT.format(""), SIZE)
    bold = ImageFont.truetype(FONT.format("-Bold"), SIZE)
    image = Image.new("RGB", (screen.columns * WIDE, screen.lines * HIGH), "#" + BACKGROUND)
    canvas = ImageDraw.Draw(image)
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            ink, paper = _colour(cell.fg, FOREGROUND), _colour(cell.bg, BACKGROUND)
            if cell.reverse:
                ink, paper = paper, ink
            left, top = column * WIDE, row * HIGH
            canvas.rectangle((left, top, left + WIDE - 1, top + HIGH - 1), fill="#" + paper)
            if cell.data.strip():
                canvas.text((left, top), cell.data, fill="#" + ink, font=bold if cell.bold else plain)
            if cell.underscore:
                canvas.line((left, top + HIGH - 3, left + WIDE - 1, top + HIGH - 3), fill="#" + ink)
    image.quantize(128).save(path, optimize=True)


def _colour(name: str, default: str) -> str:
    return default if name == "default" else NAMED.get(name.removeprefix("bright"), name)
