"""`wizard deliveries`: what was fired, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from wizard.cli import manual, outcome
from wizard.cli.door import Door, command, json_option
from wizard.cli.names import ProfileName, find
from wizard.cli.tables import Column, table

if TYPE_CHECKING:
    from wizard.store import DeliveryRow

_COLUMNS = (
    Column("At", 19, ellipsis=False),
    Column("Profile", 11, ellipsis=False),
    Column("Status", 6),
    Column("HTTP", 4),
    Column("ms", 4, right=True),
    Column("What happened", 12),
)


@command(
    "deliveries",
    ("wizard deliveries", "The newest firings of all profiles."),
    ("wizard deliveries IN_453d --limit 1 --json", "The last firing of one profile, for a script."),
    arguments={"ID": f"{manual.ID} Default: all profiles."},
)
@click.argument("profile", metavar="[ID]", required=False, type=ProfileName())
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, metavar="N", help="At most so many. Default: 100."
)
@json_option
@click.pass_obj
def deliveries_command(door: Door, profile: str | None, limit: int, as_json: bool) -> None:
    """List firings, the newest first: of one profile, or of all.

    On a terminal a table; otherwise one line a firing, fields parted by tabs: time, profile ID, delivery status,
    HTTP status, milliseconds, what happened.

    With --json an array of objects: id, profile_id, at, status, ok, http_status, kind, error, phase, elapsed_ms.
    """
    of = find(door, profile).id if profile else None
    rows = door.store.deliveries(of, count=limit)
    if as_json:
        outcome.document([_document(row) for row in rows])
        return
    if not table(_COLUMNS, map(_fields, rows)) and outcome.on_terminal():
        outcome.say("Nothing was fired yet; `wizard test ID` fires a callback.")


def _document(row: DeliveryRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "profile_id": row.profile_id,
        "at": row.at,
        "status": row.delivery_status,
        "ok": row.ok,
        "http_status": row.http_status,
        "kind": row.kind,
        "error": None if row.ok else row.sentence,
        "phase": row.phase or None,
        "elapsed_ms": row.elapsed_ms,
    }


def _fields(row: DeliveryRow) -> tuple[str, ...]:
    answer = "" if row.http_status is None else str(row.http_status)
    return row.at, row.profile_id, row.delivery_status, answer, f"{row.elapsed_ms:.0f}", row.sentence
