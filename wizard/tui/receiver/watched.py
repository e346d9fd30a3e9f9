"""The profiles that received callbacks are checked with."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from wizard.store import ProfileQuery, StoreError

if TYPE_CHECKING:
    from wizard.profile import CallbackProfile
    from wizard.store import Store

MOST = 500
"""Saved profiles, those used last; a receiver weighs no more of them."""


class Watched:
    """Saved profiles, and unfinished new ones: those are tested too. Its methods read the store, so call them in a
    thread, one at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.profiles: tuple[CallbackProfile, ...] = ()
        self._version = -1
        self._saved: dict[str, tuple[str, CallbackProfile]] = {}

    def changed(self) -> bool:
        """Read what has changed since the last time; whether anything has. Raises StoreError."""
        version = self.store.data_version()
        if version != self._version:
            self._read_saved()
            self._version = version
        before = self.profiles
        self.profiles = (*(profile for _, profile in self._saved.values()), *self._unfinished())
        return self.profiles != before

    def _read_saved(self) -> None:
        found: dict[str, tuple[str, CallbackProfile]] = {}
        for row in list(islice(self.store.each(ProfileQuery()), MOST)):
            known = self._saved.get(row.id)
            if known is None or known[0] != row.modified_at:
                try:
                    known = row.modified_at, self.store.get(row.id)
                except StoreError:  # deleted meanwhile, or damaged: the list tells of it
                    continue
            found[row.id] = known
        self._saved = found

    def _unfinished(self) -> list[CallbackProfile]:
        import msgspec

        return [
            msgspec.structs.replace(draft.profile, id=draft.id)
            for draft in self.store.drafts()
            if not draft.profile_id and draft.profile.endpoint and draft.profile.body
        ]
