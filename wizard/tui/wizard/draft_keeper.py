"""Keeps what is typed: a draft at most half a second behind the last key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profile import CallbackProfile
    from wizard.store import Draft, Store

PAUSE = 0.3
"""Seconds between the first key after a save and the next save. Not restarted by further keys, so that a person who
types without a pause loses no more than this either."""


class DraftKeeper:
    """Saves the newest state of one draft in a thread, and tells how that went: "" for well, else a sentence."""

    def __init__(self, store: Store, draft: Draft, told: Callable[[str], None]) -> None:
        self.store, self.draft, self.told = store, draft, told
        self._unsaved = False
        self._task: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    def changed(self, profile: CallbackProfile, step: int) -> None:
        """This is what stands now."""
        import msgspec

        self.draft = msgspec.structs.replace(self.draft, profile=profile, step=step)
        self._unsaved = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._soon())

    async def _soon(self) -> None:
        await asyncio.sleep(PAUSE)
        await self.flush()

    async def flush(self) -> None:
        """Save now what is not saved yet."""
        async with self._lock:
            while self._unsaved:
                self._unsaved = False
                self.told(await asyncio.to_thread(self._save, self.draft))

    def _save(self, draft: Draft) -> str:
        from wizard.store import StoreError

        try:
            self.store.keep_draft(draft)
        except StoreError as error:
            return str(error)
        return ""

    async def drop(self) -> None:
        """Forget the draft: it has become a profile, or was thrown away."""
        self._unsaved = False  # what waits for its pause finds nothing to do
        async with self._lock:  # what is being saved now comes first, so that it cannot bring the draft back
            await asyncio.to_thread(self.store.drop_draft, self.draft.id)
