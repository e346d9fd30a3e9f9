"""Every action of every screen, gathered from the bindings that the program itself runs by.

Help, palette, own keys, `wizard doctor` and the table of actions in the tests all see the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wizard.tui.places import COMMANDS, MOUSE, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import Binding

    from wizard.settings.vocabulary import Vocabulary


class Action(NamedTuple):
    """Something that can be done, and the ways to do it."""

    name: str
    """Place, dot, action: `list.add`. What the `keys` table of the settings calls it."""
    title: str
    keys: tuple[str, ...]
    """As Textual writes them, all that it has by itself."""
    mouse: str
    """How the mouse does it."""
    command: str
    """The command that does the same; "" where none does."""

    @property
    def place(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".")[0]


@cache
def actions() -> dict[str, Action]:
    """Every action by its name, in the order of PLACES. Loads every module of the screens."""
    found: dict[str, list[Binding]] = {}
    for binding in bindings():
        if binding.id:
            found.setdefault(binding.id, []).append(binding)
    order = {place: number for number, place in enumerate(PLACES)}
    names = sorted(found, key=lambda name: order.get(name.split(".")[0], len(order)))
    return {name: _action(name, found[name]) for name in names}


def _action(name: str, bindings: list[Binding]) -> Action:
    titles = [each.tooltip or each.description for each in bindings if each.description]
    title = min(
        titles, key=len, default=""
    )  # of one for the profile at hand and one for the marked ones, the first
    keys = tuple(dict.fromkeys(key.strip() for each in bindings for key in each.key.split(",")))
    shown = any(each.show and each.description for each in bindings)
    mouse = MOUSE.get(name) or (
        "its key at the foot" if shown else "the palette" if title else "a click there"
    )
    return Action(name, title or name.split(".")[1].replace("-", " "), keys, mouse, COMMANDS.get(name, ""))


def bindings() -> Iterator[Binding]:
    """The bindings of every class of ours, in the order in which modules and classes name them."""
    from importlib import import_module
    from pkgutil import walk_packages

    from textual.binding import Binding
    from textual.dom import DOMNode

    import wizard.tui

    for module in walk_packages(wizard.tui.__path__, "wizard.tui."):
        import_module(module.name)
    seen, waiting = set(), [DOMNode]
    while waiting:
        kind = waiting.pop(0)
        waiting += [each for each in kind.__subclasses__() if each not in seen]
        seen.update(kind.__subclasses__())
        if kind.__module__.startswith("wizard."):
            yield from (each for each in kind.__dict__.get("BINDINGS", ()) if isinstance(each, Binding))


def vocabulary() -> Vocabulary:
    """What a settings file may say of the screens."""
    from wizard.settings.vocabulary import ActionKeys, Vocabulary
    from wizard.tui.keys import key_of, types_character
    from wizard.tui.theme import BUILTIN_THEMES

    beside: dict[str, set[str]] = {place: set(about.beside) for place, about in PLACES.items()}
    for place, about in PLACES.items():
        for other in about.beside:
            beside[other].add(place)
    return Vocabulary(
        themes=tuple(BUILTIN_THEMES),
        actions={name: ActionKeys(action.title, action.keys) for name, action in actions().items()},
        beside={place: frozenset(others) for place, others in beside.items()},
        typing=frozenset(place for place, about in PLACES.items() if about.typing),
        key=key_of,
        character=types_character,
    )
