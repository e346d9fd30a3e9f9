"""Where the store is, and making its file so that from the first moment only its owner can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wizard.folders import data_folder
from wizard.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "profiles.db"


class Place(NamedTuple):
    """A store's file, and how to call it."""

    path: Path
    label: str
    """The path as a person would write it."""


def is_url(location: str) -> bool:
    """Whether the location names a server rather than a file."""
    return location.startswith(("postgresql://", "postgres://"))


def chosen(location: str | Path | None, environ: Mapping[str, str]) -> str:
    """What was asked for: the argument, else WIZARD_STORE, else the default path in the person's data folder."""
    asked = str(location) if location is not None else environ.get("WIZARD_STORE", "")
    return asked or str(data_folder(environ) / FILE)


def place_of(location: str) -> Place:
    """The place that a path means; `~` is the person's home. Raises StoreError for the URL of something else.

    A URL is not shown in full: it may hold a password.
    """
    scheme, slashes, _ = location.partition("://")
    if slashes and os.sep not in scheme:
        raise StoreError(f"{scheme}:// is no kind of store; give a file's path, or a postgresql:// URL")
    path = Path(os.path.abspath(os.path.expanduser(location)))
    home = os.path.expanduser("~")
    label = str(path)
    if home != os.sep and label.startswith(home + os.sep):
        label = "~" + label[len(home) :]
    return Place(path, label)


def not_made_yet(location: str | Path | None, environ: Mapping[str, str]) -> Place | None:
    """The place of a file that there is none of yet; None where there is one, or the store is on a server."""
    where = chosen(location, environ)
    place = None if is_url(where) else place_of(where)
    return None if place is None or os.path.lexists(place.path) else place


def can_be_made(place: Place) -> bool:
    """Whether a file that is not there may be made, with the folders it needs."""
    there = next(folder for folder in place.path.parents if os.path.lexists(folder))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def prepare(place: Place) -> None:
    """Make the store's file, empty, if there is none. Raises StoreError."""
    path, label = place
    if os.path.lexists(path):
        _check_file(place)
        return
    try:
        make_folder(path.parent)
        make_private(path)
        sync_folder(path.parent)
    except FileExistsError:
        # Another process was quicker, which is as good; or something that is no file stands there.
        _check_file(place)
    except OSError as error:
        raise StoreError(
            f"{label} cannot be made: {_reason(error)}; name another place with --store"
        ) from error


def exposed(folder: Path) -> str:
    """A warning where people of other groups, or all, may put files into the store's folder; else "".

    They could put another store in its place. A folder of the person's own group is let pass here, as many systems
    make them so; doctor speaks of it.
    """
    if os.name != "posix":
        return ""
    try:
        found = folder.stat()
    except OSError:
        return ""
    theirs = stat.S_IWOTH | (stat.S_IWGRP if found.st_gid != os.getgid() else 0)
    if not found.st_mode & theirs or found.st_mode & stat.S_ISVTX:
        return ""
    return f"others may put files into {folder}, where the store is; chmod 700 it, or name another place"


def make_private(path: Path) -> None:
    """Make an empty file that its owner alone can use, never through a symbolic link. Raises OSError."""
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)  # a umask may have taken the owner's own bits
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone. Raises OSError."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        try:
            os.mkdir(each, 0o700)
            os.chmod(each, 0o700)  # as for files: a umask may have taken the owner's own bits
        except FileExistsError:
            continue


def _check_file(place: Place) -> None:
    path, label = place
    try:
        if path.is_dir():
            raise StoreError(f"{label} is a folder; name a file in it with --store")
        if not path.exists():
            raise StoreError(f"{label} is a link that leads nowhere; mend or remove it")
        if not path.is_file():
            raise StoreError(f"{label} is no ordinary file; name another with --store")
        with path.open("rb"):
            pass
    except OSError as error:
        raise StoreError(f"{label} cannot be opened: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    return (error.strerror or "the system refuses").lower()


def sync_folder(folder: Path) -> None:
    """See that a name just made in the folder survives a power cut. Not every system can; those need not."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
