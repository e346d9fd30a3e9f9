"""Whether a store is sound, and how well it is kept."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from wizard.store import document, sealing_key
from wizard.store.errors import StoreDamaged, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.store.connection import Connection, SqliteConnection
    from wizard.store.vault import Vault

RESCUE = "`wizard doctor --rescue FILE` saves what can be read into a new store"


class Finding(NamedTuple):
    """One thing looked at: whether it is good, what was found, and what to do if it is not. No secret in it."""

    what: str
    good: bool
    told: str
    advice: str = ""


def quick(path: Path, connection: SqliteConnection, vault: Vault) -> list[Finding]:
    """What can be told in an instant: who may read the files, and where the key is."""
    return [*_permissions(path), *sealing_key_of(connection, vault)]


def sealing_key_of(connection: Connection, vault: Vault) -> list[Finding]:
    """Where the sealing key is, and whether it fits."""
    found: list[Finding] = []
    try:
        state = vault.state(connection)
    except StoreError as error:
        return [Finding("sealing key", False, str(error))]
    if not state.used:
        found.append(Finding("sealing key", True, "nothing has been sealed yet"))
    elif not state.source:
        told = "the key is lost: secrets sealed before cannot be read"
        found.append(Finding("sealing key", False, told, "put it back, or type the secrets anew"))
    elif not state.fits:
        told = f"the key from the {state.source} is not the one that sealed this store"
        found.append(Finding("sealing key", False, told, "put the right one back, or type the secrets anew"))
    elif state.source == "file":
        told = f"in {state.path}: it guards copies of the store, not this disk, where both lie side by side"
        found.append(
            Finding("sealing key", True, told, f"{sealing_key.VARIABLE} or the key ring guards more")
        )
    else:
        found.append(Finding("sealing key", True, f"from the {state.source}"))
    return found


def _permissions(path: Path) -> Iterator[Finding]:
    if os.name != "posix":
        return
    folder = path.parent
    mode = folder.stat().st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
        told = f"others may put files into {folder}"
        yield Finding("folder", False, told, f"chmod 700 '{folder}'")
    else:
        yield Finding("folder", True, f"only you may write in {folder}")
    for each in (path, sealing_key.key_file(path)):
        if each.exists() and each.stat().st_mode & 0o077:
            yield Finding("file", False, f"others may use {each}", f"chmod 600 '{each}'")


def thorough(connection: SqliteConnection, vault: Vault) -> list[Finding]:
    """Every page, index and document looked at: half a minute for a million profiles."""
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    found = [
        Finding("pages", not faults, "; ".join(faults) or "every page is sound", RESCUE if faults else "")
    ]
    if faults:
        return found
    found.append(_counts(connection))
    found.append(documents(connection, vault))
    return found


def _counts(connection: SqliteConnection) -> Finding:
    wrong = connection.execute(
        "SELECT (SELECT count(*) FROM profile) <> (SELECT total(n) FROM stretch) OR EXISTS "
        "(SELECT 1 FROM profile LEFT JOIN document USING (number) WHERE document.number IS NULL)"
    ).fetchone()[0]
    if wrong:
        return Finding("list", False, "the list does not agree with the profiles", RESCUE)
    return Finding("list", True, "the list agrees with the profiles")


def documents(connection: Connection, vault: Vault) -> Finding:
    """Whether every profile can be read, and its secrets opened."""
    sealer = vault.opener(connection)
    damaged, shut, every = 0, 0, 0
    for (content,) in connection.execute("SELECT content FROM document"):
        every += 1
        try:
            shut += bool(document.read(content, lambda: sealer).unreadable)
        except StoreDamaged:
            damaged += 1
    if damaged:
        return Finding("profiles", False, f"{damaged} of {every} profiles are damaged", RESCUE)
    if shut:
        told = f"the secrets of {shut} of {every} profiles do not open with the key at hand"
        return Finding("profiles", False, told, "put the right key back, or type them anew")
    return Finding("profiles", True, f"every profile opens, {every} in all")


def search_is_sound(connection: SqliteConnection) -> Finding:
    """Whether the search index holds what the list holds. Needs a transaction that may write; writes nothing."""
    import sqlite3

    try:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return Finding("search", False, "the search index does not agree with the list", RESCUE)
    return Finding("search", True, "the search index agrees with the list")
