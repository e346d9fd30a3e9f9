"""Waiting for what happens in a thread or at the other end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60
"""Seconds until a test gives up: a busy machine is no failure."""
LOOK_AGAIN = 0.01


async def until(
    holds: Callable[[], object], told: Callable[[], str] = lambda: "it never came to hold"
) -> None:
    """Wait until it holds; `told` says how things stand, should it never come to hold."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while not holds():
        assert loop.time() < end, told()
        await asyncio.sleep(LOOK_AGAIN)
