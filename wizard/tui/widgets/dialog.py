"""What every dialog over a screen has: help by its key."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, ScreenResultType

from wizard.tui.widgets.answered import Answered

HELP_KEYS: list[BindingType] = [
    Binding("question_mark", "app.help", "Help", key_display="?", id="app.help"),
    Binding("f1", "app.help", "Help", key_display="F1", id="app.help"),
]
"""Two bindings, so that the bar shows F1 where `?` is a character to type."""


class Dialog(ModalScreen[ScreenResultType], Answered[ScreenResultType]):
    """A modal screen. Subclasses say what they are for in `HELP`, under the heading `help_title`.

    Styles take a class for its first base: that has to be the modal one, or the screen below is covered.

    Nothing of what lies below is at work under a dialog, so the app's own key for help is not either.
    """

    DEFAULT_CSS = """
    Dialog > Vertical { max-height: 100%; overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    help_title = ""
    HELP = ""
    BINDINGS: ClassVar[list[BindingType]] = HELP_KEYS
