"""A query's whole answer in its order, as bare numbers: four bytes a profile, any stretch and position at once."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

CELL = "I"
"""An unsigned number of four bytes. Numbers are uses of profiles: four thousand million would not fit."""


class Ranking:
    """The numbers of profiles in ascending order of a sort."""

    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, start: int, count: int, *, descending: bool) -> list[int]:
        """The numbers at positions `start` to `start + count`."""
        if not descending:
            return self._numbers[start : start + count].tolist()
        end = len(self) - start
        return self._numbers[max(0, end - count) : max(0, end)].tolist()[::-1]

    def position(self, number: int, *, descending: bool) -> int | None:
        """Where that number stands; None if it does not."""
        try:
            at = self._numbers.index(number)
        except ValueError:
            return None
        return len(self) - 1 - at if descending else at


def read(connection: sqlite3.Connection, select: str, values: Sequence[Any]) -> Ranking:
    """The ranking that a SELECT of one column `number`, in order, gives.

    One text of eight hex digits a number, put together inside SQLite: a million rows handed over one by one take
    twice as long, and hold up the screen's thread at each.
    """
    sql = f"SELECT group_concat(printf('%08x', number), '') FROM ({select})"
    text: str | None = connection.execute(sql, values).fetchone()[0]
    numbers = array(CELL)
    numbers.frombytes(bytes.fromhex(text or ""))
    if sys.byteorder == "little":
        numbers.byteswap()
    return Ranking(numbers)
