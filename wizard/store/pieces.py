"""Many rows in few statements: a statement names as many values as every engine takes at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Value = TypeVar("Value")

PIECE = 1000
"""Rows that one statement is given."""


def pieces(values: Iterable[Value], size: int = PIECE) -> Iterator[list[Value]]:
    """The values in their order, so many at a time."""
    remaining = iter(values)
    while piece := list(islice(remaining, size)):
        yield piece


def marks(values: Sequence[object]) -> str:
    """A `?` for each of the values, for `IN (...)`."""
    return ",".join("?" * len(values))


def among(numbers: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The test, with its values, that `number` is one of these, which ascend, each once. A `range` may be long."""
    first, last = numbers[0], numbers[-1]
    if last - first + 1 == len(numbers):
        return "number BETWEEN ? AND ?", (first, last)
    return f"number IN ({marks(numbers)})", numbers
