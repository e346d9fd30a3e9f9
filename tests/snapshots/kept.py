"""Where frames and pictures are kept, and how the two are told to belong together."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.snapshots.frame import Frame, written

FRAMES = Path(__file__).parent / "frames"
PICTURES = Path(__file__).parents[2] / "screenshots"
SIZES = ((80, 24), (120, 36))
NARROW, WIDE = SIZES
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
    *((scene, size) for scene in BOTH for size in SIZES),
    *((scene, WIDE) for scene in ("use-it", "test-connection", "decrypt")),
    *((scene, NARROW) for scene in ("step-2-wrong", "all-statuses", "help")),
)
"""The scenes and sizes of which pictures are drawn."""


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
