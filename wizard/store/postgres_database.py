"""Connections to a store in PostgreSQL: one that writes, a few that read, each used by one thread at a time."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wizard.store import log, postgres_schema
from wizard.store.errors import QueryCancelled, StoreError, StoreLocked, StoreReadOnly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import psycopg

PATIENCE = 10
"""Seconds to wait for the server, and for another program's write."""
IDLE_READERS = 3


class PostgresConnection:
    """A connection that takes the store's SQL, with `?` for values."""

    def __init__(self, plain: psycopg.Connection[Any]) -> None:
        self.plain = plain

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Any]:
        """Run one statement."""
        return self.plain.execute(_marked(sql), values)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Run one statement for each row of values."""
        with self.plain.cursor() as cursor:
            cursor.executemany(_marked(sql), list(rows))

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of a SELECT, some at a time; inside a transaction only."""
        with self.plain.cursor(name="wizard") as cursor:
            cursor.itersize = 2000
            cursor.execute(_marked(sql), values)
            yield from cursor

    def reserve(self, count: int) -> int:
        """The first of so many fresh numbers in the order of use."""
        sql = "UPDATE revision SET highest = highest + ? RETURNING highest"
        (highest,) = self.execute(sql, (count,)).fetchone() or (count,)
        return int(highest) - count + 1

    def enter(self, numbers: Sequence[int], /) -> None:
        """Nothing: the server keeps its indexes by itself."""

    def leave(self, numbers: Sequence[int], /) -> None:
        """Nothing: the server keeps its indexes by itself."""

    def interrupt(self) -> None:
        """Give up the statement under way."""
        self.plain.cancel_safe(timeout=PATIENCE)

    def close(self) -> None:
        """Let go of the server."""
        self.plain.close()


def _marked(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode()


class PostgresDatabase:
    """A store's schema in a database. Opening makes it if it is missing. Any thread may use it. Raises StoreError."""

    def __init__(self, url: str) -> None:
        self.label = label_of(url)
        self.read_only = False
        self.warning = ""
        self._url = url
        self._writing = threading.Lock()
        self._idle: list[PostgresConnection] = []
        self._writer: PostgresConnection | None = None
        self._closed = False
        with self.plainly():
            first = self.connect()
            (only_read,) = first.execute("SHOW transaction_read_only").fetchone() or ("off",)
            self.read_only = only_read == "on" or bool(
                first.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
            )
            if not self.read_only:
                postgres_schema.bring_up(first.plain, self.label)
            self._idle.append(first)

    def connect(self) -> PostgresConnection:
        """A further connection, for the caller to close. Raises StoreError, psycopg.Error."""
        try:
            import psycopg
        except ImportError as error:
            raise StoreError(
                f"{self.label} is a PostgreSQL store, and the package psycopg is not installed; "
                "pip install 'callback-profile-wizard[postgres]'"
            ) from error
        try:
            plain = psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=PATIENCE,
                application_name="callback-profile-wizard",
            )
        except psycopg.Error as error:
            what, advice = _TURNED_AWAY if "FATAL:" in str(error) else _UNREACHED
            raise StoreError(f"{self.label} {what}: {_reason(error, self._url)}; {advice}") from None
        plain.execute(f"SET search_path TO {postgres_schema.SCHEMA}".encode())
        return PostgresConnection(plain)

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        """A connection for one thread to read with. Raises StoreError for what goes wrong inside."""
        with self.plainly():
            connection = self.take()
            try:
                yield connection
            finally:
                self.give_back(connection)

    @contextmanager
    def snapshot(self) -> Iterator[PostgresConnection]:
        """As `reading`, with every statement inside seeing the same state of the store."""
        with self.reading() as connection, self.consistent(connection):
            yield connection

    @staticmethod
    @contextmanager
    def consistent(connection: PostgresConnection) -> Iterator[None]:
        """One state of the store for all statements inside."""
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            yield
        finally:
            with suppress(Exception):
                connection.execute("ROLLBACK")  # nothing was written; after an error nothing else is taken

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[PostgresConnection]:
        """One transaction, kept when the block ends, undone if it raises.

        Writers take turns at the row of `revision`, as they do at a file: what one reads stays so until it is done.
        """
        if self.read_only:
            raise StoreReadOnly(
                f"{self.label} is read-only; nothing was changed; ask whoever runs the server"
            )
        with self.plainly(), self._writing:
            writer = self._writer or self.connect()
            self._writer = None  # given back only if it is still of use
            if self._closed:
                writer.close()
                raise StoreError(f"{self.label} is closed")
            writer.execute("BEGIN")
            try:
                writer.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                writer.execute("SELECT n FROM revision FOR UPDATE")
                yield writer
                writer.execute("COMMIT")
            except BaseException:
                with suppress(Exception):
                    writer.execute("ROLLBACK")
                raise
            finally:
                if writer.plain.closed or writer.plain.broken:
                    writer.close()
                else:
                    self._writer = writer

    def take(self) -> PostgresConnection:
        """A connection to read with, to be given back. Raises StoreError, psycopg.Error."""
        if self._closed:
            raise StoreError(f"{self.label} is closed")
        while self._idle:
            with suppress(IndexError):
                connection = self._idle.pop()
                if not connection.plain.closed:
                    return connection
        return self.connect()

    def give_back(self, connection: PostgresConnection) -> None:
        """Keep it for the next who reads, or close it."""
        if self._closed or connection.plain.closed or connection.plain.broken:
            connection.close()
            # A server that has gone took every connection along.
            while not self._closed and self._idle:
                with suppress(IndexError):
                    self._idle.pop().close()
        elif len(self._idle) >= IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turn the server's errors inside the block into StoreErrors."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            import psycopg

            if not isinstance(error, psycopg.Error):
                raise
            told = _plainly(error, self.label, self._url)
            log.failure(told)
            raise told from None

    def close(self) -> None:
        """Let go of every connection."""
        self._closed = True
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        while self._idle:
            self._idle.pop().close()


