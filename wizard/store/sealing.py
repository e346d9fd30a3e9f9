"""Secrets sealed with AES-256-GCM, so that the store's files alone give none away.

A sealed value: one byte for the form (1), the first 8 bytes of the key's mark, a fresh 12-byte nonce, then ciphertext
and its 16-byte tag. What it belongs to (profile ID and field) is authenticated with it, so that a value moved to
another profile or field does not open. The mark tells at once that a value was sealed with another key.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.store.errors import WrongKey

if TYPE_CHECKING:
    from collections.abc import Iterable

FORM = b"\x01"
MARK = 8
NONCE = 12
HEAD = len(FORM) + MARK + NONCE
TAG = 16


def mark_of(key: bytes) -> bytes:
    """What tells keys apart without giving them away: the first bytes of an HMAC under the key."""
    import hmac

    return hmac.digest(key, b"callback-profile-wizard: which key", "sha256")[:MARK]


def mark_in_value(sealed: bytes) -> bytes:
    """The mark of the key that sealed a value."""
    return sealed[len(FORM) : len(FORM) + MARK]


class Sealer:
    """Seals with the first of `keys` (32 bytes each) and opens with any."""

    def __init__(self, keys: Iterable[bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._ciphers = {mark_of(key): AESGCM(key) for key in keys}
        self.mark = next(iter(self._ciphers))
        self._cipher = self._ciphers[self.mark]

    def knows(self, mark: bytes) -> bool:
        """Whether the key of that mark is among those at hand."""
        return mark in self._ciphers

    def seal(self, value: bytes, owner: str, field: str) -> bytes:
        """The value sealed for one field of one owner."""
        nonce = os.urandom(NONCE)
        return FORM + self.mark + nonce + self._cipher.encrypt(nonce, value, _place(owner, field))

    def open(self, sealed: bytes, owner: str, field: str) -> bytes:
        """The value. Raises WrongKey if another key sealed it, it was moved, or it is damaged."""
        from cryptography.exceptions import InvalidTag

        cipher = self._ciphers.get(mark_in_value(sealed))
        if sealed[:1] != FORM or cipher is None:
            raise WrongKey(f"{field} of {owner} was sealed with another key")
        try:
            return cipher.decrypt(sealed[1 + MARK : HEAD], sealed[HEAD:], _place(owner, field))
        except (InvalidTag, ValueError) as error:
            raise WrongKey(f"{field} of {owner} does not open: it was changed or moved") from error


def _place(owner: str, field: str) -> bytes:
    return f"{owner}\0{field}".encode(errors="surrogatepass")
