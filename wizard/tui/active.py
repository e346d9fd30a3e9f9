"""What can be done on a screen now, for the bar of keys, help and the palette alike."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode
    from textual.screen import Screen

FINGERS = ("app.focus", "scroll_", "page_", "move(", "page(", "go(", "step(", "app.simulate")
"""Beginnings of actions that move the focus or a cursor: keys for fingers, nothing to be looked up by name."""


class ActiveAction(NamedTuple):
    """An action that works now: its binding, all keys that it has, and where it runs."""

    binding: Binding
    keys: tuple[str, ...]
    """As they are shown, a person's own ones where there are any."""
    node: DOMNode

    @property
    def title(self) -> str:
        """What it does in a word or two."""
        return self.binding.description


def bindings_now(screen: Screen[Any]) -> list[ActiveBinding]:
    """The bindings that work now, in the order in which their widgets and screens declare them, the focus first.

    Textual has them by key: two actions that share one stand where the first of them does, switched off or not, and
    those that a person has moved to other keys stand last.
    """
    focused = screen.focused
    chain: list[DOMNode] = list(focused.ancestors_with_self) if focused else [screen, screen.app]
    places = {node: number for number, node in enumerate(chain)}

    def place(active: ActiveBinding) -> tuple[int, int]:
        binding = active.binding
        return places.get(active.node, 0), _declared(type(active.node)).get((binding.id, binding.action), -1)

    return sorted(screen.active_bindings.values(), key=place)


@cache
def _declared(kind: type[DOMNode]) -> dict[tuple[str | None, str], int]:
    """The number of each binding, by its name and action, those of base classes first."""
    found: dict[tuple[str | None, str], int] = {}
    for each in reversed(kind.__mro__):
        for binding in each.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding):
                found.setdefault((binding.id, binding.action), len(found))
    return found


def shown_key(screen: Screen[Any], name: str) -> str:
    """The first key of an action of the screen or the app, as it is shown; "" for an action of neither."""
    app = screen.app
    for _, binding in (*screen._bindings, *app._bindings):
        if binding.id == name:
            own = app._keymap.get(name)
            return app.get_key_display(binding.with_key(own.split(",")[0]) if own else binding)
    return ""


Own: TypeAlias = "Callable[[str], str]"
"""Puts the person's keys into a text that names keys: `with_own_keys` of an app."""


def with_own_keys(app: App[Any], text: str) -> str:
    """The text with the person's key for every `{action|key}`: `{test.fire-all|a}` is `a` for most."""

    def key(match: re.Match[str]) -> str:
        own = app._keymap.get(match[1])
        return app.get_key_display(Binding(own.split(",")[0], "")) if own else match[2]

    return re.sub(r"\{([a-z-]+\.[a-z-]+)\|([^}]+)\}", key, text)


def active_actions(screen: Screen[Any]) -> list[ActiveAction]:
    """Every action of ours that works on the screen as it stands, those of the widget in focus first."""
    found: dict[tuple[str, str], ActiveAction] = {}
    for active in bindings_now(screen):
        binding = active.binding
        ours = binding.id and "." in binding.id
        if not ours or not binding.description or not active.enabled or binding.action.startswith(FINGERS):
            continue
        key = screen.app.get_key_display(binding)
        known = found.get((binding.action, binding.description))
        if known is None:
            found[binding.action, binding.description] = ActiveAction(binding, (key,), active.node)
        elif key not in known.keys:
            found[binding.action, binding.description] = known._replace(keys=(*known.keys, key))
    return list(found.values())
