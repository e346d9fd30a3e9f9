"""The screen that fires test callbacks of one profile, saved or not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.tui.deliveries.reader import TALL
from wizard.tui.test.panel import TestPanel
from wizard.tui.test.trial import NOTHING, Picks, Trial
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.still import Still
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from wizard.profile import CallbackProfile
    from wizard.tui.app import WizardApp


class TestScreen(Still[None]):
    """Test callback. Deliveries are kept under `owner`: the profile's ID, or the draft's while it is unsaved.

    `keep` takes the profile with changed sets of values or test settings; without it they go to the saved profile.
    `picks` are what to begin with; `fire` fires it at once.
    """

    __test__ = False
    help_title = "Test callback"
    HELP = """Fires a dummy callback at the endpoint with the configuration as it stands, saved or not.

Choose what happened to the email ({test.choose-status|s}), change any value under Values, and press {test.fire|Enter}.
What is shown under Request is byte for byte what is sent; only secrets are masked on the screen. 2xx means accepted.
Redirects are not followed and nothing is tried twice, so that you see the first failure.

{test.fire-all|a} fires every delivery status in a row, {test.fire-many|n} as many as you like. Every firing is
kept: {test.deliveries|d} shows them all."""
    HELP_LINES = (
        (
            "Delivery status",
            "what the callback says became of the email; one with an error fills the error variables too",
        ),
        (
            "Values",
            "what stands for each dynamic variable: yours where you typed one, fresh and plausible where not",
        ),
        ("Request", "what is sent, byte for byte, secrets masked"),
        ("Response", "what came back: status, headers, body; what a terminal would obey is shown as signs"),
        ("Connection", "how long each phase took, which address and which certificate it was"),
        ("All statuses", "what came of each delivery status, a line each"),
        ("Many", "rate, times and outcomes of as many callbacks as you fire at once"),
    )
    DEFAULT_CSS = """
    TestScreen {
        #frame { border: round $border; border-title-color: $text-primary; border-title-style: bold; }
        #frame { border-subtitle-color: $text-muted; }
        &.-tiny TestPanel #choose .label, &.-narrow TestPanel #choose .label { display: none; }
        &.-tiny TestPanel #choose #fire-all, &.-tiny TestPanel #choose #fire-many { display: none; }
        &.-tiny TestPanel #choose #sets, &.-narrow TestPanel #choose #sets { max-width: 16; }
        &.-tall #outcome { margin: 1 0; }
        &.-tall #panes { margin-top: 1; }
        &.-tall ValuesForm { margin-top: 1; }
        &.-tall RoundList { margin-top: 1; }
    }
    """
    AUTO_FOCUS = ""  # the panel takes it: Enter must fire, not open the menu that happens to stand first
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (56, "-narrow"), (79, "-roomy")]
    VERTICAL_BREAKPOINTS = TALL
    app: WizardApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", id="test.leave"),
    ]

    def __init__(
        self,
        profile: CallbackProfile,
        owner: str,
        *,
        keep: Callable[[CallbackProfile], None] | None = None,
        picks: Picks | None = None,
        fire: bool = False,
    ) -> None:
        super().__init__()
        self.profile, self.owner, self.keep = profile, owner, keep
        self.picks = picks or NOTHING
        self.trial: Trial | None = None
        self.fire_at_once = fire

    def compose(self) -> ComposeResult:
        """The panel in a frame."""
        with Vertical(id="frame") as frame:
            frame.border_title = "Test callback"
            frame.border_subtitle = Content(visible(self.profile.title or "untitled", keep=""))
            channel = self.app.catalog.channel(self.profile.channel)
            if channel is None:
                yield Static(
                    f"No channel file describes {self.profile.channel!r}, so there is nothing to fill in.",
                    markup=False,
                )
            else:
                self.trial = Trial(self.profile, channel, self.owner, picks=self.picks)
                yield TestPanel(self.trial, fire=self.fire_at_once)
        yield KeyBar()

    @on(TestPanel.Keep)
    async def _keep(self, event: TestPanel.Keep) -> None:
        """Sets of values and test settings are ours: they may be kept with any profile."""
        from wizard.store import StoreError
        from wizard.tui.test.keeping import keep_in_store

        profile = event.panel.trial.profile
        where = "with the profile"
        try:
            if self.keep is not None:
                self.keep(profile)
                where = "with the draft"
            elif self.owner == self.profile.id:
                await asyncio.to_thread(keep_in_store, self.app.store, profile)
            else:
                where = "until this screen is closed"
        except StoreError as error:
            self.notify(f"Not kept: {error}", severity="error", timeout=8)
        else:
            self.notify(f"{event.what} {where}.", timeout=4)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
