"""One delivery: what was sent, what came back, over which connection, and how it differs from the one before."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.callback.text import safe_line
from wizard.tui.deliveries import tell
from wizard.tui.deliveries.actions import DeliveryActions
from wizard.tui.deliveries.again import profile_of
from wizard.tui.deliveries.compare import compare_lines
from wizard.tui.deliveries.connection import connection_lines
from wizard.tui.deliveries.reader import TALL, Reader, tab_keys
from wizard.tui.deliveries.reading import encrypted_lines, request_lines, response_lines, value_lines
from wizard.tui.when import ago, exact
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.still import Still
from wizard.tui.widgets.visible import visible
from wizard.tui.widgets.whole import whole

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.callback import Delivery
    from wizard.profile import CallbackProfile
    from wizard.store import Store
    from wizard.tui.app import WizardApp
    from wizard.tui.widgets.text_pane import Line

TABS = (
    ("request", "Request"),
    ("response", "Response"),
    ("connection", "Connection"),
    ("values", "Values"),
    ("compare", "Compare"),
)


class DeliveryReader(Reader, DeliveryActions, inherit_bindings=False):
    """The delivery in tabs."""

    TABS = TABS
    DEFAULT_CSS = """
    DeliveryReader > #outcome { height: auto; max-height: 8; padding: 0 1; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *DeliveryActions.FIRE_KEYS,
        *Reader.READING_KEYS,
        *DeliveryActions.TAKE_KEYS,
        Binding("left_square_bracket", "older", "Older", key_display="[", id="delivery.older"),
        Binding("right_square_bracket", "newer", "Newer", key_display="]", id="delivery.newer"),
        *tab_keys(TABS),
    ]
    app: WizardApp

    def __init__(self, delivery: Delivery, near: CallbackProfile | None) -> None:
        super().__init__()
        self.delivery, self.near = delivery, near
        self._steps = 0
        """Places still to go, to the older side: keys may come faster than deliveries are read."""

    def compose(self) -> ComposeResult:
        """How it went, over the tabs."""
        yield Static("", id="outcome", markup=False)
        yield from super().compose()

    def on_mount(self) -> None:
        """Start at what was sent."""
        self.show_delivery(self.delivery)
        self.focus_tab()

    async def delivery_at_hand(self) -> Delivery | None:
        """The one that is shown."""
        return self.delivery

    def show_delivery(self, delivery: Delivery) -> None:
        """Show this one."""
        self.delivery = delivery
        self.query_one("#outcome", Static).update(heading(delivery))
        self.refresh_bindings()
        self.show_tab()

    def lines(self, tab: str) -> list[Line]:
        """The text of a tab."""
        delivery = self.delivery
        if tab == "request":
            shown = request_lines(delivery.request, self.way, room=self.room)
            return shown + (encrypted_lines(delivery.sent_values) if self.way == "decoded" else [])
        if tab == "response":
            return response_lines(delivery.response, self.way, room=self.room)
        if tab == "connection":
            return connection_lines(delivery)
        if tab == "values":
            return value_lines(delivery)
        return compare_lines(neighbour(self.app.store, delivery, 1), delivery)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A response is copied only where one came."""
        if action == "copy_response":
            return self.delivery.response is not None
        return super().check_action(action, parameters)

    def action_older(self) -> None:
        """The delivery before this one."""
        self._steps += 1
        self._go()

    def action_newer(self) -> None:
        """The delivery after this one."""
        self._steps -= 1
        self._go()

    @work(exclusive=True, group="neighbour")
    async def _go(self) -> None:
        by = self._steps
        if by == 0:
            return
        found = await asyncio.to_thread(neighbour, self.app.store, self.delivery, by)
        self._steps = 0
        if not whole(self):
            return
        if found is None:
            self.notify("This is the oldest one kept." if by > 0 else "This is the newest one.", timeout=3)
        else:
            self.show_delivery(found)


def neighbour(store: Store, delivery: Delivery, by: int) -> Delivery | None:
    """The delivery of the same profile that is `by` places older, or newer where that is negative."""
    at = store.delivery_position(delivery.id, delivery.profile_id)
    # One that was just fired may not have been written yet: it is the newest then.
    at = -1 if at is None else at
    if at + by < 0:
        return None
    rows = store.deliveries(delivery.profile_id, start=at + by, count=1)
    return store.delivery(rows[0].id) if rows else None


def heading(delivery: Delivery) -> Content:
    """Which status when, and how it went."""
    return Content.assemble(
        (safe_line(delivery.delivery_status) or "Callback", "bold $text-primary"),
        (f"   {exact(delivery.at)}, {ago(delivery.at)}\n", MUTED),
        tell.outcome(delivery),
    )


class DeliveryScreen(Still[None]):
    """Shows one delivery. `near` is the profile at hand, where it may have unsaved changes."""

    help_title = "Delivery"
    HELP = """One firing and what came of it. Request and response can be read decoded, raw and in hex
({reader.next-way|x}); Compare lays it beside the one before. {delivery.fire-again|f} fires the same request
again, byte for byte, as long as the profile is what it was; {delivery.fire-changed|r} takes its status and
values to the test screen to be changed first. Secrets are masked in all of it, also in what is copied and
saved."""
    DEFAULT_CSS = """
    DeliveryScreen {
        #frame { border: round $border; border-title-color: $text-primary; border-title-style: bold; }
        #frame { border-subtitle-color: $text-muted; }
        &.-tall #outcome { margin: 1 0; }
        &.-tall #panes { margin-top: 1; }
    }
    """
    VERTICAL_BREAKPOINTS = TALL
    app: WizardApp
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close", id="delivery.leave")]

    def __init__(self, delivery: Delivery, near: CallbackProfile | None = None) -> None:
        super().__init__()
        self.delivery, self.near = delivery, near

    def compose(self) -> ComposeResult:
        """The delivery in a frame."""
        with Vertical(id="frame") as frame:
            frame.border_title = "Delivery"
            yield DeliveryReader(self.delivery, self.near)
        yield KeyBar()

    @work
    async def on_mount(self) -> None:
        """Say whose it is."""
        from wizard.store import StoreError

        title = "of a profile that is gone"
        with suppress(StoreError):
            profile = await asyncio.to_thread(profile_of, self.app.store, self.delivery, self.near)
            title = profile.title or "untitled"
        if whole(self):
            self.query_one("#frame").border_subtitle = Content(visible(title, keep=""))

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
