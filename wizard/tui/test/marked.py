"""Several profiles tested in one go: a line a profile, filled in as answers come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.tui.active import with_own_keys
from wizard.tui.test.engine import Engine
from wizard.tui.test.marked_rows import MarkedList, MarkedRound
from wizard.tui.widgets.answered import Answered
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.menu import Chip, Option
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.worker import Worker

    from wizard.tui.app import WizardApp

BEAT = 0.1
"""Seconds between two pictures while callbacks are under way."""


class TestMarkedScreen(Answered[None]):
    """Fires one callback at the endpoint of each of the profiles, (ID, title) in their order."""

    __test__ = False
    help_title = "Test marked profiles"
    HELP = """Fires one dummy callback at the endpoint of each profile that you marked, eight at a time, each
with its own settings and fresh values. Choose the delivery status with {test-marked.status|s}; where a
profile's channel does not have it, its line says so. Every firing is kept with its profile.

{test-marked.fire|Enter} fires; afterwards it opens the delivery of the line. {test-marked.again|f} fires again at
those that did not accept, {test-marked.all-again|a} at all of them."""
    AUTO_FOCUS = "MarkedList"
    DEFAULT_CSS = """
    TestMarkedScreen {
        #frame { border: round $border; border-title-color: $text-primary; border-title-style: bold; }
        #frame { border-subtitle-color: $text-muted; }
        #choose { height: 1; background: $surface; padding: 0 1; }
        #choose .label { width: auto; color: $text-muted; }
        #verdict { height: 1; margin: 1 0; padding: 0 1; }
        MarkedList { height: 1fr; }
    }
    """
    app: WizardApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="test-marked.cancel"),
        Binding("escape", "leave", "Close", id="test-marked.leave"),
        Binding("s", "status", "Status", id="test-marked.status"),
        Binding("f", "again", "Failed again", id="test-marked.again"),
        Binding("a", "all_again", "All again", id="test-marked.all-again"),
    ]

    def __init__(self, profiles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.round = MarkedRound(self.app.store, self.app.catalog, profiles)
        self._engine = Engine()
        self._worker: Worker[None] | None = None
        self._firing = False

    def compose(self) -> ComposeResult:
        """The status to fire, how it goes, a line a profile."""
        statuses = {
            status.name: Option(status.name, status.name, status.description)
            for channel in self.app.catalog.channels.values()
            for status in channel.statuses
        }
        usual = Option("", "usual", "the first of the profile's channel that has an error")
        with Vertical(id="frame") as frame:
            frame.border_title = "Test marked profiles"
            frame.border_subtitle = f"{len(self.round.slots):,} profiles"
            with Horizontal(id="choose"):
                yield Static("Delivery status", classes="label")
                yield Chip("", [usual, *statuses.values()], id="status")
            yield Static("", id="verdict")
            yield MarkedList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Nothing is fired before it is asked for."""
        self._engine.start()
        self._beat = self.set_interval(BEAT, self._show, pause=True)
        self._show()

    def on_unmount(self) -> None:
        """Nothing goes on firing unseen; what was fired is kept."""
        self._engine.close()
        self._keep()

    def _show(self) -> None:
        self._keep()
        self.query_one(MarkedList).show_round(self.round, self._firing)
        self.query_one("#verdict", Static).update(self._verdict())

    def _keep(self) -> None:
        if fired := self.round.take_waiting():
            self.app.keeper.keep(*fired)

    def _verdict(self) -> Content:
        count = len(self.round.slots)
        good, bad = self.round.good, self.round.bad
        if not self._firing and not good + bad:
            return Content.assemble(
                (with_own_keys(self.app, "{test-marked.fire|Enter}"), "bold"),
                f" fires {count:,} callbacks, one a profile.",
            )
        parts: list[Content | str | tuple[str, str]] = [
            (f"✓ {good:,} accepted", "bold $text-success" if good else MUTED),
            "   ",
            (f"✗ {bad:,} not", "bold $text-error" if bad else MUTED),
        ]
        if good + bad < count:
            waiting = (
                with_own_keys(self.app, "to come, {test-marked.cancel|esc} cancels")
                if self._firing
                else "not fired"
            )
            parts.append((f"   {count - good - bad:,} {waiting}", MUTED))
        return Content.assemble(*parts)

    # -- firing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is under way can be cancelled; everything else waits for its end."""
        if action == "cancel":
            return self._firing
        if action == "again":
            return not self._firing and self.round.bad > 0
        if action == "all_again":
            return not self._firing and self.round.begun
        return not self._firing if action in ("leave", "status") else True

    @on(WindowedList.Chosen)
    def _chosen(self, event: WindowedList.Chosen) -> None:
        event.stop()
        if not self.round.begun:
            self._fire(range(len(self.round.slots)))
        elif event.key:
            self._open(event.key)

    def action_again(self) -> None:
        """Fire again at the endpoints that did not accept."""
        self._fire([index for index, slot in enumerate(self.round.slots) if slot.ok is False])

    def action_all_again(self) -> None:
        """Fire again at every endpoint."""
        self._fire(range(len(self.round.slots)))

    def _fire(self, indices: Iterable[int]) -> None:
        if not self._firing:
            self._worker = self._run(list(indices))

    @work(exclusive=True, group="fire")
    async def _run(self, indices: list[int]) -> None:
        self._firing = True
        status = self.query_one("#status", Chip).value
        self._beat.resume()
        self.refresh_bindings()
        try:
            await self._engine.run(lambda: self.round.fire(indices, status))
        finally:
            self._firing = False
            self._beat.pause()
            if self.is_attached:
                self._show()
                self.refresh_bindings()

    def action_cancel(self) -> None:
        """Stop what is under way."""
        if self._worker is not None:
            self._worker.cancel()

    def action_status(self) -> None:
        """Choose the delivery status."""
        self.query_one("#status", Chip).action_open()

    @work(exclusive=True, group="open")
    async def _open(self, profile_id: str) -> None:
        from wizard.store import StoreError
        from wizard.tui.deliveries.one import DeliveryScreen

        slot = self.round.slot(profile_id)
        if slot is None or not slot.delivery_id:
            return
        store = self.app.store
        try:
            delivery = await asyncio.to_thread(store.delivery, slot.delivery_id)
            profile = await asyncio.to_thread(store.get, profile_id)
        except StoreError as error:
            self.notify(str(error), severity="error", timeout=8)
            return
        self.app.push_screen(DeliveryScreen(delivery, profile))

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
