"""Changing the sealing key: everything sealed is sealed anew in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wizard.store import document
from wizard.store.errors import WrongKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.store.connection import Connection
    from wizard.store.sealing import Sealer

_PIECE = 500


def reseal(connection: Connection, sealer: Sealer) -> int:
    """Seal anew all that the sealer opens; returns how many values stay shut, as they were."""
    shut = 0

    def turn(sealed: bytes, owner: str, field: str) -> bytes:
        nonlocal shut
        try:
            return sealer.seal(sealer.open(sealed, owner, field), owner, field)
        except WrongKey:
            shut += 1
            return sealed

    for table, key in (("document", "number"), ("deleted", "id")):
        _rewrite(connection, table, key, "content", lambda content, _: _documents(content, turn))
    _rewrite(connection, "draft", "id", "content", lambda content, owner: turn(content, owner, "draft"))
    _rewrite(
        connection, "delivery", "number", "sentence", lambda content, owner: turn(content, owner, "sentence")
    )
    _rewrite(
        connection,
        "delivery_content",
        "number",
        "content",
        lambda content, owner: turn(content, owner, "delivery"),
    )
    return shut


def _documents(content: bytes, turn: Callable[[bytes, str, str], bytes]) -> bytes:
    kept = document.decode(content)
    if not kept.sealed:
        return content
    owner = kept.profile.id
    sealed = {path: turn(value, owner, path) for path, value in kept.sealed.items()}
    return document.encode(msgspec.structs.replace(kept, sealed=sealed))


_OWNERS = {
    "delivery": "id",
    "delivery_content": "(SELECT id FROM delivery WHERE delivery.number = delivery_content.number)",
}


def _rewrite(
    connection: Connection, table: str, key: str, column: str, turn: Callable[[bytes, str], bytes]
) -> None:
    for rows in _pieces(connection, f"SELECT {key}, {_OWNERS.get(table, key)}, {column} FROM {table}", key):
        changed = ((turn(content, str(owner)), at) for at, owner, content in rows)
        connection.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", changed)


def _pieces(connection: Connection, select: str, key: str) -> Iterator[list[tuple[object, object, bytes]]]:
    """The rows, some at a time in the order of their key: a table is not changed while a query walks it."""
    rows = connection.execute(f"{select} ORDER BY {key} LIMIT {_PIECE}").fetchall()
    while rows:
        yield rows
        rows = connection.execute(
            f"{select} WHERE {key} > ? ORDER BY {key} LIMIT {_PIECE}", (rows[-1][0],)
        ).fetchall()
