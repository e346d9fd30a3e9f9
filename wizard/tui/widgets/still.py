"""Screens that stay as they are when the focus moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Region


class Still(Screen[ScreenResultType]):
    """A screen that is not drawn anew for another focus: what shows the focus draws itself.

    Textual's own screen repaints every row at each `tab`.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw the screen again, all of it.

        Where it is told of regions, by a covered screen that has changed there, Textual (8.2) draws these alone and
        forgets which widgets of this screen wait to be drawn too.
        """
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def _set_dirty(self, *regions: Region) -> None:
        """Regions are marked in the screen on top alone.

        What changes under a dialog is drawn by the dialog. Textual marks it in the covered screen too, which adds it
        to all that changes there later, and draws the dialog twice for each change.
        """
        if not regions or self.is_active:
            super()._set_dirty(*regions)

    def _compositor_refresh(self) -> None:
        """Draw what has changed.

        Of a covered screen Textual remembers that all of it is to be drawn, which takes the place of what changes in
        it next, and regions that say where there are none: that change would not be shown.
        """
        super()._compositor_refresh()
        if not self.is_active:
            self._repaint_required = False
