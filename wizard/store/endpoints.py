"""Endpoints that are in use, for completing one that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.store.connection import Connection

RECENT = 2_000
"""Profiles looked through for endpoints used last, before the rest is taken in the order of the alphabet."""


def beginning(connection: Connection, prefix: str, count: int) -> list[str]:
    """At most `count` endpoints that begin with `prefix`, letter case aside, each once."""
    wanted = prefix.strip().lower()
    latest = connection.execute("SELECT endpoint FROM profile ORDER BY number DESC LIMIT ?", (RECENT,))
    found = dict.fromkeys(endpoint for (endpoint,) in latest if endpoint.lower().startswith(wanted))
    # Step from one endpoint to the next in the index, however many profiles share each.
    at = wanted
    sign = ">="
    while len(found) < count:
        row = connection.execute(
            f"SELECT endpoint FROM profile WHERE endpoint COLLATE NOCASE {sign} ? "
            "ORDER BY endpoint COLLATE NOCASE LIMIT 1",
            (at,),
        ).fetchone()
        if row is None or not row[0].lower().startswith(wanted):
            break
        at, sign = row[0], ">"
        found.setdefault(at)
    return list(found)[:count]
