"""What is kept in step with the rows of profiles: the search index, and the counts of stretches.

By hand rather than by triggers. The search index gathers what it is given and writes it once, but a trigger makes it
write after every row: an import takes ten times as long. So does a statement for each row of many.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wizard.store.pieces import among
from wizard.store.stretches import BITS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


def enter(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Take in the profiles of these numbers, which ascend and were not there before."""
    test, values = among(numbers)
    connection.execute(
        "INSERT INTO search (rowid, title, endpoint, id) "
        f"SELECT number, title, endpoint, id FROM profile WHERE {test}",
        values,
    )
    connection.execute(
        f"INSERT INTO stretch SELECT number >> {BITS}, count(*) FROM profile NOT INDEXED "
        f"WHERE {test} GROUP BY 1 ON CONFLICT (at) DO UPDATE SET n = n + excluded.n",
        values,
    )


def leave(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Take out profiles of ascending numbers, before their rows change: the index must be told what they were."""
    test, values = among(numbers)
    connection.execute(
        "INSERT INTO search (search, rowid, title, endpoint, id) "
        f"SELECT 'delete', number, title, endpoint, id FROM profile WHERE {test}",
        values,
    )
    left = Counter(number >> BITS for number in numbers)
    connection.executemany("UPDATE stretch SET n = n - ? WHERE at = ?", ((n, at) for at, n in left.items()))
    connection.executemany("DELETE FROM stretch WHERE at = ? AND n = 0", ((at,) for at in left))
