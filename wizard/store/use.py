"""The order of use: what is added, changed or tested moves to its top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store.errors import UnknownProfile

if TYPE_CHECKING:
    from wizard.store.connection import Connection


def number_of(connection: Connection, profile_id: str) -> int:
    """The profile's present number in the order of use. Raises UnknownProfile."""
    row = connection.execute("SELECT number FROM profile WHERE id = ?", (profile_id,)).fetchone()
    if row is None:
        raise UnknownProfile(profile_id)
    number: int = row[0]
    return number


def touch(connection: Connection, number: int) -> int:
    """Move a profile to the top; returns its new number."""
    if number == connection.execute("SELECT max(number) FROM profile").fetchone()[0]:
        return number
    connection.leave([number])
    number = move(connection, number)
    connection.enter([number])
    return number


def move(connection: Connection, number: int) -> int:
    """Give a profile, which has left the indexes, the next number."""
    new = connection.reserve(1)
    connection.execute("UPDATE profile SET number = ? WHERE number = ?", (new, number))
    connection.execute("UPDATE document SET number = ? WHERE number = ?", (new, number))
    return new
