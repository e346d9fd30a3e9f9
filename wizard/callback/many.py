"""Many callbacks at one endpoint: N of them, some at a time, over a mix of delivery statuses."""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from wizard.callback.fire import Sender
from wizard.callback.preview import status_of, values_for
from wizard.callback.request import RequestMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wizard.callback.delivery import Delivery
    from wizard.callback.network.dial import LookUp
    from wizard.callback.request import CallbackRequest
    from wizard.catalog import Catalog
    from wizard.profile.model import CallbackProfile, TestSettings

MOST_AT_A_TIME = 256


class Summary(NamedTuple):
    """How a volley went, or how it goes so far. Times of firings in milliseconds, over those that were answered.

    `outcomes` counts deliveries by kind, those that were under way when it was cancelled as `cancelled`;
    `by_status` counts accepted and other ones of each delivery status.
    """

    asked: int
    done: int
    accepted: int
    outcomes: dict[str, int]
    by_status: dict[str, tuple[int, int]]
    seconds: float
    p50: float
    p95: float
    p99: float
    longest: float

    @property
    def rate(self) -> float:
        """Firings a second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def unfired(self) -> int:
        """Those that were never begun, for it was cancelled before."""
        return self.asked - self.done


class Volley:
    """Fires `count` callbacks of a profile, `concurrency` at a time, over connections that it keeps.

    `statuses` take turns (one that stands twice comes twice as often); values are fresh for each callback, `chosen`
    ones excepted. Raises ValuesError and RequestError at once, before anything is fired, and ValueError for a
    count below 0 or a concurrency outside 1 to MOST_AT_A_TIME.
    """

    def __init__(
        self,
        profile: CallbackProfile,
        catalog: Catalog,
        *,
        count: int,
        concurrency: int = 1,
        statuses: Sequence[str] = (),
        chosen: Mapping[str, str] | None = None,
        environ: Mapping[str, str] = os.environ,
        settings: TestSettings | None = None,
        look_up: LookUp | None = None,
    ) -> None:
        if count < 0:
            raise ValueError("the number of callbacks cannot be negative; choose 1 or more")
        if not 1 <= concurrency <= MOST_AT_A_TIME:
            raise ValueError(f"{concurrency} at a time is not possible; choose from 1 to {MOST_AT_A_TIME}")
        self._profile = profile
        self._catalog = catalog
        self._chosen = chosen
        self._environ = environ
        self._settings = settings or profile.test
        self._look_up = look_up
        self._count = count
        self._concurrency = min(concurrency, count)
        self._maker = RequestMaker(profile, environ)
        # Asking once for each is what finds a status or a value that cannot be.
        given = list(statuses) or [""]
        for status in dict.fromkeys(given):
            self._maker.request(values_for(profile, catalog, status, chosen))
        self._statuses = [status_of(profile, catalog, status) for status in given]
        self._begun = 0
        self._outcomes: dict[str, int] = {}
        self._by_status: dict[str, list[int]] = {}
        self._times: list[float] = []
        self._started = self._ended = 0.0
        self._workers: list[asyncio.Task[None]] = []
        self._on_delivery: Callable[[Delivery], None] | None = None

    async def run(self, on_delivery: Callable[[Delivery], None] | None = None) -> Summary:
        """Fire them all; `on_delivery` gets each as it ends, cancelled ones too.

        `cancel` ends it early, and so does cancelling the task that runs this; in either case every firing under
        way is stopped and told of before it returns or raises.
        """
        self._on_delivery = on_delivery
        self._started, self._ended = time.perf_counter(), 0.0
        sender = Sender(
            self._settings,
            connections=max(1, self._concurrency),
            environ=self._environ,
            look_up=self._look_up,
        )
        async with sender:
            self._workers = [asyncio.create_task(self._work(sender)) for _ in range(self._concurrency)]
            try:
                if self._workers:
                    await asyncio.wait(self._workers)
            finally:
                self.cancel()
                await asyncio.gather(*self._workers, return_exceptions=True)
                self._ended = time.perf_counter()
        for worker in self._workers:
            if not worker.cancelled() and (fault := worker.exception()):
                raise fault
        return self.summary

    def cancel(self) -> None:
        """Stop: nothing more is begun, and what is under way ends as `cancelled`."""
        self._begun = max(self._begun, self._count)
        for worker in self._workers:
            worker.cancel()

    async def _work(self, sender: Sender) -> None:
        while self._begun < self._count:
            turn, self._begun = self._begun, self._begun + 1
            await sender.fire(self._request(turn), on_end=self._note)

    def _request(self, turn: int) -> CallbackRequest:
        status = self._statuses[turn % len(self._statuses)]
        values = values_for(self._profile, self._catalog, status, self._chosen)
        return self._maker.request(values, status)

    def _note(self, delivery: Delivery) -> None:
        self._outcomes[delivery.kind] = self._outcomes.get(delivery.kind, 0) + 1
        counts = self._by_status.setdefault(delivery.delivery_status, [0, 0])
        counts[0 if delivery.ok else 1] += 1
        if delivery.http_status is not None:
            self._times.append(delivery.elapsed_ms)
        if self._on_delivery:
            self._on_delivery(delivery)

    @property
    def summary(self) -> Summary:
        """How it goes. May be asked for at any time; sorts the times, so not at every delivery."""
        times = sorted(self._times)
        until = self._ended or time.perf_counter()
        return Summary(
            asked=self._count,
            done=sum(self._outcomes.values()),
            accepted=self._outcomes.get("accepted", 0),
            outcomes=dict(sorted(self._outcomes.items(), key=lambda item: (-item[1], item[0]))),
            by_status={status: (ok, other) for status, (ok, other) in self._by_status.items()},
            seconds=until - self._started if self._started else 0.0,
            p50=_percentile(times, 50),
            p95=_percentile(times, 95),
            p99=_percentile(times, 99),
            longest=times[-1] if times else 0.0,
        )


def _percentile(times: list[float], percent: int) -> float:
    """The time that this share of the sorted times does not exceed (nearest rank); 0 for no times."""
    if not times:
        return 0.0
    return times[max(0, -(-len(times) * percent // 100) - 1)]
