"""Keys and initialization vectors: the text a person types and the bytes it stands for."""

from __future__ import annotations

import binascii
from typing import Literal

from wizard.profile.references import names_in, resolve

KEY_BYTES = {f"AES-{bits}-{mode}": bits // 8 for bits in (128, 192, 256) for mode in ("CFB", "GCM")}
"""Algorithm to the bytes of its key (FIPS 197)."""

IV_BYTES: dict[str, tuple[int, ...]] = {
    algorithm: (16, 12) if algorithm.endswith("GCM") else (16,) for algorithm in KEY_BYTES
}
"""Algorithm to the lengths of IV it takes, the usual one first: a block for CFB, 12 bytes besides for GCM."""

Which = Literal["key", "iv"]

# Without characters that a reference, a shell or a quoted string would read as its own.
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+*=^%@?,/"


def key_bytes(text: str) -> bytes:
    """The bytes of a key or IV, references already resolved: its UTF-8, or what `hex:` or `base64:` spells.

    Hex digits may be spaced. Base64 may be the URL-safe kind and may leave out its `=`. Raises ValueError with
    a sentence for a person.
    """
    if text.startswith("hex:"):
        return _hex(text[4:])
    if text.startswith("base64:"):
        return _base64(text[7:])
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("it holds half of a character, which no text file can; type it again") from error


def _hex(digits: str) -> bytes:
    compact = "".join(digits.split())
    for digit in compact:
        if digit not in "0123456789abcdefABCDEF":
            raise ValueError(
                f"after hex: only the digits 0-9 and a-f can stand, and {digit!r} is none of them; copy it again"
            )
    if len(compact) % 2:
        raise ValueError(
            "after hex: two digits make a byte, and the last one stands alone; copy it again, whole"
        )
    return bytes.fromhex(compact)


def _base64(text: str) -> bytes:
    compact = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return binascii.a2b_base64(compact + "=" * (-len(compact) % 4), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("what stands after base64: is not base64; copy it again, whole") from error


def wanted(algorithm: str, which: Which) -> tuple[int, ...]:
    """The lengths in bytes that the algorithm takes, the usual one first; () for an unknown algorithm."""
    if which == "iv":
        return IV_BYTES.get(algorithm, ())
    return (KEY_BYTES[algorithm],) if algorithm in KEY_BYTES else ()


def count_hint(text: str, algorithm: str, which: Which) -> str:
    """How far the text is from the right length: `3 characters missing`, `2 bytes too many`, "" when right.

    Counts bytes where bytes and characters differ. A text with `${NAME}` gives `known when fired`; one that
    stands for no bytes gives "", since that fault has a sentence of its own.
    """
    lengths = wanted(algorithm, which)
    if not lengths:
        return ""
    if names_in(text):
        return "known when fired"
    plain = resolve(text, {})
    try:
        count = len(key_bytes(plain))
    except ValueError:
        return ""
    if count in lengths:
        return ""
    unit = "character" if count == len(plain) else "byte"
    gap = count - lengths[0]
    many = "" if abs(gap) == 1 else "s"
    return f"{abs(gap)} {unit}{many} {'missing' if gap < 0 else 'too many'}"


def generate_key(algorithm: str) -> str:
    """A new random key as printable ASCII, one character a byte, 6.2 random bits a character.

    Raises KeyError for an unknown algorithm.
    """
    return _random_text(KEY_BYTES[algorithm])


def generate_iv(algorithm: str) -> str:
    """A new random initialization vector: 16 printable characters. Raises KeyError as `generate_key`."""
    return _random_text(IV_BYTES[algorithm][0])


def _random_text(length: int) -> str:
    from secrets import choice

    return "".join(choice(_ALPHABET) for _ in range(length))
