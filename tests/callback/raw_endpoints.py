"""Endpoints for tests: raw sockets that behave as badly as asked, on loopback, and certificates to go with them."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import struct
import threading
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wizard.callback.request import CallbackRequest, build_request
from wizard.profile.model import CallbackProfile, Header

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

Talk = "Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]"

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def request_to(endpoint: str, *, body: str = '{"status": "<status>"}', **headers: str) -> CallbackRequest:
    """A small callback."""
    rows = tuple(Header(name=name.replace("_", "-"), value=value) for name, value in headers.items())
    profile = CallbackProfile(method="POST", endpoint=endpoint, body=body, headers=rows)
    return build_request(profile, {"status": "Bounce"}, {})


@asynccontextmanager
async def endpoint(talk: Talk, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that talks so to every connection; gives its port."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await talk(reader, writer)
                await writer.drain()
        except asyncio.CancelledError:
            pass
        finally:
            tasks.discard(task)
            writer.transport.abort() if writer.is_closing() is False and tls is None else writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def alert_and_wait(connection: socket.socket, tls: ssl.SSLContext) -> None:
    """Answer OK over TLS. After a failed handshake wait for the other side: a reset would overtake the alert."""
    try:
        # The handshake works on a copy, for it closes what it fails on.
        with tls.wrap_socket(connection.dup(), server_side=True) as secured:
            while (data := secured.recv(65536)) and not data.endswith(b"}"):
                pass
            secured.sendall(OK)
    except ssl.SSLError:
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


@asynccontextmanager
async def blocking_endpoint(tls: ssl.SSLContext) -> AsyncIterator[int]:
    """A server in a thread that answers OK over TLS. Unlike asyncio's it sends the alert when a handshake fails."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.settimeout(5)
            with connection, suppress(OSError):
                alert_and_wait(connection, tls)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """A whole request with a Content-Length."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    return head + await reader.readexactly(length)


def answers(*parts: bytes, then: str = "close") -> Talk:
    """Reads the request, sends the parts, and then closes, resets or hangs."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()
        await ending(writer, then)

    return talk


async def ending(writer: asyncio.StreamWriter, then: str) -> None:
    """Close in good order, reset, or say nothing more."""
    if then == "reset":
        # What was written must have gone out before the reset overtakes it.
        await asyncio.sleep(0.02)
        reset(writer)
    elif then == "hang":
        await asyncio.Event().wait()
    else:
        writer.close()


def reset(writer: asyncio.StreamWriter) -> None:
    """End the connection with a TCP reset."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def closed_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pair(NamedTuple):
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def write(self, folder: Path, name: str) -> tuple[str, str]:
        """Both as PEM files; gives their paths."""
        paths = folder / f"{name}.pem", folder / f"{name}.key"
        paths[0].write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        paths[1].write_bytes(
            self.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return str(paths[0]), str(paths[1])


def certify(
    name: str,
    *,
    by: Pair | None = None,
    host: str = "127.0.0.1",
    days: tuple[int, int] = (-10, 100),
    ca: bool = False,
) -> Pair:
    """A certificate for a host, valid between two days from now, signed by another or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(_usage(ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((by.key if by else key).public_key()),
            critical=False,
        )
    )
    return Pair(builder.sign(by.key if by else key, hashes.SHA256()), key)


def _usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def server_context(pair: Pair, folder: Path, name: str = "server") -> ssl.SSLContext:
    """TLS for an endpoint with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair.write(folder, name))
    return context
