"""The entries of the objects and lists of a request body, as spans of its text."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.fault import BodyError, object_fault
from wizard.profile.problem import Problem
from wizard.profile.tokens import Lines, decode, skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPENERS, CLOSERS = ("{", "["), ("}", "]")
_SPACE = r"[ \t\r\n]*+"
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_ENTRY = re.compile(
    rf'(?:({_STRING}){_SPACE}:{_SPACE})?(?:({_STRING}|[^][{{}},:" \t\r\n]++){_SPACE},?{_SPACE})?'
)
"""A key, where there is one; and its value with what follows, unless it is an object or a list."""
_COMMA = re.compile(rf"{_SPACE},?{_SPACE}")
_READER = json.JSONDecoder(object_pairs_hook=len, parse_int=str, parse_float=str)
"""Reads an object or a list to find its end; what it is does not matter."""


class Entry(NamedTuple):
    """An entry of an object or list: it begins with its key, where it has one; `value` begins after that."""

    start: int
    value: int
    end: int
    key: str = ""


class Container(NamedTuple):
    """An object or a list: its brackets stand at `start` and at `end - 1`."""

    start: int
    end: int
    entries: list[Entry]


def check_object(text: str) -> None:
    """Raises BodyError where the text is not a JSON object."""
    fault = object_fault(text)
    if fault:
        line, column = Lines(text).place(fault.offset)
        raise BodyError(Problem("body", fault.message, fault.advice, line=line, column=column))


def root_of(text: str) -> Container:
    """The object that the text is. Raises BodyError where it is none."""
    check_object(text)
    return _container(text, skip(text, 0))


def _container(text: str, start: int) -> Container:
    """The object or list that begins at `start`, of a text that is JSON."""
    entries = []
    at = skip(text, start + 1)
    while text[at] not in CLOSERS and (found := _ENTRY.match(text, at)):
        key = decode(found[1]) if found[1] else ""
        if found[2]:
            entries.append(Entry(at, *found.span(2), key))
            at = found.end()
        else:
            value = found.end()
            _, end = _READER.raw_decode(text, value)
            entries.append(Entry(at, value, end, key))
            comma = _COMMA.match(text, end)
            at = comma.end() if comma else end
    return Container(start, at + 1, entries)


def holding(text: str, start: int, offsets: Sequence[int]) -> Iterable[Container]:
    """The object or list that begins at `start` and all in it that hold any of the offsets, which are in order."""
    container = _container(text, start)
    yield container
    for entry in container.entries:
        if text[entry.value] in OPENERS:
            index = bisect_left(offsets, entry.value)
            if index < len(offsets) and offsets[index] < entry.end:
                yield from holding(text, entry.value, offsets)
