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
from textual.command import CommandPalette
from textual.filter import Monochrome
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from tests.snapshots.frame import Frame, Run, strips, taken
from tests.snapshots.kept import Look
from tests.snapshots.world import firings, samples, still
from tests.support.session import Session
from wizard.settings import load
from wizard.store import open_store
from wizard.tui.app import WizardApp
from wizard.tui.theme import DARK, LIGHT
from wizard.tui.wizard.screen import AddProfileScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.pilot import Pilot

PORT = "18090"
"""What every port in a frame is shown as; the system gives another one each time."""
LOOKS = 2_000
"""How often a screen that does not come to rest is looked at, until a busy machine is no reason any more."""
ASKING = {"again", "ask", "basic", "default", "delete", "editor", "marks", "save", "variables"}
"""Groups of workers that wait for a dialog's answer while one is open."""
ADDRESS = re.compile(r"(?<=127\.0\.0\.1:)(\d{5}|\d{1,4}(?=…))")


class Stage(Session):
    """The program, standing on the list; `frames` are those taken so far, by scene and look."""

    def __init__(self, app: WizardApp, pilot: Pilot[None], looks: Sequence[Look]) -> None:
        super().__init__(app, pilot)
        self.looks = looks
        self.look = Look(looks[0].size)
        """The one that it has now."""
        self.frames: dict[tuple[str, Look], Frame] = {}

    async def fill(self) -> None:
        """Put the samples into the store, with what came of their tests."""
        store = self.app.store
        store.record(*firings(store.add_all(tuple(samples(self.app.station.port)))))
        self.app.screen.reload()
        await self.quiet()

    async def palette(self) -> None:
        """Open the palette."""
        await self.wear(Look(self.look.size))
        await self.press("ctrl+p")

    async def wheel(self, x: int, y: int) -> None:
        """Turn the wheel down by a notch over that cell."""
        self._send(events.MouseScrollDown(None, x, y, 0, 0, 0, False, False, False))
        await self.quiet()

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join("".join(segment.text for segment in strip) for strip in strips(self.app))

    async def stop(self, scene: str, *texts: str) -> None:
        """Take the scene in every look, once these texts stand there."""
        if self.look != self.looks[0]:
            self.looks = self.looks[::-1]  # the one it has comes first: to change it takes longest of all
        for look in self.looks:
            if look.colours == "light" and isinstance(self.app.screen, CommandPalette):
                continue  # it closes before a theme changes, and Textual does not draw it anew
            resized = look.size != self.look.size
            await self.wear(look)
            await self.sees(*texts)
            # Colours are worked out at once; what a new size sets off may take a while.
            first = not any(scene == taken for taken, _ in self.frames)
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
            for screen in app.screen_stack:  # a picture below a dialog keeps the lines that it has drawn
                for widget in screen.walk_children(with_self=True):
                    widget.notify_style_update()
                    widget._styles_cache.clear()
                    widget.refresh()
        self.look = look
        await self.quiet()

    async def still(self) -> Frame:
        """What is shown now, where nothing is under way."""
        for screen in self.app.screen_stack:  # what shows through a dialog may have changed too
            screen._on_timer_update()
        await self.quiet()
        return shown(taken(self.app))

    async def rest(self) -> Frame:
        """What is shown once it stays the same for three looks."""
        before: list[Frame] = []
        for _ in range(LOOKS):
            await self._answers()
            frame = await self.still()
            before = [*before, frame] if frame in before[-1:] else [frame]
            if len(before) == 3:
                return frame
            await asyncio.sleep(0.03)
        raise AssertionError(f"the screen does not come to rest:\n{self.text}")

    async def _answers(self) -> None:
        """Wait for what goes on beside the screen: workers, a wizard's look at what was typed, and its draft."""
        for screen in self.app.screen_stack:
            if isinstance(screen, AddProfileScreen):
                await screen.settled()
                await screen._keeper.flush()

        def ended() -> bool:
            waiting = ASKING if isinstance(self.app.screen, ModalScreen) else ()
            return not any(each.is_running for each in self.app.workers if each.group not in waiting)

        await self.until(ended, "an end of what goes on")


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
    looks: Sequence[Look | tuple[int, int]],
    *,
    environ: dict[str, str] | None = None,
    settings: str = "",
    tour: bool = False,
) -> AsyncIterator[Stage]:
    """The program over a store of samples, its receiver listening, in a world that stands still.

    It starts in the size of the first of `looks`; a mere size is a dark look of that size. `settings` is the text
    of the settings file. With `tour`, as if it had never run before: no profile, and the tour.
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
        own = Path(folder) / "settings.toml"
        own.write_text(settings)
        app = WizardApp(
            store,
            settings=load({"WIZARD_SETTINGS": str(own)}) if settings else None,
            tour=Path(folder) / "tour-shown" if tour else None,
        )
        app.animation_level = "none"
        seen = [each if isinstance(each, Look) else Look(each) for each in looks]
        try:
            async with app.run_test(size=seen[0].size, notifications=True) as pilot:
                await app.station.start(0)
                on = Stage(app, pilot, seen)
                if not tour:
                    await on.fill()
                yield on
        finally:
            store.close()
