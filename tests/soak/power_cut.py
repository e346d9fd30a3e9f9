"""Power cuts, played on what a process really wrote: `python -m tests.soak power_cut [CUTS]`.

Needs Linux and a C compiler, so it is no part of the test suite.
A process that writes to a store without a pause is watched through a small library that notes every write and every
sync. A cut then takes any moment: what was synced by then is on the disk; of what was not, each write may be there, may
be missing, or may be there in part. The store made of that must hold what was confirmed by then.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from tests.soak.hammer import Expected, Hammer, found_in
from tests.support.preload import built

SECTOR = 512


class Record(NamedTuple):
    """One thing done to one file."""

    what: str
    path: str
    other: str
    at: int
    data: bytes


def watched(folder: Path, library: Path, seconds: float, seed: int) -> list[Record]:
    """Let a process write to a store in `folder` for so long, and kill it; what it did, as the library noted it."""
    log = folder.parent / "log"
    log.unlink(missing_ok=True)
    environ = os.environ | {"LD_PRELOAD": str(library), "POWER_FOLDER": str(folder), "POWER_LOG": str(log)}
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.soak", "power_cut", "--write", folder, str(seed)], env=environ
    )
    time.sleep(seconds)
    child.kill()
    child.wait()
    return list(parsed(log.read_bytes()))


def parsed(log: bytes) -> Any:
    at = 0
    while (end := log.find(b"\n", at)) >= 0:
        what, *paths, offset, length = log[at:end].decode().split("\t")
        size = int(length) if what == "W" else 0
        data = log[end + 1 : end + 1 + size]
        if len(data) < size:
            return
        yield Record(what, paths[0], paths[1] if len(paths) > 1 else "", int(offset), data)
        at = end + 1 + size


class Disk:
    """What is on the disk for certain, and what was only asked for."""

    def __init__(self) -> None:
        self.synced: dict[str, bytearray] = {}
        self.pending: dict[str, list[Record]] = {}

    def do(self, record: Record) -> None:
        """Take in one thing done."""
        if record.what == "S":
            for each in self.pending.pop(record.path, []):
                apply(self.synced, each)
        elif record.what in "RLU":
            # Names change in the order asked for: what is not synced of a file goes with its name.
            if record.what == "U":
                self.pending.pop(record.path, None)
            else:
                self.pending[record.other] = self.pending.get(record.path, [])
                if record.what == "R":
                    self.pending.pop(record.path, None)
            apply(self.synced, record)
        elif record.what == "C":
            self.synced.setdefault(record.path, bytearray())
        else:
            self.pending.setdefault(record.path, []).append(record)

    def cut(self, rng: random.Random) -> dict[str, bytearray]:
        """The files as they may be found after a power cut now."""
        files = {path: bytearray(content) for path, content in self.synced.items()}
        kept = rng.choice((0.0, 0.3, 0.5, 0.9, 1.0))
        for records in self.pending.values():
            for record in records:
                if rng.random() < kept:
                    apply(files, torn(record, rng) if rng.random() < 0.3 else record)
        return files


def torn(record: Record, rng: random.Random) -> Record:
    """The write, come only as far as some sector."""
    return record._replace(data=record.data[: rng.randrange(len(record.data) // SECTOR + 1) * SECTOR])


def apply(files: dict[str, bytearray], record: Record) -> None:
    """Do to the files what the record says."""
    what, path, other, at, data = record
    if what == "W":
        content = files.setdefault(path, bytearray())
        content.extend(bytes(max(0, at + len(data) - len(content))))
        content[at : at + len(data)] = data
    elif what in "TZ":
        content = files.setdefault(path, bytearray())
        content[at:] = bytes(max(0, at - len(content)))
    elif what == "U":
        files.pop(path, None)
    elif what in "RL" and path in files:
        files[other] = files[path] if what == "L" else files.pop(path)


def play(records: list[Record], cuts: int, rng: random.Random) -> int:
    """Cut the power so many times at any moment; returns how many writes were confirmed before the last cut."""
    moments = sorted(rng.randrange(len(records)) for _ in range(cuts))
    disk, told, done = Disk(), bytearray(), 0
    for moment in moments:
        for record in records[done:moment]:
            if record.path.endswith("/told"):
                told += record.data
            else:
                disk.do(record)
        done = moment
        words = [json.loads(line) for line in bytes(told).split(b"\n")[:-1]]
        with tempfile.TemporaryDirectory() as folder:
            for path, content in disk.cut(rng).items():
                if not path.endswith("-shm"):  # an index of the log, made anew when it is missing
                    (Path(folder) / Path(path).name).write_bytes(content)
            found = found_in(Path(folder) / "p.db")
        states = Expected().follow(words)
        assert any(found == state for state in states), (moment, words[-2:], len(found.titles))
    return sum(words[0] == "done" for words in words)


def main(arguments: list[str]) -> None:
    """Several processes watched, the power cut often for each: 300 times in all by default."""
    if arguments[:1] == ["--write"]:
        write(Path(arguments[1]), int(arguments[2]))
    cuts = int(arguments[0]) if arguments else 300
    rng = random.Random(time.time_ns())
    os.umask(0o077)
    with tempfile.TemporaryDirectory() as place:
        library = built(Path(__file__).with_suffix(".c"), Path(place))
        for run in range(max(1, cuts // 50)):
            folder = Path(place) / f"run {run}"
            folder.mkdir()
            records = watched(folder, library, rng.uniform(1.0, 3.0), run)
            writes = play(records, min(50, cuts), rng)
            print(
                f"50 power cuts in {len(records)} records, {writes} confirmed writes: nothing lost",
                flush=True,
            )


def write(folder: Path, seed: int) -> NoReturn:
    """In the process watched: write until killed, telling of it in a file that is watched too."""
    told = os.open(folder / "told", os.O_CREAT | os.O_WRONLY, 0o600)
    Hammer(folder / "p.db", told, seed).run()
