"""Many callbacks at a time: all are accounted for, also those that a cancel finds under way."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter

import pytest
from raw_endpoints import OK, closed_port, endpoint, read_request

from wizard.callback import RequestError, ValuesError
from wizard.callback.delivery import Delivery
from wizard.callback.many import Volley, _percentile
from wizard.catalog import load_catalog
from wizard.profile.model import CallbackProfile, TestSettings

CATALOG = load_catalog("")
BODY = '{"id": "<message_id>", "state": "<delivery_status>"}'


async def accepting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        await read_request(reader)
        writer.write(OK)


def profile(port: int) -> CallbackProfile:
    return CallbackProfile(endpoint=f"http://127.0.0.1:{port}/", body=BODY)


async def test_all_of_them_arrive_in_the_mix_that_was_asked_for() -> None:
    seen: list[dict[str, str]] = []
    at_once = most = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            while True:
                got = json.loads((await read_request(reader)).partition(b"\r\n\r\n")[2])
                seen.append(got)
                # Nobody is answered alone: eight must be here at a time.
                await asyncio.sleep(0.005)
                status = b"200 OK" if got["state"] != "Failed" else b"500 No"
                writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\n\r\n")
        finally:
            at_once -= 1

    heard: list[Delivery] = []
    async with endpoint(talk) as port:
        volley = Volley(
            profile(port),
            CATALOG,
            count=90,
            concurrency=8,
            statuses=["bounce", "Open", "Failed"],
            chosen={"delivery_time": "now"},
        )
        summary = await volley.run(heard.append)
    assert (summary.asked, summary.done, summary.accepted, summary.unfired) == (90, 90, 60, 0)
    assert summary.outcomes == {"accepted": 60, "http-error": 30}
    assert summary.by_status == {"Bounce": (30, 0), "Open": (30, 0), "Failed": (0, 30)}
    assert Counter(it["state"] for it in seen) == {"Bounce": 30, "Open": 30, "Failed": 30}
    assert len({it["id"] for it in seen}) == 90
    assert len(heard) == 90
    assert {it.values["delivery_time"] for it in heard} == {"now"}
    assert most == 8
    assert summary.rate > 0
    assert 0 < summary.p50 <= summary.p95 <= summary.p99 <= summary.longest


async def test_a_cancel_stops_at_once_and_counts_what_was_under_way() -> None:
    heard: list[Delivery] = []
    waiting = asyncio.Semaphore(0)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        waiting.release()
        await reader.read()

    async with endpoint(talk) as port:
        volley = Volley(profile(port), CATALOG, count=500, concurrency=16)
        task = asyncio.create_task(volley.run(heard.append))
        for _ in range(16):
            await waiting.acquire()
        assert volley.summary.done == 0
        began = time.perf_counter()
        volley.cancel()
        async with asyncio.timeout(5):
            summary = await task
        assert time.perf_counter() - began < 0.2 * 5  # The promise is 0.2 s; the machine may be busy.
    assert summary.outcomes == {"cancelled": 16}
    assert (summary.done, summary.unfired) == (16, 484)
    assert [it.kind for it in heard] == ["cancelled"] * 16


async def test_cancelling_the_task_accounts_for_them_too() -> None:
    heard: list[Delivery] = []
    arrived = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        arrived.set()
        await reader.read()

    async with endpoint(talk) as port:
        volley = Volley(profile(port), CATALOG, count=5, concurrency=1)
        task = asyncio.create_task(volley.run(heard.append))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [it.kind for it in heard] == ["cancelled"]
    assert volley.summary.outcomes == {"cancelled": 1}


async def test_an_endpoint_that_is_not_there_fails_every_one() -> None:
    volley = Volley(profile(closed_port()), CATALOG, count=20, concurrency=4)
    summary = await volley.run()
    assert summary.outcomes == {"refused": 20}
    assert (summary.p50, summary.accepted) == (0.0, 0)


async def test_what_cannot_be_fired_is_refused_before_anything_is() -> None:
    with pytest.raises(ValuesError, match="did you mean Bounce"):
        Volley(profile(1), CATALOG, count=3, statuses=["Open", "Bounces"])
    with pytest.raises(ValuesError, match="did you mean message_id"):
        Volley(profile(1), CATALOG, count=3, chosen={"mesage_id": "x"})
    with pytest.raises(RequestError):
        Volley(CallbackProfile(endpoint="nowhere", body=BODY), CATALOG, count=3)
    for wrong in ({"count": -1}, {"count": 1, "concurrency": 0}, {"count": 1, "concurrency": 1000}):
        with pytest.raises(ValueError, match="choose"):
            Volley(profile(1), CATALOG, **wrong)
    assert (await Volley(profile(1), CATALOG, count=0).run()).done == 0


async def test_the_settings_are_the_profiles_unless_others_are_given() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with endpoint(talk) as port:
        impatient = CallbackProfile(
            endpoint=f"http://127.0.0.1:{port}/",
            body=BODY,
            test=TestSettings(connect_timeout=0.1, timeout=0.1),
        )
        summary = await Volley(impatient, CATALOG, count=2, concurrency=2).run()
    assert summary.outcomes == {"timeout": 2}


async def test_progress_can_be_asked_for_at_any_time() -> None:
    async with endpoint(accepting) as port:
        volley = Volley(profile(port), CATALOG, count=30, concurrency=3)
        assert volley.summary.seconds == 0
        steps: list[int] = []
        await volley.run(lambda _: steps.append(volley.summary.done))
    assert steps == list(range(1, 31))


def test_percentiles_are_those_of_nearest_rank() -> None:
    times = [float(value) for value in range(1, 101)]
    assert [_percentile(times, percent) for percent in (50, 95, 99)] == [50.0, 95.0, 99.0]
    assert _percentile([7.0], 99) == 7.0
