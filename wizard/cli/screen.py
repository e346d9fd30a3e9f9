"""The terminal, where a person watches: progress, and a question."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

LOOK = 0.2
"""Seconds between two looks at whether somebody pressed ctrl+c."""


def somebody_there() -> bool:
    """Whether a person can be asked: stdin and stderr are a terminal."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def confirm(question: str) -> bool:
    """Ask on stderr where somebody is there; anything that does not begin with y is no."""
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    # Python learns of a ctrl+c that comes just before it begins to read only when the reading is done.
    while not select.select([sys.stdin], [], [], LOOK)[0]:
        pass
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
