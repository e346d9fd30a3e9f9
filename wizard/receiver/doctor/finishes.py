"""What senders do to a text before they encrypt it, undone."""

from __future__ import annotations

import json
import re
import zlib

from wizard.receiver.doctor.modes import BLOCK
from wizard.receiver.doctor.writing import read_exact

MAX_INFLATED = 1 << 20
"""Bytes at which inflating stops: a small value may be made to inflate to gigabytes."""

_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{4,}={0,2}")


def undo(code: str, plain: bytes, *, proven: bool = False) -> bytes | None:
    """The plain text before that finish was put on; None where there is none of that kind.

    `proven`: a tag shows that the bytes are what was encrypted, so that even little of them can be taken at its word.
    """
    if code == "compressed":
        return _inflated(plain, least=1 if proven else 24)
    if code == "padded":
        return without_padding(plain)
    if code == "newline-inside":
        bare = plain.strip()
        return bare if bare != plain else None
    if code == "quoted-inside":
        return _unquoted(plain)
    if code == "encoded-inside":
        return _decoded(plain)
    return _from_utf16(plain)


def without_padding(plain: bytes) -> bytes | None:
    """Without PKCS#7 padding; None where there is none."""
    last = plain[-1] if plain else 0
    padded = 1 <= last <= BLOCK and not len(plain) % BLOCK and plain.endswith(bytes([last]) * last)
    return plain[:-last] if padded else None


def _inflated(plain: bytes, least: int) -> bytes | None:
    if plain[:2] == b"\x1f\x8b":
        return _inflate(plain, 31)
    if len(plain) > 6 and plain[0] & 0x0F == 8 and not int.from_bytes(plain[:2]) % 31:
        return _inflate(plain, 15)
    # A bare deflate stream has no mark and no check sum: too little of it could be anything.
    return _inflate(plain, -15) if len(plain) >= least else None


def _inflate(plain: bytes, window: int) -> bytes | None:
    inflater = zlib.decompressobj(window)
    try:
        text = inflater.decompress(plain, MAX_INFLATED)
    except zlib.error:
        return None
    return text if inflater.eof and not inflater.unused_data else None


def _unquoted(plain: bytes) -> bytes | None:
    if len(plain) < 2 or plain[:1] != b'"' or plain[-1:] != b'"':
        return None
    try:
        text = json.loads(plain)
    except ValueError:
        return None
    return text.encode("utf-8", "replace") if isinstance(text, str) else None


def _decoded(plain: bytes) -> bytes | None:
    if not _ENCODED.fullmatch(plain):
        return None
    text = plain.decode("ascii")
    for encoding in ("hex", "base64", "base64url"):
        data = read_exact(text, encoding)
        if data:
            return data
    return None


def _from_utf16(plain: bytes) -> bytes | None:
    if len(plain) < 4 or len(plain) % 2 or plain.count(0) < 0.4 * len(plain):
        return None  # letters of the first alphabets have a zero byte each, and callbacks are made of those
    order = (
        "utf-16"
        if plain[:2] in (b"\xff\xfe", b"\xfe\xff")
        else ("utf-16-le" if plain[1] == 0 else "utf-16-be")
    )
    try:
        return plain.decode(order).encode()
    except UnicodeError:
        return None
