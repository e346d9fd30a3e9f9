"""Keeping what was fired, off the screen's own thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.callback.delivery import Delivery
    from wizard.tui.app import WizardApp


def keep(app: WizardApp, *fired: Delivery) -> None:
    """Record firings in one go. The app does it, so that a screen that closes meanwhile loses nothing.

    A store that refuses is told of by the app, and the screen goes on.
    """
    app.run_worker(partial(app.store.record, *fired), thread=True, group="keep", name="keep deliveries")
