"""Slow work that only its newest result matters of: kept off the key's path."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_PAUSE = 1.0
"""Seconds that a result is put off at most, however slow the work is."""

Asked = TypeVar("Asked")
Result = TypeVar("Result")


class Latest(Generic[Asked, Result]):
    """Runs `work` on the newest thing asked, in a thread, one at a time, and gives the result to `then`.

    What was asked in the meantime replaces what waits; a result that was overtaken while it was made is dropped.
    `pause` seconds are waited before each run, so that a burst of keys costs one; as long as the last run took where
    that is longer, so that slow work leaves the processor to the typing. What goes wrong is given to `failed`. Use
    it from one event loop only.
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
        self._task: asyncio.Task[None] | None = None

    def ask(self, asked: Asked) -> None:
        """Have `work` done on this, in place of whatever waits."""
        self._waiting = [asked]
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def settled(self, timeout: float | None = None) -> None:
        """Wait until nothing waits and nothing runs, `timeout` seconds at most."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=timeout)

    def stop(self) -> None:
        """Drop what waits and what runs."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(max(self.pause, min(self._took, LONGEST_PAUSE)))
            asked = self._waiting.pop()
            began = perf_counter()
            try:
                result = await asyncio.to_thread(self.work, asked)
                if not self._waiting:
                    self.then(result)
            except Exception as error:
                self.failed(error)
            self._took = perf_counter() - began
