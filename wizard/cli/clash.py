"""What an import does with each profile of a file, beside what is in the store already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.cli.door import Door
    from wizard.profile.model import CallbackProfile
    from wizard.store import Store

Done = tuple[str, "CallbackProfile"]


class Import:
    """What is to be done: profiles to add, changes to make, and those that stay as they are."""

    def __init__(self) -> None:
        self.new: list[CallbackProfile] = []
        self.new_kinds: list[str] = []
        self.changed: list[CallbackProfile] = []
        self.kept: list[Done] = []

    def carry_out(self, store: Store) -> list[Done]:
        """Do all of it or nothing. What became of each profile, with its ID."""
        if not self.new and not self.changed:
            return self.kept
        added, changed = store.import_all(self.new, self.changed)
        return [
            *zip(self.new_kinds, added, strict=True),
            *(("replaced", profile) for profile in changed),
            *self.kept,
        ]


def plan_import(door: Door, profiles: Sequence[CallbackProfile], on_clash: str) -> Import:
    """See what of a file is new. Raises Mistake with every clash, unless `on_clash` says what to do with them."""
    from wizard.store import ProfileQuery

    plan = Import()
    problems: list[str] = []
    _no_doubles(profiles, problems)
    ids = {profile.id for profile in profiles if profile.id}
    titles = {profile.title for profile in profiles if not profile.id}
    present: set[str] = set()
    titled: dict[str, list[str]] = {}
    for profile_id, title in door.store.names(ProfileQuery()):
        if profile_id in ids:
            present.add(profile_id)
        if title in titles:
            titled.setdefault(title, []).append(profile_id)
    for number, profile in enumerate(profiles):
        if profile.id in present:
            _meet(door, plan, profile, on_clash, problems, number)
        elif not profile.id and (same := _same(door.store, profile, titled.get(profile.title, ()))):
            plan.kept.append(("present", same))
        else:
            plan.new.append(profile)
            plan.new_kinds.append("added")
    if problems:
        raise Mistake(*problems)
    return plan


def _no_doubles(profiles: Sequence[CallbackProfile], problems: list[str]) -> None:
    seen: set[str] = set()
    for number, profile in enumerate(profiles):
        if profile.id and profile.id in seen:
            problems.append(
                f"profiles.{number}.id: {profile.id} stands twice in the file; take one of them out"
            )
        seen.add(profile.id)


def _meet(
    door: Door, plan: Import, profile: CallbackProfile, on_clash: str, problems: list[str], number: int
) -> None:
    """What to do with a profile whose ID is in the store."""
    from wizard.profile.rules import check_change

    saved = door.store.get(profile.id)
    different = _differences(saved, profile)
    if not different:
        plan.kept.append(("present", saved))
    elif on_clash == "skip":
        plan.kept.append(("skipped", saved))
    elif on_clash == "copy":
        plan.new.append(msgspec.structs.replace(profile, id="", created_at="", modified_at=""))
        plan.new_kinds.append("copied")
    elif on_clash == "replace":
        changed = msgspec.structs.replace(profile, created_at=saved.created_at, modified_at=saved.modified_at)
        faults = [problem for problem in check_change(saved, changed, door.catalog) if problem.is_error]
        problems += [f"{profile.id}: {fault}" for fault in faults]
        plan.changed.append(changed)
    else:
        told = f"{profile.id} is in the store with another {', '.join(different)}"
        problems.append(f"profiles.{number}.id: {told}; choose with --on-clash skip, replace or copy")


def _same(store: Store, profile: CallbackProfile, ids: Sequence[str]) -> CallbackProfile | None:
    """The saved profile that holds what this one does, its ID and times aside."""
    for profile_id in ids:
        saved = store.get(profile_id)
        if not _differences(saved, profile):
            return saved
    return None


def _differences(saved: CallbackProfile, profile: CallbackProfile) -> list[str]:
    """The fields that differ. A file that was exported without secrets differs in none of them."""
    from wizard.profile.masking import literal_secret, secret_fields, with_secrets

    kept = dict(secret_fields(saved))
    # Where the file has a reference in place of a secret that the store holds, it is the same secret left out.
    left_out = {
        path: kept[path]
        for path, value in secret_fields(profile)
        if literal_secret(kept.get(path, "")) and not literal_secret(value)
    }
    whole = with_secrets(profile, left_out)
    names = [name for name in saved.__struct_fields__ if name not in ("id", "created_at", "modified_at")]
    return [name for name in names if getattr(saved, name) != getattr(whole, name)]
