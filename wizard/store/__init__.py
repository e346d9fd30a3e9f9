"""What is kept: profiles, drafts, deliveries. SQLite in one file by default; secrets in it are sealed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.lazily import lazily
from wizard.store.errors import (
    AlreadyThere,
    AmbiguousProfile,
    ChangedMeanwhile,
    QueryCancelled,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    UnknownProfile,
    WrongKey,
)
from wizard.store.rows import DeliveryRow, LastTest, ProfileQuery, ProfileRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.store.document import Glanced, Opened
    from wizard.store.draft import Draft
    from wizard.store.health import Finding
    from wizard.store.protocol import Reader, Store
    from wizard.store.rescuing import Rescued, rescue

__all__ = [
    "AlreadyThere",
    "AmbiguousProfile",
    "ChangedMeanwhile",
    "DeliveryRow",
    "Draft",
    "Finding",
    "Glanced",
    "LastTest",
    "Opened",
    "ProfileQuery",
    "ProfileRow",
    "QueryCancelled",
    "Reader",
    "Rescued",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreNewer",
    "StoreReadOnly",
    "UnknownProfile",
    "WrongKey",
    "open_store",
    "rescue",
]

# What needs the model of a profile is imported when first asked for: the first picture of the list does not.
__getattr__ = lazily(
    __name__,
    {
        "document": "Glanced Opened",
        "draft": "Draft",
        "health": "Finding",
        "protocol": "Reader Store",
        "rescuing": "Rescued rescue",
    },
)


def open_store(location: str | Path | None = None, *, environ: Mapping[str, str] = os.environ) -> Store:
    """Open the store at a path or URL; by default at WIZARD_STORE, else in the person's data folder.

    A file that is not there is made, with its folder, for its owner alone; `postgresql://user@host/database` is a
    store on a server. Raises StoreError: one sentence.
    """
    from wizard.store.place import chosen, is_url, place_of

    where = chosen(location, environ)
    if is_url(where):
        from wizard.store.postgres import PostgresStore

        return PostgresStore(where, environ)
    from wizard.store.sqlite import SqliteStore

    return SqliteStore(place_of(where), environ)
