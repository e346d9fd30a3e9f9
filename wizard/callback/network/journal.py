"""What happens to one firing, written down while it happens, so that a failure can say where it was."""

from __future__ import annotations

import re
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

from wizard.callback.delivery import Attempt

if TYPE_CHECKING:
    from wizard.callback.delivery import Phase, TlsInfo

HEAD_LIMIT = 112 << 10
"""Bytes of an answer's status line and headers that are held; h11 refuses more than 100 KiB."""

INTERIM_LIMIT = 8 << 10
"""Bytes of interim answers (100 Continue) that are held."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_INTERIM = re.compile(rb"HTTP/1\.[01] 1(?!01)\d\d\b")


class Failure(Exception):  # noqa: N818 - it is an outcome, not an error of the program
    """A firing came to an end before a whole answer. `kind` is the delivery's code, `facts` fill its sentence."""

    def __init__(self, kind: str, **facts: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


class Link:
    """A connection: which addresses were tried, which one stands, its TLS."""

    __slots__ = ("address", "attempts", "tls")

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.address = ""
        self.tls: TlsInfo | None = None


class Journal:
    """The phases of one firing with their times, and what was sent and received.

    `handshakes` are TLS handshakes still to come before the request itself flows; `until` is the moment (of the
    event loop's clock) at which the connection must stand.
    """

    def __init__(self, *, handshakes: int, until: float) -> None:
        self.handshakes = handshakes
        self.until = until
        self.link = Link()
        self.proxied = False
        self.answered = False
        """Whether a final status line with lawful headers has come."""
        self.reused = False
        self.broken = False
        """Whether the connection was lost before the whole request was sent."""
        self.phase: Phase = ""
        self.spent: dict[str, float] = {}
        self.sent = 0
        self.received = 0
        self.head = bytearray()
        self.head_end = 0
        """Where the answer's headers end in `head`; 0 as long as they have not."""
        self.final_start = 0
        """Where the final answer begins in `head`, after interim ones."""
        self.interim = b""
        """The status line of the last interim answer."""
        self._began = self._since = self._ended = 0.0

    def enter(self, phase: Phase) -> None:
        """From now on time goes to this phase."""
        now = time.perf_counter()
        if self.phase:
            self.spent[self.phase] = self.spent.get(self.phase, 0.0) + now - self._since
        else:
            self._began = now
        self.phase, self._since = phase, now

    def end(self) -> None:
        """Stop the clock; `phase` stays what it was. Only the first call counts."""
        if self.phase and not self._ended:
            self.enter(self.phase)
            self._ended = self._since

    def phases(self) -> dict[str, float]:
        """Milliseconds by phase, those that were not entered left out."""
        return {phase: round(seconds * 1000, 2) for phase, seconds in self.spent.items()}

    @property
    def elapsed_ms(self) -> float:
        """From the start of the first phase to the end, or to now."""
        return round(((self._ended or time.perf_counter()) - self._began) * 1000, 2) if self.phase else 0.0

    def arrived(self, data: bytes) -> None:
        """Bytes of the answer came in."""
        self.received += len(data)
        if self.head_end or len(self.head) >= HEAD_LIMIT:
            return
        self.head += data
        while found := _HEAD_END.search(self.head, max(self.final_start, len(self.head) - len(data) - 3)):
            if not _INTERIM.match(self.head, self.final_start):
                self.head_end = found.end()
                del self.head[self.head_end :]
                break
            self._passed(found.end())
        if self.phase == "wait" and len(self.head) > self.final_start and not self._may_be_interim():
            self.enter("read")

    def _passed(self, end: int) -> None:
        """An interim answer ends here. Some are kept; an endpoint that never stops sending them fills nothing."""
        self.interim = bytes(self.head[self.final_start : end]).split(b"\n")[0].strip()
        self.final_start = end
        if end > INTERIM_LIMIT:
            del self.head[:end]
            self.final_start = 0

    def _may_be_interim(self) -> bool:
        """Whether what has come of the next answer may still become an interim one."""
        begun = bytes(self.head[self.final_start : self.final_start + 12])
        if len(begun) < 12:
            return b"HTTP/1.".startswith(begun[:7]) and begun[9:10] in (b"", b"1")
        return _INTERIM.match(begun + b" ") is not None


current: ContextVar[Journal] = ContextVar("current")
"""The journal of the firing that the running task is at: connections outlive firings and ask here whose they are."""
