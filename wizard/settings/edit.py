"""Changing values in a settings file's text; everything else in it stays as it was typed, comments included.

The new value is put where the old one stands, or behind the last line of its table, and the text is read again to
prove that nothing else has changed. As in `wizard.profile.file_edit`, a library would parse and write it all.
"""

from __future__ import annotations

import copy
import re
import tomllib
from typing import TYPE_CHECKING, Any

from wizard.profile.places import toml_places
from wizard.profile.toml_text import short_text, toml_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.profile.places import Path, Place

FIRST = "# Settings of Callback Profile Wizard: `wizard schema --settings` has every key, `wizard doctor` checks it.\n"
"""What a file that the program makes begins with."""

_TO_LINE_END = re.compile(r"[^\n]*\n?")


class NotInPlaceError(Exception):
    """The text is of a form that a value cannot be put into: tables between { }, say."""


def with_values(text: str, changes: Mapping[tuple[str, ...], object]) -> str:
    """The text with these values at their paths; None takes one out. Raises NotInPlaceError."""
    changed = text or FIRST
    for path, value in changes.items():
        places = toml_places(changed)
        if value is not None and path in places:
            start, end = places[path].start, places[path].end
            changed = changed[:start] + toml_value(value) + changed[end:]
        elif value is not None:
            changed = _added(changed, places, path, toml_value(value))
        elif path in places:
            changed = _without(changed, places[path])
    _prove(text, changed, changes)
    return changed


def _without(text: str, place: Place) -> str:
    start = text.rfind("\n", 0, place.key) + 1
    rest = _TO_LINE_END.match(text, place.end)
    return text[:start] + text[rest.end() if rest else place.end :]


def _added(text: str, places: dict[Path, Place], path: tuple[str, ...], value: str) -> str:
    headers = {at: place for at, place in places.items() if at and _is_header(text, place)}
    pairs = {at: place for at, place in places.items() if at and place.key < place.start}
    top = min((place.key for place in headers.values()), default=len(text))
    depth = next((depth for depth in range(len(path) - 1, 0, -1) if path[:depth] in headers), 0)
    begin = headers[path[:depth]].end if depth else 0
    limit = min((place.key for place in headers.values() if place.key >= begin), default=len(text))
    inside = {at: place.end for at, place in pairs.items() if begin <= place.key < (limit if depth else top)}
    if depth < len(path) - 1 and not any(at[: depth + 1] == path[: depth + 1] for at in inside):
        # Its table is not there, and is not written with dots either: it gets a heading of its own.
        gap = "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[{'.'.join(map(_key, path[:-1]))}]\n{_key(path[-1])} = {value}\n"
    line = f"{'.'.join(map(_key, path[depth:]))} = {value}\n"
    if not inside and not depth:
        at = _behind_heading(text)
        return text[:at] + line + text[at:]
    rest = _TO_LINE_END.match(text, max(inside.values(), default=begin))
    at = rest.end() if rest else len(text)
    lead = "" if text[:at].endswith("\n") else "\n"
    return text[:at] + lead + line + text[at:]


def _is_header(text: str, place: Place) -> bool:
    """Whether the place is that of a table's name in brackets, on a line of its own."""
    line = text[text.rfind("\n", 0, place.key) + 1 : place.key]
    return place.key == place.start and text.startswith("[", place.key) and not line.strip()


def _behind_heading(text: str) -> int:
    """Where the comments end that a file begins with."""
    match = re.match(r"(?:[ \t]*#[^\n]*\n)+", text)
    if not match:
        return 0
    follows = text[match.end() : match.end() + 1]
    return match.end() if follows in ("\n", "") else 0


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else short_text(name)


def _prove(text: str, changed: str, changes: Mapping[tuple[str, ...], object]) -> None:
    wanted = copy.deepcopy(tomllib.loads(text))
    for path, value in changes.items():
        table: Any = wanted
        for part in path[:-1]:
            table = table.setdefault(part, {}) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            raise NotInPlaceError(f"{'.'.join(path[:-1])} is no table")
        if value is None:
            table.pop(path[-1], None)
        else:
            table[path[-1]] = value
    try:
        same = _full(tomllib.loads(changed)) == _full(wanted)
    except ValueError:
        same = False
    if not same:
        raise NotInPlaceError(f"{', '.join('.'.join(path) for path in changes)} cannot be put into it")


def _full(data: Any) -> Any:
    """The data without tables that hold nothing: a value that was taken out may leave its table's heading."""
    if not isinstance(data, dict):
        return data
    return {name: full for name, value in data.items() if (full := _full(value)) != {}}