def label_of(url: str) -> str:
    """The URL without its password and settings. Raises StoreError for what is none."""
    try:
        parts = urlsplit(url)
        user = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise StoreError(
            "the store's URL cannot be read; write it as postgresql://user@host:port/database"
        ) from None
    return f"postgresql://{user}{parts.hostname or ''}{port}{parts.path}"


def _plainly(error: psycopg.Error, label: str, url: str) -> StoreError:
    import psycopg

    if error.sqlstate is None and isinstance(error, psycopg.DataError):  # NUL, refused before it is sent
        return StoreError(
            f"{label} cannot hold a character of this text; nothing was changed; type the text again"
        )
    for start, kind, sentence in _SENTENCES:
        if (error.sqlstate or "").startswith(start):
            return kind(f"{label} {sentence}")
    if error.sqlstate is None:
        return StoreError(f"{label} was lost: {_reason(error, url)}; try again")
    return StoreError(f"{label} cannot be used: {_reason(error, url)}")


_UNREACHED = (
    "cannot be reached",
    "see that the server runs, and that the host and port of the URL are its own",
)
_TURNED_AWAY = "refuses", "check user, password and database of the URL, or ask whoever runs the server"
_SENTENCES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("57014", QueryCancelled, "was asked something else meanwhile"),
    ("55P03", StoreLocked, "is in use by another program that does not let go; try again in a moment"),
    ("40", StoreLocked, "was being changed by another program at the same moment; try again"),
    ("25006", StoreReadOnly, "is read-only; nothing was changed; ask whoever runs the server"),
    ("42501", StoreReadOnly, "may not be changed by you; nothing was changed; ask whoever runs the server"),
    ("53100", StoreError, "cannot grow, for the server's disk is full; nothing was changed"),
    ("57P", StoreError, "was shut down; try again once the server runs"),
    ("22021", StoreError, "cannot hold a character of this text; nothing was changed; type the text again"),
    ("3F000", StoreError, "holds no store yet, and you may not make one; ask whoever runs the server"),
    ("42P01", StoreError, "holds no store yet, and it can only be read; ask whoever runs the server"),
)


def _reason(error: Exception, url: str) -> str:
    """The last line of what the server said, which names the cause; never the password."""
    lines = [
        line.strip()
        for line in str(error).splitlines()
        if line.strip() and "Is the server running" not in line
    ]
    told = lines[-1] if lines else "the server does not answer"
    told = told.rpartition("FATAL:")[2].strip() or told
    try:
        password = urlsplit(url).password or ""
    except ValueError:
        password = ""
    return told.replace(password, "••••") if password else told
