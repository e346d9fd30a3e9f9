"""The cipher of a callback profile: one value in, its ciphertext as text out, and back.

AES in CFB with full-block feedback (CFB128, what OpenSSL calls `aes-*-cfb`) or in GCM without associated data,
over the value's UTF-8. Kaleyra documents the algorithms but not how the result is written, so the layout
(encoding, place of GCM's tag) is ours and part of the profile.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from wizard.profile.keys import IV_BYTES, KEY_BYTES, key_bytes
from wizard.profile.references import MissingReference, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.profile.model import Encryption

TAG_BYTES = 16
"""GCM's tag in full, as everybody's default writes it."""

CipherFault = Literal[
    "algorithm", "missing-reference", "key", "iv", "not-text", "not-encoded", "too-short", "tag", "not-utf-8"
]


class CipherError(Exception):
    """A value cannot be encrypted or opened. `code` is stable; `path` is the profile's field, "" for the value.

    `message` and `advice` are halves of a sentence, as in a Problem.
    """

    def __init__(self, code: CipherFault, message: str, advice: str, path: str = "") -> None:
        super().__init__(f"{message}; {advice}")
        self.code: CipherFault = code
        self.message = message
        self.advice = advice
        self.path = path


class Cipher(NamedTuple):
    """An algorithm with its key and initialization vector as bytes, and the layout of the ciphertext."""

    algorithm: str
    key: bytes
    iv: bytes
    encoding: str = "base64"
    tag: str = "after"

    def __repr__(self) -> str:
        # Key and IV must not slip into a log or a traceback.
        return f"Cipher({self.algorithm}, {self.encoding}, tag {self.tag})"

    @classmethod
    def of(cls, encryption: Encryption, environ: Mapping[str, str]) -> Cipher:
        """The cipher that a profile describes, its `${NAME}` read from `environ`.

        Raises CipherError (algorithm, missing-reference, key, iv) with the field's path.
        """
        algorithm = encryption.algorithm
        if algorithm not in KEY_BYTES:
            raise CipherError(
                "algorithm",
                f"There is no algorithm {algorithm!r}",
                f"choose one of {', '.join(KEY_BYTES)}",
                "encryption.algorithm",
            )
        key = _secret(encryption.key, environ, "key", (KEY_BYTES[algorithm],), algorithm)
        iv = _secret(encryption.iv, environ, "iv", IV_BYTES[algorithm], algorithm)
        return cls(algorithm, key, iv, encryption.encoding, encryption.tag)

    def encrypt(self, text: str) -> str:
        """The value's ciphertext as text. Raises CipherError `not-text` for half a character (a lone surrogate)."""
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise CipherError(
                "not-text", "The value holds half of a character", "type the value again"
            ) from error
        encryptor = _cipher(self.algorithm, self.key, _mode(self.algorithm, self.iv)).encryptor()
        sealed: bytes = encryptor.update(data) + encryptor.finalize()
        if self.is_gcm:
            sealed = sealed + encryptor.tag if self.tag == "after" else encryptor.tag + sealed
        return _write(sealed, self.encoding)

    def decrypt(self, text: str) -> str:
        """The value that `encrypt` was given.

        Raises CipherError: `not-encoded` (not the encoding's characters), `too-short` (no room for the tag), `tag`
        (other key, IV or layout, or changed on its way), `not-utf-8` (what CFB gives for a wrong key or IV).
        """
        sealed = _read(text, self.encoding)
        tag = None
        if self.is_gcm:
            if len(sealed) < TAG_BYTES:
                raise CipherError(
                    "too-short",
                    f"The value has {len(sealed)} bytes, fewer than the {TAG_BYTES} of GCM's tag",
                    "check that it was sent by GCM, and whole",
                )
            sealed, tag = (
                (sealed[:-TAG_BYTES], sealed[-TAG_BYTES:])
                if self.tag == "after"
                else (sealed[TAG_BYTES:], sealed[:TAG_BYTES])
            )
        data = self._open(sealed, tag)
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise CipherError(
                "not-utf-8", "What comes out is not text", "check the key, the IV and the algorithm"
            ) from error

    @property
    def is_gcm(self) -> bool:
        """Whether the ciphertext carries a tag."""
        return self.algorithm.endswith("GCM")

    def _open(self, sealed: bytes, tag: bytes | None) -> bytes:
        from cryptography.exceptions import InvalidTag

        decryptor = _cipher(self.algorithm, self.key, _mode(self.algorithm, self.iv, tag)).decryptor()
        try:
            opened: bytes = decryptor.update(sealed) + decryptor.finalize()
        except InvalidTag as error:
            raise CipherError(
                "tag",
                "The tag does not fit: another key or IV, another layout, or the value was changed on its way",
                "compare key, IV, encoding and the place of the tag with the sender's",
            ) from error
        return opened


def _secret(
    text: str,
    environ: Mapping[str, str],
    which: Literal["key", "iv"],
    lengths: tuple[int, ...],
    algorithm: str,
) -> bytes:
    path, label = f"encryption.{which}", "key" if which == "key" else "initialization vector"
    if not text:
        raise CipherError(which, f"The {label} is missing", "enter one, or use Generate", path)
    try:
        data = key_bytes(resolve(text, environ))
    except MissingReference as error:
        raise CipherError(
            "missing-reference",
            f"The {label} needs the environment variable {error.name}, which is not set",
            f"set {error.name} and start again",
            path,
        ) from error
    except ValueError as error:
        message, _, advice = str(error).partition("; ")
        raise CipherError(
            which, f"The {label} cannot be read: {message}", advice or "type it again", path
        ) from error
    if len(data) not in lengths:
        wanted = " or ".join(str(length) for length in lengths)
        raise CipherError(
            which,
            f"The {label} has {len(data)} bytes, but {algorithm} takes {wanted}",
            "enter one of that length, or use Generate",
            path,
        )
    return data


def _mode(algorithm: str, iv: bytes, tag: bytes | None = None) -> Any:
    if algorithm.endswith("GCM"):
        from cryptography.hazmat.primitives.ciphers.modes import GCM

        return GCM(iv, tag)
    from cryptography.hazmat.decrepit.ciphers.modes import CFB

    return CFB(iv)


def _cipher(algorithm: str, key: bytes, mode: Any) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher as Primitive
    from cryptography.hazmat.primitives.ciphers.algorithms import AES

    return Primitive(AES(key), mode)


def _write(data: bytes, encoding: str) -> str:
    if encoding == "hex":
        return data.hex()
    text = binascii.b2a_base64(data, newline=False).decode()
    return text.translate(_TO_URL) if encoding == "base64url" else text


_TO_URL = str.maketrans("+/", "-_")
_FROM_URL = str.maketrans("-_", "+/")


def _read(text: str, encoding: str) -> bytes:
    """The bytes behind a text. Base64's padding may be missing, as URL-safe writers leave it out."""
    try:
        if encoding == "hex":
            return binascii.unhexlify(text)
        if encoding == "base64url":
            if "+" in text or "/" in text:
                raise ValueError(text)
            text = text.translate(_FROM_URL)
        return binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise CipherError(
            "not-encoded",
            f"The value is not {encoding}",
            "check the encoding, and that the value is encrypted at all",
        ) from error
