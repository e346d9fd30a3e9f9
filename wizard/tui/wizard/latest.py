"""Slow work that only its newest result matters of: kept off the key's path."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import thread_time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME = 0.016
"""Seconds of a thread's work beyond which a key that comes meanwhile is seen to wait: threads share one interpreter."""
QUIET = 0.25
"""Seconds without anything asked after which such work begins: a person who types has paused."""

Asked = TypeVar("Asked")
Result = TypeVar("Result")


class Latest(Generic[Asked, Result]):
    """Runs `work` on the newest thing asked, in a thread, one at a time, and gives the result to `then`.

    What was asked in the meantime replaces what waits; a result that was overtaken while it was made is dropped.
    `pause` seconds are waited before each run, so that a burst of keys costs one. Work that took longer than a frame
    waits until nothing was asked for a moment, so that it never runs between two keys. Whoever waits for the result
    waits for no pause. What goes wrong is given to `failed`. Use it from one event loop only.
    """

    def __init__(
        self,
        work: Callable[[Asked], Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None],
        pause: float = 0.0,
    ) -> None:
        self.work, self.then, self.failed, self.pause = work, then, failed, pause
        self._took = 0.0
        self._waiting: list[Asked] = []
        self._asked_at = 0.0
        self._hurried = 0
        """How many wait for the result."""
        self._hurry = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def ask(self, asked: Asked) -> None:
        """Have `work` done on this, in place of whatever waits."""
        self._waiting = [asked]
        self._asked_at = asyncio.get_running_loop().time()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def settled(self, timeout: float | None = None) -> None:
        """Wait until nothing waits and nothing runs, `timeout` seconds at most."""
        if self._task is not None:
            self._hurried += 1
            self._hurry.set()
            try:
                await asyncio.wait({self._task}, timeout=timeout)
            finally:
                self._hurried -= 1
                if not self._hurried:
                    self._hurry.clear()

    def stop(self) -> None:
        """Drop what waits and what runs."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while self._waiting:
            await self._breathe()
            asked = self._waiting.pop()
            try:
                result = await asyncio.to_thread(self._timed, asked)
                if not self._waiting:
                    self.then(result)
            except Exception as error:
                self.failed(error)

    async def _breathe(self) -> None:
        """Wait for the pause, from now on; for the longer one from what was asked last on."""
        loop = asyncio.get_running_loop()
        began = loop.time()

        def left() -> float:
            end = began + self.pause
            return (max(end, self._asked_at + QUIET) if self._took > FRAME else end) - loop.time()

        while not self._hurry.is_set() and (seconds := left()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), seconds)

    def _timed(self, asked: Asked) -> Result:
        began = thread_time()
        try:
            return self.work(asked)
        finally:
            self._took = thread_time() - began
