"""The vim flavour, screen by screen: each of its keys does what vim's fingers expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from tests.snapshots.stage import stage
from tests.snapshots.ways import SCREENS
from tests.soak.actions import SIZE
from wizard.tui.widgets.text_pane import TextPane
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from tests.snapshots.stage import Stage

VIM = 'flavour = "vim"'


def row(on: Stage) -> int:
    """The row of the list in focus on which the cursor stands."""
    assert isinstance(on.app.focused, WindowedList), on.app.focused
    return on.app.focused.cursor


async def gone(on: Stage, *keys: str) -> None:
    """Press the keys, each once the one before has been drawn: on a stage nothing is drawn by itself."""
    for key in keys:
        await on.press(key)
        await on.rest()


async def text_in_focus(on: Stage) -> TextPane:
    """The first text in sight that is longer than its pane, with the focus."""
    await on.rest()
    seen = [each for each in on.app.screen.query(TextPane) if each.max_scroll_y and each.region]
    assert seen, on.text
    seen[0].focus()
    await on.until(lambda: seen[0].has_focus)
    return seen[0]


@pytest.mark.parametrize("screen", ["list", "variables", "list-deliveries"])
async def test_a_list_is_gone_through_by_vims_keys(screen: str) -> None:
    async with stage([SIZE], settings=VIM) as on:
        await SCREENS[screen](on)
        await on.press("ctrl+d")
        last = row(on)
        await on.press("g", "j")
        assert row(on) == min(1, last)
        await on.press("ctrl+u")
        assert row(on) == 0


@pytest.mark.parametrize("screen", ["test-fired", "delivery", "decrypt"])
async def test_a_text_is_gone_through_by_vims_keys(screen: str) -> None:
    async with stage([(80, 14)], settings=VIM) as on:
        await SCREENS[screen](on)
        if screen == "test-fired":
            await on.press("1")
        pane = await text_in_focus(on)
        await gone(on, "j")
        assert pane.scroll_offset.y == 1
        await gone(on, "G", "ctrl+u")
        assert pane.scroll_offset.y < pane.max_scroll_y
        await gone(on, "ctrl+f", "ctrl+d")
        assert pane.scroll_offset.y == pane.max_scroll_y


async def test_the_choices_of_the_wizard_go_by_vims_keys() -> None:
    async with stage([SIZE], settings=VIM) as on:
        await SCREENS["step-5"](on)
        await on.press("tab", "l", "j")
        await on.sees("● AES-256-GCM")
        await on.press("h", "k")
        await on.sees("● AES-192-CFB")


async def test_a_menu_goes_by_vims_keys() -> None:
    async with stage([SIZE], settings=VIM) as on:
        await SCREENS["list"](on)
        await on.press("o")
        menu = on.app.screen.query_one(OptionList)
        first = menu.highlighted
        await on.press("j", "j", "k")
        assert menu.highlighted == (first or 0) + 1


async def test_without_animations_a_jump_is_there_at_once_and_so_is_what_is_told() -> None:
    async with stage([(80, 14)]) as on:
        await SCREENS["delivery"](on)
        pane = await text_in_focus(on)
        on.app.notify("told")
        await gone(on, "end")
        assert pane.scroll_offset.y == pane.max_scroll_y
        assert not on.app.animator._animations
        await on.sees("told")
