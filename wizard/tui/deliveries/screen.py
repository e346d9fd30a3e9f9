"""A profile's deliveries over the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from wizard.tui.deliveries.view import DeliveriesView
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.still import Still
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.profile import CallbackProfile


class DeliveriesScreen(Still[None]):
    """Everything that was fired from `profile`, which need not be saved: its `id` is whom deliveries are kept under."""

    help_title = "Deliveries"
    HELP = """What was fired and what came of it, the newest first; the last 1,000 of a profile are kept.
{deliveries.choose|Enter} opens one. {delivery.fire-again|f} fires the same request again, byte for byte;
{delivery.fire-changed|r} takes its status and values to the test screen. {delivery.copy-curl|y} copies it as a curl
command that leaves secrets for the shell to fill in."""
    HELP_LINES = (
        ("Outcome", "accepted (2xx) or not, or only those that failed in one way"),
        ("Status", "the delivery status that was fired: Bounce, say"),
    )
    AUTO_FOCUS = "DeliveryList"
    DEFAULT_CSS = """
    DeliveriesScreen #frame { border: round $border; border-title-color: $text-primary; border-title-style: bold; }
    DeliveriesScreen #frame { border-subtitle-color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close", id="deliveries.leave")]

    def __init__(self, profile: CallbackProfile) -> None:
        super().__init__()
        self.profile = profile

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        with Vertical(id="frame") as frame:
            frame.border_title = "Deliveries"
            frame.border_subtitle = Content(visible(self.profile.title or "untitled", keep=""))
            yield DeliveriesView(self.profile.id, self.profile)
        yield KeyBar()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
