"""How a request body is written in each body format, and how a URL's path and query are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.profile.body import fields
from wizard.profile.headers import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^\x21-\x7e]|[\"<>\\^`{|}]")
_PLACEHOLDER = re.compile(r"<([^<>]+)>")


def encode_body(text: str, body_format: str) -> tuple[bytes, str]:
    """A substituted body as the bytes of its format, and the Content-Type that says so.

    Forms have one field a top-level key. Raises BodyError for a form whose text is not a JSON object, and
    UnicodeEncodeError for half of a character.
    """
    media = MEDIA_TYPES[body_format]
    if body_format == "json":
        return text.encode(), media
    pairs = fields(text) if text.strip() else ()
    if body_format == "urlencoded":
        from urllib.parse import urlencode

        return urlencode(pairs).encode(), media
    body, boundary = _multipart(pairs)
    return body, f"{media}; boundary={boundary}"


def _multipart(pairs: tuple[tuple[str, str], ...]) -> tuple[bytes, str]:
    """The fields as `multipart/form-data` (RFC 7578, names escaped as browsers do), and its boundary.

    The boundary is a digest of what it parts: the same fields give the same bytes, and none can hold it.
    """
    from hashlib import sha256

    parts = [
        f'Content-Disposition: form-data; name="{_field_name(name)}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    boundary = "callback-" + sha256(b"\0".join(parts)).hexdigest()[:32]
    line = f"--{boundary}"
    return b"".join(f"{line}\r\n".encode() + part for part in parts) + f"{line}--\r\n".encode(), boundary


def _field_name(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def encode_target(rest: str, values: Mapping[str, str]) -> str:
    """What follows the host in a URL as the request's target: path and query, percent-encoded where they must be.

    Each `<name>` of the query that `values` knows gives way to its value, percent-encoded whole. The fragment is
    left off, for it is never sent.
    """
    path, mark, query = rest.partition("#")[0].partition("?")
    return _quote(path or "/") + mark + _fill(query, values)


def _fill(query: str, values: Mapping[str, str]) -> str:
    if not values or "<" not in query:
        return _quote(query)
    from urllib.parse import quote

    parts: list[str] = []
    done = 0
    for match in _PLACEHOLDER.finditer(query):
        if match[1] in values:
            parts += (_quote(query[done : match.start()]), quote(values[match[1]], safe=""))
            done = match.end()
    return "".join(parts) + _quote(query[done:])


def names_in_query(rest: str) -> tuple[str, ...]:
    """The names that stand as `<name>` in a URL's query."""
    query = rest.partition("#")[0].partition("?")[2]
    return tuple(dict.fromkeys(match[1] for match in _PLACEHOLDER.finditer(query)))


def _quote(text: str) -> str:
    """The text with what a request line cannot hold percent-encoded as UTF-8; what is encoded already stays."""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
