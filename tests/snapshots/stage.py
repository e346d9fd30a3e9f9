"""The program on a stage: keys go in; at each stop what it shows is taken, in every look, once it is at rest."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from textual import events
from textual._compositor import Compositor
from textual.filter import Monochrome
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from tests.snapshots.frame import Frame, Run, strips, taken
from tests.snapshots.kept import Look
from tests.snapshots.world import firings, samples, still
from wizard.store import open_store
from wizard.tui.app import WizardApp
from wizard.tui.theme import DARK, LIGHT
from wizard.tui.wizard.screen import AddProfileScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

PORT = "18090"
"""What every port in a frame is shown as; the system gives another one each time."""
LASTING = {"variables", "delete"}
"""Groups of workers that wait for a dialog's answer."""
ADDRESS = re.compile(r"(?<=127\.0\.0\.1:)(\d{5}|\d{1,4}(?=…))")


class Stage:
    """The program, standing on the list; `frames` are those taken so far, by scene and look."""

    def __init__(self, app: WizardApp, pilot: Pilot[None], looks: Sequence[Look]) -> None:
        self.app, self.pilot, self.looks = app, pilot, looks
        self.look = Look(looks[0].size)
        """The one that it has now."""
        self.frames: dict[tuple[str, Look], Frame] = {}

    async def press(self, *keys: str) -> None:
        """Press the keys one after the other, each once the one before has had its effect."""
        for key in keys:
            self._send(key)
            await self.quiet()

    async def type(self, text: str) -> None:
        """Type the text, as fast as a terminal can send it."""
        for character in text:
            self._send("space" if character == " " else character)
        await self.quiet()

    def _send(self, key: str) -> None:
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        self._post(events.Key(name, " " if key == "space" else key if len(key) == 1 else None))

    async def paste(self, text: str) -> None:
        """Paste the text as a terminal does."""
        self._post(events.Paste(text))
        await self.quiet()

    async def click(self, x: int, y: int) -> None:
        """Press and let go the mouse's left button on that cell."""
        for kind in (events.MouseDown, events.MouseUp):
            self._post(kind(None, x, y, 0, 0, 1, False, False, False))
        await self.quiet()

    async def wheel(self, x: int, y: int) -> None:
        """Turn the wheel down by a notch over that cell."""
        self._post(events.MouseScrollDown(None, x, y, 0, 0, 0, False, False, False))
        await self.quiet()

    def _post(self, event: events.Event) -> None:
        event.set_sender(self.app)
        assert self.app._driver
        self.app._driver.send_message(event)

    async def quiet(self) -> None:
        """Let the loop turn until no widget has anything to do."""
        idle = 0
        pumps: list[MessagePump] = []
        while idle < 8:
            await asyncio.sleep(0)
            if self.app._exception:
                raise self.app._exception
            if idle == 0:
                pumps = [self.app]
                for screen in self.app.screen_stack:
                    pumps += screen.walk_children(with_self=True)
            busy = any(pump._next_callbacks or (pump._running and pump.message_queue_size) for pump in pumps)
            idle = 0 if busy else idle + 1

    async def sees(self, *texts: str) -> None:
        """Wait until all of it stands on the screen."""

        def all_stand() -> bool:
            shown = self.text
            return all(text in shown for text in texts)

        await self.until(all_stand, " and ".join(texts))

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until it holds: for what happens in a thread."""
        for _ in range(300):
            if holds():
                return
            await asyncio.sleep(0.01)
            await self.quiet()
        raise AssertionError(f"{what} did not come; the screen:\n{self.text}")

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join("".join(segment.text for segment in strip) for strip in strips(self.app))

    async def stop(self, scene: str, *texts: str) -> None:
        """Take the scene in every look, once these texts stand there."""
        if self.look != self.looks[0]:
            self.looks = self.looks[::-1]  # the one it has comes first: to change it takes longest of all
        for look in self.looks:
            resized = look.size != self.look.size
            await self.wear(look)
            await self.sees(*texts)
            # Colours are worked out at once; what a new size sets off may take a while.
            first = look is self.looks[0]
            self.frames[scene, look] = await (self.rest() if first or resized else self.still())
        self.app.clear_notifications()
        await self.quiet()

    async def wear(self, look: Look) -> None:
        """Show the program in another look, as if the terminal, its theme or NO_COLOR had been another."""
        app = self.app
        if look.size != self.look.size:
            await self.pilot.resize_terminal(*look.size)
        if (look.colours == "light") != (self.look.colours == "light"):
            app.theme = LIGHT.name if look.colours == "light" else DARK.name
        if (plain := look.colours == "no-colour") != (self.look.colours == "no-colour"):
            app.no_color = plain
            app._filters[1:1] = [Monochrome()] if plain else []
            app._filters[:] = [each for each in app._filters if plain or not isinstance(each, Monochrome)]
            app._invalidate_css()
            app.refresh_css(animate=False)
        self.look = look
        await self.quiet()

    async def still(self) -> Frame:
        """What is shown now, where nothing is under way."""
        self.app.screen._on_timer_update()
        await self.quiet()
        return shown(taken(self.app))

    async def rest(self) -> Frame:
        """What is shown once it stays the same for three looks."""
        before: list[Frame] = []
        for _ in range(200):
            await self._answers()
            frame = await self.still()
            before = [*before, frame] if frame in before[-1:] else [frame]
            if len(before) == 3:
                return frame
            await asyncio.sleep(0.03)
        raise AssertionError(f"the screen does not come to rest:\n{self.text}")

    async def _answers(self) -> None:
        """Wait for what goes on beside the screen: workers, and a wizard's look at what was typed."""
        for screen in self.app.screen_stack:
            if isinstance(screen, AddProfileScreen):
                await screen.settled()
        for _ in range(200):
            await self.quiet()
            if not any(worker.is_running for worker in self.app.workers if worker.group not in LASTING):
                return
            await asyncio.sleep(0.01)


def shown(frame: Frame) -> Frame:
    """The frame with PORT for the port that the system gave."""
    return tuple(
        tuple(Run(ADDRESS.sub(lambda found: PORT[: len(found[0])], run.text), run.style) for run in row)
        if any("127.0.0.1:" in run.text for run in row)
        else row
        for row in frame
    )


@asynccontextmanager
async def stage(
    looks: Sequence[Look | tuple[int, int]], *, environ: dict[str, str] | None = None
) -> AsyncIterator[Stage]:
    """The program over a store of samples, its receiver listening, in a world that stands still.

    It starts in the size of the first of `looks`; a mere size is a dark look of that size.
    """
    with (
        still(),
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"HOME": folder, **(environ or {})}),
        patch.object(Input, "_toggle_cursor"),
        patch.object(TextArea, "_toggle_cursor_blink_visible"),
        patch.object(Compositor, "render_update"),  # drawn when it is looked at, and only then
        patch.object(WizardApp, "_display"),
        patch.object(WizardApp, "watch_theme"),  # which keeps a theme that a person has chosen
    ):
        store = open_store(Path(folder) / ".local/share/callback-profile-wizard/profiles.db")
        app = WizardApp(store)
        app.animation_level = "none"
        seen = [each if isinstance(each, Look) else Look(each) for each in looks]
        try:
            async with app.run_test(size=seen[0].size, notifications=True) as pilot:
                await app.station.start(0)
                store.record(*firings(store.add_all(tuple(samples(app.station.port)))))
                on = Stage(app, pilot, seen)
                await on.press("f5")
                yield on
        finally:
            store.close()
