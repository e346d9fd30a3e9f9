"""Deliveries in and out of the store's tables. Every function works inside a transaction that its caller began."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import DecodeError
from msgspec.structs import replace

from wizard.callback.delivery import from_json, to_json
from wizard.store import moment
from wizard.store.errors import StoreDamaged, StoreError, WrongKey
from wizard.store.pieces import marks, pieces
from wizard.store.rows import DeliveryRow
from wizard.store.use import number_of, touch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.callback.delivery import Delivery
    from wizard.store.connection import Connection
    from wizard.store.vault import Vault

KEPT = 1_000
"""Firings kept of a profile: the newest."""
KEPT_BYTES = 16 * 1024 * 1024
"""Bytes of firings kept of a profile; the newest one is kept whatever its size."""

_COLUMNS = "id, profile_id, at, delivery_status, ok, http_status, elapsed_ms, kind, phase, size, sentence"
_FIELD = "delivery"


def record(connection: Connection, vault: Vault, fired: Iterable[Delivery]) -> None:
    """Keep firings, drop the oldest beyond what is kept, and tell each profile's row of its newest."""
    sealer = vault.sealer(connection)
    newest: dict[str, Delivery] = {}
    for delivery in fired:
        at = _at(delivery)
        content = sealer.seal(to_json(delivery), delivery.id, _FIELD)
        sentence = sealer.seal(delivery.sentence.encode(errors="replace"), delivery.id, "sentence")
        number = connection.execute(
            f"INSERT INTO delivery ({_COLUMNS}) VALUES (?{',?' * 10}) RETURNING number",
            (
                delivery.id,
                delivery.profile_id,
                at,
                delivery.delivery_status,
                int(delivery.ok),
                delivery.http_status,
                delivery.elapsed_ms,
                delivery.kind,
                delivery.phase,
                len(content),
                sentence,
            ),
        ).fetchone()[0]
        connection.execute("INSERT INTO delivery_content (number, content) VALUES (?, ?)", (number, content))
        newest[delivery.profile_id] = delivery
    for profile_id, delivery in newest.items():
        _prune(connection, profile_id)
        _tell(connection, profile_id, delivery)


def _at(delivery: Delivery) -> int:
    try:
        return moment.milliseconds(delivery.at)
    except ValueError:
        return moment.now()


def _prune(connection: Connection, profile_id: str) -> None:
    sql = "SELECT count(*), coalesce(sum(size), 0) FROM delivery WHERE profile_id = ?"
    count, size = connection.execute(sql, (profile_id,)).fetchone()
    if count <= KEPT and size <= KEPT_BYTES:
        return
    held = connection.execute(
        "SELECT number, size FROM delivery WHERE profile_id = ? ORDER BY number DESC", (profile_id,)
    )
    bytes_kept = 0
    for place, (number, size) in enumerate(held.fetchall()):
        bytes_kept += size
        if place and (place >= KEPT or bytes_kept > KEPT_BYTES):
            _drop(connection, "profile_id = ? AND number <= ?", (profile_id, number))
            return


def _tell(connection: Connection, profile_id: str, delivery: Delivery) -> None:
    """Write the outcome into the profile's row, and move it to the top of the order of use."""
    row = connection.execute("SELECT number FROM profile WHERE id = ?", (profile_id,)).fetchone()
    if row is None:
        return  # the firing of a draft, or of a profile deleted meanwhile
    connection.execute(
        "UPDATE profile SET (tested, test_ok, test_status, test_ms, test_kind) = (?, ?, ?, ?, ?) WHERE number = ?",
        (
            _at(delivery),
            int(delivery.ok),
            delivery.http_status,
            delivery.elapsed_ms,
            delivery.kind,
            touch(connection, row[0]),
        ),
    )


def adopt(connection: Connection, draft_id: str, profile_id: str) -> None:
    """Give a draft's firings to the profile it was saved as. Raises UnknownProfile."""
    number_of(connection, profile_id)
    latest = connection.execute(
        "SELECT id FROM delivery WHERE profile_id = ? ORDER BY number DESC LIMIT 1", (draft_id,)
    ).fetchone()
    if latest is None:
        return
    connection.execute("UPDATE delivery SET profile_id = ? WHERE profile_id = ?", (profile_id, draft_id))
    _prune(connection, profile_id)
    row = connection.execute(
        "SELECT at, ok, http_status, elapsed_ms, kind FROM delivery WHERE id = ?", latest
    ).fetchone()
    connection.execute(
        "UPDATE profile SET (tested, test_ok, test_status, test_ms, test_kind) = (?, ?, ?, ?, ?) WHERE id = ?",
        (*row, profile_id),
    )


