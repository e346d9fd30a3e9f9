"""Widgets whose content follows from their size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # a widget among the bases, and first, would take the place of the others' styles

NONE = Size(0, 0)


class Sized(Widget):
    """Calls `sized` after each layout that gave it another size, or showed it again. Stands before the widget.

    What is hidden has no size, so that what was filled meanwhile is wrapped to none. And Textual's own Resize event is
    not sent for a widget that was looked up, by the focus or the mouse, between its coming and the layout: what was to
    be wrapped to its width then stayed empty. (Seen with Textual 8.2: the map of the compositor is made anew for the
    look-up, and the layout finds nothing new in it.)
    """

    _sized_for = NONE

    def sized(self) -> None:
        """The size is another."""
        raise NotImplementedError

    def on_hide(self) -> None:
        """Have no size until it is shown again."""
        self._sized_for = NONE

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.size != self._sized_for:
            self._sized_for = self.size
            self.call_later(self.sized)
        return changed
