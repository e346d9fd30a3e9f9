"""Small words to click on beside a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events


class FieldLinks(Widget, can_focus=False):
    """`Generate  Copy  Show` in one line; a click on a word posts Pressed.

    One widget however many words, and none of them a stop on the tab key's way: what they do has keys at the field.
    """

    DEFAULT_CSS = """
    FieldLinks { width: auto; height: 1; background: $panel; color: $text-muted; }
    FieldLinks:hover { color: $foreground; }
    FieldLinks:disabled { visibility: hidden; }
    """
    words: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)
    """What each does, and the word for it."""

    class Pressed(Message):
        """The word of `what` was clicked."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, *words: tuple[str, str]) -> None:
        super().__init__()
        self.set_reactive(FieldLinks.words, words)

    def render(self) -> Content:
        """The words, a space around each."""
        return Content("".join(f" {word} " for _, word in self.words))

    def on_click(self, event: events.Click) -> None:
        """Tell which word it was."""
        event.stop()
        at = 0
        for what, word in self.words:
            at += Content(word).cell_length + 2
            if event.x < at:
                self.post_message(self.Pressed(what))
                return
