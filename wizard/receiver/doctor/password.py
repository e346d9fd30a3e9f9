"""Values that `openssl enc -pass` made: they begin with `Salted__`, and key and IV come from a password and a salt."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from wizard.receiver.doctor.modes import BLOCK, Trial
from wizard.receiver.doctor.ways import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = b"Salted__"
ITERATIONS = 10_000
"""What `openssl enc -pbkdf2` does unless told otherwise."""


def salted_ways(data: bytes, secret: bytes) -> Iterator[Way]:
    """Ways to open bytes that begin with the mark and 8 bytes of salt, with the secret as password."""
    if not data.startswith(MARK) or len(data) < 16:
        return
    salt = data[8:16]
    for size in (32, 16, 24):
        derived = {
            "sha256": _stretched("sha256", secret, salt, size + BLOCK),
            "md5": _stretched("md5", secret, salt, size + BLOCK),
            "pbkdf2": hashlib.pbkdf2_hmac("sha256", secret, salt, ITERATIONS, size + BLOCK),
        }
        for name, material in derived.items():
            key, iv = material[:size], material[size:]
            for mode in ("CBC", "CFB", "CTR"):
                yield Way("password", Trial(mode, key, iv), note=f"AES-{8 * size}-{mode}, {name}")


def _stretched(digest: str, secret: bytes, salt: bytes, length: int) -> bytes:
    """openssl's older derivation: each digest takes in the one before it, the password and the salt."""
    material = last = b""
    while len(material) < length:
        last = hashlib.new(digest, last + secret + salt, usedforsecurity=False).digest()
        material += last
    return material[:length]
