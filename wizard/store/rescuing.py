"""Reading what can be read of a damaged store into a new one. The original is only ever copied from."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.store import carving, document, migrations, moment, sealing_key
from wizard.store.database import Database
from wizard.store.errors import StoreError
from wizard.store.notes import set_note
from wizard.store.place import place_of
from wizard.store.profiles import INSERT, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.profile.model import CallbackProfile

_UNREADABLE = (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError)
_HIGHEST = (1 << 63) - 1
_TESTED = "tested, test_ok, test_status, test_ms, test_kind"


class Rescued(NamedTuple):
    """What a rescue came to. `lost` are profiles of which only the row could be read: (ID, title)."""

    profiles: int
    drafts: int
    deliveries: int
    lost: tuple[tuple[str, str], ...]


def rescue(location: str | Path, target: str | Path) -> Rescued:
    """Save what can be read of the store at `location` into a new one at `target`, its sealing key beside it.

    Raises StoreError if `target` is there already, or nothing at all can be read.
    """
    old, new = place_of(str(location)), place_of(str(target))
    if os.path.lexists(new.path):
        raise StoreError(f"{new.label} is there already; name a new file")
    if not old.path.is_file():
        raise StoreError(f"{old.label} is not there; name the damaged store")
    try:
        new.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rescue-", dir=new.path.parent) as folder:
            copied = _copied(old.path, Path(folder))
            with closing(_opened(copied)) as reading:
                rows = {row[0]: row[1:] for row in reading.by_number("profile", f"id, title, {_TESTED}")}
                documents = _documents(reading, copied)
                if not rows and not documents and reading.trouble:
                    raise StoreError(f"{old.label} is damaged beyond reading; put a backup in its place")
                with closing(Database(new)) as fresh:
                    rescued = _carry_over(reading, rows, documents, fresh)
                _copy_key(old.path, new.path)
                return rescued
    except OSError as error:
        raise StoreError(
            f"{old.label} cannot be rescued: {(error.strerror or 'the system refuses').lower()}"
        ) from error


def _copied(store: Path, folder: Path) -> Path:
    copied = folder / "store"
    shutil.copyfile(store, copied)
    log = store.with_name(store.name + "-wal")
    if log.exists():
        shutil.copyfile(log, f"{copied}-wal")
    return copied


def _copy_key(old: Path, new: Path) -> None:
    with suppress(StoreError):
        keys = sealing_key.read_file(sealing_key.key_file(old))
        if keys and not sealing_key.key_file(new).exists():
            sealing_key.write_file(sealing_key.key_file(new), keys)


def _opened(copied: Path) -> _Reading:
    """The copy, opened: as it is, else with its length put right, else with the first page of a new store."""
    for mend in (None, _fit, _graft):
        if mend is not None:
            mend(copied)
        connection = sqlite3.connect(copied, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("SELECT number FROM document LIMIT 1").fetchall()
            return _Reading(connection, mended=mend is not None)
        except sqlite3.DatabaseError:
            connection.close()
    return _Reading(_empty(copied), mended=True)


def _empty(copied: Path) -> sqlite3.Connection:
    """A store with nothing in it."""
    connection = sqlite3.connect(copied.with_name("empty"), isolation_level=None)
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for number in range(migrations.VERSION):
            migrations.take(connection, number)
    return connection


def _fit(copied: Path) -> None:
    """Write into the first page how many pages the file has: bytes 28 to 32, believed while 24 and 92 agree."""
    pages = copied.stat().st_size // carving.PAGE
    with copied.open("r+b") as stream:
        head = bytearray(stream.read(100).ljust(100, b"\0"))
        head[28:32] = pages.to_bytes(4, "big")
        head[92:96] = head[24:28]
        stream.seek(0)
        stream.write(head)


def _graft(copied: Path) -> None:
    """Tables begin at the same pages in every store of one schema, so another's list of them does."""
    _empty(copied).close()
    with copied.with_name("empty").open("rb") as stream:
        first = stream.read(carving.PAGE)
    with copied.open("r+b") as stream:
        stream.write(first)
    _fit(copied)


def _documents(reading: _Reading, copied: Path) -> dict[int, bytes]:
    """The documents of profiles by their numbers: along the table, and where that is broken, from the pages."""
    found = {number: content for number, content in reading.by_number("document", "content") if content}
    if reading.trouble:
        for number, content in carving.carve(copied):
            found.setdefault(number, content)
    return found


