"""The sealing key at work: found when first needed, made when there is none, checked against the store."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from wizard.store import sealing_key
from wizard.store.errors import StoreError, WrongKey
from wizard.store.notes import note, set_note
from wizard.store.sealing import Sealer, mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.store.connection import Connection
    from wizard.store.sealing_key import FoundKey, Source


class SealingState(NamedTuple):
    """How a store's secrets are sealed, for a person to see."""

    source: str
    """`environment`, `key ring`, `file`; "" where there is no key yet, or none any more."""
    path: str
    """The key file, where it is one."""
    used: bool
    """Whether anything has been sealed yet."""
    fits: bool
    """Whether the key is the one that the store was last sealed with."""


class Vault:
    """Gives out sealers for one store. Nothing is read, made or imported before the first is asked for."""

    def __init__(self, store: Path, environ: Mapping[str, str], *, shared: bool = False) -> None:
        """`shared`: others, on other machines, seal here too, so a key that is not here is no lost one."""
        self._store = store
        self._environ = environ
        self._shared = shared
        self._found: list[FoundKey] | None = None
        self._sealer: Sealer | None = None
        self._lock = threading.Lock()

    def opener(self, connection: Connection) -> Sealer | None:
        """What opens the store's secrets; None where no key is at hand or none can be read, which `state` tells."""
        with self._lock:
            mark = mark_in(connection)
            if self._sealer is None or (mark is not None and not self._sealer.knows(mark)):
                with suppress(StoreError):
                    self._read(connection)
            return self._sealer

    def mark(self, connection: Connection) -> bytes | None:
        """The mark of the key that the store is sealed with; None where there can be no key."""
        return mark_in(connection) if sealing_key.any_there(self._store, self._environ) else None

    def sealer(self, connection: Connection) -> Sealer:
        """What seals new secrets, for use inside a write: makes a key where none is. Raises StoreError, WrongKey."""
        with self._lock:
            mark = mark_in(connection)
            if self._sealer is None or self._sealer.mark != mark:
                self._read(connection)
                self._settle(connection, mark)
            assert self._sealer is not None
            return self._sealer

    def _settle(self, connection: Connection, mark: bytes | None) -> None:
        """See that the first key is the one the store is sealed with from now on. Raises WrongKey."""
        found = self._found or []
        fitting = next((each for each in found if mark_of(each.key) == mark), None)
        if mark is not None and (fitting is None or fitting.source != found[0].source):
            self._complain(connection, fitting)
        if not found:
            # None anywhere: the store is new, or its key is lost and with it what it sealed. A new one goes on.
            # The write under way keeps every other program from doing the same at this moment.
            self._make(connection)
        elif fitting is not None:
            # Not the first where a change of key was cut short after keeping the new one, before sealing with it.
            self._sealer = Sealer([fitting.key, *(each.key for each in found)])
        self._note_first(connection)

    def _complain(self, connection: Connection, fitting: FoundKey | None) -> None:
        """Refuse to seal with another key than before, unless that one is lost for good. Raises WrongKey."""
        first = self._found[0].source if self._found else None
        before = note(connection, "key source")
        if before == "environment" and first != "environment":
            raise WrongKey(
                f"this store is sealed with a key from {sealing_key.VARIABLE}, which is not set; set it"
            )
        if before == "key ring" and not sealing_key.uses_ring(self._environ):
            raise WrongKey(
                f"this store is sealed with a key from the OS key ring; set {sealing_key.RING_VARIABLE}=1 to use it"
            )
        if self._shared and fitting is None and first != "environment":
            raise WrongKey(
                f"this store is sealed with a key that is not here; ask for it and set {sealing_key.VARIABLE}"
            )
        if fitting is not None or first == "environment":
            name = sealing_key.VARIABLE if first == "environment" else "the key in the key ring"
            where = (
                f"which is in the {fitting.source}; unset it, or seal the store anew"
                if fitting
                else "set that one"
            )
            raise WrongKey(f"{name} is not the key that this store is sealed with, {where}")

    def _make(self, connection: Connection) -> None:
        sealing_key.keep(os.urandom(sealing_key.BYTES), self._store, sealing_key.new_place(self._environ))
        self._read(connection)

    def _note_first(self, connection: Connection) -> None:
        assert self._found
        assert self._sealer
        source = next(each.source for each in self._found if mark_of(each.key) == self._sealer.mark)
        if mark_in(connection) != self._sealer.mark:
            set_mark(connection, self._sealer.mark, source)

    def _read(self, connection: Connection) -> None:
        self._found = sealing_key.find(self._store, self._environ, _salt(connection))
        self._sealer = Sealer([found.key for found in self._found]) if self._found else None

    def take(self, connection: Connection) -> None:
        """Seal with the key at hand from now on, though another sealed before: what that one sealed stays shut."""
        with self._lock:
            self._read(connection)
            if not self._found:
                self._make(connection)
            self._note_first(connection)

    def reseal(self, connection: Connection, new_key: str) -> int:
        """Seal everything with another key; see the store's `reseal`. Raises StoreError."""
        from wizard.store.reseal import reseal

        with self._lock:
            self._read(connection)
            old = [found.key for found in self._found or []]
            source: Source = "environment" if new_key else sealing_key.new_place(self._environ)
            key = (
                sealing_key.from_text(new_key, _salt(connection))
                if new_key
                else os.urandom(sealing_key.BYTES)
            )
            # Kept before the store needs it: the other way round, a crash between would lose every secret.
            sealing_key.keep(key, self._store, source)
            shut = reseal(connection, Sealer([key, *old]))
            set_mark(connection, mark_of(key), source)
            self._found, self._sealer = (
                None,
                None,
            )  # to be read anew, whether or not this transaction succeeds
            return shut

    def state(self, connection: Connection) -> SealingState:
        """How things stand. Raises StoreError."""
        with self._lock:
            mark = mark_in(connection)
            self._read(connection)
            found = self._found or []
        first = found[0].source if found else ""
        path = str(sealing_key.key_file(self._store)) if first == "file" else ""
        # Any key of the place it comes from: a change of key that was cut short leaves the one in use behind another.
        fits = mark is None or any(mark_of(each.key) == mark for each in found if each.source == first)
        return SealingState(first, path, mark is not None, fits)


def _salt(connection: Connection) -> bytes:
    return bytes.fromhex(note(connection, "salt") or "")


def mark_in(connection: Connection) -> bytes | None:
    """The mark of the key that the store is sealed with; None before anything was sealed."""
    mark = note(connection, "key mark")
    return bytes.fromhex(mark) if mark else None


def set_mark(connection: Connection, mark: bytes, source: Source) -> None:
    """Note which key the store is sealed with, and where that was found."""
    set_note(connection, "key mark", mark.hex())
    set_note(connection, "key source", source)
