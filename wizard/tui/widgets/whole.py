"""Whether a widget still has its parts."""

from __future__ import annotations

from traceback import walk_tb

from textual.widget import Widget


def whole(widget: Widget) -> bool:
    """Whether the widget stands with all of its parts.

    When a screen is closed the parts go before the whole, and only then are its workers cancelled: one that comes back
    from a thread in between finds nothing to show its news in, and has to let it be.
    """
    return widget.is_attached and not (widget._closing or widget._pruning)


def came_too_late(error: BaseException) -> bool:
    """Whether an error comes from a widget that was being taken away, and so means nothing."""
    return any(
        isinstance(frame.f_locals.get("self"), Widget) and not whole(frame.f_locals["self"])
        for frame, _ in walk_tb(error.__traceback__)
    )
