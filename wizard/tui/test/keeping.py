"""What a test leaves behind in the profile: sets of values and test settings, both ours and free to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from wizard.profile import CallbackProfile
    from wizard.store import Store


def keep_in_store(store: Store, profile: CallbackProfile) -> None:
    """Put the sets of values and the test settings of `profile` into the saved one. Raises StoreError.

    Nothing else of it is touched, so a change that somebody made to the rest meanwhile stays.
    """
    from wizard.store import ChangedMeanwhile

    for last in (False, True):
        saved = store.get(profile.id)
        changed = msgspec.structs.replace(saved, value_sets=profile.value_sets, test=profile.test)
        if changed == saved:
            return
        try:
            store.change(changed, seen=saved.modified_at)
        except ChangedMeanwhile:
            if last:
                raise
        else:
            return
