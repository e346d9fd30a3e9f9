"""Text to be read, or selected by hand where there is no clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ShowText(Dialog[None]):
    """Shows `text` under `title`. Nothing in it is taken for markup."""

    DEFAULT_CSS = """
    ShowText { align: center middle; }
    ShowText VerticalScroll {
        width: 90%; height: auto; max-height: 80%; padding: 1 2;
        background: $panel; border: round $primary;
    }
    ShowText Static { height: auto; }
    """
    help_title = "A text to copy by hand"
    HELP = """No clipboard can be reached from here. Select the text as your terminal does it, in most of them with the
mouse while shift is held, and copy it with the terminal's own key."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss(None)", "Close", id="text.close")
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        """The text in a box that scrolls."""
        with VerticalScroll() as box:
            box.border_title = self.heading
            yield Static(self.text, markup=False)
        yield KeyBar()
