"""Fires callbacks and says what came of them. Limits: see TestSettings. HTTP/1.1, no redirect followed, no retry."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from wizard.callback.firing import Firing
from wizard.callback.network.journal import Failure, Journal, current
from wizard.callback.network.proxy import proxy_for
from wizard.profile.endpoint import is_metadata
from wizard.profile.model import TestSettings

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from types import TracebackType

    import httpx

    from wizard.callback.delivery import Delivery
    from wizard.callback.network.dial import LookUp
    from wizard.callback.network.proxy import Proxy
    from wizard.callback.network.transport import Transport
    from wizard.callback.request import CallbackRequest


async def fire(
    request: CallbackRequest,
    settings: TestSettings | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    look_up: LookUp | None = None,
    on_end: Callable[[Delivery], None] | None = None,
) -> Delivery:
    """Fire one callback. Nothing that an endpoint does raises: it is told in the delivery.

    Cancelled, it stops at once; `on_end` is called however it ends, and so gets the delivery of a cancelled one too.
    `look_up` stands in for the machine's resolver.
    """
    async with Sender(settings, environ=environ, look_up=look_up) as sender:
        return await sender.fire(request, on_end=on_end)


class Sender:
    """Fires callbacks with the same settings, over connections that it keeps for the next one."""

    def __init__(
        self,
        settings: TestSettings | None = None,
        *,
        connections: int = 1,
        environ: Mapping[str, str] = os.environ,
        look_up: LookUp | None = None,
    ) -> None:
        self._settings = settings or TestSettings()
        self._connections = connections
        self._environ = environ
        self._look_up = look_up
        self._transports: dict[tuple[bool, Proxy | None], Transport] = {}
        self._urls: dict[str, httpx.URL] = {}

    async def __aenter__(self) -> Sender:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection at once."""
        transports, self._transports = self._transports, {}
        for transport in transports.values():
            await transport.aclose()

    async def fire(
        self, request: CallbackRequest, *, on_end: Callable[[Delivery], None] | None = None
    ) -> Delivery:
        """Fire one callback; see `fire`. May be called from several tasks at a time."""
        settings = self._settings
        proxy, transport = None, None
        fault: Exception = Failure("unexpected")
        try:
            proxy = proxy_for(request.scheme, request.host, request.port, settings.proxy, self._environ)
            transport = await self._transport(request, proxy)
        except Exception as error:
            fault = error
        handshakes = int(request.scheme == "https") + int(proxy is not None and proxy.scheme == "https")
        limit = min(settings.connect_timeout, settings.timeout)
        journal = Journal(handshakes=handshakes, until=asyncio.get_running_loop().time() + limit)
        journal.proxied = proxy is not None
        firing = Firing(request, settings, proxy, journal)
        try:
            if transport is None:
                journal.enter("tls" if isinstance(fault, Failure) and "file" in fault.kind else "connect")
                firing.fail(fault)
            else:
                await self._attempt(firing, transport)
        except asyncio.CancelledError:
            firing.failure = Failure("cancelled")
            if on_end:
                on_end(firing.delivery())
            raise
        delivery = firing.delivery()
        if on_end:
            on_end(delivery)
        return delivery

    async def _attempt(self, firing: Firing, transport: Transport) -> None:
        """Run the firing to its end, whichever that is."""
        journal = firing.journal
        try:
            await self._run(firing, transport)
        except Exception as error:
            firing.fail(error)
            journal.end()
            hung_up = firing.failure is not None and firing.failure.kind in ("closed", "reset")
            unheard = not (journal.proxied or journal.received or journal.reused)
            plain = firing.request.scheme == "http" and unheard
            if hung_up and plain and journal.link.address and self._connections == 1:
                # Most servers that expect TLS hang up without a word on a request that comes without it.
                from wizard.callback.network.certificate import peek

                if await peek(journal.link.address, firing.request.host):
                    firing.failure = Failure("plain-tls")

    async def _run(self, firing: Firing, transport: Transport) -> None:
        from wizard.callback.network.transport import httpx_request

        request, journal = firing.request, firing.journal
        if is_metadata(request.host):
            # Through a proxy the name is not resolved here; by number it can still be told.
            journal.enter("connect")
            raise Failure("metadata-refused", address=request.host)
        token = current.set(journal)
        try:
            async with asyncio.timeout(self._settings.timeout):
                response = await transport.handle_async_request(httpx_request(request, self._url(request)))
                try:
                    extensions = response.extensions
                    firing.answered(
                        response.status_code,
                        response.headers.raw,
                        extensions.get("reason_phrase", b""),
                        extensions.get("http_version", b""),
                    )
                    async for part in response.aiter_raw():
                        if not firing.take(part):
                            break
                    journal.end()
                finally:
                    await response.aclose()
        finally:
            current.reset(token)

    def _url(self, request: CallbackRequest) -> httpx.URL:
        """Scheme, host and port for httpx; remembered, for one endpoint is fired at many times."""
        place = f"{request.scheme}://{request.netloc}/"
        if place not in self._urls:
            from wizard.callback.network.light_httpx import httpx

            self._urls[place] = httpx.URL(place)
        return self._urls[place]

    async def _transport(self, request: CallbackRequest, proxy: Proxy | None) -> Transport:
        """The transport for a request, made at the first one. Raises Failure for TLS files that cannot be used."""
        secure = request.scheme == "https" or (proxy is not None and proxy.scheme == "https")
        key = (secure, proxy)
        if key not in self._transports:
            from wizard.callback.network.dial import look_up
            from wizard.callback.network.transport import Transport

            # Without https there is nothing to trust, and loading the authorities takes 0.1 s.
            context = await self._context() if secure else None
            # While the context was made another firing may have come this far.
            if key not in self._transports:
                self._transports[key] = Transport(self._look_up or look_up, context, proxy, self._connections)
        return self._transports[key]

    async def _context(self) -> ssl.SSLContext:
        from wizard.callback.network.tls import context_for

        return await asyncio.get_running_loop().run_in_executor(None, context_for, self._settings)
