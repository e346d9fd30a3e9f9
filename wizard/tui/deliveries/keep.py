"""Keeping what was fired, off the screen's own thread."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.callback.delivery import Delivery
    from wizard.tui.app import WizardApp


class Keeper:
    """Records firings in the order in which they ended, however many threads are under way."""

    def __init__(self, app: WizardApp) -> None:
        self.app = app
        self._waiting: deque[Delivery] = deque()
        self._writing = Lock()

    def keep(self, *fired: Delivery) -> None:
        """Record firings. The app does it, so that a screen that closes meanwhile loses nothing.

        A store that refuses is told of by the app, and the screen goes on.
        """
        self._waiting.extend(fired)
        self.app.run_worker(self._write, thread=True, group="keep", name="keep deliveries")

    def _write(self) -> None:
        with self._writing:
            if fired := [self._waiting.popleft() for _ in range(len(self._waiting))]:
                self.app.store.record(*fired)
