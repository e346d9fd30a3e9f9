"""What only the screens know, and settings are checked by: themes, actions, and which keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


class ActionKeys(NamedTuple):
    """An action as settings see it: what it does, in words, and the keys it has by itself."""

    title: str
    keys: tuple[str, ...]


class Vocabulary(NamedTuple):
    """The words that a settings file may use."""

    themes: Collection[str]
    actions: Mapping[str, ActionKeys]
    """By name: place, a dot, and the action, `list.add`."""
    beside: Mapping[str, frozenset[str]]
    """The places whose keys work at the same time as those of a place, by that place."""
    typing: frozenset[str]
    """Places where text is typed: a mere letter cannot be a key there."""
    key: Callable[[str], str]
    """The one way to write a key that can be written in several; "" for what is no key."""
    character: Callable[[str], bool]
    """Whether a key so written types a character."""
