"""Completes an endpoint from those of saved profiles."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.suggester import Suggester

if TYPE_CHECKING:
    from wizard.store import Store


class UsedEndpoints(Suggester):
    """Offers the endpoint used last that begins as what is typed; looked up in a thread."""

    def __init__(self, store: Store) -> None:
        # Another profile may be saved meanwhile, and looking it up takes no time worth keeping the answer for.
        super().__init__(use_cache=False, case_sensitive=True)
        self.store = store
        self._asking = asyncio.Lock()
        self._asked = ""

    async def get_suggestion(self, value: str) -> str | None:
        """The endpoint, with the beginning as it is typed."""
        from wizard.store import StoreError

        self._asked = value
        async with self._asking:  # one at a time, and of those that wait the newest
            if value != self._asked:
                return None
            try:
                found = await asyncio.to_thread(self.store.endpoints, value, 2)
            except StoreError:
                return None  # a field can be filled in without
        longer = (each for each in found if len(each) > len(value))
        return next((value + each[len(value) :] for each in longer), None)
