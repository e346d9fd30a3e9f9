"""Notifications keep out of the way: never over the line in which a person types."""

from __future__ import annotations

from textual.app import App, ReturnType
from textual.css.query import NoMatches
from textual.widgets._toast import ToastRack

ROOM = 10
"""Rows at the foot that notifications may take."""


class ToastsAside(App[ReturnType]):
    """Notifications stand at the foot, and at the top while a person types near the foot."""

    def _refresh_notifications(self) -> None:
        self._step_aside()
        super()._refresh_notifications()

    def on_descendant_focus(self) -> None:
        """Those that stand already follow the focus."""
        if self._notifications:
            self.call_after_refresh(self._step_aside)

    def _step_aside(self) -> None:
        if not self._screen_stack:
            return
        focused = self.screen.focused
        # What has a cursor is typed in. To ask by its class would load the editor at the program's start.
        cursor = getattr(focused, "cursor_screen_offset", None)
        low = cursor is not None and cursor.y >= self.screen.size.height - ROOM
        try:
            self.screen.get_child_by_type(ToastRack).set_class(low, "-above")
        except NoMatches:
            return
