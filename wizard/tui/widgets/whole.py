"""Whether a widget still has its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget


def whole(widget: Widget) -> bool:
    """Whether the widget stands with all of its parts.

    When a screen is closed the parts go before the whole, and only then are its workers cancelled: one that comes back
    from a thread in between finds nothing to show its news in, and has to let it be.
    """
    return widget.is_attached and not widget._closing
