"""Every screen and dialog in terminals of 40 to 300 columns and 12 to 100 rows: changed while it runs, in jumps up and
down, while a menu or a dialog is open and while one types. At each size the screen must be whole.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from tests.snapshots.scenes import SCENES
from tests.snapshots.stage import stage
from tests.snapshots.ways import SCREENS
from tests.snapshots.whole import faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.snapshots.stage import Stage
    from tests.snapshots.ways import Scene

COLUMNS = (40, 41, 48, 56, 64, 72, 79, 80, 90, 99, 100, 119, 120, 140, 160, 200, 250, 300)
ROWS = (12, 13, 15, 18, 21, 24, 28, 33, 34, 36, 44, 50, 70, 100)
EVERY: dict[str, Scene] = {**SCREENS, **SCENES}
TYPED = 7
"""After so many changes of size something is typed."""


def some_sizes(count: int, seed: str) -> list[tuple[int, int]]:
    """So many sizes in an order that jumps up and down, the smallest and the largest among them."""
    every = [(columns, rows) for columns in COLUMNS for rows in ROWS]
    corners = [(40, 12), (300, 100), (40, 100), (300, 12), (80, 24)]
    rng = random.Random(seed)
    found = [*corners, *rng.sample(every, max(0, min(count, len(every)) - len(corners)))]
    rng.shuffle(found)
    return found


async def resized(on: Stage, sizes: Sequence[tuple[int, int]]) -> tuple[int, list[str]]:
    """How many frames were looked at, and what is wrong with them."""
    found = []
    for number, size in enumerate(sizes):
        await on.pilot.resize_terminal(*size)
        for _ in range(3):  # what a new size sets off may set off more
            await on.still()
        if number % TYPED == 0 and isinstance(on.app.focused, Input | TextArea):
            await on.type("é")
            await on.press("backspace")
        found += [f"{size[0]}x{size[1]}: {fault}" for fault in faults(on.app)]
    return len(sizes), found


async def scene(name: str, count: int) -> tuple[int, list[str]]:
    """Walk to the scene and through so many sizes."""
    async with stage([(80, 24)]) as on:
        await EVERY[name](on)
        await on.rest()
        on.app.clear_notifications()
        await on.quiet()
        return await resized(on, some_sizes(count, name))


def main(arguments: Sequence[str]) -> None:
    """Walk through every scene and print what is wrong, each fault once a scene with the sizes that have it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak sizes", description=__doc__)
    parser.add_argument("--sizes", type=int, default=60, help="sizes a scene")
    parser.add_argument("--scene", choices=EVERY, action="append")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("TERM", "xterm-256color")
    began, frames, wrong = time.perf_counter(), 0, 0
    for name in chosen.scene or EVERY:
        looked, found = asyncio.run(scene(name, chosen.sizes))
        frames, wrong = frames + looked, wrong + len(found)
        sizes: dict[str, list[str]] = {}
        for each in found:
            size, _, fault = each.partition(": ")
            sizes.setdefault(fault, []).append(size)
        for fault, where in sizes.items():
            print(f"  {name}: {fault}  ({len(where)}: {' '.join(where[:6])})", flush=True)
    seconds = time.perf_counter() - began
    print(f"sizes: {len(chosen.scene or EVERY)} scenes, {frames} frames, faults: {wrong}, {seconds:.0f} s")
    assert not wrong, f"{wrong} faults"
