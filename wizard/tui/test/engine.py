"""Where the screen fires: an event loop in a thread of its own.

A callback's times are measured where it is fired. In the screen's own loop every picture that is drawn meanwhile
would count as the endpoint's.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Result = TypeVar("Result")


class Engine:
    """Runs coroutines for another loop. Started at the first one; `close` cancels what is under way."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> asyncio.AbstractEventLoop:
        """The loop, running; loaded with what firing needs, so that the first callback does not wait for it."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._run, args=(self._loop,), name="firing", daemon=True).start()
            self._loop.call_soon_threadsafe(_load)
        return self._loop

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                loop.run_until_complete(task)
        loop.close()

    async def run(self, make: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """What the coroutine that `make` makes returns or raises.

        Cancelled, it cancels the coroutine and waits until that has ended.
        """
        here = asyncio.get_running_loop()
        ended: asyncio.Future[Result] = here.create_future()
        tasks: list[asyncio.Task[Result]] = []

        def finish(task: asyncio.Task[Result]) -> None:
            if ended.done():
                return
            if task.cancelled():
                ended.cancel()
            elif error := task.exception():
                ended.set_exception(error)
            else:
                ended.set_result(task.result())

        def told(task: asyncio.Task[Result]) -> None:
            with suppress(RuntimeError):  # the screen's loop has ended
                here.call_soon_threadsafe(finish, task)

        def begin() -> None:
            tasks.append(there.create_task(make()))
            tasks[0].add_done_callback(told)

        there = self.start()
        there.call_soon_threadsafe(begin)
        try:
            return await asyncio.shield(ended)
        except asyncio.CancelledError:
            if not ended.done():
                there.call_soon_threadsafe(lambda: tasks[0].cancel())
                await asyncio.wait([ended])
            raise

    def call(self, function: Callable[[], object]) -> None:
        """Call it in the loop, soon."""
        self.start().call_soon_threadsafe(function)

    def close(self) -> None:
        """Cancel what is under way and let the thread end."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)


def _load() -> None:
    import wizard.callback.many
    import wizard.callback.network.transport

    del wizard
