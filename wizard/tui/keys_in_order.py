"""Keys do what they would have done typed slowly, however fast they come.

Nor is a key lost that a list has no use for only because its rows are still being read.

Textual hands a key to the widget in focus and takes the next one at once. A key with priority then overtakes the one
before it, and one typed right after a key that opens a screen still reaches the old screen, or the new one before
anything on it has the focus. A person who knows the way types `a` and the title in one go, or `^t` and Enter.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

from textual import on
from textual.app import App, ReturnType
from textual.events import Event, Key, Paste
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

PATIENCE = 1.0
"""Seconds that a key waits for the one before it, for a new screen's focus, or for a list's row, at most."""
LOOK_AGAIN = 0.01
"""Seconds between two looks whether a key can be taken, while one waits."""


@runtime_checkable
class Looks(Protocol):
    """A widget that may not know yet what keys would act on."""

    @property
    def is_looking(self) -> bool:
        """Whether that is still to come."""


class Taken(Message):
    """Sent up behind a key from where the key went: once it is back, the key has been dealt with."""


class KeysInOrder(App[ReturnType]):
    """Takes in a key, or a paste, once the one before it has been dealt with and the screen has its focus."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Key | Paste] = deque()
        self._under_way: tuple[Taken, asyncio.TimerHandle] | None = None
        self._holds = 0
        self._ready_at: WeakKeyDictionary[Widget, float] = WeakKeyDictionary()
        """When a screen, or a list in focus, takes keys at the latest, in the loop's time; 0 for a screen that does."""

    def hold_keys(self) -> Callable[[], None]:
        """Keep keys back until what is returned is called: for an action that opens its screen a moment later."""
        self._holds += 1
        held = True

        def release() -> None:
            nonlocal held
            if held:
                held = False
                self._holds -= 1
                self.call_later(self._play)

        return release

    @property
    def keys_waiting(self) -> bool:
        """Whether a key has come that has not been dealt with, by what it opens a moment later too."""
        return bool(self._waiting) or self._under_way is not None or self._holds > 0

    async def on_event(self, event: Event) -> None:
        """Keys wait their turn; everything else goes its way."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._waiting.append(event)
            await self._play()
        else:
            await super().on_event(event)

    async def _play(self) -> None:
        while (
            self._waiting and self._under_way is None and not self._holds and self._can_take(self._waiting[0])
        ):
            await super().on_event(self._waiting.popleft())
            taken = Taken()
            if (self.focused or self.screen).post_message(taken):
                late = asyncio.get_running_loop().call_later(PATIENCE, self.post_message, taken)
                self._under_way = taken, late

    @on(Taken)
    async def _taken(self, event: Taken) -> None:
        # Late, it comes from ourselves: a widget that was taken away passes nothing on.
        if self._under_way is not None and self._under_way[0] is event:
            self._under_way[1].cancel()
            self._under_way = None
            await self._play()

    def _can_take(self, event: Key | Paste) -> bool:
        """Whether the screen on top has its focus, or nothing to focus, and what is in focus knows its row."""
        screen, focused = self.screen, self.focused
        ready = screen.is_mounted and (focused is not None or not screen.focus_chain)
        if not (ready or self._has_waited(screen)):
            return False
        self._ready_at[screen] = 0
        if focused is None or not self._would_be_lost(event, focused):
            return True
        return self._has_waited(focused)

    def _would_be_lost(self, event: Key | Paste, focused: Widget) -> bool:
        """Whether a key does nothing now, and may do something once the row under the cursor is known."""
        if not (isinstance(event, Key) and isinstance(focused, Looks) and focused.is_looking):
            self._ready_at.pop(focused, None)
            return False
        active = self.screen.active_bindings.get(event.key)
        return active is None or not active.enabled

    def _has_waited(self, widget: Widget) -> bool:
        """Whether a key has waited for it as long as one does; if not, look again in a moment."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._ready_at.setdefault(widget, loop.time() + PATIENCE):
            return True
        loop.call_later(LOOK_AGAIN, self.call_later, self._play)
        return False
