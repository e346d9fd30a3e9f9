"""The keys by which Textual's fields are edited, under names by which a person can move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLED = {"undo": "Undo", "redo": "Redo"}
"""Actions that help and the palette tell of; the others are what fingers know."""
TAKEN = ("submit", "select")
"""What has a name of its own where it does anything."""


def editing_keys(place: str, bindings: Iterable[BindingType]) -> list[BindingType]:
    """The same bindings, named after what they do: `cursor_left(True)` in `body` is `body.select-cursor-left`."""
    found: list[BindingType] = []
    for each in bindings:
        if isinstance(each, Binding) and each.action not in TAKEN:
            action, _, selects = each.action.partition("(")
            name = f"{place}.{'select-' if selects else ''}{action.replace('_', '-')}"
            found.append(Binding(each.key, each.action, TITLED.get(action, ""), show=False, id=name))
    return found
