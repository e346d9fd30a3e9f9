"""What else a key or an initialization vector could mean than the bytes that the profile makes of it.

People hand one string to two programs, and the programs read it differently: as text, as hex, as base64, with the
newline of the file it came from, cut or filled up to the length wanted. Each such reading comes with the way to
write it in a profile file, so that it can be applied.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.keys import key_bytes
from wizard.profile.references import escape, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_QUOTES = "\"'`“”‘’"
_PREFIXES = ("hex:", "base64:")


class Reading(NamedTuple):
    """One reading of a secret: a stable code, its bytes, and the text that means them in a profile file."""

    code: str
    data: bytes
    text: str
    note: str = ""
    """What was done, to stand in a sentence."""


def spelled(data: bytes) -> str:
    """Bytes as a profile file may hold them: as text where they are plain characters, else after `hex:`."""
    text = data.decode("ascii") if data.isascii() else ""
    plain = bool(text) and text.isprintable() and text == text.strip() and not text.startswith(_PREFIXES)
    return escape(text) if plain else "hex:" + data.hex()


def core_of(text: str) -> tuple[str, str]:
    """A secret's prefix (`hex:`, `base64:` or nothing) and the rest."""
    for prefix in _PREFIXES:
        if text.startswith(prefix):
            return prefix, text[len(prefix) :]
    return "", text


def as_bytes(text: str) -> bytes | None:
    """The bytes that a profile makes of a secret whose references are resolved; None if it cannot."""
    try:
        return key_bytes(text)
    except ValueError:
        return None


def readings(resolved: str, original: str) -> Iterator[Reading]:
    """Every other reading of a secret, likeliest first.

    `resolved` has its `${NAME}` filled in; `original` is as the profile holds it, so that a reading which only needs
    another prefix keeps the reference and no secret is written down.
    """
    prefix, core = core_of(resolved)
    _, original_core = core_of(original)
    keeps = bool(names_in(original))

    def again(new_prefix: str, text: str) -> str:
        return new_prefix + (original_core if keeps and text == core else escape(text))

    if prefix != "hex:" and _HEX.fullmatch(core):
        yield Reading("hex", bytes.fromhex(core), again("hex:", core))
    if prefix != "base64:" and (data := as_bytes("base64:" + core)):
        yield Reading("base64", data, again("base64:", core))
    if prefix:
        yield Reading("text", core.encode(), again("", core))
    yield from _stray(prefix, core)
    data = as_bytes(resolved) or core.encode()
    if not prefix:
        yield Reading("text", data.hex().encode(), data.hex(), "written in hex")
        for_text = binascii.b2a_base64(data, newline=False)
        yield Reading("text", for_text, for_text.decode(), "written in base64")
        if not core.isascii() and core.encode("latin-1", "ignore").decode("latin-1") == core:
            yield Reading("latin-1", core.encode("latin-1"), "hex:" + core.encode("latin-1").hex())


def _stray(prefix: str, core: str) -> Iterator[Reading]:
    bare = core.strip().strip(_QUOTES).strip().lstrip("\ufeff").replace("\\n", "")
    if bare != core:
        if (data := as_bytes(prefix + bare)) is not None:
            yield Reading("stray", data, prefix + escape(bare), "without what surrounds it")
        if prefix != "hex:" and _HEX.fullmatch(bare):
            yield Reading("stray", bytes.fromhex(bare), "hex:" + bare, "without what surrounds it, as hex")
        for half in (core.lstrip(), core.rstrip(), core.strip(), core.lstrip(_QUOTES), core.rstrip(_QUOTES)):
            if half not in (core, bare) and (data := as_bytes(prefix + half)) is not None:
                yield Reading("stray", data, prefix + escape(half), "without what surrounds it")
    if prefix:
        return
    for before, after, note in _SURROUNDINGS:
        data = (before + core + after).encode()
        yield Reading("stray", data, spelled(data), note)


_SURROUNDINGS = (
    ("", "\n", "with a newline after it"),
    ("", "\r\n", "with a carriage return and a newline after it"),
    ("", " ", "with a space after it"),
    (" ", "", "with a space before it"),
    ("\n", "", "with a newline before it"),
    ('"', '"', "with double quotes around it"),
    ("'", "'", "with single quotes around it"),
    ("\ufeff", "", "with a byte order mark before it"),
    ("", "\0", "with a zero byte after it"),
)


def hashed(data: bytes, size: int) -> Iterator[Reading]:
    """Keys that are made from a pass phrase by hashing it, at the length wanted."""
    for name in ("sha256", "md5", "sha1", "sha512"):
        digest = hashlib.new(name, data, usedforsecurity=False)
        if len(digest.digest()) >= size:
            yield Reading(
                "hashed", digest.digest()[:size], spelled(digest.digest()[:size]), f"put through {name}"
            )
        if len(digest.hexdigest()) >= size:
            text = digest.hexdigest()[:size]
            yield Reading("hashed", text.encode(), text, f"put through {name} and written in hex")


def fitted(data: bytes, size: int) -> bytes:
    """Cut, or filled up with zero bytes, as PHP and the openssl command do without a word."""
    return data[:size].ljust(size, b"\0")
