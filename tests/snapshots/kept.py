"""Where frames and pictures are kept, and how the two are told to belong together."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from tests.snapshots.frame import Frame, written


class Look(NamedTuple):
    """How a scene is seen: the terminal's columns and rows, and its colours, one of COLOURS."""

    size: tuple[int, int]
    colours: str = "dark"

    def __str__(self) -> str:
        size = f"{self.size[0]}x{self.size[1]}"
        return size if self.colours == "dark" else f"{size}-{self.colours}"


COLOURS = ("dark", "light", "no-colour")

FRAMES = Path(__file__).parent / "frames"
PICTURES = Path(__file__).parents[2] / "screenshots"
SIZES = ((80, 24), (120, 36), (200, 50))
NARROW, WIDE, WIDEST = map(Look, SIZES)
LIGHT, NO_COLOUR = (Look(SIZES[0], colours) for colours in COLOURS[1:])


class Round(NamedTuple):
    """Looks that are gone through in one walk, to and fro, so that each is one step from the next.

    What is scrolled where may depend on the looks before, so a frame is compared in the round that it was taken in.
    """

    walk: tuple[Look, ...]
    """Of every screen."""
    aside: tuple[Look, ...]
    """Of dialogs, and of screens that are made of the same parts as others."""


SUITE = Round((NARROW, WIDE), (NARROW, WIDE))
"""Compared by the suite."""
REST = Round((LIGHT, NO_COLOUR, WIDEST), (LIGHT,))
"""Compared by `python -m tests.soak snapshots`."""
STEPS = (
    "step-1-title",
    "step-2-endpoint",
    "step-3-body",
    "step-4-headers",
    "step-5-encryption",
    "step-6-test-save",
)
BOTH = ("list", *STEPS, "variables", "test-passed", "test-failed", "receiver")
PICTURED = (
    *((scene, look) for scene in BOTH for look in (NARROW, WIDE)),
    *((scene, WIDE) for scene in ("use-it", "test-connection", "decrypt")),
    *((scene, NARROW) for scene in ("step-2-wrong", "all-statuses", "help")),
)
"""The scenes and looks of which pictures are drawn."""


def frame_path(scene: str, look: Look) -> Path:
    """The file of a frame."""
    return FRAMES / f"{scene}-{look}.txt"


def picture_path(scene: str, look: Look) -> Path:
    """The file of a picture."""
    return PICTURES / f"{scene}-{look}.png"


def digest(frame: Frame) -> str:
    """What a picture tells of the frame that it was drawn from."""
    return hashlib.sha256(written(frame).encode()).hexdigest()


def changed(frames: dict[tuple[str, Look], Frame]) -> list[str]:
    """What differs from what is kept, a text for each frame that does."""
    found = {frame_path(*key): written(frame) for key, frame in frames.items()}
    return [
        f"{path.stem}:\n{_differences(path.read_text() if path.exists() else '', now)}"
        for path, now in found.items()
        if not path.exists() or path.read_text() != now
    ]


def _differences(before: str, after: str) -> str:
    """In a few lines, where two written frames differ."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    lines = [
        f"  row {n}:\n    kept  {one}\n    shown {other}"
        for n, (one, other) in enumerate(pairs)
        if one != other
    ]
    return "\n".join(lines[:6]) or "  one has more lines than the other"