def forget(connection: Connection, ids: Iterable[str]) -> None:
    """Erase every firing of profiles or drafts."""
    for piece in pieces(ids):
        _drop(connection, f"profile_id IN ({marks(piece)})", piece)


def _drop(connection: Connection, test: str, values: Sequence[Any]) -> None:
    connection.execute(
        f"DELETE FROM delivery_content WHERE number IN (SELECT number FROM delivery WHERE {test})", values
    )
    connection.execute(f"DELETE FROM delivery WHERE {test}", values)


def _tests(profile_id: str | None, outcome: str, status: str) -> tuple[str, list[Any]]:
    tests, values = [], []
    if profile_id is not None:
        tests.append("profile_id = ?")
        values.append(profile_id)
    if outcome == "accepted":
        tests.append("ok = 1")
    elif outcome == "failed":
        tests.append("ok = 0")
    elif outcome:
        kinds = outcome.split()
        tests.append(f"kind IN ({', '.join('?' * len(kinds))})")
        values += kinds
    if status:
        tests.append("delivery_status = ?")
        values.append(status)
    return (" WHERE " + " AND ".join(tests) if tests else ""), values


def window(
    connection: Connection,
    vault: Vault,
    profile_id: str | None,
    outcome: str,
    status: str,
    start: int,
    count: int,
) -> list[DeliveryRow]:
    """Rows `start` to `start + count`, the newest firing first."""
    where, values = _tests(profile_id, outcome, status)
    numbers = f"SELECT number FROM delivery{where} ORDER BY number DESC LIMIT ? OFFSET ?"
    sql = f"SELECT {_COLUMNS} FROM delivery WHERE number IN ({numbers}) ORDER BY number DESC"
    sealer = vault.opener(connection)
    found = []
    for columns in connection.execute(sql, (*values, count, start)).fetchall():
        delivery_id, profile, at, delivery_status, ok, http_status, ms, kind, phase, _, sealed = columns
        told = ""
        if sealer is not None:
            with suppress(WrongKey):
                told = sealer.open(sealed, delivery_id, "sentence").decode()
        found.append(
            DeliveryRow(
                delivery_id,
                profile,
                moment.iso(at),
                delivery_status,
                bool(ok),
                http_status,
                ms,
                kind,
                phase,
                told,
            )
        )
    return found


def count(connection: Connection, profile_id: str | None, outcome: str, status: str) -> int:
    """How many firings are kept."""
    where, values = _tests(profile_id, outcome, status)
    total: int = connection.execute(f"SELECT count(*) FROM delivery{where}", values).fetchone()[0]
    return total


def position(
    connection: Connection, delivery_id: str, profile_id: str | None, outcome: str, status: str
) -> int | None:
    """Where a firing stands, the newest at 0; None if it is not among them."""
    where, values = _tests(profile_id, outcome, status)
    joint = " AND" if where else " WHERE"
    row = connection.execute(
        f"SELECT number FROM delivery{where}{joint} id = ?", (*values, delivery_id)
    ).fetchone()
    if row is None:
        return None
    later: int = connection.execute(
        f"SELECT count(*) FROM delivery{where}{joint} number > ?", (*values, row[0])
    ).fetchone()[0]
    return later


def get(connection: Connection, vault: Vault, delivery_id: str) -> Delivery:
    """A firing with all that is kept of it. Raises StoreError, WrongKey."""
    row = connection.execute(
        "SELECT content, profile_id FROM delivery JOIN delivery_content USING (number) WHERE id = ?",
        (delivery_id,),
    ).fetchone()
    if row is None:
        raise StoreError(
            f"no delivery has the ID {delivery_id!r}; `wizard deliveries` shows those that are kept"
        )
    sealer = vault.opener(connection)
    if sealer is None:
        raise WrongKey("the key that deliveries were sealed with is lost, so none kept before can be shown")
    try:
        return replace(from_json(sealer.open(row[0], delivery_id, _FIELD)), profile_id=row[1])
    except DecodeError as error:
        raise StoreDamaged(f"what is kept of the delivery {delivery_id} is damaged") from error
