"""Ends that come from outside: SIGTERM and SIGHUP end a command as ctrl+c does, so that what was done is told."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, TypeVar

from wizard.cli.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Coroutine

NAMES = ("SIGTERM", "SIGHUP")

Result = TypeVar("Result")


class Ends:
    """Runs what may be ended from outside."""

    status: int = Status.INTERRUPTED
    """What an interrupted command ends with: 128 and the number of a signal, as shells have it."""

    def run(self, main: Coroutine[object, object, Result]) -> Result:
        """Run it; ctrl+c or a signal cancels it. KeyboardInterrupt where it makes nothing of that.

        A second signal ends the program at once. What the caller ignores, as `nohup` does, stays ignored.
        """
        try:
            return asyncio.run(self._until_asked(main))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    async def _until_asked(self, main: Coroutine[object, object, Result]) -> Result:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        numbers = [number for name in NAMES if (number := getattr(signal, name, None))]

        def asked(number: int) -> None:
            self.status = 128 + number
            for each in heard:
                loop.remove_signal_handler(each)
            if task is not None:
                task.cancel()

        heard = []
        for number in numbers:
            if signal.getsignal(number) is signal.SIG_DFL:
                try:
                    loop.add_signal_handler(number, asked, number)
                except NotImplementedError:  # Windows
                    break
                heard.append(number)
        return await main
