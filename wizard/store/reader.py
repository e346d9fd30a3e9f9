"""A reader of the list that keeps a connection to itself, whose query under way can be given up."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wizard.store.answers import Answers
from wizard.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.store.connection import SqliteConnection
    from wizard.store.database import Database
    from wizard.store.listing import Asked, Lister
    from wizard.store.rows import ProfileQuery

OPERATIONS = 20_000
"""Steps of SQLite's machine between two looks at whether to go on: about a millisecond."""


class Reader(Answers["SqliteConnection"]):
    """Answers as the store does, one question at a time; what it learns serves the store and other readers too.

    Meant for a list that is searched as one types: `cancel` before asking anew, and nothing waits for an answer that
    nobody needs any more. Raises QueryCancelled, StoreError.
    """

    def __init__(
        self, database: Database, lister: Lister, prepare: Callable[[Asked | None], None] | None = None
    ) -> None:
        """`prepare` is told what is worth ranking in the background."""
        self._database = database
        self._lister: Lister = lister
        self._prepare = prepare
        self._connection: SqliteConnection | None = None
        self._asking = threading.Lock()
        self._stop = False
        self._closed = False

    def rank(self, asked: Asked) -> None:
        """Make the ranking of what was asked, unless the list has changed since."""
        with self._snapshot() as connection:
            self._lister.rank_if_current(connection, asked)

    def cancel(self) -> None:
        """Give up the query under way, if there is one: its caller gets QueryCancelled. Later ones are not touched."""
        if self._asking.locked():
            self._stop = True
            connection = self._connection
            if connection is not None:
                connection.interrupt()

    def close(self) -> None:
        """Give up what is under way and let go of the connection; who asks meanwhile gets a StoreError."""
        self._closed = True
        self.cancel()
        with self._asking:
            if self._connection is not None:
                self._connection.set_progress_handler(None, 0)
                self._database.give_back(self._connection)
                self._connection = None

    def _walked(self, connection: SqliteConnection, query: ProfileQuery, start: int) -> None:
        if self._prepare is not None:
            self._prepare(self._lister.far(connection, query, start))

    @contextmanager
    def _snapshot(self) -> Iterator[SqliteConnection]:
        with self._asking, self._database.plainly():
            if self._closed:
                raise StoreError(f"{self._database.place.label} is closed")
            self._stop = False
            if self._connection is None:
                self._connection = self._database.take()
                # Interrupting reaches a statement that runs; this one that is about to.
                self._connection.set_progress_handler(lambda: self._stop, OPERATIONS)
            with self._database.consistent(self._connection):
                yield self._connection
