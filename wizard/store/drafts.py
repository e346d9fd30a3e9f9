"""Drafts in and out of the store's table. Every function works inside a transaction that its caller began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from wizard.store import document, moment
from wizard.store.errors import StoreDamaged, WrongKey

if TYPE_CHECKING:
    from wizard.store.connection import Connection
    from wizard.store.draft import Draft
    from wizard.store.vault import Vault


def keep(connection: Connection, vault: Vault, draft: Draft) -> None:
    """Keep a draft in the place of its earlier state."""
    at = moment.now()
    content = document.write_draft(replace(draft, at=moment.iso(at)), vault.sealer(connection))
    connection.execute(
        "INSERT INTO draft (id, profile_id, step, at, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
        "SET profile_id = excluded.profile_id, step = excluded.step, at = excluded.at, content = excluded.content",
        (draft.id, draft.profile_id, draft.step, at, content),
    )


def every(connection: Connection, vault: Vault) -> list[Draft]:
    """Every draft that can be opened, the newest first."""
    found = []
    for draft_id, content in connection.execute(
        "SELECT id, content FROM draft ORDER BY at DESC, id"
    ).fetchall():
        try:
            found.append(document.read_draft(content, draft_id, vault.opener(connection)))
        except (WrongKey, StoreDamaged):
            continue  # an unfinished profile that nobody can read is no use to offer
    return found


def drop(connection: Connection, draft_id: str) -> None:
    """Forget a draft, and the firings of what it was."""
    from wizard.store import deliveries

    connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))
    deliveries.forget(connection, [draft_id])
