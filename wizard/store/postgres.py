"""A store for a team, in PostgreSQL or a server that speaks its protocol: `postgresql://user@host/database`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from wizard.folders import data_folder
from wizard.store.delivery_shelf import DeliveryShelf, DraftShelf
from wizard.store.errors import StoreError
from wizard.store.postgres_database import PostgresDatabase
from wizard.store.postgres_listing import PostgresListShelf
from wizard.store.profile_shelf import ProfileShelf
from wizard.store.settings_shelf import SettingsShelf
from wizard.store.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.store.health import Finding


class PostgresStore(PostgresListShelf, ProfileShelf, DraftShelf, DeliveryShelf, SettingsShelf):
    """As `SqliteStore`, on a server. Its sealing key is WIZARD_STORE_KEY, which the team shares.

    Without it the first to seal makes a key in a file of their own data folder; others are then told to ask for it.
    """

    def __init__(self, url: str, environ: Mapping[str, str]) -> None:
        database = PostgresDatabase(url)
        name = hashlib.sha256(database.label.encode()).hexdigest()[:16]
        place = data_folder(environ) / "servers" / name
        super().__init__(database, Vault(place, environ, shared=True))

    def backup(self, path: str | Path) -> None:
        """Refused: a server has its own ways."""
        raise StoreError(
            f"{self.label} is on a server; copy it with pg_dump, or `wizard export` the profiles"
        )

    def health(self) -> list[Finding]:
        """What can be told in an instant: the server, and whether the sealing key fits."""
        from wizard.store import health

        with self._database.snapshot() as connection:
            (version,) = connection.execute("SHOW server_version").fetchone() or ("",)
            return [
                health.Finding("server", True, f"PostgreSQL {version} at {self.label}"),
                *health.sealing_key_of(connection, self._vault),
            ]

    def check(self) -> list[Finding]:
        """Every document looked at."""
        from wizard.store import health

        with self._database.snapshot() as connection:
            return [health.documents(connection, self._vault)]
