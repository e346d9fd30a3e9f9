"""An unfinished profile."""

from __future__ import annotations

import msgspec

from wizard.profile.model import CallbackProfile


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A profile that is being typed, kept so that nothing is lost.

    `step` is the wizard's step it stood at, from 0; `profile_id` the saved profile it changes, "" for a new one;
    `at` (ISO 8601, UTC) is set by the store.
    """

    id: str
    profile: CallbackProfile
    step: int = 0
    profile_id: str = ""
    at: str = ""
