"""A program in a pseudo-terminal, with nothing drawn: bytes in, bytes out, the clock read as they pass."""

from __future__ import annotations

import os
import re
import select
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ptyprocess import PtyProcess

from tests.bench.sides import ENVIRON

if TYPE_CHECKING:
    from collections.abc import Sequence

UP, DOWN, HOME, END, BACKSPACE = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x7f"


class RawTerminal:
    """Runs `argv` in a terminal of 120 by 40, without the emulator, whose work would be measured with it."""

    def __init__(self, argv: Sequence[str]) -> None:
        environ = {**ENVIRON, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environ.pop("CI", None)
        self.seen = bytearray()
        self.started = time.perf_counter()
        self.process = PtyProcess.spawn(list(argv), dimensions=(40, 120), env=environ)

    def __enter__(self) -> RawTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate(force=True)

    def read(self, seconds: float) -> bool:
        """Take in what was written; False when nothing came for `seconds`."""
        if not select.select([self.process.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.process.fd, 1 << 16)
        except OSError:  # it has ended
            return False
        self.seen += data
        if b"\x1b[?2026$p" in data:
            os.write(self.process.fd, b"\x1b[?2026;2$y")
        return True

    def until(self, text: str, seconds: float = 60) -> float:
        """The moment at which `text` had been written; a program writes what changed in one piece."""
        wanted, end = text.encode(), time.monotonic() + seconds
        while wanted not in self.seen:
            assert time.monotonic() < end, f"{text!r} did not come; what came: {bytes(self.seen[-3000:])!r}"
            self.read(0.5)
        return time.perf_counter()

    def answer(self, keys: str, text: str) -> float:
        """Milliseconds from sending `keys` to `text`."""
        self.seen.clear()
        began = time.perf_counter()
        self.send(keys)
        return (self.until(text) - began) * 1000

    def stir(self, keys: str) -> float:
        """Milliseconds from sending `keys` to the first that is written then. For a screen that is still."""
        began = time.perf_counter()
        self.send(keys)
        assert self.read(60), "nothing came"
        return (time.perf_counter() - began) * 1000

    def send(self, keys: str) -> None:
        """Write as the keyboard would."""
        os.write(self.process.fd, keys.encode())

    def settle(self, quiet: float = 0.12) -> None:
        """Until nothing has come for so many seconds."""
        end = time.monotonic() + 10
        while self.read(quiet) and time.monotonic() < end:
            pass

    def rest(self, seconds: float) -> None:
        """Take in whatever comes for so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)

    @property
    def peak(self) -> float:
        """Peak resident memory in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time so far, of all its threads."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6
