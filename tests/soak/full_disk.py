"""A disk that runs full in the middle of any write: one sentence, nothing half done, and on it goes once there is room.

`python -m tests.soak full_disk [ROUNDS]`, by default 300: half under a limit to the size of files, half on a tmpfs of
a few MiB with a ballast in it (that half needs the right to mount one, and says so where it has not).
"""

from __future__ import annotations

import gc
import os
import random
import resource
import signal
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.soak.hammer import Expected, Hammer, found_in
from wizard.store import StoreError, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.soak.hammer import Expected as State

MOST_ACTS = 60
TMPFS_KIB = 6 * 1024


def main(arguments: list[str]) -> None:
    """Both ways of running full."""
    rounds = int(arguments[0]) if arguments else 300
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with tempfile.TemporaryDirectory() as folder:
        print("file-size limit: " + many_rounds(Path(folder), rounds // 2, _size_limit), flush=True)
    with _tmpfs() as small:
        if small is None:
            print("tmpfs: not tried, for it may not be mounted here")
        else:
            print("tmpfs: " + many_rounds(small, rounds // 2, _ballast), flush=True)


class Squeezed(Hammer):
    """Writes until a write fails; remembers the last that was tried."""

    def __init__(self, path: Path, seed: int) -> None:
        self.tried: list[Any] = []
        self.state = Expected()
        super().__init__(path, -1, seed)

    def say(self, *words: Any) -> None:
        """Instead of to a pipe, into a state."""
        if words[0] == "try":
            self.tried = list(words[1:])
        else:
            self.state.do(self.tried)


def many_rounds(folder: Path, rounds: int, squeeze: Callable[[Path, int], Any]) -> str:
    """Rounds of writes with little room left; after each the store must hold what was confirmed, no more, no less."""
    rng = random.Random(time.time_ns())
    failed = done = 0
    sentences: set[str] = set()
    path, state = folder / "0" / "p.db", Expected()
    with closing(open_store(path, environ={})):
        pass
    for round_ in range(rounds):
        if round_ % 25 == 24:  # room for the store to grow
            gc.collect()  # what could not even be opened whole holds its files open until then
            for each in path.parent.iterdir():
                each.unlink()
            path, state = folder / f"{round_}" / "p.db", Expected()
        sentence, state, acts = _round(path, state, rng, squeeze)
        if sentence:
            failed += 1
            sentences.add(sentence)
        done += acts
        found = found_in(path)
        assert found == state, (sentence, len(found.titles), len(state.titles))
    told = "".join(f"\n    {each}" for each in sorted(sentences))
    return (
        f"{rounds} rounds, {done} writes confirmed, {failed} refused, nothing lost or half done; told:{told}"
    )


def _round(
    path: Path, state: State, rng: random.Random, squeeze: Callable[[Path, int], Any]
) -> tuple[str, State, int]:
    room = rng.choice((0, 4096, rng.randrange(200_000), rng.randrange(2_000_000)))
    acts = 0
    try:
        with squeeze(path.parent, room):
            writer = Squeezed(path, rng.getrandbits(32))
            writer.state = state
            with closing(writer.store):
                for acts in range(MOST_ACTS):  # noqa: B007
                    writer.act()
    except StoreError as error:
        told = str(error).replace(str(path), "STORE").replace(str(path.parent), "FOLDER")
        assert "\n" not in told
        return told, state, acts
    return "", state, acts


@contextmanager
def _size_limit(folder: Path, room: int) -> Iterator[None]:
    """No file may grow further than this much over the largest that is there."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max((each.stat().st_size for each in folder.glob("*")), default=0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2 + room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def _ballast(folder: Path, room: int) -> Iterator[None]:
    """A file that takes all but this much of the disk."""
    ballast = folder.parent / "ballast"
    disk = os.statvfs(folder.parent)
    with ballast.open("wb") as stream:
        stream.write(bytes(max(0, disk.f_bavail * disk.f_frsize - room)))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def _tmpfs() -> Iterator[Path | None]:
    with tempfile.TemporaryDirectory() as name:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_KIB}k", "tmpfs", name],
            capture_output=True,
            check=False,
        )
        try:
            yield Path(name) if mounted.returncode == 0 else None
        finally:
            if mounted.returncode == 0:
                gc.collect()
                subprocess.run(["umount", name], check=True)
