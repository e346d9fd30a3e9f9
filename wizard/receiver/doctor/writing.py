"""How encrypted bytes are written as text, and what happens to that text on its way.

`read_bytes` gives every way a text can be read as bytes: in the encoding that was agreed, in another one, encoded
twice, or after mending what forms, URLs and JSON do to a text that nobody unpacked.
"""

from __future__ import annotations

import binascii
import json
import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TEXT = 1 << 16
"""Characters of one value that are looked at; a longer one is not a value."""

_HEX = re.compile(r"[0-9A-Fa-f]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_URL_TO_STANDARD = str.maketrans("-_", "+/")


class Written(NamedTuple):
    """One reading of a text as bytes. `mended` are the codes of what had to be undone first, outermost first."""

    data: bytes
    encoding: str
    """base64, base64url or hex: the innermost, where it was encoded twice."""
    twice: str = ""
    """The outer encoding of a text that was encoded twice."""
    mended: tuple[str, ...] = ()


def write(data: bytes, encoding: str) -> str:
    """The bytes in `base64`, `base64url` (padded) or `hex`."""
    if encoding == "hex":
        return data.hex()
    text = binascii.b2a_base64(data, newline=False).decode()
    return text.translate(str.maketrans("+/", "-_")) if encoding == "base64url" else text


def read_exact(text: str, encoding: str) -> bytes | None:
    """The bytes of a text that is written exactly as agreed, else None. The quick way for what is in order."""
    try:
        if encoding == "hex":
            return binascii.unhexlify(text) if not len(text) % 2 else None
        if encoding == "base64url":
            if "+" in text or "/" in text:
                return None
            text = text.translate(_URL_TO_STANDARD)
        return binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        return None


def reader(encoding: str) -> Callable[[str], bytes]:
    """A function that does what `read_exact` does, at once, and raises ValueError where that gives None."""
    if encoding == "hex":
        return binascii.unhexlify
    if encoding == "base64":
        return partial(binascii.a2b_base64, strict_mode=True)

    def read_url(text: str) -> bytes:
        if "+" in text or "/" in text:
            raise ValueError(encoding)
        return binascii.a2b_base64(text.translate(_URL_TO_STANDARD), strict_mode=True)

    return read_url


def read_bytes(text: str, encoding: str) -> tuple[Written, ...]:
    """Every way of reading the text, the agreed `encoding` first, no bytes twice. None where it is not encoded."""
    if len(text) > MAX_TEXT:
        return ()
    found: dict[bytes, Written] = {}
    for mended_text, mended in _mend(text):
        if not mended_text and mended:  # quotes, say, with nothing in them
            found[b""] = Written(b"", encoding, mended=mended)
        for written in _read(mended_text, encoding, mended):
            found.setdefault(written.data, written)
    for written in _parts(text, encoding):
        found.setdefault(written.data, written)
    for written in tuple(found.values()):
        for inner in _inner(written, encoding):
            found.setdefault(inner.data, inner)
    return tuple(found.values())


def _mend(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The text with what transports leave in it taken out, and the names of what that was."""
    mended: list[str] = []
    if text != text.strip("\t\r\n"):
        text = text.strip("\t\r\n")
        mended.append("white-space")
    if len(text) >= 2 and text[0] in "\"'" and text.rstrip(",")[-1:] == text[0]:
        text = text.rstrip(",")[1:-1]
        mended.append("quoted")
    if "\\" in text:
        text = _unescaped(text)
        mended.append("json-escaped")
    if _PERCENT.search(text):
        text = unquote(text)
        if _PERCENT.search(text):
            text = unquote(text)
        mended.append("percent-encoded")
    if "\n" in text or "\r" in text or "\t" in text:
        text = re.sub(r"[\t\r\n]+", "", text)
        mended.append("line-breaks")
    if " " in text:
        # A plus at either end is a space too, unless the spaces around are somebody's typing.
        plus, stripped = text.replace(" ", "+"), text.strip().replace(" ", "+")
        ways = [(plus, (*mended, "spaces-for-plus"))]
        if stripped != plus:
            name = "spaces-for-plus" if "+" in stripped else "white-space"
            names = mended if name in mended else [*mended, name]
            ways.insert(0 if len(stripped) % 4 == 0 else 1, (stripped, tuple(names)))
        return ways
    return [(text, tuple(mended))]


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text.replace("\\/", "/").replace("\\n", "").replace("\\", "")


def _read(text: str, agreed: str, mended: tuple[str, ...]) -> list[Written]:
    ways: list[Written] = []
    if _HEX.fullmatch(text):
        body = text if not len(text) % 2 else text[:-1]
        how = mended if len(body) == len(text) else (*mended, "ragged")
        if body:
            ways.append(Written(bytes.fromhex(body), "hex", mended=how))
    for name, alphabet in (("base64", _BASE64), ("base64url", _BASE64URL)):
        if alphabet.fullmatch(text):
            data, how = _from_base64(text.translate(_URL_TO_STANDARD))
            spelled = agreed if name != agreed and _same_alphabet(text) and agreed != "hex" else name
            if data:
                ways.append(Written(data, spelled, mended=mended + how))
    return sorted(ways, key=lambda way: (way.encoding != agreed, len(way.mended)))


def _parts(text: str, agreed: str) -> list[Written]:
    """Two or three parts with a mark between them, as `iv:tag:ciphertext`, each encoded by itself."""
    parts = re.split(r"[:.|$,;]", text)
    if not 2 <= len(parts) <= 3 or not all(len(part) >= 8 for part in parts[:-1]):
        return []
    if len(parts) == 2 and not parts[-1]:
        return []  # nothing was parted
    ways: list[Written] = []
    for encoding in ("hex", "base64", "base64url"):
        read = [read_exact(part, encoding) for part in parts]
        if all(data is not None for data in read):
            joined = b"".join(data for data in read if data)
            ways.append(Written(joined, encoding, mended=("separators",)))
    return sorted(ways, key=lambda way: way.encoding != agreed)


def _same_alphabet(text: str) -> bool:
    return not any(mark in text for mark in "+/-_")


def _from_base64(text: str) -> tuple[bytes, tuple[str, ...]]:
    core = text.rstrip("=")
    rest = len(core) % 4
    how: tuple[str, ...] = ()
    if rest == 1:
        core, how = core[:-1], ("ragged",)
    elif len(text) % 4:
        how = ("unpadded",)
    return binascii.a2b_base64(core + "=" * (-len(core) % 4)), how


def _inner(written: Written, agreed: str) -> list[Written]:
    """The bytes once more, where they are themselves base64 or hex."""
    if len(written.data) < 4 or not written.data.isascii():
        return []
    text = written.data.decode("ascii").strip()
    if not (_BASE64.fullmatch(text) or _BASE64URL.fullmatch(text)):
        return []
    return [
        inner._replace(twice=written.encoding, mended=written.mended + inner.mended)
        for inner in _read(text, agreed, ())
        if "ragged" not in inner.mended
    ]
