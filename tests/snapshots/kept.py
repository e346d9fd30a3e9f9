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
LOOKS = (Look(SIZES[0], "light"), Look(SIZES[0], "no-colour"), NARROW, WIDE, WIDEST)
"""Those that are kept of every scene. A stage goes through them to and fro, so each is one step from the next."""
ASIDE = (Look(SIZES[0], "light"), NARROW, WIDE)
"""Those that are kept of dialogs, and of screens that are made of the same parts as others."""
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


def differences(before: str, after: str) -> str:
    """In a few lines, where two written frames differ."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    lines = [
        f"  row {n}:\n    kept  {one}\n    shown {other}"
        for n, (one, other) in enumerate(pairs)
        if one != other
    ]
    return "\n".join(lines[:6]) or "  one has more lines than the other"
