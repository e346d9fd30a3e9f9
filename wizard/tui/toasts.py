"""Notifications keep out of the way: never over the line in which a person types, nor longer than they are true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App, ReturnType
from textual.css.query import NoMatches
from textual.notifications import Notification, Notify
from textual.widgets._toast import ToastRack

from wizard.tui.active import with_own_keys

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

WIDTH = 0.95
"""Of the terminal's width, what a notification takes at most: `app.tcss` says so too."""


@dataclass
class OfScreen(Notification):
    """It is true on one screen: that which is on top when it is shown first."""

    screen: Screen[Any] | None = None


class ToastsAside(App[ReturnType]):
    """Notifications stand at the foot, and at the top while a person types near the foot."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something for `timeout` seconds. It is never markup: a path in it may have brackets."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def notify_of_keys(
        self, message: str, *, severity: SeverityLevel = "information", timeout: float
    ) -> None:
        """Say what keys do, written as for `with_own_keys`, as long as the screen stands on which they do it."""
        told = with_own_keys(self, message)
        self.post_message(Notify(OfScreen(told, severity=severity, timeout=timeout)))

    def _refresh_notifications(self) -> None:
        self._drop_left()
        self._step_aside()
        super()._refresh_notifications()

    def _drop_left(self) -> None:
        for each in list(self._notifications):
            if isinstance(each, OfScreen) and self._screen_stack:
                each.screen = each.screen or self.screen
                if each.screen is not self.screen:
                    del self._notifications[each]

    def on_descendant_focus(self) -> None:
        """Those that stand already follow the focus."""
        if self._notifications:
            self.call_after_refresh(self._step_aside)

    def _step_aside(self) -> None:
        if not self._screen_stack:
            return
        focused = self.screen.focused
        width = max(1, int(self.screen.size.width * WIDTH) - 3)
        # The foot; for each its lines, one that wrapping may add, and the gap above.
        room = 1 + sum(len(each.message) // width + 3 for each in self._notifications)
        # What has a cursor is typed in. To ask by its class would load the editor at the program's start.
        cursor = getattr(focused, "cursor_screen_offset", None)
        low = cursor is not None and cursor.y >= self.screen.size.height - room
        try:
            self.screen.get_child_by_type(ToastRack).set_class(low, "-above")
        except NoMatches:
            return
