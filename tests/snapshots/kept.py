"""Where frames and pictures are kept, and how the two are told to belong together."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.snapshots.frame import Frame, written

FRAMES = Path(__file__).parent / "frames"
PICTURES = Path(__file__).parents[2] / "screenshots"
SIZES = ((80, 24), (120, 36))
TOUR = {
    "list": (120, 36),
    "step-2-wrong": (80, 24),
    "step-3-body": (120, 36),
    "variables": (120, 36),
    "step-5-encryption": (120, 36),
    "step-6-test-save": (120, 36),
    "test-passed": (120, 36),
    "test-connection": (120, 36),
    "test-failed": (80, 24),
    "all-statuses": (80, 24),
    "receiver": (120, 36),
    "decrypt": (120, 36),
    "use-it": (120, 36),
    "help": (80, 24),
}
"""The scenes of which pictures are shown, each in the size that shows it best."""


def frame_path(scene: str, size: tuple[int, int]) -> Path:
    """The file of a frame."""
    return FRAMES / f"{scene}-{size[0]}x{size[1]}.txt"


def picture_path(scene: str, size: tuple[int, int]) -> Path:
    """The file of a picture."""
    return PICTURES / f"{scene}-{size[0]}x{size[1]}.png"


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
