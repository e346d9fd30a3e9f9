"""The kinds of outcomes, put together as a person looks for them."""

from __future__ import annotations

GROUPS: dict[str, tuple[str, ...]] = {
    "answered": ("http-error",),
    "redirected": ("redirect",),
    "timed out": ("timeout", "connect-timeout"),
    "not reached": (
        "refused",
        "unreachable",
        "name-unknown",
        "name-no-address",
        "name-failed",
        "metadata-refused",
        "proxy-refused",
        "proxy-setting",
    ),
    "TLS": (
        "plain-tls",
        "tls-plain",
        "tls-too-old",
        "tls-name",
        "tls-refused",
        "tls-failed",
        "client-certificate",
        "client-certificate-file",
        "ca-file",
        "certificate-expired",
        "certificate-not-yet-valid",
        "certificate-host",
        "certificate-self-signed",
        "certificate-unknown-authority",
        "certificate-invalid",
    ),
    "broke off": (
        "reset",
        "closed",
        "not-http",
        "too-many-headers",
        "bad-header",
        "bad-status",
        "bad-length",
        "bad-chunk",
        "unexpected",
    ),
    "cancelled": ("cancelled",),
}
"""Every kind but `accepted`, each in one group."""
