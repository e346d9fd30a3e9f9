"""What the parts of the store need of a connection, whichever engine is behind it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

from wizard.store import indexes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Rows(Protocol):
    """What a statement gives."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Runs SQL that every engine understands, with `?` for values."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run one statement for each row of values."""

    def reserve(self, count: int) -> int:
        """The first of so many fresh numbers in the order of use."""

    def enter(self, numbers: Sequence[int], /) -> None:
        """Take the profiles of these numbers, which ascend, into what is kept in step with them."""

    def leave(self, numbers: Sequence[int], /) -> None:
        """Take the profiles of these numbers, which ascend, out of that, before their rows are changed or deleted."""


class SqliteConnection(sqlite3.Connection):
    """A connection to a store's file."""

    def reserve(self, count: int) -> int:
        """The first of so many fresh numbers: none that was ever given, also to a profile deleted since."""
        sql = "UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'profile' RETURNING seq"
        row = self.execute(sql, (count,)).fetchone()
        if row is None:  # before the first profile
            self.execute("INSERT INTO sqlite_sequence VALUES ('profile', ?)", (count,))
            return 1
        return int(row[0]) - count + 1

    def enter(self, numbers: Sequence[int], /) -> None:
        """See `indexes.enter`."""
        indexes.enter(self, numbers)

    def leave(self, numbers: Sequence[int], /) -> None:
        """See `indexes.leave`."""
        indexes.leave(self, numbers)
