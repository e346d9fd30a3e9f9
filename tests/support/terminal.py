"""A pseudo-terminal with a terminal emulator behind it, to use the program as a person does."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import termios
import time
from typing import TYPE_CHECKING

import pyte
from ptyprocess import PtyProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
}
# pyte does not know these sequences and would print their tails; a terminal would swallow them.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;$]*[a-zA-Z]|\x1b[\]PX^_].*?(?:\x07|\x1b\\)", re.S)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?$ !]*|[\]PX^_](?:(?!\x1b\\|\x07).)*|)\Z", re.S)
DECIDED = {
    *("CI", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "NO_COLOR", "WIZARD_ASCII"),
    *("TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "VTE_VERSION", "DISPLAY", "WAYLAND_DISPLAY"),
}
"""What the machine that runs the tests has set, and must not decide how they end."""


class Terminal:
    """Runs `argv` in a terminal of `size` (columns, rows). Every wait is bounded and says what it saw instead."""

    def __init__(
        self, argv: Sequence[str], size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ):
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self._rest = b""
        full = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **(env or {}),
        }
        for name in DECIDED.difference(env or {}):
            full.pop(name, None)
        self.started = time.perf_counter()
        # Set before the program starts: ptyprocess itself sets the size when it may already have been asked for.
        window = struct.pack("HHHH", size[1], size[0], 0, 0)
        self.process = PtyProcess.spawn(
            list(argv),
            dimensions=(size[1], size[0]),
            env=full,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSWINSZ, window),
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate(force=True)

    @property
    def text(self) -> str:
        """The screen, a line a row."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program wrote; False when nothing came within `seconds`, or it is gone."""
        ready, _, _ = select.select([self.process.fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.process.fd, 1 << 16)
        except OSError:
            return False
        self.raw += data
        data = self._rest + data
        unfinished = UNFINISHED.search(data)
        data, self._rest = (
            (data[: unfinished.start()], data[unfinished.start() :]) if unfinished else (data, b"")
        )
        if b"\x1b[?2026$p" in data:
            os.write(self.process.fd, b"\x1b[?2026;2$y")
        self.stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
        return True

    def until(self, holds: Callable[[str], bool], what: str, seconds: float = 20) -> None:
        """Read until `holds(screen)`; AssertionError with the screen after `seconds`."""
        end = time.monotonic() + seconds
        while not holds(self.text):
            if time.monotonic() > end or (not self.read() and not self.process.isalive()):
                while self.read(0.02):
                    pass
                assert holds(self.text), f"{what} did not come; the screen:\n{self.text}"
        return

    def wait(self, text: str, seconds: float = 20) -> None:
        """Until `text` is on the screen."""
        self.until(lambda screen: text in screen, repr(text), seconds)

    def wait_gone(self, text: str, seconds: float = 20) -> None:
        """Until `text` is off the screen."""
        self.until(lambda screen: text not in screen, f"the end of {text!r}", seconds)

    def send(self, data: str) -> None:
        """Write as the keyboard would."""
        os.write(self.process.fd, data.encode())

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`, `ctrl+n`, `a`), letting the program take each in before the next."""
        for key in keys:
            if key.startswith("ctrl+"):
                self.send(chr(ord(key[5]) & 0x1F))
            else:
                self.send(KEYS.get(key, key))
            # After a lone escape a program waits a tenth of a second: other keys begin with that byte too.
            self.settle(0.2 if key == "escape" else 0.08)

    def type(self, text: str) -> None:
        """Type text, a character at a time."""
        for character in text:
            self.send(character)
            self.read(0)
        self.settle()

    def settle(self, quiet: float = 0.08, limit: float = 5) -> None:
        """Until nothing has been written for `quiet` seconds."""
        end = time.monotonic() + limit
        while time.monotonic() < end and self.read(quiet):
            pass

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, as a person drags its edge."""
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)
        self.settle()

    def click(self, text: str) -> None:
        """Click in the middle of the first `text` on the screen, once it is there."""
        self.wait(text)
        self.settle(0.25)  # what is still being laid out would be gone from under the pointer
        for row, line in enumerate(self.screen.display, 1):
            at = line.find(text)
            if at >= 0:
                column = at + 1 + len(text) // 2
                self.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
                self.settle()
                return

    def finish(self, seconds: float = 30) -> int:
        """Wait for the program's end; its exit status."""
        end = time.monotonic() + seconds
        while self.process.isalive() and time.monotonic() < end:
            self.read(0.05)
        assert not self.process.isalive(), f"the program did not end; the screen:\n{self.text}"
        return int(self.process.exitstatus if self.process.exitstatus is not None else -1)
