"""Own keys: read from the file's `keys` table, and judged against every action of the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.settings.flavours import flavour_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.profile.places import Path
    from wizard.profile.shape import Mistake
    from wizard.settings.model import Settings
    from wizard.settings.vocabulary import Vocabulary

SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""Keys that terminals send as another one."""


def own_keys(table: dict[str, Any]) -> dict[str, str]:
    """Actions' names to their keys, parted by commas; what is no key by its type is left out."""
    found = {}
    for path, value in _flat(table):
        keys = _keys(value)
        if keys:
            found[".".join(path)] = ",".join(keys)
    return found


def keymap(settings: Settings, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """What every action has that has not its own keys: those of the flavour, and over them the person's.

    `without` names actions whose own keys are not to be used.
    """
    own = {name: keys for name, keys in settings.keys.items() if name not in without}
    return {**flavour_keys(settings.flavour), **own}


def faulty_actions(table: dict[str, Any], flavour: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The names of those whose own keys cannot be used."""
    return frozenset(".".join(map(str, fault.path)) for fault in check_keys(table, flavour, vocabulary))


def check_keys(table: dict[str, Any], flavour: str, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Every mistake of a `keys` table, by its path in it: no such action, no such key, taken by another action."""
    from wizard.profile.nearest import suggestion
    from wizard.profile.problem import plain
    from wizard.profile.shape import Mistake

    good: dict[str, tuple[Path, list[str]]] = {}
    for path, value in _flat(table):
        name = ".".join(path)
        if name not in vocabulary.actions:
            told = f"There is no action {plain(name)!r}"
            yield Mistake(
                path, told, suggestion(name, vocabulary.actions) or _names(name, vocabulary), key=True
            )
            continue
        keys = _keys(value)
        if not keys:
            yield Mistake(path, f"{name} must be a key or a list of keys", 'write "ctrl+a", or ["a", "f2"]')
            continue
        known = [vocabulary.key(key) for key in keys]
        if fault := _unusable(name, keys, known, vocabulary):
            yield Mistake(path, *fault)
            continue
        good[name] = (path, known)
    yield from _conflicts(good, flavour, vocabulary)


def _unusable(name: str, keys: list[str], known: list[str], vocabulary: Vocabulary) -> tuple[str, str] | None:
    from wizard.profile.problem import plain

    for key, right in zip(keys, known, strict=True):
        if not right:
            return f"There is no key {plain(key)!r}", "write one as a, A, ?, f2, ctrl+a, shift+f2 or pagedown"
        if right in SAME:
            return f"Terminals send {key} as {SAME[right]}", "take another key"
        if vocabulary.character(right) and name.split(".")[0] in vocabulary.typing:
            return f"{key} is a character to type in the fields there", "take ctrl and a letter, or an F key"
    return None


def _conflicts(
    good: Mapping[str, tuple[Path, list[str]]], flavour: str, vocabulary: Vocabulary
) -> Iterator[Mistake]:
    """Two actions that would answer to one key at the same time, where they do not by themselves."""
    from wizard.profile.shape import Mistake

    given = {name: keys.split(",") for name, keys in flavour_keys(flavour).items()}
    given |= {name: keys for name, (_, keys) in good.items()}
    before = {
        name: {vocabulary.key(key) for key in action.keys} for name, action in vocabulary.actions.items()
    }
    now = before | {name: {vocabulary.key(key) for key in keys} for name, keys in given.items()}
    told_of: set[frozenset[str]] = set()
    for name, (path, _) in good.items():
        place = name.split(".")[0]
        for other, keys in now.items():
            if other == name or other.split(".")[0] not in vocabulary.beside[place] | {place}:
                continue
            both = keys & now[name] - (before[name] & before[other])
            if both and frozenset((name, other)) not in told_of:
                told_of.add(frozenset((name, other)))
                key, title = min(both), vocabulary.actions[other].title
                yield Mistake(path, f"{key} is already the key of {other} ({title})", f"give {other} another")


def _names(name: str, vocabulary: Vocabulary) -> str:
    """What to write where no name is like the one that stands there."""
    place = name.split(".")[0]
    inside = [action for action in vocabulary.actions if action.split(".")[0] == place]
    if inside:
        return f"there are {', '.join(inside)}"
    return f"the places are {', '.join(dict.fromkeys(action.split('.')[0] for action in vocabulary.actions))}"


def _flat(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in table.items():
        if isinstance(value, dict) and len(path) < 3:
            yield from _flat(value, (*path, name))
        else:
            yield (*path, name), value


def _keys(value: object) -> list[str]:
    """The keys that a value names; [] where it is of no shape that names keys."""
    given = value if isinstance(value, list) else [value]
    keys = []
    for key in given:
        if not isinstance(key, str) or not key.strip():
            return []
        keys += [key] if key == "," else [part.strip() for part in key.split(",")]
    return keys
