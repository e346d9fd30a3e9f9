"""What the tests of firing share: the program over a real store, and a real endpoint that answers as it is told."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from textual import events
from textual.keys import _character_to_key
from textual.screen import Screen

from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Header, defaults
from wizard.store import open_store
from wizard.tui.app import WizardApp
from wizard.tui.deliveries.reader import Reader
from wizard.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from wizard.store import Store

SECRET = "s3cr3t-Value-of-the-header"
PATIENCE = 60
"""Seconds until a test gives up: a busy machine is no failure."""


class Endpoint:
    """What came in at a real HTTP server: bodies and header rows as its parser saw them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.bodies: list[bytes] = []
        self.headers: list[list[tuple[str, str]]] = []


@asynccontextmanager
async def serving(
    answer: Callable[[int], Awaitable[web.StreamResponse]] | None = None,
) -> AsyncIterator[Endpoint]:
    """A server on loopback. `answer` gets the number of the request, from 0; without it every answer is 204."""

    async def take(request: web.BaseRequest) -> web.StreamResponse:
        endpoint.bodies.append(await request.read())
        endpoint.headers.append([(name.decode(), value.decode()) for name, value in request.raw_headers])
        return await answer(len(endpoint.bodies) - 1) if answer else web.Response(status=204)

    runner = web.ServerRunner(web.Server(take), shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server
    endpoint = Endpoint(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}")  # type: ignore[attr-defined]
    try:
        yield endpoint
    finally:
        await runner.cleanup()


def email(endpoint: str, **values: object) -> CallbackProfile:
    """A valid profile for the email channel that selects every variable, with these values instead."""
    import msgspec

    channel = load_catalog().channel("email")
    assert channel
    body = "{\n" + ",\n".join(f'  "{name}": "<{name}>"' for name in channel.variable_names) + "\n}"
    base = msgspec.structs.replace(
        defaults(channel),
        title="my hook",
        endpoint=f"{endpoint}/hook",
        body=body,
        headers=(Header(name="api-key", value=SECRET),),
    )
    return msgspec.structs.replace(base, **values)


class Session:
    """One run of the program."""

    def __init__(self, app: WizardApp, pilot: Pilot[None], store: Store) -> None:
        self.app, self.pilot, self.store = app, pilot, store

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
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        event = events.Key(name, " " if key == "space" else key if len(key) == 1 else None)
        event.set_sender(self.app)
        assert self.app._driver
        self.app._driver.send_message(event)

    async def settle(self) -> None:
        """Wait for the widgets, and for the texts that are read in a thread."""
        await self._idle()
        for reader in self.app.screen.query(Reader):
            await reader.filled.wait()
        await self._idle()

    async def _idle(self) -> None:
        """Wait until no widget has a message left. The pilot's own wait asks every widget, which costs more."""
        quiet = 0
        while quiet < 3:
            await asyncio.sleep(0)
            pumps = (self.app, self.app.screen, *self.app.screen.walk_children())
            busy = self.app.keys_waiting or any(pump.message_queue_size for pump in pumps)
            quiet = 0 if busy else quiet + 1

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until it holds: for what happens in a thread or at the other end."""
        patience = asyncio.get_running_loop().time() + PATIENCE
        while not holds():
            assert asyncio.get_running_loop().time() < patience, (
                f"never came to hold; the screen:\n{self.text}"
            )
            await asyncio.sleep(0.01)
        await self.settle()

    async def sees(self, words: str) -> None:
        """Wait until the screen says so."""
        await self.until(lambda: words in self.words)

    async def reads(self, words: str, pane: int = 0) -> str:
        """Wait until a pane's text, in sight or not, holds the words; the whole of it."""
        await self.until(lambda: words in self.shown(pane))
        return self.shown(pane)

    def shown(self, pane: int = 0) -> str:
        """The whole text of a pane, in sight or not."""
        return list(self.app.screen.query(TextPane))[pane].text

    @property
    def text(self) -> str:
        """The screen as one text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def words(self) -> str:
        """What the screen says, frames and line breaks aside."""
        return " ".join(self.text.replace("│", " ").split())

    @property
    def keys(self) -> str:
        """The key bar."""
        return self.text.splitlines()[-1]


@asynccontextmanager
async def running(
    folder: Path, size: tuple[int, int] = (80, 24), *, bare: bool = False
) -> AsyncIterator[Session]:
    """The program over the store in `folder`, standing on the list, or on nothing yet."""
    store = open_store(folder / "store.db")
    app = WizardApp(store)
    if bare:
        app.get_default_screen = Screen  # type: ignore[method-assign,assignment]
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            session = Session(app, pilot, store)
            await session.settle()
            yield session
    finally:
        store.close()


@asynccontextmanager
async def on_test_screen(
    folder: Path, profile: CallbackProfile, *, size: tuple[int, int] = (80, 24), owner: str = ""
) -> AsyncIterator[Session]:
    """The Test screen of a profile that was saved first, or of a draft by the name of `owner`."""
    from wizard.tui.test.screen import TestScreen

    async with running(folder, size, bare=True) as session:
        saved = profile if owner else session.store.add(profile)
        await session.app.push_screen(TestScreen(saved, owner or saved.id))
        await session.settle()
        await session.sees("HTTP/1.1")
        yield session
