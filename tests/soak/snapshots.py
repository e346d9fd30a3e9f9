"""Every screen in every size, dark, light and without colours: walked through, and drawn into a folder to be looked at.

The suite compares some of these with those kept; here nothing is kept, and what counts is that each walk arrives.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.snapshots.kept import COLOURS, SIZES, Look, digest, picture_path
from tests.snapshots.stage import Stage, stage
from tests.snapshots.walk import walk
from tests.support.picture import draw

if TYPE_CHECKING:
    from collections.abc import Sequence


async def walked(colours: str) -> Stage:
    """The stage after the walk."""
    async with stage([Look(size, colours) for size in SIZES]) as on:
        await walk(on)
        return on


def main(arguments: Sequence[str]) -> None:
    """Walk in each of the colours; `--folder` is where the pictures go."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak snapshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/snapshots"))
    parser.add_argument("--colours", choices=COLOURS, action="append")
    chosen = parser.parse_args(arguments)
    for colours in chosen.colours or COLOURS:
        began = time.perf_counter()
        frames = asyncio.run(walked(colours)).frames
        print(f"{colours}: {len(frames)} screens in {time.perf_counter() - began:.0f} s", flush=True)
        chosen.folder.mkdir(parents=True, exist_ok=True)
        for (scene, look), frame in frames.items():
            draw(frame, chosen.folder / picture_path(scene, look).name, digest(frame))
