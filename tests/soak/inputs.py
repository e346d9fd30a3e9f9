"""Inputs at random at every place where something comes in: no traceback, no hang, no secret told.

`python -m tests.soak inputs [COUNT] [DOOR...]`, 200,000 by default, shared out among the doors; half are good inputs
that were damaged, half are what hypothesis comes upon. The last part presses keys in a real terminal.
"""

from __future__ import annotations

import random
import signal
import sys
import time
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings

from tests.soak import keys
from tests.soak.damage import damaged, inputs
from tests.soak.doors import DOORS, KEY, SECRET, Door, close

if TYPE_CHECKING:
    from types import FrameType

KEYS_SHARE = 5
SHARES = sum(door.share for door in DOORS.values()) + KEYS_SHARE
HANGS = 20
"""Seconds for one input, on a machine that may have other things to do."""


def main(arguments: list[str]) -> None:
    """Every door, or those named."""
    count = int(arguments[0]) if arguments else 200_000
    chosen = arguments[1:] or [*DOORS, "keys"]
    seed = time.time_ns()
    print(f"seed {seed}", flush=True)
    signal.signal(signal.SIGALRM, _hangs)
    done = 0
    for name in chosen:
        if name == "keys":
            done += keys.press_many(count * KEYS_SHARE // SHARES, random.Random(seed))
        else:
            done += _through(name, DOORS[name], -(-count * DOORS[name].share // SHARES), seed)
    close()
    print(f"{done} inputs: 0 tracebacks, 0 hangs, 0 leaks")


class Hang(BaseException):
    """One input took far too long."""


def _hangs(_: int, frame: FrameType | None) -> None:
    raise Hang(frame)


class _Watched:
    """Uses a door, and watches what comes of it."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.count = 0
        self.longest = 0.0
        self.slowest = b""

    def __call__(self, data: bytes) -> None:
        self.count += 1
        began = time.process_time()  # other things that the machine does meanwhile do not count
        signal.alarm(HANGS)
        try:
            told = self.door.use(data)
        except BaseException:
            print(f"input: {data!r}", file=sys.stderr)
            raise
        finally:
            signal.alarm(0)
        took = time.process_time() - began
        if took > self.longest:
            self.longest, self.slowest = took, data
        for secret in (SECRET, KEY):
            assert secret not in told or secret.encode() in data, (data, told)


def _through(name: str, door: Door, count: int, seed: int) -> int:
    watched = _Watched(door)
    rng = random.Random(seed)
    began = time.monotonic()
    for _ in range(count // 2):
        watched(damaged(rng.choice(door.seeds), door.pieces, rng))
    found = given(inputs(door.seeds, door.pieces))(watched.__call__)
    settings(
        max_examples=count - count // 2,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )(found)()
    seconds = time.monotonic() - began
    print(
        f"{name}: {watched.count} inputs in {seconds:.0f} s; the slowest, of {len(watched.slowest)} bytes, "
        f"took {watched.longest * 1000:.0f} ms of processor time",
        flush=True,
    )
    return watched.count
