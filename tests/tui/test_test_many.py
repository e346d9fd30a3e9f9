"""Firing many: every one is counted and kept, whatever becomes of it; escape stops them at once."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING

from aiohttp import web

from tests.tui.firing_support import email, on_test_screen, serving
from wizard.tui.test.panel import TestPanel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.firing_support import Session


async def ask(session: Session, number: str, at_a_time: str, *, mix: bool = False) -> None:
    await session.press("n")
    await session.sees("How many")
    await session.press("backspace", "backspace", "backspace", *number)
    await session.press("tab", "backspace", *at_a_time)
    if mix:
        await session.press("tab", "right")
    await session.press("enter")


async def test_every_one_is_counted_told_and_kept(tmp_path: Path) -> None:
    async def flaky(number: int) -> web.StreamResponse:
        return web.Response(status=503 if number % 10 == 9 else 204)

    async with serving(flaky) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await ask(session, "40", "8", mix=True)
        await session.sees("✗ 36 of 40 callbacks were accepted.")
        text = await session.reads("40 of 40")
        for words in ("a second", "p50", "p95", "p99", "✓ 204  36", "✗ 503   4", "503 Service Unavailable"):
            assert words in text
        statuses = Counter(json.loads(body)["delivery_status"] for body in endpoint.bodies)
        assert set(statuses.values()) == {5}
        assert len(statuses) == 8
        assert all(f"{name:<10}  ✓" in text for name in statuses)
        await session.until(lambda: session.store.count_deliveries() == 40)
        assert session.store.count_deliveries(outcome="failed") == 4


async def test_escape_stops_them_and_what_was_under_way_is_accounted_for(tmp_path: Path) -> None:
    async def first_three(number: int) -> web.StreamResponse:
        if number >= 3:
            await asyncio.Event().wait()
        return web.Response(status=204)

    async with serving(first_three) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await ask(session, "100", "5")
        await session.until(lambda: len(endpoint.bodies) == 8)
        await session.sees("esc cancels")
        await session.press("escape")
        await session.sees("✗ 3 of 100 callbacks were accepted.")
        assert "5 under way when it was cancelled, 92 never begun" in session.words
        await session.reads("8 of 100")
        await session.until(lambda: session.store.count_deliveries() == 8)
        assert session.store.count_deliveries(outcome="cancelled") == 5
        assert not session.app.screen.query_one(TestPanel).firing


async def test_numbers_that_are_none_are_not_fired(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await ask(session, "0", "999")
        await session.sees("✗ Write 1 to 100,000")
        assert "✗ Write 1 to 256" in session.words
        await session.press("escape")
        await session.until(lambda: "How many" not in session.words)
        assert not endpoint.bodies
