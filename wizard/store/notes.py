"""What the store notes about itself, by key, and the count of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.store.connection import Connection

REVISION = "SELECT n FROM revision"
"""A number that grows with every change of the list."""


def note(connection: Connection, key: str) -> str | None:
    """What is noted under `key`; None for nothing."""
    row = connection.execute("SELECT value FROM note WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_note(connection: Connection, key: str, value: str) -> None:
    """Note something in the place of what was noted before."""
    connection.execute(
        "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def revise(connection: Connection) -> None:
    """Tell everybody that the list is another now."""
    connection.execute("UPDATE revision SET n = n + 1")
