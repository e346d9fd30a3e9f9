"""What the tests of the wizard's screens share: the real program over a real store, and what stands on its screen."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from textual import events
from textual.keys import _character_to_key
from textual.screen import Screen

from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, defaults
from wizard.store import Draft, open_store
from wizard.tui.app import WizardApp
from wizard.tui.wizard.screen import AddProfileScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

    from wizard.store import Store

ALL = '{\n  "message_id": "<message_id>",\n  "delivery_status": "<delivery_status>"\n}'


def email(**values: object) -> CallbackProfile:
    """A valid profile for the email channel, with these values instead."""
    import msgspec

    channel = load_catalog().channel("email")
    assert channel
    base = msgspec.structs.replace(
        defaults(channel), title="my hook", endpoint="https://hooks.example.com/x", body=ALL
    )
    return msgspec.structs.replace(base, **values)


class FormApp(WizardApp):
    """The program without the list underneath: what is tested here does not need it."""

    CSS_PATH = str(files("wizard.tui") / "app.tcss")

    def get_default_screen(self) -> Screen[None]:  # type: ignore[override]
        return Screen()


class Session:
    """One run of the program, standing on Add Callback Profile."""

    def __init__(
        self, app: WizardApp, pilot: Pilot[None], screen: AddProfileScreen, results: list[str | None]
    ) -> None:
        self.app, self.pilot, self.screen, self.results = app, pilot, screen, results

    async def press(self, *keys: str) -> None:
        """Press the keys one after the other, each once the one before has had its effect."""
        for key in keys:
            self._send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type the text as fast as a terminal can send it."""
        for character in text:
            self._send("space" if character == " " else character)
        await self.settle()

    def _send(self, key: str) -> None:
        # As the pilot does it, without its wait for an idle processor after each key.
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        character = " " if key == "space" else key if len(key) == 1 else None
        event = events.Key(name, character)
        event.set_sender(self.app)
        assert self.app._driver
        self.app._driver.send_message(event)

    async def paste(self, text: str) -> None:
        """Paste the text as a terminal does."""
        assert self.app._driver
        self.app._driver.send_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message has been dealt with, the checks have answered, and the screen is drawn."""
        await self._quiet()
        await self.screen.settled()
        await self._quiet()

    async def _quiet(self) -> None:
        """Let the loop turn until no widget has anything to do; drawing may give some of them more to do."""
        for _ in range(2):
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
                busy = self.app.keys_waiting or any(
                    pump._next_callbacks or (pump._running and pump.message_queue_size) for pump in pumps
                )
                idle = 0 if busy else idle + 1
            self.app.screen._on_timer_update()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until it holds: for what happens in a thread."""
        for _ in range(500):
            if holds():
                return
            await asyncio.sleep(0.01)
            await self._quiet()
        raise AssertionError(f"it never came to hold; the screen:\n{self.text}")

    async def click(self, text: str, *, last: bool = False) -> None:
        """Click in the middle of the first (or last) `text` on the screen."""
        lines = self.lines
        found = [(line.find(text), row) for row, line in enumerate(lines) if text in line]
        assert found, f"{text!r} is not on the screen:\n{self.text}"
        column, row = found[-1 if last else 0]
        place = {"x": column + len(text) // 2, "y": row}
        place |= {f"screen_{axis}": at for axis, at in place.items()}
        for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
            # As the pilot does it, without its waits for an idle processor.
            event = kind(
                widget=self.app.screen,
                delta_x=0,
                delta_y=0,
                button=1,
                shift=False,
                meta=False,
                ctrl=False,
                **place,
            )
            event.set_sender(self.app)
            assert self.app._driver
            self.app._driver.send_message(event)
            await self._quiet()
        await self.settle()

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
        """What the screen says, frames and line breaks aside; of the wizard itself, what its form says."""
        lines = self.lines
        if self.app.screen is self.screen:
            form = self.screen.query_one("#form").region
            lines = [line[form.x : form.right] for line in lines[form.y : form.bottom]]
        return " ".join(" ".join(lines).replace("│", " ").split())


@asynccontextmanager
async def add_profile(
    folder: Path,
    profile: CallbackProfile | None = None,
    *,
    step: int = 0,
    size: tuple[int, int] = (80, 24),
    edit: str = "",
) -> AsyncIterator[Session]:
    """Add Callback Profile over the store in `folder`, on `profile` at `step`; `edit` is the ID of a saved one."""
    store = open_store(folder / "store.db")
    app = FormApp(store)
    results: list[str | None] = []
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            with app._context():
                draft = Draft(
                    id="draft_1",
                    profile=profile or email(title="", endpoint="", body=""),
                    step=step,
                    profile_id=edit,
                )
                screen = AddProfileScreen(draft)
                await app.push_screen(screen, results.append)
            session = Session(app, pilot, screen, results)
            await session.settle()
            yield session
    finally:
        store.close()


def stored(folder: Path) -> Store:
    """The store in `folder`, opened as another process would."""
    return open_store(folder / "store.db")
