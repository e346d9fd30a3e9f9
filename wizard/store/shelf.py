"""What the parts of a store share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from wizard.store import log

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wizard.store.connection import Connection
    from wizard.store.vault import Vault


class Engine(Protocol):
    """Where a store is kept: gives out connections, and turns what goes wrong into StoreErrors."""

    label: str
    """The store as a person would name it; no password in it."""
    read_only: bool
    warning: str
    """What a person should know before they trust it with a secret; "" for nothing."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection to read with."""

    def snapshot(self) -> AbstractContextManager[Connection]:
        """As `reading`, every statement inside seeing the same state of the store."""

    def writing(self, *, bulk: bool = False) -> AbstractContextManager[Connection]:
        """One transaction, in which nobody else writes: kept when the block ends, undone if it raises."""

    def close(self) -> None:
        """Let go of every connection."""


class Shelf:
    """An open store's engine and sealing key. The parts of a store derive from it, each one job."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._session = os.urandom(8).hex()
        self.label = engine.label
        """The store as a person would name it."""
        log.event("opened", store=self.label, read_only=engine.read_only or None)

    @property
    def read_only(self) -> bool:
        """Whether the store can only be read."""
        return self._engine.read_only

    @property
    def warning(self) -> str:
        """What a person should know before they trust the store with a secret; "" for nothing."""
        return self._engine.warning

    def close(self) -> None:
        """Let go of the store."""
        self._engine.close()
