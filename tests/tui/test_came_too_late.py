"""A worker that comes back from a thread to a screen that is being closed ends nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from textual import work
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from tests.tui.firing_support import running

if TYPE_CHECKING:
    from pathlib import Path


class Late(Screen[None]):
    """Closed while its worker is away; the worker does not let itself be cancelled, as a thread would not."""

    def compose(self) -> ComposeResult:
        yield Static("here", id="news")

    def on_mount(self) -> None:
        self.away, self.ended = asyncio.Event(), asyncio.Event()
        self.fetch()

    @work
    async def fetch(self) -> None:
        with suppress(asyncio.CancelledError):
            await self.away.wait()
        try:
            self.query_one("#gone")
        finally:
            self.ended.set()


async def test_closing_a_screen_with_a_worker_under_way_ends_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        screen = Late()
        await session.app.push_screen(screen)
        screen.dismiss(None)
        await screen.ended.wait()
        await session.settle()
        assert session.app._exception is None
        assert session.app.is_running


async def _fail_while_it_stands(folder: Path) -> None:
    async with running(folder) as session:
        screen = Late()
        await session.app.push_screen(screen)
        screen.away.set()
        await screen.ended.wait()
        await session.settle()


async def test_the_same_error_on_a_screen_that_stands_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed) as told:
        await _fail_while_it_stands(tmp_path)
    assert isinstance(told.value.error, NoMatches)
