"""What the palette offers is done by its key, and by the mouse alone. All screens: `python -m tests.soak actions`."""

from __future__ import annotations

import pytest

from tests.snapshots.stage import stage
from tests.soak.actions import SCREENS, SIZE, carry_out, offered, offers


@pytest.mark.parametrize(
    ("title", "by", "way"),
    [("Add New", "keyboard", "its key"), ("Test", "mouse", "the foot"), ("Sort", "mouse", "the palette")],
)
async def test_an_action_of_the_palette_is_done_without_the_other_hand(title: str, by: str, way: str) -> None:
    offer = next(each for each in await offered("list") if each.title == title)
    outcome = await carry_out("list", offer, by)
    assert (outcome.way, outcome.changed, outcome.errors) == (way, True, ())


async def test_redo_is_offered_once_something_was_undone() -> None:
    async with stage([SIZE]) as on:
        await SCREENS["step-1"](on)
        assert "Redo" not in [each.title for each in offers(on)]
        await on.press("ctrl+z")
        assert "Redo" in [each.title for each in offers(on)]
        await on.press("ctrl+y")
        assert "Redo" not in [each.title for each in offers(on)]
