"""The small things a store remembers, and its sealing key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import log
from wizard.store.notes import note, set_note
from wizard.store.shelf import Shelf

if TYPE_CHECKING:
    from wizard.store.vault import SealingState


class SettingsShelf(Shelf):
    """Settings of the program's, and the key that secrets are sealed with."""

    def remember(self, key: str, value: str) -> None:
        """Keep a small setting of the program's: a theme, an order. `value` "" forgets it."""
        with self._engine.writing() as connection:
            if value:
                set_note(connection, f"setting {key}", value)
            else:
                connection.execute("DELETE FROM note WHERE key = ?", (f"setting {key}",))

    def recall(self, key: str, default: str = "") -> str:
        """What was last remembered under `key`."""
        with self._engine.reading() as connection:
            return note(connection, f"setting {key}") or default

    def sealing(self) -> SealingState:
        """Where the sealing key comes from and whether it fits."""
        with self._engine.snapshot() as connection:
            return self._vault.state(connection)

    def take_key(self) -> None:
        """Seal with the key at hand from now on, though another sealed before.

        For when that other one is lost: what it sealed stays shut, and can be typed anew.
        """
        with self._engine.writing() as connection:
            self._vault.take(connection)
        log.event("took another sealing key")

    def reseal(self, new_key: str = "") -> int:
        """Seal everything with another key, in one transaction; returns how many values no key at hand opens.

        `new_key` is what WIZARD_STORE_KEY will hold from then on; "" makes a new key where this one is kept.
        """
        with self._engine.writing(bulk=True) as connection:
            shut = self._vault.reseal(connection, new_key)
        log.event("sealed anew", shut=shut)
        return shut
