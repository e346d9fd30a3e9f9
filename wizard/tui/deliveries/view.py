"""The list of a profile's deliveries with its filters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wizard.callback.outcome.groups import GROUPS
from wizard.tui.active import with_own_keys
from wizard.tui.deliveries.actions import DeliveryActions
from wizard.tui.deliveries.rows import COLUMNS, DeliverySource
from wizard.tui.widgets.menu import Chip, Option
from wizard.tui.widgets.outcome_list import OutcomeList
from wizard.tui.widgets.sized import Sized
from wizard.tui.widgets.whole import whole
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.callback import Delivery
    from wizard.profile import CallbackProfile
    from wizard.tui.app import WizardApp

ABOUT = {
    "answered": "not 2xx",
    "redirected": "3xx with a Location",
    "timed out": "in any phase",
    "not reached": "look-up, refused, no way there",
    "TLS": "handshake or certificate",
    "broke off": "no whole answer in HTTP",
    "cancelled": "by you",
}
OUTCOMES = (
    Option("", "any"),
    Option("accepted", "accepted", "2xx"),
    Option("failed", "not accepted", "everything else"),
    *(Option(" ".join(GROUPS[name]), name, about) for name, about in ABOUT.items()),
)
EMPTY = """[bold]Nothing has been fired yet[/]

The test screen keeps every firing here."""
NO_MATCH = """[bold]No delivery fits[/]

[bold]{deliveries.clear|c}[/] clears the filters."""


class DeliveryList(OutcomeList):
    """Deliveries, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", id="deliveries.choose")]


class DeliveriesView(Sized, Vertical, DeliveryActions):
    """Filters over the list. Enter opens a delivery, other keys work on the one under the cursor."""

    DEFAULT_CSS = """
    DeliveriesView { height: 1fr; }
    DeliveriesView #deliveries-filters { height: 1; background: $surface; }
    DeliveriesView #deliveries-total { width: 1fr; text-align: right; padding: 0 1; color: $text-muted; }
    DeliveriesView DeliveryList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *DeliveryActions.FIRE_KEYS,
        Binding("o", "filter('outcome')", "Outcome", tooltip="Filter by outcome", id="deliveries.outcome"),
        Binding(
            "s", "filter('status')", "Status", tooltip="Filter by delivery status", id="deliveries.status"
        ),
        *DeliveryActions.TAKE_KEYS,
        Binding("c", "clear", "Clear filters", id="deliveries.clear"),
        Binding("escape", "leave", "Back", id="deliveries.leave"),
    ]
    app: WizardApp

    def __init__(self, owner: str = "", near: CallbackProfile | None = None, *, leave: str = "leave") -> None:
        """`leave` names the screen's action that goes back from here."""
        super().__init__()
        self.owner, self.near, self.leave = owner, near, leave

    def compose(self) -> ComposeResult:
        """Two filters, the list."""
        with Horizontal(id="deliveries-filters"):
            yield Chip("Outcome", OUTCOMES, id="outcome-filter")
            yield Chip("Delivery status", [Option("", "any"), *self._statuses()], id="status-filter")
            yield Static("", id="deliveries-total", markup=False)
        yield DeliveryList(COLUMNS, id="deliveries", empty=EMPTY)

    def sized(self) -> None:
        """The filters say less where there is less room."""
        for chip in self.query(Chip):
            chip.refresh(layout=True)

    def _statuses(self) -> list[Option]:
        """The delivery statuses of every channel, each once."""
        names = {
            status.name: status.description
            for channel in self.app.catalog.channels.values()
            for status in channel.statuses
        }
        return [Option(name, name, description) for name, description in names.items()]

    def on_mount(self) -> None:
        """Show what there is."""
        self.reload()
        self.set_interval(30, self.rows.refresh_rows)  # `3 min ago` does not stay true

    @property
    def rows(self) -> DeliveryList:
        """The list."""
        return self.query_one(DeliveryList)

    @property
    def filters(self) -> tuple[str, str]:
        """Outcome and delivery status, "" for any."""
        return self.query_one("#outcome-filter", Chip).value, self.query_one("#status-filter", Chip).value

    def show_owner(self, owner: str) -> None:
        """Show the deliveries of another profile; of the same one, what has come since."""
        keep = owner == self.owner
        self.owner = owner
        self.reload(keep=keep)

    def reload(self, *, keep: bool = True) -> None:
        """Read the list again."""
        outcome, status = self.filters
        rows = self.rows
        rows.empty = with_own_keys(self.app, NO_MATCH if outcome or status else EMPTY)
        source = DeliverySource(self.app.store, self.owner, outcome=outcome, status=status)
        rows.show(source, keep=keep)
        self.refresh_bindings()

    def fired_again(self) -> None:
        """There may be more of them."""
        self.reload()

    # -- filters

    @on(Chip.Changed)
    def _filtered(self, event: Chip.Changed) -> None:
        event.stop()
        self.reload(keep=False)

    def action_filter(self, which: str) -> None:
        """Choose what to filter by."""
        self.query_one(f"#{which}-filter", Chip).action_open()

    def action_clear(self) -> None:
        """Show all again."""
        for chip in self.query(Chip):
            chip.value = ""
        self.reload(keep=False)

    async def action_leave(self) -> None:
        """Back to where this was opened from."""
        await self.screen.run_action(self.leave)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for a delivery work while there is one."""
        if action == "clear":
            return any(self.filters) if self.is_mounted else False
        if action in ("filter", "leave"):
            return True
        return not self.is_mounted or self.rows.current is not None

    # -- the list

    @on(WindowedList.Loaded)
    @work(exclusive=True, group="deliveries-total")
    async def _loaded(self, event: WindowedList.Loaded) -> None:
        outcome, status = self.filters
        total = f"{event.total:,} deliver{'y' if event.total == 1 else 'ies'}"
        if outcome or status:
            every = await asyncio.to_thread(self.app.store.count_deliveries, self.owner)
            total = f"{event.total:,} of {every:,}"
        if whole(self):
            self.query_one("#deliveries-total", Static).update(total)

    @on(WindowedList.Loaded)
    @on(WindowedList.Highlighted)
    @on(WindowedList.HeaderClicked)
    def _own(
        self, event: WindowedList.Loaded | WindowedList.Highlighted | WindowedList.HeaderClicked
    ) -> None:
        # Nobody else's list: the screen around has one of its own.
        event.stop()
        self.refresh_bindings()

    async def delivery_at_hand(self) -> Delivery | None:
        """The one under the cursor."""
        from wizard.store import StoreError

        key = self.rows.current
        if key is None:
            return None
        try:
            return await asyncio.to_thread(self.app.store.delivery, key)
        except StoreError as error:
            self.notify(str(error), severity="error", timeout=8)
            self.reload()
            return None

    @on(WindowedList.Chosen)
    @work(exclusive=True, group="open")
    async def _chosen(self, event: WindowedList.Chosen) -> None:
        from wizard.tui.deliveries.one import DeliveryScreen

        delivery = await self.delivery_at_hand()
        if delivery is not None and whole(self):
            self.app.push_screen(DeliveryScreen(delivery, self.near), lambda _: self.reload())
