"""The list of profiles of a store in a file."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

from wizard.store import endpoints
from wizard.store.answers import Answers
from wizard.store.errors import StoreError
from wizard.store.listing import Lister
from wizard.store.notes import REVISION
from wizard.store.reader import Reader
from wizard.store.rows import ProfileQuery
from wizard.store.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from wizard.profile.model import CallbackProfile
    from wizard.store.connection import SqliteConnection
    from wizard.store.database import Database
    from wizard.store.listing import Asked
    from wizard.store.rows import ProfileRow
    from wizard.store.vault import Vault


class ListShelf(Answers["SqliteConnection"], Shelf):
    """Searching, filtering, ordering; any stretch of the answer."""

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__(database, vault)
        self._database = database
        self._lister: Lister = Lister()
        self._readers: WeakSet[Reader] = WeakSet()
        self._background = self.reader(far=False)
        self._ranking: threading.Thread | None = None

    def each(self, query: ProfileQuery) -> Iterator[ProfileRow]:
        """Every row of the query in its order, as the store stood at the first: for reading it all."""
        with self._database.snapshot() as connection:
            yield from self._lister.each(connection, query)

    def names(self, query: ProfileQuery) -> Iterator[tuple[str, str]]:
        """ID and title of every profile of the query, in its order: a tenth of the time that whole rows take."""
        with self._database.snapshot() as connection:
            yield from self._lister.names(connection, query)

    def every(self, query: ProfileQuery | None = None) -> Iterator[CallbackProfile]:
        """Every profile of the query, whole, in its order, as the store stood at the first. None: all, as used."""
        from wizard.store import profiles

        with self._database.snapshot() as connection:
            numbers = self._lister.numbers(connection, query or ProfileQuery())
            yield from (each.profile for each in profiles.of_numbers(connection, self._vault, numbers))

    def endpoints(self, prefix: str = "", count: int = 20) -> list[str]:
        """Endpoints in use that begin so, those used last first: for completing one that is being typed."""
        with self._database.reading() as connection:
            return endpoints.beginning(connection, prefix, count)

    def reader(self, *, far: bool = True) -> Reader:
        """A reader whose query under way can be cancelled, for a list that is searched as one types.

        Windows `far` from both ends of the list are ranked in the background. Closing the store closes it.
        """
        reader = Reader(self._database, self._lister, self._prepare if far else None)
        self._readers.add(reader)
        return reader

    def _snapshot(self) -> AbstractContextManager[SqliteConnection]:
        return self._database.snapshot()

    def _walked(self, connection: SqliteConnection, query: ProfileQuery, start: int) -> None:
        self._prepare(self._lister.far(connection, query, start))

    def _prepare(self, asked: Asked | None) -> None:
        """Rank in the background what was walked to this time, so that the next window is there at once."""
        if asked is None or (self._ranking is not None and self._ranking.is_alive()):
            return

        def rank() -> None:
            # Closing the store cancels it; and where it fails, walking is as good as before.
            with suppress(StoreError):
                self._background.rank(asked)

        self._ranking = threading.Thread(target=rank, name="ranking", daemon=True)
        self._ranking.start()

    def data_version(self) -> int:
        """A number that changes whenever anybody changes the list. Costs next to nothing to ask for."""
        with self._database.reading() as connection:
            version: int = connection.execute(REVISION).fetchone()[0]
        return version

    def close(self) -> None:
        """Let go of the file."""
        for reader in list(self._readers):
            reader.close()
        super().close()
