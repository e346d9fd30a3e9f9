"""A connection's bytes, in both directions, with a bound on what waits unread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

MOST_WAITING = 256 << 10
"""Bytes received and not yet asked for, above which reading pauses."""


class Channel(asyncio.Protocol):
    """The event loop's side of a connection. One reader and one writer at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.lost = False
        self.error: Exception | None = None
        """Why the connection was lost; None for an orderly end."""
        self.ended = False
        """Whether the other side has said that nothing more will come."""
        self.tls = False
        self._waiting = bytearray()
        self._paused = False
        self._full = False
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The loop's call: the connection stands."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        # Nothing counts as sent while it waits in a buffer of ours.
        transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        """The loop's call: bytes came."""
        self._waiting += data
        if len(self._waiting) > MOST_WAITING and not self._paused and self.transport:
            self._paused = True
            self.transport.pause_reading()
        self._wake(self._reader)

    def eof_received(self) -> bool:
        """The loop's call: the other side sends no more. A plain connection stays open for what we still send."""
        self.ended = True
        self._wake(self._reader)
        return not self.tls

    def connection_lost(self, exc: Exception | None) -> None:
        """The loop's call: the connection is gone."""
        self.lost, self.error = True, exc
        self._wake(self._reader)
        self._wake(self._writer)

    def pause_writing(self) -> None:
        """The loop's call: the other side takes no more for now."""
        self._full = True

    def resume_writing(self) -> None:
        """The loop's call: all is handed over."""
        self._full = False
        self._wake(self._writer)

    @staticmethod
    def _wake(future: asyncio.Future[None] | None) -> None:
        if future and not future.done():
            future.set_result(None)

    @property
    def is_readable(self) -> bool:
        """Whether a read would give something now, an end included: an idle connection should give nothing."""
        return bool(self._waiting) or self.ended or self.lost

    async def read(self, most: int) -> bytes:
        """At least one byte, b"" at the end. Raises what broke the connection, once all that came is read."""
        if self._waiting:
            # An endpoint that sends without end must not keep everything else from its turn.
            await asyncio.sleep(0)
        while not self._waiting:
            if self.lost or self.ended:
                if self.error:
                    raise self.error
                return b""
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        data = bytes(self._waiting[:most])
        del self._waiting[:most]
        if self._paused and self.transport and len(self._waiting) < MOST_WAITING // 2:
            self._paused = False
            self.transport.resume_reading()
        return data

    async def write(self, data: bytes) -> None:
        """Hand over all the bytes. Raises OSError when the connection is lost before that."""
        if self.transport is None or self.lost:
            raise self.error or ConnectionResetError("the connection is closed")
        self.transport.write(data)
        while self._full and not self.lost:
            self._writer = asyncio.get_running_loop().create_future()
            await self._writer
        if self.lost:
            raise self.error or ConnectionResetError("the connection is closed")

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Go on in TLS. Raises ssl.SSLError, OSError."""
        raw = self.transport
        assert raw is not None
        self.tls = True
        try:
            # The caller sets the time limit; this one only must not be shorter.
            transport = await asyncio.get_running_loop().start_tls(
                raw, self, context, server_hostname=host, ssl_handshake_timeout=3600
            )
        except BaseException:
            raw.abort()
            raise
        if transport is None:
            raise ConnectionResetError("the connection was lost in the handshake")
        self.transport = transport
        transport.set_write_buffer_limits(high=0)

    def close(self) -> None:
        """Close now, without waiting for anybody; TLS says goodbye as far as that needs no waiting."""
        if self.transport:
            if self.tls and not self.lost:
                self.transport.close()
            self.transport.abort()
