"""An endpoint for callbacks: aiohttp's server on loopback, in a thread, keeping what it got."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Received:
    """A request as the server's parser saw it."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Endpoint:
    """Answers with the `statuses` in turn, the last one for ever. Use as a context manager."""

    statuses: Iterable[int] = (204,)
    received: list[Received] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> Endpoint:
        ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        statuses = list(self.statuses)

        async def take(request: web.BaseRequest) -> web.StreamResponse:
            body = await request.read()
            headers = [(name.decode(), value.decode()) for name, value in request.raw_headers]
            self.received.append(Received(request.method, request.path_qs, headers, body))
            return web.Response(status=statuses.pop(0) if len(statuses) > 1 else statuses[0])

        async def start() -> None:
            runner = web.ServerRunner(web.Server(take))
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            assert site._server is not None
            port = site._server.sockets[0].getsockname()[1]
            self.url = f"http://127.0.0.1:{port}"
            ready.set()

        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(start())
        self._loop.run_forever()
