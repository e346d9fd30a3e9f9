"""Firing many callbacks, some at once, and keeping what came of them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from wizard.cli import outcome
from wizard.cli.ends import Ends
from wizard.cli.screen import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.callback.delivery import Delivery
    from wizard.callback.request import CallbackRequest
    from wizard.cli.report import Report
    from wizard.profile.model import TestSettings
    from wizard.store import Store

BATCH = 200
"""Deliveries written to the store in one transaction: a sync to the disk for each would be slower than the firing."""
WAIT = 1.0
"""Seconds after which one is written though its batch is small: a process that is killed loses no more than that."""


class Recorder:
    """Writes deliveries to the store, if there is one, in batches. A store that refuses is told of once."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._waiting: list[Delivery] = []
        self._since = 0.0
        """When the first of those that wait came."""

    def add(self, delivery: Delivery) -> None:
        """Take in a delivery; it is written with the batch it falls in."""
        if self._store is not None:
            self._since = self._since if self._waiting else time.monotonic()
            self._waiting.append(delivery)

    @property
    def is_due(self) -> bool:
        """Whether what waits is to be written now."""
        return len(self._waiting) >= BATCH or (bool(self._waiting) and time.monotonic() - self._since >= WAIT)

    def write(self) -> None:
        """Write what waits."""
        from wizard.store import StoreError

        waiting, self._waiting = self._waiting, []
        if not waiting or self._store is None:
            return
        try:
            self._store.record(*waiting)
        except StoreError as error:
            outcome.say(f"warning: the deliveries are not kept: {error}")
            self._store = None


def fire_all(
    requests: Iterator[CallbackRequest],
    total: int,
    settings: TestSettings,
    concurrency: int,
    report: Report,
    recorder: Recorder,
) -> int | None:
    """Fire the requests, at most `concurrency` at once, and report each. The exit status if that was interrupted."""
    ends = Ends()
    try:
        finished = ends.run(_fire_all(requests, total, settings, concurrency, report, recorder))
        return None if finished else ends.status
    finally:
        recorder.write()


async def _fire_all(
    requests: Iterator[CallbackRequest],
    total: int,
    settings: TestSettings,
    concurrency: int,
    report: Report,
    recorder: Recorder,
) -> bool:
    from wizard.callback.fire import Sender

    numbered = enumerate(requests)
    writing = asyncio.Lock()
    done = 0

    async def work(sender: Sender) -> None:
        nonlocal done
        for number, request in numbered:
            delivery = await sender.fire(request)
            recorder.add(delivery)
            report.add(number, delivery)
            done += 1
            progress.count(done)
            if report.closed:
                return
            if recorder.is_due and not writing.locked():
                async with writing:
                    await asyncio.to_thread(recorder.write)

    shown = total if not outcome.on_terminal() else 1  # on a terminal each firing has its own line already
    with Progress(shown, "Fired") as progress:
        async with Sender(settings, connections=concurrency) as sender:
            workers = [asyncio.create_task(work(sender)) for _ in range(min(concurrency, total))]
            try:
                await asyncio.gather(*workers)
            except asyncio.CancelledError:
                # Ctrl+C or a signal. What is under way is let go; what was done is told.
                for worker in workers:
                    worker.cancel()
                await asyncio.gather(*workers, return_exceptions=True)
                return False
            except BaseException:
                for worker in workers:
                    worker.cancel()
                await asyncio.gather(*workers, return_exceptions=True)
                raise
    return True
