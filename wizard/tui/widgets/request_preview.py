"""A request as it goes on the wire, beside a form or over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.say import say
from wizard.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from wizard.tui.widgets.text_pane import Line


class RequestPreview(Vertical):
    """A heading and a text that scrolls. `show` takes the text as it is to be seen: secrets masked already."""

    DEFAULT_CSS = """
    RequestPreview > .heading { height: 1; width: 1fr; color: $text-muted; margin: 0 1 1 1; }
    RequestPreview:focus-within > .heading { color: $text-accent; }
    RequestPreview TextPane { scrollbar-color: $border; }
    """

    def __init__(self, lines: Sequence[Line] = (), note: str = "") -> None:
        super().__init__()
        self.lines, self.note = lines, note

    def compose(self) -> ComposeResult:
        """Heading and text."""
        yield Static(self._heading, classes="heading", markup=False)
        yield TextPane()

    def on_mount(self) -> None:
        """Show what there is to begin with."""
        self.query_one(TextPane).show(self.lines)

    @property
    def _heading(self) -> Content:
        return Content.assemble(("Request preview", "bold"), f"  {self.note}" if self.note else "")

    def show(self, lines: Sequence[Line], note: str = "") -> None:
        """Show this instead, scrolled to where it was."""
        if lines == self.lines and note == self.note:
            return
        self.lines, self.note = lines, note
        say(self.query_one(".heading", Static), self._heading)
        self.query_one(TextPane).show(lines, home=False)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Its text takes the focus, to be scrolled."""
        self.query_one(TextPane).focus(scroll_visible)
        return self


class PreviewScreen(Dialog[None]):
    """The preview over the whole screen, for terminals with no room beside the form."""

    DEFAULT_CSS = """
    PreviewScreen { align: center middle; }
    PreviewScreen > Vertical { width: 96%; height: 92%; background: $panel; border: round $primary; padding: 1 1; }
    """
    help_title = "Request preview"
    HELP = """The request as the endpoint gets it, byte for byte, with values of the kind that Kaleyra fills in.
Secrets are masked here and sent in full."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f4", "dismiss(None)", "Close", id="preview.close")
    ]

    def __init__(self, lines: Sequence[Line], note: str = "") -> None:
        super().__init__()
        self.lines, self.note = lines, note

    def compose(self) -> ComposeResult:
        """The preview in a box."""
        with Vertical():
            yield RequestPreview(self.lines, self.note)
        yield KeyBar()
