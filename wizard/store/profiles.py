"""Profiles in and out of the store's tables. Every function works inside a transaction that its caller began."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from wizard.profile.identity import REGIONS, new_id
from wizard.store import document, moment
from wizard.store.columns import COLUMNS
from wizard.store.errors import AlreadyThere, AmbiguousProfile, ChangedMeanwhile, UnknownProfile
from wizard.store.pieces import marks, pieces
from wizard.store.use import move, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.profile.model import CallbackProfile
    from wizard.store.connection import Connection
    from wizard.store.document import Glanced, Opened
    from wizard.store.vault import Vault

INSERT = f"INSERT INTO profile (number, {COLUMNS}) VALUES (?{',?' * 13})"
"""A whole row: its number, then COLUMNS."""
_INSERT_DOCUMENT = "INSERT INTO document (number, content) VALUES (?, ?)"


def add_all(
    connection: Connection, vault: Vault, new: Iterable[CallbackProfile], region: str
) -> list[CallbackProfile]:
    """Keep new profiles, in their order. Raises AlreadyThere."""
    sealer = cache(lambda: vault.sealer(connection))
    kept: list[CallbackProfile] = []
    for piece in pieces(new):
        rows, documents = [], []
        first = connection.reserve(len(piece))
        for number, given in enumerate(piece, first):
            profile, created, modified = _as_kept(given, region)
            kept.append(profile)
            rows.append((number, *columns_of(profile, created, modified), 0, None, None, None, None))
            documents.append((number, document.write(profile, sealer)))
        ids = [row[1] for row in rows]
        refuse_taken(connection, ids)
        connection.executemany(INSERT, rows)
        connection.executemany(_INSERT_DOCUMENT, documents)
        # Deleted a moment ago and added again, by an import say: the deleted one can no longer come back.
        connection.executemany("DELETE FROM deleted WHERE id = ?", ((profile_id,) for profile_id in ids))
        connection.enter(range(first, first + len(piece)))
    return kept


def _as_kept(profile: CallbackProfile, region: str) -> tuple[CallbackProfile, int, int]:
    """The profile with an ID and times, and these times in milliseconds. Times that it has already are kept."""
    created = _moment(profile.created_at) or moment.now()
    modified = max(_moment(profile.modified_at) or created, created)
    times = {"created_at": moment.iso(created), "modified_at": moment.iso(modified)}
    return replace(profile, id=profile.id or new_id(region), **times), created, modified


def refuse_taken(connection: Connection, ids: list[str]) -> None:
    """Raises AlreadyThere for an ID that is in the store or stands twice among these."""
    taken = connection.execute(f"SELECT id FROM profile WHERE id IN ({marks(ids)}) LIMIT 1", ids).fetchone()
    if taken:
        raise AlreadyThere(taken[0])
    if len(set(ids)) < len(ids):
        raise AlreadyThere(next(each for each in ids if ids.count(each) > 1))


def columns_of(profile: CallbackProfile, created: int, modified: int) -> tuple[Any, ...]:
    """COLUMNS, up to those that tell of the last test."""
    algorithm = profile.encryption.algorithm if profile.encryption else ""
    return (
        profile.id,
        profile.title,
        profile.channel,
        profile.method,
        profile.endpoint,
        algorithm,
        created,
        modified,
    )


def _moment(text: str) -> int:
    """Milliseconds, 0 for a text that is no moment."""
    try:
        return moment.milliseconds(text) if text else 0
    except ValueError:
        return 0


def find(connection: Connection, name: str) -> str:
    """The whole ID for a prefix of it, letter case aside, with or without the region.

    Raises UnknownProfile, AmbiguousProfile.
    """
    wanted = name.strip()
    found = _beginning(connection, wanted)
    if not found:
        raise UnknownProfile(name)
    if len(found) > 1 and found[0] != wanted:
        raise AmbiguousProfile(name, tuple(found))
    return found[0]


def _beginning(connection: Connection, wanted: str) -> list[str]:
    if connection.execute("SELECT 1 FROM profile WHERE id = ?", (wanted,)).fetchone():
        return [wanted]
    if not wanted:
        return []
    upper, lower = wanted[:3].upper(), wanted[3:].lower()
    starts = [upper + lower]  # `IN_453d` however it is typed
    starts += [f"{region}_{wanted.lower()}" for region in REGIONS]
    found: list[str] = []
    for start in dict.fromkeys(starts):
        found += (
            row[0]
            for row in connection.execute(
                "SELECT id FROM profile WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                (start, start + "\U0010ffff", AmbiguousProfile.LISTED + 1),
            )
        )
    return found


def listed(connection: Connection, profile_id: str) -> Any:
    """COLUMNS of a profile; None if it is not there."""
    return connection.execute(f"SELECT {COLUMNS} FROM profile WHERE id = ?", (profile_id,)).fetchone()


def opened(connection: Connection, vault: Vault, profile_id: str) -> Opened:
    """The profile with its secrets, as far as they open. Raises UnknownProfile, StoreDamaged."""
    return document.read(_content(connection, profile_id), lambda: vault.opener(connection))


def glanced(connection: Connection, vault: Vault, profile_id: str) -> Glanced:
    """The profile with its secrets left shut. Raises UnknownProfile, StoreDamaged."""
    return document.glance(_content(connection, profile_id), vault.mark(connection))


def _content(connection: Connection, profile_id: str) -> bytes:
    row = connection.execute(
        "SELECT content FROM document JOIN profile USING (number) WHERE id = ?", (profile_id,)
    ).fetchone()
    if row is None:
        raise UnknownProfile(profile_id)
    content: bytes = row[0]
    return content


def of_numbers(connection: Connection, vault: Vault, numbers: Iterable[int]) -> Iterator[Opened]:
    """The profiles of these numbers, in their order."""
    for piece in pieces(numbers, 200):
        sql = f"SELECT number, content FROM document WHERE number IN ({marks(piece)})"
        found = dict(connection.execute(sql, piece).fetchall())
        yield from (document.read(found[number], lambda: vault.opener(connection)) for number in piece)


def change(connection: Connection, vault: Vault, profile: CallbackProfile, seen: str) -> CallbackProfile:
    """Put a changed profile in the place of the one that was read at `seen`.

    Raises UnknownProfile, ChangedMeanwhile. Sealed values that could not be read and were not typed anew stay.
    """
    current = opened(connection, vault, profile.id)
    if current.profile.modified_at != seen:
        raise ChangedMeanwhile(current.profile)
    number = number_of(connection, profile.id)
    # The moment is also what tells one version from the next, so it must move even within a millisecond.
    modified = max(moment.now(), moment.milliseconds(current.profile.modified_at) + 1)
    created = moment.milliseconds(current.profile.created_at)
    profile = replace(profile, created_at=current.profile.created_at, modified_at=moment.iso(modified))
    kept = {}
    if current.unreadable:
        (content,) = connection.execute("SELECT content FROM document WHERE number = ?", (number,)).fetchone()
        kept = document.carried_over(content, current.unreadable, profile)
    connection.leave([number])
    number = move(connection, number)
    names = "id, title, channel, method, endpoint, encryption, created, modified"
    connection.execute(
        f"UPDATE profile SET ({names}) = (?{',?' * 7}) WHERE number = ?",
        (*columns_of(profile, created, modified), number),
    )
    connection.enter([number])
    content = document.write(profile, lambda: vault.sealer(connection), kept)
    connection.execute("UPDATE document SET content = ? WHERE number = ?", (content, number))
    return profile
