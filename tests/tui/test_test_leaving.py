"""A screen that is closed while it is still at something: nothing breaks, and what had been fired is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from tests.snapshots.stage import stage
from tests.snapshots.ways import SCREENS
from tests.tui.firing_support import email, on_test_screen, serving
from wizard.tui.test.panel import TestPanel
from wizard.tui.test.values import ValuesForm
from wizard.tui.widgets.tab_strip import TabStrip
from wizard.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_one_that_was_under_way_is_kept_as_cancelled(tmp_path: Path) -> None:
    async def never(_: int) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(never) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("enter")
        await session.until(lambda: endpoint.bodies)
        await session.app.pop_screen()
        await session.until(session.store.count_deliveries)
        assert session.store.deliveries()[0].kind == "cancelled"


async def test_news_that_comes_after_the_panes_are_gone_is_let_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = asyncio.Event()

    async def last_to_go(self: TabStrip) -> None:
        await gone.wait()

    monkeypatch.setattr(TabStrip, "on_unmount", last_to_go, raising=False)
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        panel = session.app.screen.query_one(TestPanel)
        leaving = session.app.pop_screen()
        await session.until(lambda: not panel.query(TextPane))
        panel.renew()
        panel.fill()
        await panel.ready.wait()
        await session.app.workers.wait_for_complete()
        gone.set()
        await leaving


async def test_what_is_typed_before_the_values_stand_arrives_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asyncio.Event()
    fill = ValuesForm._fill

    async def slowly(self: ValuesForm) -> None:
        async def later() -> None:
            await made.wait()
            await fill(self)

        self.run_worker(later())

    monkeypatch.setattr(ValuesForm, "_fill", slowly)
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        for key in ("4", *"abc"):  # a is a key of the screen, too
            session._key(key)
        asyncio.get_running_loop().call_later(0.05, made.set)
        await session.sees("message_id *")
        await session.until(lambda: session.app.screen.query_one("#value-message_id").value.endswith("abc"))  # type: ignore[attr-defined]
        assert not endpoint.bodies


async def test_a_draft_s_test_begins_with_what_was_chosen_for_the_last_one() -> None:
    async with stage([(80, 24)]) as on:
        await SCREENS["step-3"](on)
        await on.press("a", "ctrl+t")
        await on.sees("Enter fires at", "fresh")
        await on.press("4")
        await on.type("x")
        await on.sees("1 changed")
        await on.press("escape", "escape")
        await on.sees("Request Body")
        await on.press("ctrl+t")
        await on.sees("Enter fires at", "1 changed")
