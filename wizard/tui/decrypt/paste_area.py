"""Where what was received is pasted or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from wizard.tui.widgets.editing_keys import editing_keys
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from textual import events

SHOWN = 20_000
"""Characters of a paste that are shown for editing; one that is longer is taken whole and shown in part."""


KEPT = 8
"""Pastes that can be undone."""


class PasteArea(TextArea):
    """A text that replaces itself: a paste is a new one. `data` is what is to be opened, byte for byte."""

    DEFAULT_CSS = """
    PasteArea, PasteArea:focus { border: none; padding: 0 1; background: $surface; }
    PasteArea .text-area--cursor-line { background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *editing_keys("paste", TextArea.BINDINGS),
        Binding("tab", "app.focus_next", "Results", id="paste.results"),
        Binding("ctrl+o", "screen.profile", "Profile", tooltip="Choose the profile", id="paste.profile"),
    ]

    class Given(Message):
        """There is something else to open. `whole`: it came by one paste, so nothing more is to be waited for."""

        def __init__(self, whole: bool) -> None:
            super().__init__()
            self.whole = whole

    def __init__(self, data: bytes = b"", *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, placeholder="Paste a body, a whole request, or one value")
        self.data = data
        self._before: list[bytes] = []
        self._after: list[bytes] = []
        """What pastes replaced, and what undoing them did: whole texts, beyond what was typed in the one shown."""
        self.load(data)

    def load(self, data: bytes) -> None:
        """Show these bytes; they stay as they are until somebody types."""
        self.data = data
        text = data.decode("utf-8", "replace")
        with self.prevent(TextArea.Changed):
            self.load_text(text[:SHOWN])
        self.read_only = len(text) > SHOWN

    def on_resize(self) -> None:
        """Draw the lines as they are cut now, which Textual does only where their number changes."""
        self.refresh()

    def take(self, pasted: str) -> None:
        """Open what was pasted, in place of what stood here."""
        self._before = [*self._before, self.data][-KEPT:]
        self._after.clear()
        self.load(pasted.encode("utf-8", "surrogatepass"))
        self.post_message(self.Given(whole=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Redo is offered while there is something to bring back, undo always: else its key suspends the program."""
        if action == "redo":
            return bool(self.history._redo_stack or self._after)
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take back what was typed last, else the last paste."""
        if self.history._undo_stack or not self._before:
            super().action_undo()
        else:
            self._turn(self._before, self._after)

    def action_redo(self) -> None:
        """Make again what was taken back last."""
        if self.history._redo_stack or not self._after:
            super().action_redo()
        else:
            self._turn(self._after, self._before)

    def _turn(self, source: list[bytes], other: list[bytes]) -> None:
        other.append(self.data)
        self.load(source.pop())
        self.post_message(self.Given(whole=False))

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if event.text:
            self.take(event.text)

    async def action_paste(self) -> None:  # type: ignore[override]
        """Paste from the system's clipboard, or what was copied inside the program."""
        from wizard.tui.clipboard import pasted

        if text := await pasted(self.app):
            self.take(text)

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: what a terminal would obey is shown, not sent."""
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What is typed is opened as it is typed."""
        event.stop()
        self.data = self.text.encode("utf-8", "surrogatepass")
        self.post_message(self.Given(whole=False))
