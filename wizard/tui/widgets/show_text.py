"""Text to be selected by hand where there is no clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ShowText(Dialog[None]):
    """Shows `text`, which is `what`, with the reason `why`. Nothing in it is taken for markup.

    The text begins at the left edge and no frame stands beside it: the terminal's own selection takes whole rows.
    """

    DEFAULT_CSS = """
    ShowText { background: $background; }
    ShowText VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; padding-top: 1; }
    ShowText Static { height: auto; }
    ShowText > .why { color: $text-warning; padding: 0 1; }
    ShowText > .how { color: $foreground 75%; padding: 0 1; border-bottom: solid $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss(None)", "Close", id="text.close")
    ]
    help_title = "Select by hand"
    HELP = """The text as it would have been copied. Terminals select with the mouse while shift is held down (on a
Mac option, in some fn), and copy with a key of their own."""

    def __init__(self, what: str, text: str, *, why: str = "") -> None:
        super().__init__()
        self.what, self.text, self.why = what, text, why

    def compose(self) -> ComposeResult:
        """Why, how, and the text."""
        yield Static(f"! {self.why}", classes="why", markup=False)
        yield Static(
            f"Select {self.what} by hand: hold shift (on a Mac option) and drag, then copy as your terminal does.",
            classes="how",
            markup=False,
        )
        with VerticalScroll():
            yield Static(visible(self.text), markup=False)
        yield KeyBar()
