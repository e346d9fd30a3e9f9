"""The entries of the objects and lists of a request body, as spans of its text."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.fault import BodyError, object_fault
from wizard.profile.problem import Problem
from wizard.profile.tokens import Lines, skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPENERS, CLOSERS = ("{", "["), ("}", "]")
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_READER = json.JSONDecoder(object_pairs_hook=len, parse_int=str, parse_float=str)
"""Reads a value to find its end; what it is does not matter."""


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
    is_object = text[start] == "{"
    at = skip(text, start + 1)
    while text[at] not in CLOSERS:
        first, key = at, ""
        if is_object:
            key, at = _READER.raw_decode(text, at)
            at = _past(_COLON, text, at)
        _, end = _READER.raw_decode(text, at)
        entries.append(Entry(first, at, end, key))
        at = _past(_COMMA, text, end)
    return Container(start, at + 1, entries)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def holding(text: str, start: int, offsets: Sequence[int]) -> Iterable[Container]:
    """The object or list that begins at `start` and all in it that hold any of the offsets, which are in order."""
    container = _container(text, start)
    yield container
    for entry in container.entries:
        if text[entry.value] in OPENERS:
            index = bisect_left(offsets, entry.value)
            if index < len(offsets) and offsets[index] < entry.end:
                yield from holding(text, entry.value, offsets)
