"""A profile whose encryption was mended, as a draft: a saved one may not change."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.profile import CallbackProfile
    from wizard.store import Draft, Store
    from wizard.tui.app import WizardApp

ENCRYPTION_STEP = 4
"""The step of Add Callback Profile that shows what was changed, from 0."""


def draft_of(store: Store, profile: CallbackProfile) -> Draft:
    """The draft that the profile is, else a copy of it; at the encryption. For a thread. Raises StoreError."""
    import msgspec

    from wizard.store import Draft

    fresh = msgspec.structs.replace(profile, id="", created_at="", modified_at="")
    if any(draft.id == profile.id for draft in store.drafts()):
        return Draft(id=profile.id, profile=fresh, step=ENCRYPTION_STEP)
    copy = msgspec.structs.replace(fresh, title=f"{profile.title} copy")
    return Draft(id=f"draft_{uuid.uuid4()}", profile=copy, step=ENCRYPTION_STEP)


def start(app: WizardApp, draft: Draft) -> None:
    """Open Add Callback Profile on it."""
    from wizard.tui.wizard.screen import AddProfileScreen

    def left(saved: str | None) -> None:
        if saved:
            app.notify(f"Saved as {saved}.", timeout=6)

    app.push_screen(AddProfileScreen(draft), left)
