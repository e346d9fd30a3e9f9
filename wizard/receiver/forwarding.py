"""A received callback fired on to another endpoint, with the body it came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.callback.request import CallbackRequest, RequestError
from wizard.profile.endpoint import check_endpoint, split
from wizard.profile.masking import mask

if TYPE_CHECKING:
    from wizard.callback.delivery import Delivery
    from wizard.profile.model import TestSettings
    from wizard.receiver.received import ReceivedCallback

LEFT_OUT = frozenset(
    (
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "expect",
        "upgrade",
        "te",
        "trailer",
    )
)
"""Headers of one connection (RFC 9110, 7.6.1), and those that the sender writes anew."""


def forward_request(callback: ReceivedCallback, url: str) -> CallbackRequest:
    """The request that takes a callback on: its method, header rows and body as they came, to another URL.

    The query that it came with goes along where the URL has none. Raises RequestError for a URL that is none.
    """
    for problem in check_endpoint(url):
        if problem.is_error:
            raise RequestError(problem)
    parts = split(url)
    assert parts is not None
    host = parts.host.encode("idna").decode() if not parts.host.isascii() else parts.host
    default = 443 if parts.scheme == "https" else 80
    port = int(parts.port) if parts.port else default
    shown_host = f"[{host}]" if parts.bracketed else host
    netloc = shown_host if port == default else f"{shown_host}:{port}"
    target = parts.rest.partition("#")[0]
    target = target if target.startswith("/") else "/" + target
    query = callback.path.partition("?")[2]
    if query and "?" not in target:
        target += "?" + query
    rows = [(name, value) for name, value in callback.headers if name.lower() not in LEFT_OUT]
    own = [("host", netloc)]
    if callback.body or callback.method in ("POST", "PUT", "PATCH"):
        own.append(("content-length", str(len(callback.body))))
    secret = {name for name, _ in rows if callback.is_secret(name)}
    shown = [(name, mask(value) if name in secret else value) for name, value in rows]
    return CallbackRequest(
        method=callback.method,
        scheme=parts.scheme,
        host=host.lower(),
        port=port,
        target=target,
        headers=(*own, *rows),
        shown=(*own, *shown),
        body=callback.body,
        values={},
        sent_values={},
        secrets=frozenset(value for name, value in rows if name in secret and len(value) >= 4),
        credentials=tuple(name for name, _ in rows if name in secret),
        profile_id=callback.profile.id if callback.profile else "",
    )


async def forward(callback: ReceivedCallback, url: str, settings: TestSettings | None = None) -> Delivery:
    """Fires a received callback on to another endpoint. Raises RequestError for a URL that is none, and only that."""
    from wizard.callback.fire import fire

    return await fire(forward_request(callback, url), settings)
