"""What every dialog over a screen has: help by its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import ModalScreen, ScreenResultType

from wizard.tui.widgets.answered import Answered
from wizard.tui.widgets.help_keys import HELP_KEYS

if TYPE_CHECKING:
    from textual.binding import BindingType


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
