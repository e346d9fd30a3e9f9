"""What the command palette finds: the actions of the screen under it, every profile, and the settings."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.command import Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from wizard.store import ProfileQuery, StoreError
from wizard.tui.active import active_actions
from wizard.tui.places import COMMANDS
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen

    from wizard.store import Reader
    from wizard.tui.app import WizardApp

MOST = 12
"""Profiles that a search offers. The palette is for going to one; the list shows all that fit."""
PAUSE = 0.06
"""Seconds that typing rests before the store is asked: a word typed quickly asks once."""
BEHIND = 0.05
"""How well a profile fits at most: actions stand before profiles, which may have any name."""


def actions(app: WizardApp, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Everything that can be done on the screen now, with its key and the command for it, or a word more."""
    for each in active_actions(screen):
        if each.binding.id == "app.palette":
            continue
        command = COMMANDS.get(each.binding.id or "", "")
        more = command or each.binding.tooltip
        told = f"key {', '.join(each.keys)}" + (f"  ·  {more}" if more else "")
        run = partial(app.run_action, each.binding.action, default_namespace=each.node)
        yield SystemCommand(each.title, told, run)


def settings(app: WizardApp) -> Iterator[SystemCommand]:
    """Every setting, with what it is now."""
    from wizard.tui.own.choose import SETTINGS

    for setting in SETTINGS:
        yield SystemCommand(f"Settings: {setting.name}", setting.told(app), partial(setting.choose, app))


class ProfileProvider(Provider):
    """Every profile by title, endpoint or ID. The store searches, in a thread, and gives the first few."""

    async def startup(self) -> None:
        """The palette opens."""
        app: Any = self.app
        self._reader: Reader = app.store.reader()

    async def shutdown(self) -> None:
        """It closes."""
        await asyncio.to_thread(self._reader.close)

    async def search(self, query: str) -> Hits:
        """Profiles with all words of `query`, the one used last first. Gives up the search before."""
        app: Any = self.app
        self._reader.cancel()
        await asyncio.sleep(PAUSE)
        try:
            rows = await asyncio.to_thread(self._reader.window, ProfileQuery(search=query.strip()), 0, MOST)
        except StoreError:
            return  # the list itself says what is wrong
        matcher = self.matcher(query)
        for number, row in enumerate(rows):
            title = visible(row.title)
            shown = matcher.highlight(escape(title)) if matcher.match(title) > 0 else Content(title)
            told = f"profile {row.id}  {visible(row.endpoint)}"
            yield Hit(BEHIND - number / 1000, shown, partial(app.open_profile, row.id), text=title, help=told)
