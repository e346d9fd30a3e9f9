"""Connections to the store's file: one that writes, a few that read, each used by one thread at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from wizard.store import log, migrations
from wizard.store.connection import SqliteConnection
from wizard.store.errors import StoreError, StoreReadOnly, plainly
from wizard.store.place import Place, exposed, prepare
from wizard.store.wanted import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0
"""Seconds to wait for another program's write before giving up with a sentence."""

OLDEST = (3, 35)
"""The first SQLite with all that the store uses: substring indexes (3.34) and RETURNING (3.35)."""

IDLE_READERS = 3
"""Reading connections kept open between uses."""

USUAL_CACHE, BULK_CACHE = 2_000, 64_000
"""KiB of the file kept in memory by the writing connection. Indexes are written in no order: a small cache would write
each of their pages many times over."""


class Database:
    """The file of a store. Opening makes it if it is missing and brings it to the present schema.

    Any thread may use it. Raises StoreError.
    """

    def __init__(self, place: Place) -> None:
        if sqlite3.sqlite_version_info < OLDEST:
            wanted = ".".join(map(str, OLDEST))
            raise StoreError(
                f"this Python's SQLite is {sqlite3.sqlite_version}, and the store needs {wanted} or newer; "
                "use a newer Python"
            )
        self.place = place
        self.label = place.label
        self.read_only = False
        self.warning = exposed(place.path.parent)
        """What a person should know before they trust the store with a secret; "" for nothing."""
        self._writing = threading.Lock()
        self._idle: list[SqliteConnection] = []
        self._writer: SqliteConnection | None = None
        self._closed = False
        with self.plainly():
            prepare(place)
            self._idle.append(self._first())
            self._file = self._identity()

    def _first(self) -> SqliteConnection:
        """The first connection, with the schema seen to. A store that cannot be written is opened for reading."""
        connection = None
        if os.access(self.place.path, os.W_OK) and os.access(self.place.path.parent, os.W_OK):
            connection = self.connect()
            try:
                migrations.bring_up(connection, self.place)
            except BaseException as error:
                connection.close()
                if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
                    raise
                connection = None
        if connection is None:
            self.read_only = True
            connection = self.connect()
            try:
                migrations.check_version(connection, self.place)
            except BaseException:
                connection.close()
                raise
        return connection

    def connect(self) -> SqliteConnection:
        """A further connection, for the caller to close. Raises sqlite3.Error."""
        query = ""
        if self.read_only:
            # Beside a store in write-ahead mode SQLite makes a file for readers to agree in. Where it cannot, and
            # nothing waits in the log, nobody can be writing either: the file may be read as it lies.
            log = self.place.path.with_name(self.place.path.name + "-wal")
            still = not os.access(self.place.path.parent, os.W_OK) and not (
                log.exists() and log.stat().st_size
            )
            query = "?mode=ro" + ("&immutable=1" if still else "")
        else:
            query = "?mode=rw"  # never make a file here: `prepare` does, with the right permissions
        connection = sqlite3.connect(
            self.place.path.as_uri() + query,
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,  # transactions begin and end where this package says so
            check_same_thread=False,
            factory=SqliteConnection,
            cached_statements=64,
        )
        # FULL: in write-ahead mode, NORMAL syncs only at checkpoints, so that a power cut may take back what Save
        # confirmed. With FULL each commit is synced to the disk before it is confirmed. (On macOS a plain sync stops
        # at the disk's own cache; fullfsync goes through it.)
        # secure_delete: what is deleted is overwritten, not left in free pages.
        connection.executescript("PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA secure_delete=ON;")
        connection.create_function("holds", 2, holds, deterministic=True)
        return connection

    @contextmanager
    def reading(self) -> Iterator[SqliteConnection]:
        """A connection for one thread to read with. Raises StoreError for what goes wrong inside."""
        with self.plainly():
            connection = self.take()
            try:
                yield connection
            finally:
                self.give_back(connection)

    @contextmanager
    def snapshot(self) -> Iterator[SqliteConnection]:
        """As `reading`, with every statement inside seeing the same state of the store."""
        with self.reading() as connection, self.consistent(connection):
            yield connection

    @staticmethod
    @contextmanager
    def consistent(connection: SqliteConnection) -> Iterator[None]:
        """One state of the store for all statements inside."""
        connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                connection.execute("COMMIT")

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[SqliteConnection]:
        """One transaction: on disk when the block ends, undone if it raises. `bulk` for one of many thousand rows.

        IMMEDIATE, because a transaction that reads first and writes later fails at once, without waiting, when
        somebody else wrote in between.
        """
        if self.read_only:
            raise StoreReadOnly(
                f"{self.place.label} is read-only; nothing was changed; ask its owner, or work on a copy"
            )
        with self.plainly(), self._writing:
            if self._closed:
                raise StoreError(f"{self.place.label} is closed")
            if self._writer is None:
                self._writer = self.connect()
            writer = self._writer
            writer.execute(f"PRAGMA cache_size=-{BULK_CACHE if bulk else USUAL_CACHE}")
            _begin(writer)
            try:
                self._see_that_it_is_there()
                yield writer
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:
                    with suppress(sqlite3.Error):
                        writer.execute("ROLLBACK")
                raise

    def _identity(self) -> tuple[int, int] | None:
        """Which file the path leads to now; None for none."""
        try:
            found = os.stat(self.place.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _see_that_it_is_there(self) -> None:
        """A file that was deleted, or whose disk has gone, can still be written to by whoever has it open, in vain."""
        found = self._identity()
        if found != self._file:
            became = "is gone" if found is None else "was replaced by another file"
            raise StoreError(
                f"{self.place.label} {became} since it was opened; nothing was changed; "
                "put it back, or start the program again"
            )

    def take(self) -> SqliteConnection:
        """A connection to read with, to be given back. Raises StoreError, sqlite3.Error."""
        if self._closed:
            raise StoreError(f"{self.place.label} is closed")
        try:
            return self._idle.pop()
        except IndexError:
            return self.connect()

    def give_back(self, connection: SqliteConnection) -> None:
        """Keep it for the next who reads, or close it."""
        if self._closed or len(self._idle) >= IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turn SQLite's errors inside the block into StoreErrors."""
        try:
            yield
        except sqlite3.Error as error:
            told = plainly(error, self.place.label)
            log.failure(told)
            raise told from error

    def close(self) -> None:
        """Close every connection that is not in use now; the rest close when given back."""
        self._closed = True
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        while self._idle:
            self._idle.pop().close()


def _begin(connection: SqliteConnection) -> None:
    """Begin to write as soon as nobody else does.

    SQLite's own waiting looks again ever more seldom, up to ten times a second; among many writers one may then never
    find the store free. Looking at short random intervals gives each of them the same chance at every moment.
    """
    deadline = time.monotonic() + PATIENCE
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                    raise
            time.sleep(0.001 + os.urandom(1)[0] / 40_000)
    finally:
        connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
