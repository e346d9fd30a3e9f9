"""A request as it goes on the wire, beside a form or over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class RequestPreview(VerticalScroll, can_focus=True):
    """A heading and a text that scrolls. `show` takes the text as it is to be seen: secrets masked already."""

    DEFAULT_CSS = """
    RequestPreview { padding: 0 1; scrollbar-size-vertical: 1; scrollbar-color: $border; }
    RequestPreview > .heading { height: 1; width: 1fr; color: $text-muted; margin-bottom: 1; }
    RequestPreview:focus > .heading { color: $text-accent; }
    RequestPreview > .request { height: auto; width: 1fr; }
    """

    def __init__(self, content: Content | None = None, note: str = "") -> None:
        super().__init__()
        self.content = content or Content("")
        self.note = note

    def compose(self) -> ComposeResult:
        """Heading and text."""
        yield Static(self._heading, classes="heading", markup=False)
        yield Static(self.content, classes="request", markup=False)

    @property
    def _heading(self) -> Content:
        return Content.assemble(("Request preview", "bold"), f"  {self.note}" if self.note else "")

    def show(self, content: Content, note: str = "") -> None:
        """Show this instead, scrolled to where it was."""
        if content.is_same(self.content) and note == self.note:
            return
        self.content, self.note = content, note
        self.query_one(".heading", Static).update(self._heading)
        self.query_one(".request", Static).update(content)


class PreviewScreen(Dialog[None]):
    """The preview over the whole screen, for terminals with no room beside the form."""

    DEFAULT_CSS = """
    PreviewScreen { align: center middle; }
    PreviewScreen Vertical { width: 96%; height: 92%; background: $panel; border: round $primary; padding: 1 1; }
    """
    help_title = "Request preview"
    HELP = """The request as the endpoint gets it, byte for byte, with values of the kind that Kaleyra fills in.
Secrets are masked here and sent in full."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f4", "dismiss(None)", "Close", id="preview.close")
    ]

    def __init__(self, content: Content, note: str = "") -> None:
        super().__init__()
        self.content, self.note = content, note

    def compose(self) -> ComposeResult:
        """The preview in a box."""
        with Vertical():
            yield RequestPreview(self.content, self.note)
        yield KeyBar()
