"""The test panel: what to fire above, what came of it, the details in tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from wizard.tui.active import with_own_keys
from wizard.tui.deliveries.connection import connection_lines
from wizard.tui.deliveries.reader import Reader, tab_keys
from wizard.tui.deliveries.reading import (
    encrypted_lines,
    nothing,
    request_lines,
    response_lines,
    sent_request,
)
from wizard.tui.test import sets, tell
from wizard.tui.test.choices import Choices
from wizard.tui.test.many import Many, ManyDialog
from wizard.tui.test.round import RoundList
from wizard.tui.test.tally import tally_lines
from wizard.tui.test.values import ValuesForm
from wizard.tui.widgets.menu import Chip, Option
from wizard.tui.widgets.whole import whole
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from wizard.tui.test.trial import Trial
    from wizard.tui.widgets.text_pane import Line

TABS = (
    ("request", "Request"),
    ("response", "Response"),
    ("connection", "Connection"),
    ("values", "Values"),
    ("all", "All statuses"),
    ("many", "Many"),
)
BUSY = frozenset(
    ("fire", "fire_all", "fire_many", "choose_status", "choose_set", "fresh", "settings", "deliveries")
)
"""Actions that wait until what is under way has ended."""


class TestPanel(Choices, inherit_bindings=False):
    """One profile under test. What the Request tab shows is, secrets aside, what the next Enter sends."""

    __test__ = False
    TABS = TABS
    DEFAULT_CSS = """
    TestPanel #choose { height: 1; background: $surface; padding: 0 1; }
    TestPanel #choose .label { width: auto; color: $text-muted; }
    TestPanel #choose .gap { width: 1fr; }
    TestPanel #choose #status { margin-right: 1; }
    TestPanel #choose #sets { max-width: 25%; text-wrap: nowrap; text-overflow: ellipsis; }
    TestPanel #choose Button { margin-left: 1; min-width: 6; }
    TestPanel #unchecked { display: none; height: 1; background: $warning; color: $background; }
    TestPanel #unchecked.-on { display: block; }
    TestPanel #outcome { height: auto; min-height: 3; max-height: 7; padding: 0 1; margin: 1 0 0 0; }
    """
    # In this order at the foot, as far as it goes: what one does next, before what is done now and then.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="test.leave"),
        Binding(
            "escape",
            "leave",
            "Done",
            tooltip="Back from the values to the request they make",
            id="test.leave",
        ),
        Binding("enter", "fire", "Fire", id="test.fire"),
        Binding("s", "choose_status", "Status", id="test.choose-status"),
        Binding(
            "a",
            "fire_all",
            "All",
            tooltip="Fire every delivery status, one after the other",
            id="test.fire-all",
        ),
        Binding(
            "o",
            "open",
            "Open",
            tooltip="Open the last delivery: as sent, compare, copy, save",
            id="test.open",
        ),
        Binding(
            "t",
            "settings",
            "Settings",
            tooltip="Test settings: time-outs, certificates, proxy",
            id="test.settings",
        ),
        Binding("n", "fire_many", "Many", tooltip="Fire many callbacks, some at a time", id="test.fire-many"),
        Binding(
            "d", "deliveries", "Deliveries", tooltip="Everything that was fired before", id="test.deliveries"
        ),
        *Reader.READING_KEYS,
        Binding(
            "v",
            "choose_set",
            "Values",
            tooltip="Choose a kept set of values, or keep these as one",
            id="test.choose-set",
        ),
        Binding("r", "fresh", "Fresh values", show=False, id="test.fresh"),
        *tab_keys(TABS),
    ]

    def __init__(self, trial: Trial, *, fire: bool = False) -> None:
        """With `fire` the first request is fired as soon as it stands."""
        super().__init__(trial)
        self._many = Many()
        self._fire_at_once = fire

    def compose(self) -> ComposeResult:
        """What to fire, what came of it, and the details in tabs."""
        statuses = [Option(s.name, s.name, s.description) for s in self.trial.channel.statuses]
        with Horizontal(id="choose"):
            yield Static("Delivery status", classes="label")
            yield Chip("", statuses, self.trial.status, id="status")
            yield Static("Values", classes="label")
            yield sets.SetsChip("", [], id="sets")
            yield Static("", classes="gap")
            yield Button("Fire", id="fire", variant="primary", compact=True)
            yield Button("All", id="fire-all", compact=True)
            yield Button("Many", id="fire-many", compact=True)
        yield Static(tell.unchecked(), id="unchecked")
        yield Static(tell.before(self.trial, partial(with_own_keys, self.app)), id="outcome")
        yield from super().compose()
        yield ValuesForm(self.trial.channel.variables)
        yield RoundList()

    def on_mount(self) -> None:
        """Enter fires at once: the text itself takes the first focus."""
        self.show_tab()
        self.show_choices()
        self.renew()
        self.focus_tab()

    def built(self) -> None:
        """The next request stands."""
        super().built()
        if self._fire_at_once:
            self._fire_at_once = False
            self.action_fire()

    def widget_of(self, tab: str) -> Widget | None:
        """Values are a form, all statuses a list."""
        if tab == "values":
            return self.query_one(ValuesForm)
        return self.query_one(RoundList) if tab == "all" else None

    def show_tab(self) -> None:
        """Show what belongs to the tab, the values as they stand."""
        if self.tab == "values":
            self.query_one(ValuesForm).hold_keys()
        self.fill_values()
        super().show_tab()

    def heading(self, tab: str) -> str:
        """Side by side it must be plain that they are not of one firing."""
        if tab == "request":
            return with_own_keys(self.app, "Next request: {test.fire|Enter} sends it")
        return "Answer to the last" if self.delivery else "Response"

    def lines(self, tab: str) -> list[Line]:
        """The text of a tab."""
        trial, delivery = self.trial, self.delivery
        if tab == "many":
            return tally_lines(self.tally, partial(with_own_keys, self.app))
        if tab == "request":
            if trial.request is None:
                return nothing(trial.problem)
            shown = request_lines(sent_request(trial.request), self.way, room=self.room)
            return shown + (encrypted_lines(trial.request.sent_values) if self.way == "decoded" else [])
        if delivery is None:
            return nothing("Nothing has been fired yet.")
        if tab == "response":
            return response_lines(delivery.response, self.way, room=self.room)
        return connection_lines(delivery)

    def tell(self, content: Content) -> None:
        """Say how it stands."""
        if whole(self):
            self.query_one("#outcome", Static).update(content)

    def show_round(self) -> None:
        """Show how the round of all statuses stands."""
        self.query_one(RoundList).show_round(self.round, self.firing == "all")

    # -- firing

    @on(Button.Pressed, "#fire")
    @on(Input.Submitted)
    def action_fire(self) -> None:
        """Fire what the Request tab shows."""
        if not self.firing:
            self.fire()

    @on(Button.Pressed, "#fire-all")
    def action_fire_all(self) -> None:
        """Fire every delivery status, one after the other."""
        if not self.firing:
            self.fire_all()

    @on(Button.Pressed, "#fire-many")
    @work(exclusive=True, group="ask")
    async def action_fire_many(self) -> None:
        """Ask how many, then fire them."""
        if self.firing:
            return
        dialog = ManyDialog(self._many, self.trial.status, len(self.trial.channel.statuses))
        if many := await self.app.push_screen_wait(dialog):
            self._many = many
            self.fire_many(many)

    def action_cancel(self) -> None:
        """Stop what is under way."""
        self.cancel()

    def action_leave(self) -> None:
        """From the values, where letters are typed, back to the request."""
        self.tab = "request"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is under way it can be cancelled and read, and nothing else begun."""
        if action == "cancel":
            return bool(self.firing)
        if action == "leave":
            return self.tab == "values" and not self.firing
        if action == "open":
            return self.delivery is not None
        if action in BUSY:
            return not self.firing
        return super().check_action(action, parameters)

    # -- deliveries

    @on(WindowedList.Chosen, "#round")
    def _status_opened(self, event: WindowedList.Chosen) -> None:
        event.stop()
        if event.key and (delivery := self.round.get(event.key)):
            self._open(delivery.id)

    def action_open(self) -> None:
        """Open the last delivery."""
        if self.delivery is not None:
            self._open(self.delivery.id)

    def _open(self, delivery_id: str) -> None:
        from wizard.tui.deliveries.one import DeliveryScreen

        known = [d for d in (*self.round.values(), self.delivery) if d is not None and d.id == delivery_id]
        self.app.push_screen(DeliveryScreen(known[0], self.trial.profile))

    def action_deliveries(self) -> None:
        """Everything that was fired before."""
        from wizard.tui.deliveries.screen import DeliveriesScreen

        self.app.push_screen(DeliveriesScreen(self.trial.profile))
