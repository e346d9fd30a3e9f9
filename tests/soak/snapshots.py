"""Every screen in every size, dark, light and without colours: walked through, and drawn into a folder to be looked at.

The suite compares the dark ones at 80x24 and 120x36; here nothing is kept, and what counts is that each walk arrives.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.snapshots.kept import digest
from tests.snapshots.stage import Stage, stage
from tests.snapshots.walk import walk
from tests.support.picture import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = ((80, 24), (120, 36), (200, 50))
LOOKS: dict[str, tuple[str, dict[str, str]]] = {
    "dark": ("wizard", {}),
    "light": ("wizard-light", {}),
    "no-colour": ("wizard", {"NO_COLOR": "1"}),
}


async def walked(theme: str, environ: dict[str, str]) -> Stage:
    """The stage after the walk."""
    async with stage(SIZES, theme=theme, environ=environ) as on:
        await walk(on)
        return on


def main(arguments: Sequence[str]) -> None:
    """Walk in each look; `--folder` is where the pictures go."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak snapshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/snapshots"))
    parser.add_argument("--look", choices=LOOKS, action="append")
    chosen = parser.parse_args(arguments)
    for look in chosen.look or LOOKS:
        began = time.perf_counter()
        frames = asyncio.run(walked(*LOOKS[look])).frames
        print(f"{look}: {len(frames)} screens in {time.perf_counter() - began:.0f} s", flush=True)
        folder = chosen.folder / look
        folder.mkdir(parents=True, exist_ok=True)
        for (scene, (columns, rows)), frame in frames.items():
            draw(frame, folder / f"{scene}-{columns}x{rows}.png", digest(frame))
