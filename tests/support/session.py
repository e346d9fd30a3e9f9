"""A run of the real program under a test: keys and clicks as a terminal sends them, and what stands on the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.keys import _character_to_key

from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

    from wizard.tui.app import WizardApp

TURNS = 8
"""Turns of the loop in which nothing has anything to do, until the program counts as quiet."""


class Session:
    """One run of the program."""

    def __init__(self, app: WizardApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press the keys one after the other, each once the one before has had its effect."""
        for key in keys:
            self._key(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type the text as fast as a terminal can send it."""
        for character in text:
            self._key("space" if character == " " else character)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste the text as a terminal does."""
        self._send(events.Paste(text))
        await self.settle()

    async def click(self, text: str, *, last: bool = False) -> None:
        """Click in the middle of the first (or last) `text` on the screen."""
        found = [(line.find(text), row) for row, line in enumerate(self.lines) if text in line]
        assert found, f"{text!r} is not on the screen:\n{self.text}"
        column, row = found[-1 if last else 0]
        await self.click_at(column + len(text) // 2, row)

    async def click_at(self, x: int, y: int) -> None:
        """Press and let go the mouse's left button on that cell."""
        for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
            self._send(kind(None, x, y, 0, 0, 1, False, False, False))
            await self.quiet()
        await self.settle()

    def _key(self, key: str) -> None:
        # As the pilot does it, without its wait for an idle processor after each key.
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        self._send(events.Key(name, " " if key == "space" else key if len(key) == 1 else None))

    def _send(self, event: events.Event) -> None:
        event.set_sender(self.app)
        assert self.app._driver
        self.app._driver.send_message(event)

    async def settle(self) -> None:
        """Wait until what was done has had its effect on the screen."""
        await self.quiet()

    async def quiet(self) -> None:
        """Let the loop turn until no widget has anything to do. The pilot's own wait costs more."""
        idle = 0
        pumps: list[MessagePump] = []
        while idle < TURNS:
            await asyncio.sleep(0)
            if self.app._exception:
                raise self.app._exception
            if self.app._exit:
                return  # its last key is never answered
            if self.app.keys_waiting or any(map(_is_busy, pumps)):
                idle = 0
                continue
            if idle == 0:  # to gather them costs most, and others may have come
                pumps = [self.app]
                for screen in self.app.screen_stack:
                    pumps += screen.walk_children(with_self=True)
                if any(map(_is_busy, pumps)):
                    continue
            idle += 1

    async def until(self, holds: Callable[[], object], what: str = "it") -> None:
        """Wait until it holds: for what happens in a thread or at the other end."""
        await until(holds, lambda: f"{what} never came to hold; the screen:\n{self.text}")
        await self.settle()

    async def sees(self, *texts: str) -> None:
        """Wait until the screen says all of it."""

        def stand() -> bool:
            shown = self.text
            words = " ".join(shown.replace("│", " ").split())
            return all(text in words or text in shown for text in texts)

        await self.until(stand, " and ".join(texts))

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def words(self) -> str:
        """What the screen says, frames and line breaks aside."""
        return " ".join(self.text.replace("│", " ").split())


def _is_busy(pump: MessagePump) -> bool:
    return bool(pump._next_callbacks or (pump._running and pump.message_queue_size))
