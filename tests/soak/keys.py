"""Keys, clicks, pastes and changes of size at random, in a real terminal, as fast as the program takes them."""

from __future__ import annotations

import fcntl
import os
import random
import select
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ptyprocess import PtyProcess  # type: ignore[import-untyped]

from tests.support.terminal import KEYS
from wizard.profile import CallbackProfile, Encryption, Header
from wizard.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 20
"""Seconds in which the program must show that it lives."""
BURST = 25
NOT_PRESSED = "\x11\x1a\x1c"
"""Quit, and what the terminal itself would take as stop and abort."""
PLAIN = [chr(code) for code in range(32, 127)]
CONTROL = [chr(code) for code in range(1, 32) if chr(code) not in NOT_PRESSED]
NAMED = [
    *KEYS.values(),
    *(f"\x1b[{code}~" for code in range(11, 25)),
    "\x1bOP",
    "\x1bOQ",
    "\x1b[1;5C",
    "\x1b[200~",
]
PASTES = [
    '\x1b[200~{"a": "<message_id>"}\x1b[201~',
    "\x1b[200~\x1b[31m\n\n[/bold]%s${X}\x1b[201~",
    "日本語é\U0001f600",
]


def press_many(count: int, rng: random.Random) -> int:
    """So many keys, in as many sessions as it takes: some keys end the program, as they should."""
    began = time.monotonic()
    pressed = sessions = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill(folder / "p.db")
        while pressed < count:
            sessions += 1
            pressed += _session(folder, min(count - pressed, 4000), rng)
        crashes = [path for path in folder.rglob("crash*") if path.is_file()]
        assert not crashes, crashes[0].read_text()
    print(f"keys: {pressed} pressed in {sessions} sessions, {time.monotonic() - began:.0f} s", flush=True)
    return pressed


def _fill(path: Path) -> None:
    store = open_store(path, environ={})
    store.add_all(
        CallbackProfile(
            title=f"number {number}",
            events=("Email Send",),
            endpoint="http://127.0.0.1:9/hook",
            body='{"message_id": "<message_id>"}',
            headers=(Header(name="api-key", value="planted"),),
            encryption=Encryption(key="K" * 32, iv="I" * 16) if number % 2 else None,
        )
        for number in range(40)
    )
    store.close()


def _session(folder: Path, most: int, rng: random.Random) -> int:
    nowhere = "http://127.0.0.1:9"  # whatever endpoint the keys come to spell, nothing leaves this machine
    env = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV", "PYTHONPATH") if name in os.environ}
    env |= {
        "HOME": str(folder),
        "WIZARD_STORE": str(folder / "p.db"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }
    env |= {"HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere, "http_proxy": nowhere, "https_proxy": nowhere}
    process = PtyProcess.spawn(
        [sys.executable, "-m", "wizard"], dimensions=(24, 80), env=env, cwd=str(folder)
    )
    seen = bytearray()
    try:
        _lives(process, seen, 0)
        pressed = 0
        for burst in _bursts(rng):
            if pressed >= most:
                break
            try:
                os.write(process.fd, "".join(burst).encode())
            except OSError:
                break  # it has ended
            pressed += len(burst)
            _drain(process, seen, 0.02)
            if pressed % (BURST * 8) == 0 and not _lives(process, seen, pressed):
                break
        if not process.isalive():
            _drain(process, seen, 0.2)
            reports = "".join(path.read_text() for path in folder.rglob("crash.txt"))
            assert process.exitstatus == 0, (process.exitstatus, process.signalstatus, reports)
        assert b"Traceback" not in seen, bytes(seen[-3000:])
        assert b"Something broke" not in seen
        return pressed
    finally:
        process.terminate(force=True)


def _bursts(rng: random.Random) -> Iterator[list[str]]:
    kinds = (PLAIN, CONTROL, NAMED, PASTES)
    while True:
        weights = rng.choice(((5, 1, 5, 1), (1, 3, 6, 0), (9, 1, 2, 1)))
        burst = [rng.choice(rng.choices(kinds, weights)[0]) for _ in range(BURST - 1)]
        yield [*burst, f"\x1b[<0;{rng.randint(1, 100)};{rng.randint(1, 30)}{rng.choice('Mm')}"]


def _lives(process: PtyProcess, seen: bytearray, pressed: int) -> bool:
    """Change the terminal's size and see it drawn anew; False where the program has ended by a key."""
    _drain(process, seen, 0.3)
    size = struct.pack("HHHH", 24 + pressed % 7, 80 + pressed % 41, 0, 0)
    try:
        fcntl.ioctl(process.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 23, 79, 0, 0))
        time.sleep(0.05)
        fcntl.ioctl(process.fd, termios.TIOCSWINSZ, size)
    except OSError:
        return False
    end = time.monotonic() + PATIENCE
    while not _drain(process, seen, 0.1) and process.isalive():
        assert time.monotonic() < end, f"nothing came for {PATIENCE} s: {bytes(seen[-500:])!r}"
    return bool(process.isalive())


def _drain(process: PtyProcess, seen: bytearray, quiet: float) -> bool:
    """Take in what is drawn until it is still for so long; whether anything came."""
    came = False
    while select.select([process.fd], [], [], quiet)[0]:
        try:
            data = os.read(process.fd, 1 << 16)
        except OSError:
            return came
        came = True
        seen += data
        del seen[:-200_000]
        if b"\x1b[?2026$p" in data:
            os.write(process.fd, b"\x1b[?2026;2$y")
    return came
