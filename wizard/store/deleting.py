"""Profiles taken out of the list, and brought back. Every function works inside a transaction that its caller began.

One profile or all of them: the rows go in pieces, each statement for a whole piece, and each table is written in the
order it lies in, by numbers or by IDs. Written in another, a large one would go through the disk many times over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wizard.store import deliveries, moment
from wizard.store.columns import COLUMNS
from wizard.store.errors import UnknownProfile
from wizard.store.pieces import among, marks, pieces
from wizard.store.profiles import INSERT, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.store.connection import Connection


def delete(connection: Connection, ids: Iterable[str], session: str) -> None:
    """Take profiles out of the list, to be restored or erased later. Raises UnknownProfile."""
    found = _known(connection, "profile", ids, "number")
    now = moment.now()
    for names in pieces(found):
        sql = f"SELECT number, {COLUMNS} FROM profile WHERE id IN ({marks(names)}) ORDER BY id"
        rows = connection.execute(sql, names).fetchall()
        connection.executemany(
            "INSERT INTO deleted (id, number, listed, content, at, session) "
            "SELECT ?, number, ?, content, ?, ? FROM document WHERE number = ?",
            [(listed[0], json.dumps(listed), now, session, number) for number, *listed in rows],
        )
    _take_out(connection, (number for (number,) in found.values()))


def restore(connection: Connection, ids: Iterable[str]) -> None:
    """Bring deleted profiles back to where they stood. Raises UnknownProfile, AlreadyThere."""
    found = _known(connection, "deleted", ids, "number, listed")
    for numbers in pieces(sorted(listed := dict(found.values()))):
        rows = [(number, *json.loads(listed[number])) for number in numbers]
        names = [row[1] for row in rows]
        refuse_taken(connection, names)
        connection.executemany(INSERT, rows)
        connection.enter(numbers)
        connection.execute(
            "INSERT INTO document (number, content) "
            f"SELECT number, content FROM deleted WHERE id IN ({marks(names)}) ORDER BY number",
            names,
        )
    _drop(connection, found)


def erase(connection: Connection, ids: Iterable[str]) -> None:
    """Delete profiles for good, deleted ones too. Raises UnknownProfile."""
    wanted = list(ids)
    there = _find(connection, "profile", wanted, "number")
    gone = _find(connection, "deleted", [name for name in wanted if name not in there], "number")
    _refuse_unknown(wanted, there.keys() | gone.keys())
    _take_out(connection, (number for (number,) in there.values()))
    _drop(connection, gone)
    deliveries.forget(connection, wanted)


UNDO = 24 * 60 * 60 * 1000
"""Milliseconds for which a session that may still be open elsewhere can undo its deletes."""


def purge(connection: Connection, session: str) -> int:
    """Erase what sessions other than this deleted long enough ago; returns how many profiles."""
    sql = "DELETE FROM deleted WHERE session <> ? AND at < ? RETURNING id"
    gone = connection.execute(sql, (session, moment.now() - UNDO)).fetchall()
    deliveries.forget(connection, [profile_id for (profile_id,) in gone])
    return len(gone)


def _known(
    connection: Connection, table: str, ids: Iterable[str], columns: str
) -> dict[str, tuple[Any, ...]]:
    """As `_find`. Raises UnknownProfile, also for an ID that is named twice."""
    wanted = list(ids)
    found = _find(connection, table, wanted, columns)
    _refuse_unknown(wanted, found)
    return found


def _find(connection: Connection, table: str, ids: Iterable[str], columns: str) -> dict[str, tuple[Any, ...]]:
    """Those of the IDs that are in the table, in their own order, with these columns."""
    found: dict[str, tuple[Any, ...]] = {}
    for names in pieces(sorted(ids)):
        sql = f"SELECT id, {columns} FROM {table} WHERE id IN ({marks(names)}) ORDER BY id"
        found.update((name, tuple(values)) for name, *values in connection.execute(sql, names).fetchall())
    return found


def _refuse_unknown(ids: Sequence[str], known: Iterable[str]) -> None:
    """Raises UnknownProfile for the first ID that is not known, or was named before: by then it is gone."""
    left = set(known)
    for name in ids:
        if name not in left:
            raise UnknownProfile(name)
        left.remove(name)


def _take_out(connection: Connection, chosen: Iterable[int]) -> None:
    for numbers in pieces(sorted(chosen)):
        test, values = among(numbers)
        connection.leave(numbers)
        connection.execute(f"DELETE FROM profile WHERE {test}", values)
        connection.execute(f"DELETE FROM document WHERE {test}", values)


def _drop(connection: Connection, ids: Iterable[str]) -> None:
    for names in pieces(ids):
        connection.execute(f"DELETE FROM deleted WHERE id IN ({marks(names)})", names)
