"""A question with two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from wizard.tui.active import with_own_keys
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Confirm(Dialog[bool]):
    """Asks `question`, explains with `detail`; `y` or the first button says yes, `n` or escape no."""

    DEFAULT_CSS = """
    Confirm { align: center middle; }
    Confirm Vertical {
        width: auto; max-width: 70; min-width: 44; height: auto; padding: 1 2;
        background: $panel; border: round $warning;
    }
    Confirm Static { width: auto; max-width: 64; }
    Confirm .detail { color: $text-muted; margin: 1 0; }
    Confirm Horizontal { height: auto; width: auto; }
    Confirm Button { margin-right: 2; }
    """
    help_title = "A question"
    HELP = "Nothing is done before you say yes. {confirm.no|esc}, or a click on the second button, leaves all as it is."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes", id="confirm.yes"),
        Binding("escape,n", "dismiss(False)", "No", id="confirm.no"),
        Binding("left,right", "app.focus_next", show=False, id="confirm.other-button"),
    ]

    def __init__(self, question: str, detail: str, yes: str, no: str = "Cancel") -> None:
        super().__init__()
        self.question, self.detail, self.yes, self.no = question, detail, yes, no

    def compose(self) -> ComposeResult:
        """Question, detail, two buttons; at the foot its own keys, in place of those of the screen below."""
        with Vertical():
            yield Static(self.question, markup=False)
            yield Static(self.detail, markup=False, classes="detail")
            with Horizontal():
                yield Button(
                    with_own_keys(self.app, f"{self.yes} ({{confirm.yes|y}})"),
                    id="yes",
                    variant="warning",
                    compact=True,
                )
                yield Button(
                    with_own_keys(self.app, f"{self.no} ({{confirm.no|esc}})"), id="no", compact=True
                )
        yield KeyBar()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
