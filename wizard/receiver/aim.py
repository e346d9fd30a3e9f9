"""Whether an endpoint points at a receiver on this machine."""

from __future__ import annotations

from wizard.profile.endpoint import split

LOCAL = frozenset(("localhost", "127.0.0.1", "0.0.0.0"))
"""Hosts that reach a receiver on 127.0.0.1; a client takes 0.0.0.0 for the machine it runs on."""


def aims_at(endpoint: str, port: int) -> bool:
    """Whether callbacks to the endpoint reach a receiver on that port of 127.0.0.1. It speaks no TLS."""
    parts = split(endpoint)
    if parts is None or parts.scheme != "http" or parts.host.casefold().rstrip(".") not in LOCAL:
        return False
    return (parts.port or "80") == str(port)
