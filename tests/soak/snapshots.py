"""Every screen in every size, dark, light and without colours: walked through, and drawn into a folder to be looked at.

Of those that are kept, the ones that the suite does not compare are compared here.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.snapshots.kept import COLOURS, REST, SIZES, Look, Round, changed, digest, picture_path
from tests.snapshots.taking import taken
from tests.support.picture import draw

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> None:
    """Walk in each of the colours; `--folder` is where the pictures go."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak snapshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/snapshots"))
    parser.add_argument("--colours", choices=COLOURS, action="append")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    every = [tuple(Look(size, colours) for size in SIZES) for colours in chosen.colours or COLOURS]
    for looks in (REST, *(Round(looks, looks) for looks in every)):
        began = time.perf_counter()
        frames = asyncio.run(taken(looks))
        told = (
            f"{', '.join(map(str, looks.walk))}: {len(frames)} frames in {time.perf_counter() - began:.0f} s"
        )
        if looks is REST:
            wrong = changed(frames)
            print(f"{told}, all of them kept, {len(wrong)} changed", *wrong, sep="\n", flush=True)
            continue
        print(told, flush=True)
        for (scene, look), frame in frames.items():
            draw(frame, chosen.folder / picture_path(scene, look).name, digest(frame))
