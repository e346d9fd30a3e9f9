"""The request body: JSON as text, kept as typed, with placeholders for dynamic variables in its string values."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.body_edit import (
    clipboard_text,
    fields,
    format_body,
    insert,
    merge,
    remove,
)
from wizard.profile.fault import BodyError, object_fault
from wizard.profile.nearest import nearest
from wizard.profile.problem import Problem, plain, warning
from wizard.profile.tokens import Lines, Spot, Token, encode, spots, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wizard.catalog import Channel

__all__ = [
    "BodyError",
    "Placeholder",
    "Token",
    "check_body",
    "clipboard_text",
    "fields",
    "format_body",
    "insert",
    "merge",
    "placeholders",
    "remove",
    "selected",
    "set_variables",
    "substitute",
    "tokens",
]

PATH = "body"

_MOST_WARNINGS = 20
_BRACES = re.compile(r"\{\{? ?([A-Za-z][A-Za-z0-9_.:-]*+) ?\}\}?")


class Placeholder(NamedTuple):
    """A `<name>` in the body; line and column count from 1 and mark its `<`."""

    name: str
    line: int
    column: int


def check_body(text: str, channel: Channel) -> list[Problem]:
    """Every fault of the body, errors first. A text that is not JSON shows its first fault only."""
    report = _known_report if len(text) <= _SMALL else _report
    return list(report(text, channel.variable_names))


def _report(text: str, known: tuple[str, ...]) -> tuple[Problem, ...]:
    if not text.strip():
        advice = "choose variables with View, or type a JSON object"
        return (Problem(PATH, "The request body is empty", advice),)
    lines = Lines(text)
    fault = object_fault(text)
    found = []
    if fault:
        line, column = lines.place(fault.offset)
        found.append(Problem(PATH, fault.message, fault.advice, line=line, column=column))
    there = spots(text)
    filled = [spot for spot in there if not spot.in_key]
    found += _unknown(filled, known, lines)
    found += _in_keys(there, known, lines)
    found += _in_braces(text, known, lines)
    if not fault and not filled:
        advice = "choose variables with View, and insert them"
        found.append(warning(PATH, "The request body holds no placeholder", advice))
    return tuple(found)


def _unknown(filled: list[Spot], known: Collection[str], lines: Lines) -> Iterator[Problem]:
    """A warning for each name that the channel does not have, at the first place where it stands."""
    first: dict[str, int] = {}
    for spot in filled:
        if spot.name not in known:
            first.setdefault(spot.name, spot.start)
    for name in list(first)[:_MOST_WARNINGS]:
        line, column = lines.place(first[name])
        meant = nearest(name, known)
        advice = f"did you mean <{meant}>?" if meant else "View lists the variables there are"
        told = f"<{plain(name, 40)}> is none of the channel's variables, and is sent as it stands"
        yield warning(PATH, told, advice, line=line, column=column)
    if len(first) > _MOST_WARNINGS:
        more = len(first) - _MOST_WARNINGS
        told = f"{more} further unknown placeholders are sent as they stand"
        yield warning(PATH, told, "check their names")


def _in_keys(there: list[Spot], known: Collection[str], lines: Lines) -> Iterator[Problem]:
    """A warning for each variable whose placeholder stands in a key."""
    for name in dict.fromkeys(spot.name for spot in there if spot.in_key and spot.name in known):
        line, column = lines.place(next(spot.start for spot in there if spot.in_key and spot.name == name))
        told = f"<{name}> stands in a key, and keys are sent as they stand"
        yield warning(PATH, told, "put it into the value", line=line, column=column)


def _in_braces(text: str, known: Collection[str], lines: Lines) -> Iterator[Problem]:
    """A warning for each variable that stands in braces, as in templates of another kind."""
    told_of: set[str] = set()
    for match in _BRACES.finditer(text):
        name = match[1]
        if name in known and name not in told_of:
            told_of.add(name)
            start = match.start() - (
                text[max(0, match.start() - 1)] == "$"
            )  # not sought for: it would take longer
            line, column = lines.place(start)
            told = f"{text[start : match.end()]} is sent as it stands: a placeholder has pointed brackets"
            yield warning(PATH, told, f"write <{name}>", line=line, column=column)


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The placeholders in the body's string values, in the text's order. Works on a text that is not JSON yet."""
    filled = [spot for spot in spots(text) if not spot.in_key]
    if not filled:
        return ()
    lines = Lines(text)
    return tuple(Placeholder(spot.name, *lines.place(spot.start)) for spot in filled)


def selected(text: str, channel: Channel) -> tuple[str, ...]:
    """The channel's variables whose placeholder stands in the body, in the order of the channel's list."""
    names = (_known_names if len(text) <= _SMALL else _names)(text)
    return tuple(name for name in channel.variable_names if name in names)


def _names(text: str) -> frozenset[str]:
    return frozenset(spot.name for spot in spots(text) if not spot.in_key)


# Of thousands of profiles in a list or a file most have one of a few bodies. Large texts are not kept in memory.
_SMALL = 4096
_known_report = lru_cache(maxsize=512)(_report)
_known_names = lru_cache(maxsize=512)(_names)


def substitute(text: str, values: Mapping[str, str]) -> str:
    """The body with each placeholder that `values` knows replaced by its value, written as JSON writes text.

    Only string values change, and in them only the placeholders: all else stays as typed. A `<name>` inside a
    value is not filled again. Other placeholders stay as they stand.
    """
    parts: list[str] = []
    done = 0
    for spot in spots(text):
        if spot.name in values and not spot.in_key:
            parts += (text[done : spot.start], encode(values[spot.name]))
            done = spot.end
    parts.append(text[done:])
    return "".join(parts)


def set_variables(text: str, names: Collection[str], channel: Channel) -> str:
    """The body with exactly these of the channel's variables selected. Raises BodyError as `insert` does."""
    before = selected(text, channel)
    less = remove(text, [name for name in before if name not in names])
    return insert(less, [name for name in channel.variable_names if name in names and name not in before])
