"""A round of test callbacks at several profiles, and its lines. No more than a line is kept of each in memory."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from wizard.callback.text import safe_line
from wizard.tui.profiles.rows import NOTHING, duration
from wizard.tui.widgets.outcome_list import OutcomeList, outcome, to_come
from wizard.tui.widgets.windowed_list import Column, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.delivery import Delivery
    from wizard.catalog import Catalog
    from wizard.store import Store

AT_A_TIME = 8
"""Callbacks under way at once: the endpoints may well be one machine's."""
COLUMNS = (
    Column("title", "Title", 20, grow=2),
    Column("outcome", "Outcome", 30, grow=3),
    Column("http", "HTTP", 4),
    Column("ms", "Time", 8),
)


@dataclass(slots=True)
class Slot:
    """A profile of the round and what came of it: `ok` None while nothing has."""

    id: str
    title: str
    ok: bool | None = None
    told: str = ""
    http_status: int | None = None
    elapsed_ms: float = 0.0
    delivery_id: str = ""
    under_way: bool = False


class MarkedRound:
    """Fires at the profiles and remembers a line of each.

    `fire` runs in the engine's loop, all else in the screen's.
    """

    def __init__(self, store: Store, catalog: Catalog, profiles: Sequence[tuple[str, str]]) -> None:
        self.store, self.catalog = store, catalog
        self.slots = [Slot(key, title) for key, title in profiles]
        self._places = {slot.id: index for index, slot in enumerate(self.slots)}
        self._waiting: deque[Delivery] = deque()
        self.begun = False
        self.good = self.bad = 0

    def slot(self, profile_id: str) -> Slot | None:
        """The line of that profile."""
        index = self._places.get(profile_id)
        return None if index is None else self.slots[index]

    def place(self, profile_id: str) -> int | None:
        """Where its line stands."""
        return self._places.get(profile_id)

    def take_waiting(self) -> list[Delivery]:
        """The deliveries since this was last asked: they are to be kept in the store."""
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    async def fire(self, indices: Sequence[int], status: str) -> None:
        """Fire at these lines' profiles, AT_A_TIME at once; `status` "" for the usual one of each channel."""
        self.begun = True
        for index in indices:
            self._tell(self.slots[index], None, "")
        following = iter(indices)

        async def work() -> None:
            for index in following:
                await self._fire_one(self.slots[index], status)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_A_TIME):
                group.create_task(work())

    async def _fire_one(self, slot: Slot, status: str) -> None:
        from wizard.callback import RequestError, ValuesError
        from wizard.callback.fire import fire
        from wizard.callback.preview import prepare
        from wizard.store import StoreError

        slot.under_way = True
        try:
            profile = await asyncio.to_thread(self.store.get, slot.id)
            channel = self.catalog.channel(profile.channel)
            usual = next((each.name for each in channel.statuses if each.has_error), "") if channel else ""
            request = await asyncio.to_thread(prepare, profile, self.catalog, status or usual)
            await fire(request, profile.test, on_end=lambda delivery: self._note(slot, delivery))
        except (StoreError, RequestError, ValuesError) as error:
            self._tell(slot, False, f"Not fired: {error}")
        finally:
            slot.under_way = False

    def _note(self, slot: Slot, delivery: Delivery) -> None:
        slot.http_status, slot.elapsed_ms = delivery.http_status, delivery.elapsed_ms
        slot.delivery_id = delivery.id
        self._tell(slot, delivery.ok, delivery.sentence)
        self._waiting.append(delivery)

    def _tell(self, slot: Slot, ok: bool | None, told: str) -> None:
        for one, by in ((slot.ok, -1), (ok, 1)):
            self.good += by * (one is True)
            self.bad += by * (one is False)
        slot.ok, slot.told = ok, told


class MarkedSource:
    """The lines of a round. Keys are profile IDs."""

    def __init__(self, fired: MarkedRound, firing: bool) -> None:
        self.fired, self.firing = fired, firing

    def count(self) -> int:
        """How many profiles."""
        return len(self.fired.slots)

    def window(self, start: int, count: int) -> Sequence[Row]:
        """These lines."""
        return [self._row(slot) for slot in self.fired.slots[start : start + count]]

    def position(self, key: str) -> int | None:
        """Where a profile stands."""
        return self.fired.place(key)

    def _row(self, slot: Slot) -> Row:
        if slot.ok is None:
            waits = "waiting" if self.firing else "not fired"
            told = to_come("firing …" if slot.under_way else waits)
            return Row(slot.id, (safe_line(slot.title), told, NOTHING, NOTHING))
        http = str(slot.http_status or NOTHING)
        time = duration(slot.elapsed_ms) if slot.delivery_id else NOTHING
        return Row(slot.id, (safe_line(slot.title), outcome(slot.ok, safe_line(slot.told)), http, time))


class MarkedList(OutcomeList):
    """What came of each profile's callback. Enter fires the round first, and opens lines afterwards."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Fire", id="test-marked.fire"),
        Binding("enter", "choose", "Open", id="test-marked.open"),
    ]

    def __init__(self) -> None:
        super().__init__(COLUMNS, id="marked")
        self.begun = False

    def show_round(self, fired: MarkedRound, firing: bool) -> None:
        """Show how the round stands."""
        if fired.begun and not self.begun:
            self.begun = True
            self.refresh_bindings()
        self.show(MarkedSource(fired, firing))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """First it is fired."""
        if action in ("begin", "choose"):
            return self.begun is (action == "choose")
        return super().check_action(action, parameters)

    def action_begin(self) -> None:
        """Let the round begin."""
        self.post_message(self.Chosen(self, self.current))
