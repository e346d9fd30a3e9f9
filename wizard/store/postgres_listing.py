"""The list of profiles of a store in PostgreSQL: the server counts, sorts and skips.

As exact as the list of a file, and meant for a team's thousands: far into a list of a million it is slower.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from wizard.store.answers import Answers
from wizard.store.columns import COLUMNS, row_of
from wizard.store.notes import REVISION
from wizard.store.order import ORDERS
from wizard.store.postgres_schema import FOLDED
from wizard.store.rows import ProfileQuery
from wizard.store.shelf import Shelf
from wizard.store.wanted import parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from wizard.profile.model import CallbackProfile
    from wizard.store.postgres_database import PostgresConnection, PostgresDatabase
    from wizard.store.rows import ProfileRow
    from wizard.store.vault import Vault
    from wizard.store.wanted import Wanted

_FOLDED = ("title", "endpoint")


def _key(sort: str) -> str:
    """The expression that a sort goes by."""
    column = ORDERS[sort].column
    return FOLDED.format(column) if column in _FOLDED else f"profile.{column}"


def _order(query: ProfileQuery, *, descending: bool | None = None) -> str:
    way = "DESC" if (query.descending if descending is None else descending) else "ASC"
    return f" ORDER BY {_key(query.sort)} {way}, profile.number {way}"


def _tests(terms: Wanted) -> tuple[str, list[Any]]:
    """A WHERE clause, and its values."""
    tests, values = [], []
    for name in ("method", "channel"):
        if value := getattr(terms, name):
            tests.append(f"{name} = ?")
            values.append(value)
    for test, moment in (("created >= ?", terms.after), ("created < ?", terms.before)):
        if moment is not None:
            tests.append(test)
            values.append(moment)
    if terms.text:
        tests.append(
            "(" + " OR ".join(f"strpos(lower({each}), ?) > 0" for each in ("title", "endpoint", "id")) + ")"
        )
        values += [terms.text.lower()] * 3
    return (" WHERE " + " AND ".join(tests) if tests else ""), values


class PostgresLister:
    """Answers queries, given a connection inside a snapshot."""

    def __init__(self) -> None:
        self._counts: tuple[int, dict[Wanted, int]] = (-1, {})

    def window(
        self, connection: PostgresConnection, query: ProfileQuery, start: int, count: int
    ) -> list[ProfileRow]:
        """Rows `start` to `start + count`, walked to from the nearer end."""
        if count <= 0:
            return []
        start = max(0, start)
        where, values = _tests(parts(query))
        sql = f"SELECT {COLUMNS} FROM profile{where}"
        if start > count:
            total = self.count(connection, query)
            count = min(count, total - start)
            from_end = total - start - count
            if count <= 0:
                return []
            if from_end < start:
                order = _order(query, descending=not query.descending)
                found = connection.execute(
                    f"{sql}{order} LIMIT ? OFFSET ?", (*values, count, from_end)
                ).fetchall()
                return [row_of(columns) for columns in reversed(found)]
        found = connection.execute(
            f"{sql}{_order(query)} LIMIT ? OFFSET ?", (*values, count, start)
        ).fetchall()
        return [row_of(columns) for columns in found]

    def count(self, connection: PostgresConnection, query: ProfileQuery) -> int:
        """How many profiles fit; counted once for each state of the list."""
        terms = parts(query)
        revision, counts = self._counts
        (now,) = connection.execute(REVISION).fetchone() or (0,)
        if revision != now:
            counts = {}
            self._counts = (now, counts)
        if terms not in counts:
            where, values = _tests(terms)
            (counts[terms],) = connection.execute(
                f"SELECT count(*) FROM profile{where}", values
            ).fetchone() or (0,)
        return counts[terms]

    def position(self, connection: PostgresConnection, query: ProfileQuery, profile_id: str) -> int | None:
        """Where the profile stands among the query's; None if it is not among them."""
        where, values = _tests(parts(query))
        joint = " AND" if where else " WHERE"
        sql = f"SELECT {_key(query.sort)}, number FROM profile{where}{joint} id = ?"
        found = connection.execute(sql, (*values, profile_id)).fetchone()
        if found is None:
            return None
        sign = ">" if query.descending else "<"
        sql = f"SELECT count(*) FROM profile{where}{joint} ({_key(query.sort)}, profile.number) {sign} (?, ?)"
        (before,) = connection.execute(sql, (*values, *found)).fetchone() or (0,)
        return int(before)

    def each(self, connection: PostgresConnection, query: ProfileQuery, columns: str) -> Iterator[Any]:
        """These columns of every profile of the query, in its order."""
        where, values = _tests(parts(query))
        return connection.stream(f"SELECT {columns} FROM profile{where}{_order(query)}", values)


