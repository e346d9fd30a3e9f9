"""What may take longer than a moment: in a thread, told of, and no key meets the wrong screen for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from textual import work
from textual.screen import ScreenResultType

from wizard.tui.widgets.still import Still

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from wizard.tui.app import WizardApp

MOMENT = 0.5
"""Seconds after which a person is told what is waited for."""

Result = TypeVar("Result")


async def in_thread(app: App[Any], call: Callable[[], Result], doing: str) -> Result:
    """What `call` returns, or raises, from a thread. After a moment the person is told what is `doing`."""
    task = asyncio.create_task(asyncio.to_thread(call))
    await asyncio.wait({task}, timeout=MOMENT)
    if task.done():
        return await task
    app.notify(f"{doing} …", timeout=60)
    try:
        return await task
    finally:
        app.clear_notifications()  # one that says it goes on would outlive it


class ReadsFirst(Still[ScreenResultType]):
    """A screen whose actions read the store before they open what the keys after them are meant for."""

    app: WizardApp
    _reading = False

    def read_first(self, read: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Read in a thread and go on with the result; a StoreError is told. Keys wait until then.

        One at a time: a second click while the first is at work would open a second screen.
        """
        if not self._reading:
            self._reading = True
            self._read(read, then, self.app.hold_keys())

    @work(group="read")
    async def _read(
        self, read: Callable[[], Result], then: Callable[[Result], object], release_keys: Callable[[], None]
    ) -> None:
        from wizard.store import StoreError

        try:
            then(await in_thread(self.app, read, "Reading the store"))
        except StoreError as error:
            self.notify(str(error), severity="error", timeout=8)
            self.could_not_read()
        finally:
            self._reading = False
            release_keys()

    def could_not_read(self) -> None:
        """What was wanted cannot be read: it may be gone."""
