"""Opens bytes in every mode people use by accident, fast enough to try hundreds of ways at one value.

All modes but GCM are made here from AES's single block, in the few lines that NIST SP 800-38A gives each: one call
into the library does a whole value, where the library's own mode objects would cost ten times as much to set up.
"""

from __future__ import annotations

from functools import lru_cache
from threading import get_ident
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BLOCK = 16
TAG = 16
STREAM_MODES = ("CFB", "CFB8", "CTR", "OFB")
BLOCK_MODES = ("CBC", "ECB")


class Trial(NamedTuple):
    """One way of opening bytes. `front` bytes before the ciphertext are the IV; then `iv` is not used."""

    mode: str
    """GCM, CFB (CFB128), CFB8, CTR, OFB, CBC or ECB."""
    key: bytes
    iv: bytes
    front: int = 0
    tag: str = ""
    """For GCM: `after`, `before`, or `none` where no tag was sent."""
    tag_length: int = TAG


class Opened(NamedTuple):
    """What a trial gives. `proof` is the bits of a tag that fitted, 0 where nothing proves the key."""

    plain: bytes
    proof: int


class _Block:
    """AES on single blocks under one key."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        cipher = Cipher(algorithms.AES(key), modes.ECB())  # the bare block function, not a mode for data
        self.encrypt = cipher.encryptor().update
        self.decrypt = cipher.decryptor().update


@lru_cache(maxsize=256)
def _block(key: bytes, thread: int) -> _Block:  # one a thread: a context must not be shared
    return _Block(key)


def attempt(trial: Trial, data: bytes) -> Opened | None:
    """What the trial makes of the data; None if it cannot be so (no tag that fits, no whole blocks, too short)."""
    iv = trial.iv
    if trial.front:
        if len(data) < trial.front:
            return None
        iv, data = data[: trial.front], data[trial.front :]
    if trial.mode == "GCM":
        return _gcm(trial, iv, data)
    plain = _MODES[trial.mode](_block(trial.key, get_ident()), iv, data)
    return None if plain is None else Opened(plain, 0)


def _gcm(trial: Trial, iv: bytes, data: bytes) -> Opened | None:
    if not 8 <= len(iv) <= 128:
        return None
    if trial.tag == "none":
        return Opened(unproven_gcm(trial.key, iv, data), 0)
    length = trial.tag_length
    if len(data) < length:
        return None
    if trial.tag == "after":
        data, tag = data[:-length], data[-length:]
    else:
        tag, data = data[:length], data[length:]
    try:
        if length == TAG:
            return Opened(_aead(trial.key).decrypt(iv, data + tag, None), 8 * TAG)
        return Opened(_short_tag(trial.key, iv, data, tag), 8 * length)
    except invalid_tag():
        return None


@lru_cache(maxsize=256)
def _aead(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def quick_opener(trial: Trial) -> Callable[[bytes], bytes]:
    """`attempt` for a profile's own trial, GCM or CFB, which is made over and over. Raises InvalidTag."""
    if trial.mode == "CFB":
        key, first = trial.key, trial.iv

        def open_cfb(data: bytes) -> bytes:
            size = len(data)
            stream = _block(key, get_ident()).encrypt((first + _whole(data))[: -BLOCK if data else 0])
            return (int.from_bytes(data) ^ int.from_bytes(stream[:size])).to_bytes(size)

        return open_cfb
    decrypt, iv = _aead(trial.key).decrypt, trial.iv
    if trial.tag == "before":
        return lambda data: decrypt(iv, data[TAG:] + data[:TAG], None)
    return lambda data: decrypt(iv, data, None)


def invalid_tag() -> type[Exception]:
    """What the library raises for a tag that does not fit."""
    from cryptography.exceptions import InvalidTag

    return InvalidTag


def _short_tag(key: bytes, iv: bytes, data: bytes, tag: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    mode = modes.GCM(iv, tag, min_tag_length=4)
    decryptor = Cipher(algorithms.AES(key), mode).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def unproven_gcm(key: bytes, iv: bytes, data: bytes) -> bytes:
    """GCM's plain text with its tag left unasked: for diagnosis alone, never to be trusted."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    return Cipher(algorithms.AES(key), modes.GCM(iv)).decryptor().update(data)


def _xor(one: bytes, other: bytes) -> bytes:
    """The shorter length decides."""
    size = min(len(one), len(other))
    return (int.from_bytes(one[:size]) ^ int.from_bytes(other[:size])).to_bytes(size)


def _whole(data: bytes) -> bytes:
    rest = len(data) % BLOCK
    return data + _ZEROS[rest:] if rest else data


_ZEROS = bytes(BLOCK)


def _cfb(block: _Block, iv: bytes, data: bytes) -> bytes | None:
    if len(iv) != BLOCK:
        return None
    return _xor(data, block.encrypt((iv + _whole(data))[: -BLOCK if data else 0]))


def _cfb8(block: _Block, iv: bytes, data: bytes) -> bytes | None:
    if len(iv) != BLOCK:
        return None
    line = iv + data
    windows = b"".join(line[at : at + BLOCK] for at in range(len(data)))
    return _xor(data, block.encrypt(windows)[::BLOCK])


def _ctr(block: _Block, iv: bytes, data: bytes) -> bytes | None:
    if len(iv) != BLOCK:
        return None
    start = int.from_bytes(iv)
    count = -(-len(data) // BLOCK)
    counters = b"".join(((start + at) % (1 << 128)).to_bytes(BLOCK) for at in range(count))
    return _xor(data, block.encrypt(counters))


def _ofb(block: _Block, iv: bytes, data: bytes) -> bytes | None:
    if len(iv) != BLOCK:
        return None
    stream = b""
    while len(stream) < len(data):
        iv = block.encrypt(iv)
        stream += iv
    return _xor(data, stream)


def _cbc(block: _Block, iv: bytes, data: bytes) -> bytes | None:
    if len(iv) != BLOCK or len(data) % BLOCK or not data:
        return None
    return unpadded(_xor(block.decrypt(data), iv + data))


def _ecb(block: _Block, iv: bytes, data: bytes) -> bytes | None:
    if len(data) % BLOCK or not data:
        return None
    return unpadded(block.decrypt(data))


_MODES = {"CFB": _cfb, "CFB8": _cfb8, "CTR": _ctr, "OFB": _ofb, "CBC": _cbc, "ECB": _ecb}


def unpadded(data: bytes) -> bytes | None:
    """The data without PKCS#7 padding, or without the zero bytes some pad with; None where neither is there."""
    last = data[-1] if data else 0
    if 1 <= last <= BLOCK and data.endswith(bytes([last]) * last):
        return data[:-last]
    return data.rstrip(b"\0") if last == 0 else None
