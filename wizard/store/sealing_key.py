"""Where the sealing key comes from: WIZARD_STORE_KEY, the OS key ring if asked for, a file beside the store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, NamedTuple

from wizard.store.errors import StoreError
from wizard.store.place import make_folder, make_private, sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BYTES = 32
VARIABLE = "WIZARD_STORE_KEY"
RING_VARIABLE = "WIZARD_KEYRING"
RING_SERVICE = "callback-profile-wizard"
_OFF = ("", "0", "no", "off", "false")

Source = Literal["environment", "key ring", "file"]


class FoundKey(NamedTuple):
    """A key of 32 bytes and where it was found."""

    key: bytes
    source: Source


def find(store: Path, environ: Mapping[str, str], salt: bytes) -> list[FoundKey]:
    """Every key there is for a store: first the one to seal with, then others that may have sealed before.

    The key ring is asked only where WIZARD_KEYRING says so: it takes long to import, may wait for a person to unlock
    it, and does not exist where no desktop is. Raises StoreError.
    """
    found = []
    if text := environ.get(VARIABLE, "").strip():
        found.append(FoundKey(from_text(text, salt), "environment"))
    if uses_ring(environ) and (kept := _ring(store).read()):
        found.append(FoundKey(from_text(kept, salt), "key ring"))
    found += (FoundKey(key, "file") for key in read_file(key_file(store)))
    return found


def any_there(store: Path, environ: Mapping[str, str]) -> bool:
    """Whether `find` may find a key; none is read, and no passphrase turned into one."""
    return bool(environ.get(VARIABLE, "").strip()) or uses_ring(environ) or key_file(store).exists()


def new_place(environ: Mapping[str, str]) -> Source:
    """Where a new key is to be kept."""
    return "key ring" if uses_ring(environ) else "file"


def keep(key: bytes, store: Path, source: Source) -> None:
    """Keep a new key, before all others, where `find` will find it. Raises StoreError."""
    if source == "key ring":
        _ring(store).write(key.hex())
    elif source == "file":
        path = key_file(store)
        try:
            make_folder(path.parent)
        except OSError as error:
            raise StoreError(f"no folder can be made for the key file {path}: {_reason(error)}") from error
        write_file(path, (key, *(old for old in read_file(path) if old != key)))


def from_text(text: str, salt: bytes) -> bytes:
    """A key of 32 bytes written as hex or base64, or made from any other text as a passphrase (scrypt)."""
    text = text.strip()
    for read in (bytes.fromhex, _base64):
        try:
            key = read(text)
        except ValueError:
            continue
        if len(key) == BYTES:
            return key
    from hashlib import scrypt

    # N=2^15, r=8: 32 MiB and about a tenth of a second a guess.
    return scrypt(
        text.encode(errors="surrogateescape"), salt=salt, n=1 << 15, r=8, p=1, maxmem=1 << 26, dklen=BYTES
    )


def _base64(text: str) -> bytes:
    import base64

    padded = text.encode().rstrip(b"=") + b"=" * (-len(text.rstrip("=")) % 4)
    return base64.b64decode(padded, altchars=b"-_" if set(text) & {"-", "_"} else None, validate=True)


# -- the file


def key_file(store: Path) -> Path:
    """The file beside the store: a key a line in hex, the one in use first. Old ones stay: old backups need them."""
    return store.with_name(store.name + ".key")


def read_file(path: Path) -> tuple[bytes, ...]:
    """The keys in the file; none if there is no file. Raises StoreError."""
    try:
        with path.open("rb") as stream:
            lines = stream.read(1 << 16).split()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreError(f"the key file {path} cannot be read: {_reason(error)}") from error
    try:
        keys = tuple(bytes.fromhex(line.decode()) for line in lines)
    except ValueError:
        keys = ()
    if not keys or any(len(key) != BYTES for key in keys):
        raise StoreError(f"the key file {path} is damaged; put its backup in its place, or move it away")
    return keys


def write_file(path: Path, keys: tuple[bytes, ...]) -> None:
    """Put the keys into the file, whole or not at all, for its owner alone. Raises StoreError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        make_private(part)
        with part.open("wb") as stream:
            stream.write(b"".join(key.hex().encode() + b"\n" for key in keys))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(
            f"the key file {path} cannot be written: {_reason(error)}; set {VARIABLE} instead"
        ) from error


def _reason(error: OSError) -> str:
    return (error.strerror or "the system refuses").lower()


# -- the key ring


def uses_ring(environ: Mapping[str, str]) -> bool:
    """Whether WIZARD_KEYRING asks for the OS key ring."""
    return environ.get(RING_VARIABLE, "").strip().lower() not in _OFF


class _ring:  # noqa: N801 - used like a function
    """The OS key ring's entry for a store, by the store's path. Raises StoreError where there is no usable ring."""

    def __init__(self, store: Path) -> None:
        self._name = str(store)
        try:
            import keyring
        except ImportError as error:
            raise StoreError(
                f"{RING_VARIABLE} is set, but the package keyring is not installed; "
                "pip install 'callback-profile-wizard[keyring]', or unset it"
            ) from error
        self._keyring = keyring

    def read(self) -> str:
        try:
            return self._keyring.get_password(RING_SERVICE, self._name) or ""
        except self._keyring.errors.KeyringError as error:
            raise StoreError(_ring_fault(error)) from error

    def write(self, text: str) -> None:
        try:
            self._keyring.set_password(RING_SERVICE, self._name, text)
        except self._keyring.errors.KeyringError as error:
            raise StoreError(_ring_fault(error)) from error


def _ring_fault(error: Exception) -> str:
    reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    return f"{RING_VARIABLE} is set, but the key ring cannot be used ({reason}); unlock it, or unset {RING_VARIABLE}"
