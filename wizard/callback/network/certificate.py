"""An endpoint's certificate, read for a person."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from wizard.callback.delivery import Certificate, TlsInfo
from wizard.callback.text import safe_line

if TYPE_CHECKING:
    import ssl
    from datetime import datetime

    from cryptography import x509

_MOST = 200
"""Characters of a name, and names, that are kept: a certificate may hold anything."""

PEEK_SECONDS = 1.5


def tls_info(tls: ssl.SSLObject | ssl.SSLSocket, *, verified: bool) -> TlsInfo:
    """The TLS of a connection that stands."""
    cipher = tls.cipher()
    known: Any = tls.getpeercert()
    data = tls.getpeercert(binary_form=True)
    # Python has read a certificate that was checked; loading cryptography for it would take 0.1 s.
    certificate = _from_python(known) if known else read_certificate(data or b"")
    return TlsInfo(
        version=(tls.version() or "").replace("TLSv", "TLS "),
        cipher=cipher[0] if cipher else "",
        verified=verified,
        certificate=certificate,
    )


def _from_python(known: dict[str, Any]) -> Certificate:
    """A certificate as `getpeercert` tells it."""
    import time
    from ssl import cert_time_to_seconds

    def name(parts: tuple[tuple[tuple[str, str], ...], ...]) -> str:
        entries = dict(pair for part in reversed(parts) for pair in part)
        chosen = [entries[key] for key in ("commonName", "organizationName") if key in entries]
        return safe_line(", ".join(chosen or entries.values()))[:_MOST]

    def iso(seconds: int) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))

    until = cert_time_to_seconds(known["notAfter"])
    return Certificate(
        subject=name(known.get("subject", ())),
        issuer=name(known.get("issuer", ())),
        names=tuple(safe_line(value)[:_MOST] for _, value in known.get("subjectAltName", ())[:_MOST]),
        valid_from=iso(cert_time_to_seconds(known["notBefore"])),
        valid_until=iso(until),
        days_left=int((until - time.time()) // 86_400),
        self_signed=known.get("subject") == known.get("issuer"),
    )


def read_certificate(data: bytes) -> Certificate | None:
    """A certificate in DER; None if it cannot be read."""
    from datetime import UTC, datetime

    from cryptography import x509

    try:
        found = x509.load_der_x509_certificate(data)
        until = found.not_valid_after_utc
        return Certificate(
            subject=_name(found.subject),
            issuer=_name(found.issuer),
            names=_names(found),
            valid_from=_iso(found.not_valid_before_utc),
            valid_until=_iso(until),
            days_left=(until - datetime.now(UTC)).days,
            self_signed=found.subject == found.issuer,
        )
    except (ValueError, x509.UnsupportedGeneralNameType):
        return None


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(name: x509.Name) -> str:
    from cryptography.x509.oid import NameOID

    parts = []
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        parts += [str(entry.value) for entry in name.get_attributes_for_oid(kind)[:1]]
    return safe_line(", ".join(parts) or name.rfc4514_string())[:_MOST]


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    """The hosts and addresses that it is for."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, x509.DuplicateExtension):
        return ()
    hosts = extension.value.get_values_for_type(x509.DNSName)
    addresses = [str(address) for address in extension.value.get_values_for_type(x509.IPAddress)]
    return tuple(safe_line(name)[:_MOST] for name in [*hosts, *addresses][:_MOST])


async def peek(address: str, host: str) -> TlsInfo | None:
    """The TLS and certificate of an endpoint, for explaining a failure; None if it does not speak TLS.

    Python does not hand out a certificate that failed its check, and a port that hangs up does not say that it
    expects TLS. So a handshake is made with the same address, without the check and for at most PEEK_SECONDS;
    nothing is sent over it.
    """
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    place, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(PEEK_SECONDS):
            _, writer = await asyncio.open_connection(
                place.strip("[]"), int(port), ssl=context, server_hostname=host
            )
    except (OSError, ValueError, TimeoutError):
        return None
    try:
        return tls_info(writer.get_extra_info("ssl_object"), verified=False)
    finally:
        writer.transport.abort()
