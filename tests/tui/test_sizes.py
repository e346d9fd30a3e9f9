"""A sample of `python -m tests.soak sizes`: screens stay whole in a terminal whose size changes while they are open."""

from __future__ import annotations

import pytest

from tests.snapshots.stage import stage
from tests.soak.sizes import EVERY, resized

SIZES = ((40, 12), (300, 100), (64, 15), (120, 36), (80, 24))


@pytest.mark.parametrize("scene", ["list", "step-2", "test", "jump"])
async def test_a_screen_is_whole_in_every_size(scene: str) -> None:
    async with stage([(80, 24)]) as on:
        await EVERY[scene](on)
        await on.rest()
        on.app.clear_notifications()
        await on.quiet()
        assert await resized(on, SIZES) == (len(SIZES), [])
