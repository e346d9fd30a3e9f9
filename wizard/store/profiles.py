"""Profiles in and out of the store's tables. Every function works inside a transaction that its caller began."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from wizard.profile.identity import REGIONS, new_id
from wizard.store import deliveries, document, moment
from wizard.store.columns import COLUMNS
from wizard.store.errors import AlreadyThere, AmbiguousProfile, ChangedMeanwhile, UnknownProfile
from wizard.store.use import move, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.profile.model import CallbackProfile
    from wizard.store.connection import Connection
    from wizard.store.document import Glanced, Opened
    from wizard.store.vault import Vault

PIECE = 1000
"""Profiles handed to SQLite at a time."""

_INSERT = f"INSERT INTO profile (number, {COLUMNS}) VALUES (?{',?' * 13})"
_INSERT_DOCUMENT = "INSERT INTO document (number, content) VALUES (?, ?)"


def add_all(
    connection: Connection, vault: Vault, new: Iterable[CallbackProfile], region: str
) -> list[CallbackProfile]:
    """Keep new profiles, in their order. Raises AlreadyThere."""
    sealer = cache(lambda: vault.sealer(connection))
    kept: list[CallbackProfile] = []
    remaining = iter(new)
    while piece := list(islice(remaining, PIECE)):
        rows, documents = [], []
        first = connection.reserve(len(piece))
        for number, given in enumerate(piece, first):
            profile, created, modified = _as_kept(given, region)
            kept.append(profile)
            rows.append((number, *_columns(profile, created, modified), 0, None, None, None, None))
            documents.append((number, document.write(profile, sealer)))
        ids = [row[1] for row in rows]
        _refuse_taken(connection, ids)
        connection.executemany(_INSERT, rows)
        connection.executemany(_INSERT_DOCUMENT, documents)
        # Deleted a moment ago and added again, by an import say: the deleted one can no longer come back.
        connection.executemany("DELETE FROM deleted WHERE id = ?", ((profile_id,) for profile_id in ids))
        connection.enter(first, first + len(piece) - 1)
    return kept


def _as_kept(profile: CallbackProfile, region: str) -> tuple[CallbackProfile, int, int]:
    """The profile with an ID and times, and these times in milliseconds. Times that it has already are kept."""
    created = _moment(profile.created_at) or moment.now()
    modified = max(_moment(profile.modified_at) or created, created)
    times = {"created_at": moment.iso(created), "modified_at": moment.iso(modified)}
    return replace(profile, id=profile.id or new_id(region), **times), created, modified


def _refuse_taken(connection: Connection, ids: list[str]) -> None:
    """Raises AlreadyThere for an ID that is in the store or stands twice among these."""
    for at in range(0, len(ids), 500):
        piece = ids[at : at + 500]
        taken = connection.execute(
            f"SELECT id FROM profile WHERE id IN ({','.join('?' * len(piece))}) LIMIT 1", piece
        ).fetchone()
        if taken:
            raise AlreadyThere(taken[0])
    if len(set(ids)) < len(ids):
        raise AlreadyThere(next(each for each in ids if ids.count(each) > 1))


def _columns(profile: CallbackProfile, created: int, modified: int) -> tuple[Any, ...]:
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
    remaining = iter(numbers)
    while piece := list(islice(remaining, 200)):
        sql = f"SELECT number, content FROM document WHERE number IN ({','.join('?' * len(piece))})"
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
    connection.leave(number)
    number = move(connection, number)
    names = "id, title, channel, method, endpoint, encryption, created, modified"
    connection.execute(
        f"UPDATE profile SET ({names}) = (?{',?' * 7}) WHERE number = ?",
        (*_columns(profile, created, modified), number),
    )
    connection.enter(number, number)
    content = document.write(profile, lambda: vault.sealer(connection), kept)
    connection.execute("UPDATE document SET content = ? WHERE number = ?", (content, number))
    return profile


def delete(connection: Connection, ids: Iterable[str], session: str) -> None:
    """Take profiles out of the list, to be restored or erased later. Raises UnknownProfile."""
    for profile_id in ids:
        number = number_of(connection, profile_id)
        row = connection.execute(f"SELECT {COLUMNS} FROM profile WHERE number = ?", (number,)).fetchone()
        connection.execute(
            "INSERT INTO deleted (id, number, listed, content, at, session) "
            "SELECT ?, number, ?, content, ?, ? FROM document WHERE number = ?",
            (profile_id, json.dumps(tuple(row)), moment.now(), session, number),
        )
        _take_out(connection, number)


def erase(connection: Connection, ids: Iterable[str]) -> None:
    """Delete profiles for good, deleted ones too. Raises UnknownProfile."""
    for profile_id in ids:
        row = connection.execute("SELECT number FROM profile WHERE id = ?", (profile_id,)).fetchone()
        if row:
            _take_out(connection, row[0])
        elif not connection.execute("DELETE FROM deleted WHERE id = ?", (profile_id,)).rowcount:
            raise UnknownProfile(profile_id)
        deliveries.forget(connection, profile_id)


def _take_out(connection: Connection, number: int) -> None:
    connection.leave(number)
    connection.execute("DELETE FROM profile WHERE number = ?", (number,))
    connection.execute("DELETE FROM document WHERE number = ?", (number,))


def restore(connection: Connection, ids: Iterable[str]) -> None:
    """Bring deleted profiles back to where they stood. Raises UnknownProfile, AlreadyThere."""
    for profile_id in ids:
        found = connection.execute(
            "SELECT number, listed, content FROM deleted WHERE id = ?", (profile_id,)
        ).fetchone()
        if found is None:
            raise UnknownProfile(profile_id)
        number, listed, content = found
        _refuse_taken(connection, [profile_id])
        connection.execute(_INSERT, (number, *json.loads(listed)))
        connection.enter(number, number)
        connection.execute(_INSERT_DOCUMENT, (number, content))
        connection.execute("DELETE FROM deleted WHERE id = ?", (profile_id,))


UNDO = 24 * 60 * 60 * 1000
"""Milliseconds for which a session that may still be open elsewhere can undo its deletes."""


def purge(connection: Connection, session: str) -> int:
    """Erase what sessions other than this deleted long enough ago; returns how many profiles."""
    sql = "DELETE FROM deleted WHERE session <> ? AND at < ? RETURNING id"
    gone = connection.execute(sql, (session, moment.now() - UNDO)).fetchall()
    for (profile_id,) in gone:
        deliveries.forget(connection, profile_id)
    return len(gone)
