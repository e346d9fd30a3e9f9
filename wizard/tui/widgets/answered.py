"""Screens that are answered once."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ScreenResultType

from wizard.tui.widgets.still import Still


class Answered(Still[ScreenResultType]):
    """A screen whose answer may come late: from a worker, or a message that another key has overtaken.

    Textual takes down the screen on top, whichever is dismissed. So help that was opened meanwhile would go in its
    place, and the next answer would be a second one, which ends the program.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen with its answer, and what was opened over it. A second answer is none."""
        if self not in self.app.screen_stack:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)
