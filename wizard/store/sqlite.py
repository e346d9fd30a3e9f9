"""The default store: one SQLite file, nothing to set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import log
from wizard.store.database import Database
from wizard.store.delivery_shelf import DeliveryShelf, DraftShelf
from wizard.store.list_shelf import ListShelf
from wizard.store.place import place_of
from wizard.store.profile_shelf import ProfileShelf
from wizard.store.settings_shelf import SettingsShelf
from wizard.store.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.store.health import Finding
    from wizard.store.place import Place


class SqliteStore(ListShelf, ProfileShelf, DraftShelf, DeliveryShelf, SettingsShelf):
    """Profiles, drafts and deliveries in one file. Any thread may use it; so may other processes meanwhile.

    Every method raises StoreError, in one sentence, for what goes wrong with the file; a method that changes
    something has it synced to the disk when it returns, or has changed nothing when it raises.
    """

    def __init__(self, place: Place, environ: Mapping[str, str]) -> None:
        super().__init__(Database(place), Vault(place.path, environ))

    def backup(self, path: str | Path) -> None:
        """Lay a copy of the store, as it stands at one moment, into a new file for its owner alone.

        Its secrets open with the same sealing key, which is not in it.
        """
        from wizard.store.backup import copy

        with self._database.reading() as connection:
            copy(connection, place_of(str(path)).path)
        log.event("copied", store=self.label)

    def health(self) -> list[Finding]:
        """What can be told in an instant: who may read the files, where the sealing key is and whether it fits."""
        from wizard.store import health

        with self._database.snapshot() as connection:
            return health.quick(self._database.place.path, connection, self._vault)

    def check(self) -> list[Finding]:
        """Every page, index and document looked at: half a minute for a million profiles."""
        from wizard.store import health

        with self._database.snapshot() as connection:
            found = health.thorough(connection, self._vault)
        if not self.read_only and all(each.good for each in found):
            with self._database.writing() as connection:
                found.append(health.search_is_sound(connection))
        return found
