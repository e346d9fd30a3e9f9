"""The test settings that a new profile begins with: the program's, or those that a person made the usual ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.profile import TestSettings
    from wizard.store import Store

KEY = "test settings"
"""Under which the store remembers them, as JSON with the keys of a profile file."""


def usual(store: Store) -> TestSettings:
    """The usual settings; the program's own where none are remembered or they cannot be read."""
    import msgspec

    from wizard.profile import TestSettings
    from wizard.store import StoreError

    try:
        kept = store.recall(KEY)
        return msgspec.json.decode(kept, type=TestSettings) if kept else TestSettings()
    except (msgspec.MsgspecError, StoreError):
        return TestSettings()  # written by another version of the program, say


def make_usual(store: Store, settings: TestSettings) -> None:
    """Let new profiles begin with these; the program's own are not worth remembering. Raises StoreError."""
    import msgspec

    from wizard.profile import TestSettings

    own = settings == TestSettings()
    store.remember(KEY, "" if own else msgspec.json.encode(settings).decode())
