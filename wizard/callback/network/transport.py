"""httpx's transport as a firing needs it. Imports httpx and httpcore: import it where it is used.

Requests are built and sent on httpx's level of transports, below its Client: a client would add headers of its own,
keep cookies and read a Location even where it does not follow it. Connections are httpcore's over a network
backend of ours, which looks names up itself, refuses addresses, and writes down how far things went.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpcore

from wizard.callback.network.channel import Channel
from wizard.callback.network.dial import dial
from wizard.callback.network.journal import Failure, current
from wizard.callback.network.light_httpx import httpx
from wizard.callback.network.tls import handshake_failure

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterable

    from wizard.callback.network.dial import LookUp
    from wizard.callback.network.journal import Link
    from wizard.callback.network.proxy import Proxy
    from wizard.callback.request import CallbackRequest

IDLE_SECONDS = 4.0
"""How long a connection is kept for the next firing: less than the 5 s after which many servers close theirs."""


MOST_AT_ONCE = 16 << 10
"""Bytes parsed in one go. It takes up to 20 ms where they are hundreds of interim answers."""


class Transport(httpx.AsyncBaseTransport):
    """Sends requests over connections that it keeps; HTTP/1.1 only, no retries."""

    def __init__(
        self, look_up: LookUp, context: ssl.SSLContext | None, proxy: Proxy | None, connections: int
    ) -> None:
        options: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": connections,
            "max_keepalive_connections": connections,
            "keepalive_expiry": IDLE_SECONDS,
            "http1": True,
            "http2": False,
            "network_backend": _Backend(look_up),
        }
        self._pool: httpcore.AsyncConnectionPool
        if proxy is None:
            self._pool = httpcore.AsyncConnectionPool(retries=0, **options)
        else:
            self._pool = httpcore.AsyncHTTPProxy(
                proxy_url=httpcore.URL(
                    scheme=proxy.scheme.encode(),
                    host=proxy.host.encode("idna"),
                    port=proxy.port,
                    target=b"/",
                ),
                proxy_auth=proxy.credentials,
                proxy_ssl_context=context if proxy.scheme == "https" else None,
                **options,
            )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """httpx's call. Raises Failure and httpcore's errors."""
        # httpx would write the target in its own way; the request's own is handed through beside its URL. It is not
        # left to httpcore's extension of that name, which would reach a proxy's CONNECT too.
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method.encode(),
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.extensions["target"],
                ),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Answer(response.stream),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection, without waiting for the other side."""
        await self._pool.aclose()


def httpx_request(request: CallbackRequest, url: httpx.URL) -> httpx.Request:
    """The request for `Transport`, nothing added to it."""
    return httpx.Request(
        request.method,
        url,
        headers=[(name.encode(), value.encode()) for name, value in request.headers],
        content=request.body,
        extensions={"target": request.target.encode()},
    )


class _Answer(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects for httpcore, on behalf of whichever firing the running task is at."""

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that takes it. Raises Failure."""
        journal = current.get()
        connected = await dial(host, port, journal, self._look_up)
        try:
            _, channel = await asyncio.get_running_loop().create_connection(Channel, sock=connected)
        except BaseException:
            connected.close()
            raise
        return _Stream(channel, journal.link)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection for httpcore. What is written goes out when an answer is asked for: head and body together."""

    def __init__(self, channel: Channel, link: Link) -> None:
        self._channel = channel
        self._link = link
        self._unsent: list[bytes] = []

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Take bytes to send."""
        if buffer:
            self._unsent.append(buffer)

    async def _send(self) -> None:
        journal = current.get()
        data = b"".join(self._unsent)
        self._unsent.clear()
        if journal.handshakes:
            # Words with a proxy belong to connecting.
            await self._channel.write(data)
            return
        journal.link, journal.reused = self._link, journal.link is not self._link
        journal.enter("send")
        try:
            await self._channel.write(data)
            journal.sent = len(data)
            journal.enter("wait")
        except OSError:
            # The endpoint hung up before it had everything. It may have answered all the same: read on, and what
            # broke the connection shows up after that.
            journal.broken = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes of the answer; b"" at the end. Raises Failure for a connection that broke."""
        journal = current.get()
        if self._unsent:
            await self._send()
        try:
            data = await self._channel.read(min(max_bytes, MOST_AT_ONCE))
        except Exception as error:
            raise handshake_failure(error) from error
        if not journal.handshakes:
            if data:
                journal.arrived(data)
            elif journal.broken and not journal.received:
                raise Failure("closed")
        return data

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Go on in TLS. Raises Failure, which says what the handshake's end means."""
        journal = current.get()
        journal.enter("tls")
        journal.handshakes -= 1
        host = (server_hostname or "").rstrip(".")
        try:
            async with asyncio.timeout_at(journal.until):
                if self._channel.is_readable:
                    # A client speaks first in TLS: this is a server of another protocol, greeting.
                    greeting = await self._channel.read(200)
                    raise Failure("tls-plain" if greeting else "closed", detail=_quote(greeting))
                await self._channel.start_tls(ssl_context, host)
        except TimeoutError:
            raise Failure("timeout") from None
        except OSError as error:
            failure = handshake_failure(error)
            if failure.kind.startswith("certificate-") and not journal.proxied:
                journal.end()
                from wizard.callback.network.certificate import peek

                self._link.tls = await peek(self._link.address, host)
            raise failure from error
        if not journal.handshakes:
            from wizard.callback.network.certificate import tls_info

            verified = ssl_context.check_hostname
            self._link.tls = tls_info(self.get_extra_info("ssl_object"), verified=verified)
        return self

    async def aclose(self) -> None:
        """Close at once."""
        self._channel.close()

    def get_extra_info(self, info: str) -> Any:
        """`ssl_object` and `is_readable`, which httpcore asks for."""
        if info == "is_readable":
            return self._channel.is_readable
        transport = self._channel.transport
        return transport.get_extra_info(info) if transport else None


def _quote(data: bytes) -> str:
    return data.decode(errors="replace")
