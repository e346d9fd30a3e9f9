"""The store's profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import log
from wizard.store.columns import row_of
from wizard.store.notes import revise
from wizard.store.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.profile.model import CallbackProfile
    from wizard.store.document import Glanced, Opened
    from wizard.store.rows import ProfileRow


MANY = 2_000
"""Profiles that one transaction deletes or restores in bulk."""


class ProfileShelf(Shelf):
    """Profiles in and out, one or many at a time."""

    region = "IN"
    """What new IDs begin with, as the person who opened the store has set it."""

    def add(self, profile: CallbackProfile, *, region: str = "") -> CallbackProfile:
        """Keep a new profile and return it as kept: with an ID, if it had none, and its times.

        `region` begins a new ID; by default `self.region`. Raises AlreadyThere.
        """
        return self.add_all((profile,), region=region)[0]

    def add_all(self, new: Iterable[CallbackProfile], *, region: str = "") -> list[CallbackProfile]:
        """Keep new profiles, all or none, and return them as kept. Raises AlreadyThere."""
        from wizard.store import profiles

        with self._engine.writing(bulk=not isinstance(new, tuple)) as connection:
            kept = profiles.add_all(connection, self._vault, new, region or self.region)
            revise(connection)
        log.event("added", id=log.several([each.id for each in kept]))
        return kept

    def import_all(
        self, new: Iterable[CallbackProfile], changed: Iterable[CallbackProfile] = ()
    ) -> tuple[list[CallbackProfile], list[CallbackProfile]]:
        """Add new profiles and change others, all or nothing; returns both as kept, in their order.

        A changed one carries the `modified_at` of the one it was made from. Raises AlreadyThere, UnknownProfile,
        ChangedMeanwhile.
        """
        from wizard.store import profiles

        with self._engine.writing(bulk=True) as connection:
            added = profiles.add_all(connection, self._vault, new, self.region)
            kept = [profiles.change(connection, self._vault, each, each.modified_at) for each in changed]
            revise(connection)
        ids = log.several([each.id for each in added]), log.several([each.id for each in kept])
        log.event("imported", added=ids[0], changed=ids[1])
        return added, kept

    def get(self, name: str) -> CallbackProfile:
        """The profile of that ID or unambiguous beginning of one. Raises UnknownProfile, AmbiguousProfile.

        Secrets that the sealing key does not open are empty in it; `open` says which.
        """
        return self.open(name).profile

    def open(self, name: str) -> Opened:
        """As `get`, with the paths of the secrets that could not be opened."""
        from wizard.store import profiles

        with self._engine.snapshot() as connection:
            return profiles.opened(connection, self._vault, profiles.find(connection, name))

    def glance(self, name: str) -> Glanced:
        """As `open`, as it may be shown, its secrets left shut: neither key nor cipher is loaded for it."""
        from wizard.profile.identity import is_id
        from wizard.store import profiles

        with self._engine.snapshot() as connection:
            profile_id = name if is_id(name) else profiles.find(connection, name)
            return profiles.glanced(connection, self._vault, profile_id)

    def named(self, name: str) -> ProfileRow:
        """The list's row of the profile with that ID, or prefix of one. Raises UnknownProfile, AmbiguousProfile."""
        from wizard.store import profiles

        with self._engine.snapshot() as connection:
            return row_of(profiles.listed(connection, profiles.find(connection, name)))

    def row(self, profile_id: str) -> ProfileRow | None:
        """The list's row of a profile; None if it is not there."""
        from wizard.store import profiles

        with self._engine.reading() as connection:
            columns = profiles.listed(connection, profile_id)
        return row_of(columns) if columns else None

    def change(self, profile: CallbackProfile, *, seen: str) -> CallbackProfile:
        """Keep a changed profile. `seen` is the `modified_at` of the one the change was made from.

        Raises UnknownProfile, ChangedMeanwhile.
        """
        from wizard.store import profiles

        with self._engine.writing() as connection:
            kept = profiles.change(connection, self._vault, profile, seen)
            revise(connection)
        log.event("changed", id=kept.id)
        return kept

    def delete(self, *ids: str, for_good: bool = False) -> None:
        """Delete profiles, all or none; unless `for_good`, `restore` brings them back. Raises UnknownProfile."""
        from wizard.store import deleting

        with self._engine.writing(bulk=len(ids) > MANY) as connection:
            if for_good:
                deleting.erase(connection, ids)
            else:
                deleting.delete(connection, ids, self._session)
            revise(connection)
        log.event("erased" if for_good else "deleted", id=log.several(ids))

    def restore(self, *ids: str) -> None:
        """Bring back deleted profiles, where they stood. Raises UnknownProfile, AlreadyThere."""
        from wizard.store import deleting

        with self._engine.writing(bulk=len(ids) > MANY) as connection:
            deleting.restore(connection, ids)
            revise(connection)
        log.event("restored", id=log.several(ids))

    def purge(self) -> int:
        """Erase what earlier sessions deleted, and return how many profiles that were.

        A session still open elsewhere can undo for a day; what this one deleted stays.
        """
        from wizard.store import deleting

        with self._engine.writing() as connection:
            return deleting.purge(connection, self._session)
