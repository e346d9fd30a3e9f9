"""A copy of a store as it stands at one moment, while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from wizard.store.errors import StoreError
from wizard.store.place import make_private, sync_folder


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Lay a copy at `target`, for its owner alone: whole, or not there. Raises StoreError, sqlite3.Error.

    In one step, so that nobody's write in between makes it begin again; writers do not wait for it.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        if os.path.lexists(target):
            raise StoreError(f"{target} is there already; name a new file")
        with suppress(FileNotFoundError):
            part.unlink()
        make_private(part)
        with closing(sqlite3.connect(part, isolation_level=None)) as written:
            connection.backup(written)
            written.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
            written.execute("PRAGMA journal_mode=WAL")
        _name(part, target)
        sync_folder(target.parent)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_FULL":
            raise
        raise StoreError(
            f"no copy can be laid at {target}: its disk is full; make room, or name another place"
        ) from error
    except OSError as error:
        raise StoreError(
            f"no copy can be laid at {target}: {(error.strerror or 'the system refuses').lower()}"
        ) from error
    finally:
        for each in (part, Path(f"{part}-wal"), Path(f"{part}-shm"), Path(f"{part}-journal")):
            with suppress(OSError):
                each.unlink()


def _name(part: Path, target: Path) -> None:
    """Give the finished copy its name, unless something has it by now."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise StoreError(f"{target} is there already; name a new file") from error
    except OSError:
        os.rename(part, target)  # a file system without links
