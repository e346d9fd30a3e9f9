"""Screens that stay as they are when the focus moves."""

from __future__ import annotations

from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget


class Still(Screen[ScreenResultType]):
    """A screen that is not drawn anew for another focus: what shows the focus draws itself.

    Textual's own screen repaints every row at each `tab`.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
