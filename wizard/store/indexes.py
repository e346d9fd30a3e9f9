"""What is kept in step with the rows of profiles: the search index, and the counts of stretches.

By hand rather than by triggers. The search index gathers what it is given and writes it once, but a trigger makes it
write after every row: an import takes ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store.stretches import BITS

if TYPE_CHECKING:
    import sqlite3


def enter(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Take in the profiles numbered `first` to `last`, which were not there before."""
    span = (first, last)
    connection.execute(
        "INSERT INTO search (rowid, title, endpoint, id) "
        "SELECT number, title, endpoint, id FROM profile WHERE number BETWEEN ? AND ?",
        span,
    )
    connection.execute(
        f"INSERT INTO stretch SELECT number >> {BITS}, count(*) FROM profile NOT INDEXED "
        "WHERE number BETWEEN ? AND ? GROUP BY 1 ON CONFLICT (at) DO UPDATE SET n = n + excluded.n",
        span,
    )


def leave(connection: sqlite3.Connection, number: int) -> None:
    """Take out a profile: before its row is changed or deleted, for the index must be told what it was."""
    connection.execute(
        "INSERT INTO search (search, rowid, title, endpoint, id) "
        "SELECT 'delete', number, title, endpoint, id FROM profile WHERE number = ?",
        (number,),
    )
    connection.execute("UPDATE stretch SET n = n - 1 WHERE at = ?", (number >> BITS,))
    connection.execute("DELETE FROM stretch WHERE at = ? AND n = 0", (number >> BITS,))
