"""What can go wrong with a store, each as one plain sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from wizard.profile.model import CallbackProfile


class StoreError(Exception):
    """The store cannot do what was asked. Its text is one sentence for a person; nothing was changed."""


class StoreLocked(StoreError):  # noqa: N818 - the names below say what is the case
    """Another program kept the store to itself for longer than a person should wait."""


class StoreReadOnly(StoreError):  # noqa: N818
    """The store can be read, not changed."""


class StoreDamaged(StoreError):  # noqa: N818
    """The file is a store, and part of it cannot be read."""


class StoreNewer(StoreError):  # noqa: N818
    """The store was written by a later version of the program."""


class WrongKey(StoreError):  # noqa: N818
    """The sealing key at hand is not the one that the store's secrets were sealed with."""


class QueryCancelled(StoreError):  # noqa: N818
    """A query was given up because a later one took its place. Nobody needs to be told."""


class UnknownProfile(StoreError):  # noqa: N818
    """No profile has this ID or begins with it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no callback profile has the ID {name!r}; `wizard list` shows those there are")
        self.name = name


class AmbiguousProfile(StoreError):  # noqa: N818
    """Several IDs begin so. `candidates` are the first of them, at most LISTED."""

    LISTED = 10

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        shown = candidates[: self.LISTED]
        more = ", and more" if len(candidates) > self.LISTED else ""
        super().__init__(
            f"{name!r} begins several IDs: {', '.join(shown)}{more}; type more of the one you mean"
        )
        self.name = name
        self.candidates = shown
        self.more = bool(more)


class AlreadyThere(StoreError):  # noqa: N818
    """A profile with this ID is in the store."""

    def __init__(self, profile_id: str) -> None:
        super().__init__(f"a callback profile with the ID {profile_id} is in the store already")
        self.profile_id = profile_id


class ChangedMeanwhile(StoreError):  # noqa: N818
    """Somebody changed the profile after it was read. `current` is what stands in the store now."""

    def __init__(self, current: CallbackProfile) -> None:
        super().__init__(
            f"{current.id} was changed by someone else while you worked on it; look at both and choose"
        )
        self.current = current


def plainly(error: sqlite3.Error, place: str) -> StoreError:
    """The sentence for an error of SQLite's; `place` says which store."""
    name = getattr(error, "sqlite_errorname", "")
    for start, kind, sentence in _SENTENCES:
        if name.startswith(start):
            return kind(f"{place} {sentence}")
    return StoreError(f"{place} cannot be used: {error}")


_IN_USE = "is in use by another program that does not let go; try again in a moment"
_SENTENCES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("SQLITE_INTERRUPT", QueryCancelled, "was asked something else meanwhile"),
    ("SQLITE_BUSY", StoreLocked, _IN_USE),
    ("SQLITE_LOCKED", StoreLocked, _IN_USE),
    ("SQLITE_READONLY", StoreReadOnly, "is read-only; nothing was changed; ask its owner, or work on a copy"),
    ("SQLITE_NOTADB", StoreError, "is not a store of callback profiles; name another file with --store"),
    (
        "SQLITE_FULL",
        StoreError,
        "cannot grow, for the disk is full; nothing was changed; make room and try again",
    ),
    (
        "SQLITE_CORRUPT",
        StoreDamaged,
        "is damaged; `wizard doctor --rescue FILE` saves what can be read into a new store",
    ),
    ("SQLITE_CANTOPEN", StoreError, "cannot be opened; see that its folder is there and that you may use it"),
    ("SQLITE_PERM", StoreError, "may not be used by you; ask its owner"),
    (
        "SQLITE_IOERR",
        StoreError,
        "could not be read or written; nothing was changed; see that the disk is there and has room",
    ),
    ("SQLITE_TOOBIG", StoreError, "cannot hold something that large; nothing was changed"),
    ("SQLITE_NOMEM", StoreError, "needs more memory than there is; nothing was changed"),
)
