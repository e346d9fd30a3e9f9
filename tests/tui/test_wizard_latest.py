"""Slow work of which only the newest result matters."""

from __future__ import annotations

import asyncio
import threading

import pytest

from wizard.tui.wizard.latest import Latest

raised: list[Exception] = []


async def test_what_is_overtaken_is_neither_done_nor_told() -> None:
    done: list[int] = []
    told: list[int] = []
    gate = threading.Event()

    def work(number: int) -> int:
        done.append(number)
        gate.wait(5)
        return number

    latest: Latest[int, int] = Latest(work, told.append, raised.append)
    latest.ask(1)
    while not done:
        await latest.settled(0.01)
    latest.ask(2)
    latest.ask(3)
    gate.set()
    await latest.settled()
    assert done == [1, 3]
    assert told == [3]


async def test_what_goes_wrong_is_told_and_later_work_goes_on() -> None:
    told: list[float] = []
    raised.clear()
    latest: Latest[int, float] = Latest(lambda number: 1 / number, told.append, raised.append)
    latest.ask(0)
    await latest.settled()
    assert [type(error) for error in raised] == [ZeroDivisionError]
    latest.ask(2)
    await latest.settled()
    assert told == [0.5]


async def test_stopped_work_tells_nothing() -> None:
    told: list[int] = []
    latest: Latest[int, int] = Latest(lambda number: number, told.append, raised.append, pause=0.01)
    latest.ask(1)
    latest.stop()
    await latest.settled()
    assert told == []


async def test_slow_work_waits_until_nothing_more_is_asked_and_no_longer_for_who_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wizard.tui.wizard.latest.FRAME", -1)  # all work counts as slow
    monkeypatch.setattr("wizard.tui.wizard.latest.QUIET", 3600)
    told: list[int] = []
    latest: Latest[int, int] = Latest(lambda number: number, told.append, raised.append)
    for number in range(3):
        latest.ask(number)
        await asyncio.sleep(0)
    assert told == []
    await latest.settled()
    assert told == [2]