class PostgresListShelf(Answers["PostgresConnection"], Shelf):
    """Searching, filtering, ordering; any stretch of the answer."""

    def __init__(self, database: PostgresDatabase, vault: Vault) -> None:
        super().__init__(database, vault)
        self._database = database
        self._lister: PostgresLister = PostgresLister()

    def each(self, query: ProfileQuery) -> Iterator[ProfileRow]:
        """Every row of the query in its order, as the store stood at the first: for reading it all."""
        with self._database.snapshot() as connection:
            yield from map(row_of, self._lister.each(connection, query, COLUMNS))

    def names(self, query: ProfileQuery) -> Iterator[tuple[str, str]]:
        """ID and title of every profile of the query, in its order."""
        with self._database.snapshot() as connection:
            yield from self._lister.each(connection, query, "id, title")

    def every(self, query: ProfileQuery | None = None) -> Iterator[CallbackProfile]:
        """Every profile of the query, whole, in its order, as the store stood at the first. None: all, as used."""
        from wizard.store import profiles

        with self._database.snapshot() as connection:
            rows = self._lister.each(connection, query or ProfileQuery(), "number")
            numbers = (number for (number,) in rows)
            yield from (each.profile for each in profiles.of_numbers(connection, self._vault, numbers))

    def endpoints(self, prefix: str = "", count: int = 20) -> list[str]:
        """Endpoints in use that begin so, those used last first: for completing one that is being typed."""
        sql = (
            "SELECT endpoint FROM profile WHERE strpos(lower(endpoint), ?) = 1 OR ? = '' "
            "GROUP BY endpoint ORDER BY max(number) DESC LIMIT ?"
        )
        wanted = prefix.strip().lower()
        with self._database.reading() as connection:
            return [each for (each,) in connection.execute(sql, (wanted, wanted, count)).fetchall()]

    def data_version(self) -> int:
        """A number that changes whenever anybody changes the list."""
        with self._database.reading() as connection:
            (version,) = connection.execute(REVISION).fetchone() or (0,)
        return int(version)

    def reader(self) -> PostgresReader:
        """A reader whose query under way can be cancelled, for a list that is searched as one types."""
        return PostgresReader(self._database, self._lister)

    def _snapshot(self) -> AbstractContextManager[PostgresConnection]:
        return self._database.snapshot()


class PostgresReader(Answers["PostgresConnection"]):
    """As `reader.Reader`, on a connection to the server of its own."""

    def __init__(self, database: PostgresDatabase, lister: PostgresLister) -> None:
        self._database = database
        self._lister: PostgresLister = lister
        self._connection: PostgresConnection | None = None
        self._asking = threading.Lock()
        self._cancelling: threading.Thread | None = None

    def cancel(self) -> None:
        """Give up the query under way, if there is one: its caller gets QueryCancelled. Waits for no server."""
        connection = self._connection
        under_way = self._cancelling is not None and self._cancelling.is_alive()
        if connection is not None and self._asking.locked() and not under_way:
            self._cancelling = threading.Thread(target=_interrupt, args=(connection,), daemon=True)
            self._cancelling.start()

    def close(self) -> None:
        """Give up what is under way and let go of the connection."""
        self.cancel()
        with self._asking:
            self._cancelled()
            if self._connection is not None:
                self._database.give_back(self._connection)
                self._connection = None

    @contextmanager
    def _snapshot(self) -> Iterator[PostgresConnection]:
        with self._asking, self._database.plainly():
            self._cancelled()
            if self._connection is None or self._connection.plain.closed:
                self._connection = self._database.take()
            with self._database.consistent(self._connection):
                yield self._connection

    def _cancelled(self) -> None:
        """Once the query is given up that was to be: a cancelling still on its way would meet the next one."""
        if self._cancelling is not None:
            self._cancelling.join()
            self._cancelling = None


def _interrupt(connection: PostgresConnection) -> None:
    with suppress(Exception):  # a server that has gone answers no query either
        connection.interrupt()
