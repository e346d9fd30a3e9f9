"""The store's schema, as numbered steps. A released step is never changed; a new one is added at the end.

A store says in `user_version` how many steps it has taken. Each further one is a transaction of its own, after a copy
of the whole store has been laid beside it.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.store.errors import StoreError, StoreNewer

if TYPE_CHECKING:
    from wizard.store.place import Place

APPLICATION_ID = 0x63627077
"""`cbpw`: marks the file as a store of this program, in the place SQLite's header has for it."""

_FIRST = """
-- Order of use is the order of `number`: whatever is added, changed or tested gets the next one. So the default list
-- is a walk along the table, and the search index, which hands out matches by number, hands them out in that order.
CREATE TABLE profile (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    channel TEXT NOT NULL,
    method TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    encryption TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    tested INTEGER NOT NULL DEFAULT 0,
    test_ok INTEGER,
    test_status INTEGER,
    test_ms REAL,
    test_kind TEXT
);
CREATE INDEX profile_title ON profile (title COLLATE NOCASE);
CREATE INDEX profile_endpoint ON profile (endpoint COLLATE NOCASE);
CREATE INDEX profile_channel ON profile (channel);
CREATE INDEX profile_method ON profile (method);
CREATE INDEX profile_encryption ON profile (encryption);
CREATE INDEX profile_created ON profile (created);
CREATE INDEX profile_tested ON profile (tested);

-- Any three letters or more of title, endpoint or ID. No positions are kept (detail=none: a quarter of the size); a
-- longer text is looked up by its threes and then compared.
CREATE VIRTUAL TABLE search USING fts5(
    title, endpoint, id,
    content='profile', content_rowid='number', tokenize='trigram', detail=none, columnsize=0
);
-- How many profiles each stretch of 1,024 numbers holds: any position of the default list without counting through it.
CREATE TABLE stretch (at INTEGER PRIMARY KEY, n INTEGER NOT NULL);

-- Apart from the columns of the list, so that reading those reads nothing else. Secrets in it are sealed.
CREATE TABLE document (number INTEGER PRIMARY KEY, content BLOB NOT NULL);

-- Profiles deleted but not erased yet: `listed` holds the columns above as JSON.
CREATE TABLE deleted (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    listed TEXT NOT NULL,
    content BLOB NOT NULL,
    at INTEGER NOT NULL,
    session TEXT NOT NULL
) WITHOUT ROWID;

-- Firings, the newest of each profile. What was sent and came back may hold anything, so it is sealed whole, and so is
-- the sentence that tells of it.
CREATE TABLE delivery (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    profile_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    delivery_status TEXT NOT NULL,
    ok INTEGER NOT NULL,
    http_status INTEGER,
    elapsed_ms REAL NOT NULL,
    kind TEXT NOT NULL,
    phase TEXT NOT NULL,
    size INTEGER NOT NULL,
    sentence BLOB NOT NULL
);
CREATE INDEX delivery_profile ON delivery (profile_id, number, size);
CREATE TABLE delivery_content (number INTEGER PRIMARY KEY, content BLOB NOT NULL);

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    profile_id TEXT NOT NULL,
    step INTEGER NOT NULL,
    at INTEGER NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID;

-- What the store remembers about itself and for the screens.
CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO note VALUES ('salt', lower(hex(randomblob(16))));
-- Counts the changes of the list.
CREATE TABLE revision (n INTEGER NOT NULL);
INSERT INTO revision VALUES (0);
"""

STEPS: tuple[str, ...] = (_FIRST,)
VERSION = len(STEPS)


def bring_up(connection: sqlite3.Connection, place: Place) -> None:
    """Bring the store to this program's schema. Raises StoreError, sqlite3.Error."""
    version = check_version(connection, place)
    if version == VERSION:
        return
    if version == 0:
        _write_ahead(connection)
    else:
        _back_up(connection, place, version)
    for number in range(version, VERSION):
        take(connection, number)


def check_version(connection: sqlite3.Connection, place: Place) -> int:
    """How many steps the store has taken. Raises StoreError if it is newer than the program or no store."""
    connection.execute("BEGIN")  # as it stands at one moment: another process may be making it
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    finally:
        connection.execute("COMMIT")
    if tables and application != APPLICATION_ID:
        raise StoreError(f"{place.label} is a database of another program; name another file with --store")
    if version > VERSION:
        raise StoreNewer(
            f"{place.label} was written by a later version of this program (its schema is {version}, "
            f"this one knows {VERSION}); install that version, or name another store"
        )
    return version


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers do not wait for the writer, nor it for them. The mode stays with the file."""
    deadline = time.monotonic() + 5
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait here by itself while another process makes the same change.
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def take(connection: sqlite3.Connection, number: int) -> None:
    """Take step `number` unless another process has taken it meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] == number:
            for statement in _statements(STEPS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    # executescript would commit the transaction that the step must be.
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements


def _back_up(connection: sqlite3.Connection, place: Place, version: int) -> None:
    """Lay a copy beside the store, named for its schema: `profiles.db.v1.bak`. One that is there is kept."""
    from wizard.store.backup import copy

    target = Path(f"{place.path}.v{version}.bak")
    if target.exists():
        return
    try:
        copy(connection, target)
    except StoreError as error:
        if target.exists():  # another process was quicker
            return
        raise StoreError(
            f"{place.label} needs a newer schema, and no copy could be laid beside it first: {error}"
        ) from error
