"""The newest callbacks of a receiver, in bounded memory, and everyone who reads them in turn."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from wizard.receiver.received import ReceivedCallback

FRESH = 64
"""Callbacks whose checks are kept as made; for older ones they are made again when asked for."""
SMALL = 64 << 10
"""Bytes of a callback whose checks are kept at all: what is made of a large one may be many times as large."""


class _Cursor:
    """A reader's place: the number of the callback that it takes next."""

    def __init__(self, following: int) -> None:
        self.following = following
        self.missed = 0
        self.event = asyncio.Event()


class Ring:
    """Keeps the newest `most` callbacks and at most `most_bytes`. Belongs to one event loop.

    A callback that a reader has not taken yet is not dropped: `room` waits for the reader, for `patience` seconds.
    """

    def __init__(self, most: int, most_bytes: int, patience: float) -> None:
        self._kept: deque[ReceivedCallback] = deque()
        self._most = most
        self._most_bytes = most_bytes
        self._patience = patience
        self._bytes = 0
        self._cursors: set[_Cursor] = set()
        self._taken = asyncio.Event()
        self._closed = False
        self.count = 0
        """Callbacks that were ever put in; the newest has this number."""

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[ReceivedCallback]:
        """Those kept, newest first."""
        return reversed(tuple(self._kept))

    @property
    def first(self) -> int:
        """The number of the oldest that is kept."""
        return self._kept[0].number if self._kept else self.count + 1

    @property
    def dropped(self) -> int:
        """Callbacks that are no longer kept."""
        return self.count - len(self._kept)

    @property
    def is_full(self) -> bool:
        """Whether the next callback drops the oldest."""
        return len(self._kept) >= self._most or self._bytes >= self._most_bytes

    async def room(self) -> None:
        """Waits until the next callback drops none that a reader has still to take; not longer than the patience."""
        try:
            async with asyncio.timeout(self._patience):
                while self._is_awaited():
                    self._taken.clear()
                    await self._taken.wait()
        except TimeoutError:
            return

    def _is_awaited(self) -> bool:
        if not self._cursors or not self.is_full or self._closed:
            return False
        return min(cursor.following for cursor in self._cursors) <= self.first

    def put(self, callback: ReceivedCallback) -> None:
        """Adds a callback, whose number is `count` + 1, and drops the oldest while there is too much."""
        kept = self._kept
        kept.append(callback)
        self.count = callback.number
        self._bytes += callback.size
        while len(kept) > self._most or (self._bytes > self._most_bytes and len(kept) > 1):
            self._bytes -= kept.popleft().size
        if callback.size > SMALL:
            callback.forget()
        if len(kept) > FRESH:
            kept[-FRESH - 1].forget()
        for cursor in self._cursors:
            cursor.event.set()

    def reopen(self) -> None:
        """Lets readers wait for more again."""
        self._closed = False

    def close(self) -> None:
        """Ends every reader once it has taken what is kept."""
        self._closed = True
        self._taken.set()
        for cursor in self._cursors:
            cursor.event.set()

    async def read(self, start: int = 1) -> AsyncIterator[ReceivedCallback]:
        """Every callback from that number on, each once, in their order, until the ring is closed."""
        cursor = _Cursor(start)
        self._cursors.add(cursor)
        try:
            while True:
                if cursor.following > self.count:
                    if self._closed:
                        return
                    cursor.event.clear()
                    await cursor.event.wait()
                    continue
                if cursor.following < self.first:
                    cursor.missed += self.first - cursor.following
                    cursor.following = self.first
                callback = self._kept[cursor.following - self.first]
                cursor.following += 1
                self._taken.set()
                yield callback
        finally:
            self._cursors.discard(cursor)
            self._taken.set()