def _carry_over(
    reading: _Reading, rows: dict[int, tuple[Any, ...]], documents: dict[int, bytes], fresh: Database
) -> Rescued:
    kept: dict[str, int] = {}
    with fresh.writing(bulk=True) as connection:
        for number, content in sorted(
            documents.items(), reverse=True
        ):  # of two with one ID the one used last
            with suppress(StoreError, sqlite3.Error):
                profile = document.decode(content).profile
                connection.execute(INSERT, _row(number, profile, rows.get(number)))
                connection.execute("INSERT INTO document VALUES (?, ?)", (number, content))
                kept[profile.id] = number
        connection.enter(range(_HIGHEST))
        for row in reading.by_key("note", "key, value"):
            set_note(connection, *row)
        _copy(reading, connection, "deleted", "id, number, listed, content, at, session")
        # No profile may be given the number that a deleted one comes back to.
        connection.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, (SELECT ifnull(max(number), 0) FROM deleted)) "
            "WHERE name = 'profile'"
        )
        drafts = _copy(reading, connection, "draft", "id, profile_id, step, at, content")
        columns = (
            "id, profile_id, at, delivery_status, ok, http_status, elapsed_ms, kind, phase, size, sentence"
        )
        fired = _copy_numbered(reading, connection, "delivery", columns)
        _copy_numbered(reading, connection, "delivery_content", "content")
        for one, other in (("delivery", "delivery_content"), ("delivery_content", "delivery")):
            fired -= connection.execute(
                f"DELETE FROM {one} WHERE number NOT IN (SELECT number FROM {other})"
            ).rowcount * (one == "delivery")
    lost = tuple((row[0], row[1]) for row in rows.values() if row[0] not in kept)
    return Rescued(len(kept), drafts, fired, lost)


def _row(number: int, profile: CallbackProfile, row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """The row is made from the document; of the old one only what the document does not say."""
    tested = row[2:] if row and row[0] == profile.id else (0, None, None, None, None)
    created, modified = (moment.milliseconds(each) for each in (profile.created_at, profile.modified_at))
    return number, *columns_of(profile, created, modified), *tested


def _copy(reading: _Reading, connection: sqlite3.Connection, table: str, columns: str) -> int:
    marks = ",".join("?" * len(columns.split(",")))
    found = 0
    for row in reading.by_key(table, columns):
        with suppress(sqlite3.Error):
            connection.execute(f"REPLACE INTO {table} ({columns}) VALUES ({marks})", row)
            found += 1
    return found


def _copy_numbered(reading: _Reading, connection: sqlite3.Connection, table: str, columns: str) -> int:
    marks = ",".join("?" * (1 + len(columns.split(","))))
    found = 0
    for row in reading.by_number(table, columns):
        with suppress(sqlite3.Error):
            connection.execute(f"INSERT INTO {table} (number, {columns}) VALUES ({marks})", row)
            found += 1
    return found


class _Reading:
    """Reads tables of which parts cannot be read."""

    def __init__(self, damaged: sqlite3.Connection, *, mended: bool) -> None:
        self._damaged = damaged
        self.trouble = mended or not self._sound()
        """Whether anything was found that cannot be read."""

    def _sound(self) -> bool:
        with suppress(*_UNREADABLE):
            return bool(self._damaged.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        return False

    def close(self) -> None:
        """Let go of the file."""
        self._damaged.close()

    def by_key(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a small table, from the front as far as they can be read, then from the back."""
        seen = set()
        for way in ("ASC", "DESC"):
            with suppress(*_UNREADABLE):
                for row in self._damaged.execute(f"SELECT {columns} FROM {table} ORDER BY 1 {way}"):
                    if row[0] in seen and way == "DESC":
                        break
                    seen.add(row[0])
                    yield row

    def by_number(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a table by their number, around what cannot be read: a stretch that fails is halved until gone."""
        stretches = [(0, self._top(table))]
        while stretches:
            at, end = stretches.pop()
            try:
                sql = f"SELECT number, {columns} FROM {table} WHERE number BETWEEN ? AND ? ORDER BY number"
                for row in self._damaged.execute(sql, (at, end)):
                    yield row
                    at = row[0] + 1
            except _UNREADABLE:
                self.trouble = True
                if at < end:
                    middle = (at + end) // 2
                    stretches += [(middle + 1, end), (at, middle)]

    def _top(self, table: str) -> int:
        """The highest number that may be there; where nothing tells, none: the pages are looked through instead."""
        for sql in (f"SELECT max(number) FROM {table}", "SELECT max(seq) FROM sqlite_sequence"):
            with suppress(*_UNREADABLE):
                return self._damaged.execute(sql).fetchone()[0] or 0
        self.trouble = True
        return 0
