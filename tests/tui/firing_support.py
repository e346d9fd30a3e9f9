"""What the tests of firing share: the program over a real store, and a real endpoint that answers as it is told."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from textual.screen import Screen

from tests.support import session
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


class Session(session.Session):
    """One run of the program."""

    def __init__(self, app: WizardApp, pilot: Pilot[None], store: Store) -> None:
        super().__init__(app, pilot)
        self.store = store

    async def settle(self) -> None:
        """Wait for the widgets, and for the texts that are read in a thread."""
        await self.quiet()
        for reader in self.app.screen.query(Reader):
            await reader.filled.wait()
        await self.quiet()

    async def reads(self, words: str, pane: int = 0) -> str:
        """Wait until a pane's text, in sight or not, holds the words; the whole of it."""
        await self.until(lambda: words in self.shown(pane))
        return self.shown(pane)

    def shown(self, pane: int = 0) -> str:
        """The whole text of a pane, in sight or not."""
        return list(self.app.screen.query(TextPane))[pane].text

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
            run = Session(app, pilot, store)
            await run.settle()
            yield run
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
