"""Keys typed before a screen is ready are not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key
from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from textual.widget import Widget


class TypeAhead(Screen[ScreenResultType]):
    """A screen that keeps the keys that come while it is still being made, and plays them once it has a focus.

    A person who knows the way types `a` and the title in one go.
    """

    def __init__(self) -> None:
        super().__init__()
        self._early: list[Key] | None = []

    def on_key(self, event: Key) -> None:
        """Keep a key that nothing can take yet."""
        if self._early is not None and self.focused is None:
            self._early.append(event)
            event.stop()
            event.prevent_default()

    def watch_focused(self, focused: Widget | None) -> None:
        """The first focus stands: play what was typed meanwhile."""
        if focused is not None and self._early is not None:
            early, self._early = self._early, None
            for event in early:
                self.app.post_message(Key(event.key, event.character))
