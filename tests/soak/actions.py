"""Every action of the palette on every main screen, carried out by keyboard alone and by mouse alone: each in a fresh
program, after which it must live, have shown or told something, and have called nothing an error that is none.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from contextlib import AsyncExitStack, ExitStack, contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from textual.command import CommandList, CommandPalette
from textual.drivers.headless_driver import HeadlessDriver

from tests.snapshots.frame import strips, taken
from tests.snapshots.stage import Stage, stage
from tests.snapshots.ways import SCREENS
from wizard.callback import values
from wizard.tui.active import active_actions
from wizard.tui.profiles.screen import ProfilesScreen
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WAYS = ("keyboard", "mouse")
SIZE = (80, 24)
PATIENCE = 3.0
"""Seconds in which an action must have shown something."""
NOTCHES = 80
ENDS = ("app.quit", "list.quit", "list.back")
"""What may end the program."""


class Offer(NamedTuple):
    """An action as the palette offers it. `name` and `key` are "" for a setting, which has no key of its own."""

    title: str
    told: str
    name: str = ""
    key: str = ""


class Outcome(NamedTuple):
    """What came of an action: `way` is how it was done, `changed` whether it showed; `errors` were told as such."""

    screen: str
    offer: Offer
    way: str
    changed: bool
    errors: tuple[str, ...] = ()


def offers(on: Stage) -> list[Offer]:
    """What the palette offers on the screen as it stands, itself left out; the settings, the same everywhere, on the
    list alone.
    """
    known = [each.binding for each in active_actions(on.app.screen) if each.binding.id != "app.palette"]
    commands = list(on.app.get_system_commands(on.app.screen))
    found = [
        Offer(each.title, each.help, binding.id or "", binding.key)
        for each, binding in zip(commands, known, strict=False)
    ]
    settings = commands[len(found) :]
    assert [each.title for each in found] == [each.description for each in known]
    assert all(each.title.startswith("Settings: ") for each in settings)
    if isinstance(on.app.screen, ProfilesScreen) and on.app.screen.current:
        found += [Offer(each.title, each.help) for each in settings]
    return found


async def offered(screen: str) -> list[Offer]:
    """What the palette offers on that screen."""
    async with stage([SIZE]) as on:
        await SCREENS[screen](on)
        await on.rest()
        return offers(on)


async def carry_out(screen: str, offer: Offer, by: str) -> Outcome:
    """Do it in a program that has just come to that screen."""
    with ExitStack() as patches:
        stopped = patches.enter_context(patch("textual.app.os.kill"))
        patches.enter_context(patch.object(HeadlessDriver, "can_suspend", True))
        fresh = values._fresh  # on a stage they are always the same
        async with stage([SIZE], environ={"EDITOR": "true", "VISUAL": ""}) as on, AsyncExitStack() as inside:
            await SCREENS[screen](on)
            await on.rest()
            inside.enter_context(patch.object(values, "_fresh", fresh))
            on.app.clear_notifications()
            await on.quiet()
            errors = patches.enter_context(_told_as_errors(on))
            before, fired = await on.rest(), on.app.store.count_deliveries()
            way = await (_by_keyboard(on, offer) if by == "keyboard" else _by_mouse(on, offer))
            changed = await _comes(
                on,
                lambda: (
                    stopped.called
                    or on.app._exit
                    or taken(on.app) != before
                    or on.app.store.count_deliveries() > fired
                ),
            )
            assert not on.app._exit or offer.name in ENDS, f"{screen}: {offer.title} ended the program"
            if not on.app._exit:
                await asyncio.sleep(0.05)
                await on.quiet()
                assert any(row.text.strip() for row in strips(on.app)), (
                    f"{screen}: {offer.title}: nothing is shown"
                )
            return Outcome(screen, offer, way, changed, tuple(errors))


@contextmanager
def _told_as_errors(on: Stage) -> Iterator[list[str]]:
    """Inside, the texts of notifications that are errors come in."""
    errors: list[str] = []
    tell = on.app.notify

    def notify(message: str, **more: Any) -> None:
        if more.get("severity") == "error":
            errors.append(message)
        tell(message, **more)

    with patch.object(on.app, "notify", notify):
        yield errors


async def _comes(on: Stage, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.01)
        if not on.app._exit:
            await on.quiet()
    return True


async def _by_keyboard(on: Stage, offer: Offer) -> str:
    if offer.key:
        await on.press(offer.key)
        return "its key"
    await on.press("ctrl+p")
    await on.until(lambda: isinstance(on.app.screen, CommandPalette), "the palette")
    await on.type(offer.title)
    await on.until(lambda: _row(on, offer) is not None, offer.title)
    await on.press("down", "enter")
    return "the palette"


async def _by_mouse(on: Stage, offer: Offer) -> str:
    if await _at_the_foot(on, offer.name):
        return "the foot"
    if offer.name == "rows.choose" and await _double_click(on):
        return "a double click"
    assert await _at_the_foot(on, "app.palette"), f"the palette does not stand at the foot:\n{on.text}"
    await on.until(lambda: isinstance(on.app.screen, CommandPalette), "the palette")
    await on.until(lambda: on.app.screen.query_one(CommandList).option_count > 0, "the palette's list")
    await on.rest()
    area = on.app.screen.query_one(CommandList).region
    for _ in range(NOTCHES):
        row = _row(on, offer)
        if row is not None:
            await on.click_at(area.x + 4, row)
            return "the palette"
        await on.wheel(area.x + 4, area.y + 2)
    raise AssertionError(f"{offer.title} is not in the palette:\n{on.text}")


async def _at_the_foot(on: Stage, name: str) -> bool:
    """Click on the action's entry at the foot; False where none stands there."""
    names = {each.binding.action: each.binding.id for each in active_actions(on.app.screen)}
    for bar in on.app.screen.query(KeyBar):
        shown = strips(on.app)[bar.region.y].text
        for entry in bar._entries(bar.size.width):
            if names.get(entry.action) == name:
                assert entry.text.plain in shown, f"{entry.text.plain!r} is not whole at the foot: {shown!r}"
                await on.click_at(bar.region.x + (entry.start + entry.end) // 2, bar.region.y)
                return True
    return False


async def _double_click(on: Stage) -> bool:
    """Twice on the row under the cursor, where a dialog has no palette; False elsewhere."""
    if not on.app.screen.is_modal or on.app.focused is None:
        return False
    area = on.app.focused.region
    rows = [row.crop(area.x, area.right).text for row in strips(on.app)[area.y : area.bottom]]
    at = next(number for number, row in enumerate(rows) if row.lstrip().startswith("▸"))
    await on.click_at(area.x + 10, area.y + at)
    await on.click_at(area.x + 10, area.y + at)
    return True


def _row(on: Stage, offer: Offer) -> int | None:
    """The row of the screen on which the palette has the action, with what it tells of it whole beneath."""
    area = on.app.screen.query_one(CommandList).region
    rows = [
        row.crop(area.x, area.right).text.strip(" ▎│▌▁▂▃▄▅▆▇█")
        for row in strips(on.app)[area.y : area.bottom]
    ]
    told = offer.told.split("  ·  ")[0].strip()
    for number, (title, about) in enumerate(pairwise(rows)):
        if title == offer.title and about.startswith(told[:30]):
            return int(area.y + number)
    return None


def told(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What is to be looked at: actions that showed nothing, and errors told."""
    for each in outcomes:
        where = f"{each.screen}: {each.offer.title} ({each.offer.name or 'setting'}) by {each.way}"
        if not each.changed:
            yield f"  nothing changed: {where}"
        for error in each.errors:
            yield f"  an error was told: {where}: {error}"


async def _walk(ways: Sequence[str], screens: Sequence[str]) -> list[Outcome]:
    outcomes, broken = [], 0
    for screen in screens:
        began, count = time.perf_counter(), len(outcomes)
        for offer in await offered(screen):
            for by in ways:
                try:
                    outcomes.append(await carry_out(screen, offer, by))
                except Exception as error:
                    broken += 1
                    print(
                        f"  broke: {screen}: {offer.title} by {by}: {type(error).__name__}: {error}",
                        flush=True,
                    )
        print(f"{screen}: {len(outcomes) - count} in {time.perf_counter() - began:.0f} s", flush=True)
        print("".join(f"{line}\n" for line in told(outcomes[count:])), end="", flush=True)
    assert not broken, f"{broken} broke"
    return outcomes


def main(arguments: Sequence[str]) -> None:
    """Walk, and say how many went which way."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak actions", description=__doc__)
    parser.add_argument("--by", choices=WAYS, action="append")
    parser.add_argument("--screen", choices=SCREENS, action="append")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("TERM", "xterm-256color")
    outcomes = asyncio.run(_walk(chosen.by or WAYS, chosen.screen or list(SCREENS)))
    names = {each.offer.name or each.offer.title for each in outcomes}
    ways = [each.way for each in outcomes]
    counts = ", ".join(f"{ways.count(way)} by {way}" for way in dict.fromkeys(ways))
    print(f"actions: {len(outcomes)} carried out ({len(names)} different ones): {counts}")
    found = [each for each in outcomes if not each.changed]
    assert not found, f"{len(found)} showed and told nothing"
