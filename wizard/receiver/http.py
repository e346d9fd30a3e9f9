"""The HTTP side of the receiver: aiohttp's connections with the bounds that hostile clients call for.

Imports aiohttp, so it is imported only when a receiver starts.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

QUIET = logging.getLogger("wizard.receiver.http")
"""Takes what aiohttp would log of broken requests: it must not reach the terminal."""
QUIET.propagate = False
QUIET.addHandler(logging.NullHandler())


class TooLarge(Exception):  # noqa: N818 - it says what the body is
    """A body is larger than the limit."""


class TooSlow(Exception):  # noqa: N818 - it says what the client is
    """A body did not come in time."""


class TooMuch(Exception):  # noqa: N818 - it says what comes
    """More bytes of bodies are on their way in at once than there is room for."""


class Room:
    """What all bodies on their way in may take up together: a thousand clients may send at once, and never end."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.used = 0

    def take(self, size: int) -> None:
        """Take up so many bytes more. Raises TooMuch."""
        self.used += size
        if self.used > self.most:
            raise TooMuch


class Connection(RequestHandler):
    """One connection. `busy` while a request is being answered; only idle ones are closed to make room."""

    busy = False

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answers what is no HTTP, or breaks its rules, and counts it."""
        assert isinstance(self._manager, Listener)
        self._manager.refuse("no HTTP" if status == 400 else "error")
        response = web.Response(status=status, text=f"{status}: this is not a request that can be read\n")
        response.force_close()
        return response


class Listener(web.Server):
    """Makes connections, and keeps their number within bounds by closing the idle one that came first."""

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
        refuse: Callable[[str], None],
        *,
        most: int,
        idle: float,
    ) -> None:
        super().__init__(handler)
        self.refuse = refuse
        self._most = most
        self._idle = idle

    def __call__(self) -> RequestHandler:
        """A connection, as aiohttp asks for one."""
        return Connection(
            self,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=self._idle,
            logger=QUIET,
            access_log=None,  # type: ignore[arg-type]
            auto_decompress=False,
            lingering_time=1.0,
            max_headers=256,
        )

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        """Takes a connection in, if need be in place of another."""
        super().connection_made(handler, transport)
        if len(self._connections) <= self._most:
            return
        idle = (one for one in self._connections if isinstance(one, Connection) and not one.busy)
        oldest = next(idle, handler)
        self.refuse("too many connections")
        oldest.force_close()
        self._connections.pop(oldest, None)


async def read_whole(request: web.BaseRequest, most: int, seconds: float, room: Room) -> bytes:
    """The body of a request. Raises TooLarge, TooSlow, TooMuch, and ConnectionError where the client hangs up."""
    length = request.content_length
    if length is not None and length > most:
        raise TooLarge
    if "expect" in request.headers and request.headers["expect"].lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
    content = request.content
    if content.is_eof() and content.total_bytes <= most:
        return content.read_nowait(-1)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while part := await content.readany():
                size += len(part)
                room.take(len(part))
                if size > most:
                    raise TooLarge
                parts.append(part)
        return b"".join(parts)
    except TimeoutError:
        raise TooSlow from None
    finally:
        room.used -= size


def answer(status: int, body: bytes = b"", *, close: bool = False) -> web.Response:
    """A response; statuses that have no body lose it."""
    if status in (204, 304):
        response = web.Response(status=status)
    else:
        response = web.Response(status=status, body=body, content_type="text/plain")
    if close:
        response.force_close()
    return response


def plain_refusal(status: int, sentence: str) -> web.Response:
    """A refusal that says why."""
    return answer(status, sentence.encode() + b"\n", close=True)


Rows = tuple[tuple[bytes, bytes], ...]


def raw_headers(request: web.BaseRequest) -> Rows:
    """The header rows as they came."""
    rows: Any = request.raw_headers
    return tuple(rows)
