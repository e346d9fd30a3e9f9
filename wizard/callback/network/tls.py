"""TLS: what is trusted, and what a handshake that fails means."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from wizard.callback.network.journal import Failure

if TYPE_CHECKING:
    import ssl

    from wizard.profile.model import TestSettings

# What OpenSSL calls the failed check of a certificate (X509_V_ERR_...), by number.
_CHECKS = {
    9: "certificate-not-yet-valid",
    10: "certificate-expired",
    18: "certificate-self-signed",
    19: "certificate-unknown-authority",
    20: "certificate-unknown-authority",
    21: "certificate-unknown-authority",
    62: "certificate-host",
    63: "certificate-host",
    64: "certificate-host",
}

# Parts of OpenSSL's reason codes, which grow with its versions; the first that fits counts.
_REASONS = (
    ("CERTIFICATE_REQUIRED", "client-certificate"),
    ("ALERT_BAD_CERTIFICATE", "client-certificate"),
    ("ALERT_UNKNOWN_CA", "client-certificate"),
    ("ALERT_CERTIFICATE_UNKNOWN", "client-certificate"),
    ("ALERT_CERTIFICATE_EXPIRED", "client-certificate"),
    ("ALERT_UNSUPPORTED_CERTIFICATE", "client-certificate"),
    ("ALERT_PROTOCOL_VERSION", "tls-too-old"),
    ("UNSUPPORTED_PROTOCOL", "tls-too-old"),
    ("WRONG_SSL_VERSION", "tls-too-old"),
    ("WRONG_VERSION_NUMBER", "tls-plain"),
    ("PACKET_LENGTH_TOO_LONG", "tls-plain"),
    ("RECORD_LAYER_FAILURE", "tls-plain"),
    ("BAD_RECORD_TYPE", "tls-plain"),
    ("HTTP_REQUEST", "tls-plain"),
    ("UNKNOWN_PROTOCOL", "tls-plain"),
    ("UNRECOGNIZED_NAME", "tls-name"),
    ("HANDSHAKE_FAILURE", "tls-refused"),
    ("ALERT_", "tls-refused"),
)


def context_for(settings: TestSettings) -> ssl.SSLContext:
    """What a connection trusts and shows, by the settings: TLS 1.2 or newer, certificates checked unless switched off.

    Trusted are Mozilla's authorities and the machine's own (or only those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name,
    where they are set), and the extra CA file. Raises Failure for files that cannot be used. A context is made once
    for the same settings and files: it takes 0.1 s.
    """
    files = (settings.ca_file, settings.client_certificate, settings.client_key)
    return _context(settings.verify, *files, tuple(_changed(name) for name in files))


def _changed(name: str) -> int:
    try:
        return os.stat(os.path.expanduser(name)).st_mtime_ns if name else 0
    except OSError:
        return 0


@lru_cache(maxsize=8)
def _context(
    verify: bool, ca_file: str, certificate: str, key: str, changed: tuple[int, ...]
) -> ssl.SSLContext:
    import ssl

    from wizard.callback.network.light_httpx import httpx

    context = httpx.create_ssl_context(verify=verify)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if verify:
        # httpx has taken Mozilla's authorities, or those that SSL_CERT_FILE and SSL_CERT_DIR name in their place.
        if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
            context.load_default_certs()
        if ca_file:
            _load_authorities(context, os.path.expanduser(ca_file))
    if certificate or key:
        _load_certificate(context, certificate, key)
    return context


def _load_authorities(context: ssl.SSLContext, name: str) -> None:
    try:
        if os.path.isdir(name):
            context.load_verify_locations(capath=name)
        else:
            context.load_verify_locations(cafile=name)
    except OSError as error:  # An SSLError is one: the file holds no certificate.
        raise Failure("ca-file", file=name, detail=_why(error)) from error


def _load_certificate(context: ssl.SSLContext, certificate: str, key: str) -> None:
    if not certificate:
        raise Failure(
            "client-certificate-file", file=key, detail="a key without its certificate is of no use"
        )
    try:
        # Without a function of ours OpenSSL would ask for a sealed key's password on the terminal.
        context.load_cert_chain(
            os.path.expanduser(certificate), os.path.expanduser(key) if key else None, password=lambda: b""
        )
    except OSError as error:
        missing = getattr(error, "filename", None) or certificate
        raise Failure("client-certificate-file", file=str(missing), detail=_why(error)) from error


def _why(error: OSError) -> str:
    import ssl

    if not isinstance(error, ssl.SSLError):
        return (error.strerror or str(error)).lower()
    reason = (error.reason or "").replace("_", " ").lower()
    if "mismatch" in reason:
        return "the key does not belong to the certificate"
    if "password" in reason or "decrypt" in reason:
        return "the key is sealed with a password; write it unsealed to a file that only you can read"
    return (
        "there is no PEM certificate or key in it"
        if reason in ("", "no certificate or crl found")
        else reason
    )


def handshake_failure(error: Exception) -> Failure:
    """What an error of a handshake, or of a connection that has TLS, says about the endpoint."""
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        kind = _CHECKS.get(error.verify_code, "certificate-invalid")
        return Failure(kind, detail=str(error.verify_message))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Failure("closed")
    if isinstance(error, ssl.SSLError):
        reason = error.reason or ""
        kind = next((kind for part, kind in _REASONS if part in reason), "tls-failed")
        return Failure(kind, detail=reason.replace("_", " ").lower() or str(error))
    if isinstance(error, ConnectionError):
        # asyncio's own, without a number, stands for an end in good order where none should be.
        return Failure("reset" if error.errno else "closed")
    return Failure("tls-failed", detail=str(error) or type(error).__name__)
