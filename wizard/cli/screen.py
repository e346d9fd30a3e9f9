"""The terminal, where a person watches: progress, a question, and putting it back after screens that could not."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType


def somebody_there() -> bool:
    """Whether a person can be asked: stdin and stderr are a terminal."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def confirm(question: str) -> bool:
    """Ask on stderr; anything that does not begin with y is no."""
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        sys.stderr.write("\n")
    return answer.strip().lower().startswith("y")


class Progress:
    """A line on stderr that counts, only where a person watches: never in a pipe, never under `CI`."""

    def __init__(self, total: int, what: str) -> None:
        self.total, self.what = total, what
        self._shown = (
            sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("CI") and total > 1
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write("\r\x1b[K")

    def count(self, done: int) -> None:
        """Say that `done` of the total are done."""
        self._write(f"\r{self.what} {done} of {self.total}\x1b[K")

    def _write(self, text: str) -> None:
        if self._shown:
            try:
                sys.stderr.write(text)
                sys.stderr.flush()
            except (OSError, ValueError):
                self._shown = False


class Terminal:
    """How the terminal is set now, to be put back after screens that could not do it themselves."""

    def __init__(self) -> None:
        self._settings: list[Any] | None = None
        try:
            import termios

            self._settings = termios.tcgetattr(0)
        except (ImportError, OSError, termios.error):
            return

    def restore(self) -> None:
        """Leave the screens' own picture, show the cursor, let mouse and keys be plain again."""
        if self._settings is None:
            return
        import termios

        off = "".join(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1004, 1006, 1015, 2004, 2026, 1049))
        try:
            os.write(1, f"{off}\x1b[<u\x1b[?25h".encode())
            termios.tcsetattr(0, termios.TCSANOW, self._settings)
        except (OSError, termios.error):
            return
