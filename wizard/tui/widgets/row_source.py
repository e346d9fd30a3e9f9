"""Where the rows of a list come from, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

PAGE = 64
"""Rows read at a time."""
KEEP_PAGES = 16
"""Pages kept in memory, so that paging back is instant and memory stays flat."""


class Row(NamedTuple):
    """A row: what identifies it, and a cell a column. Spans have styles, or name component classes of the list."""

    key: str
    cells: tuple[str | Text, ...]


class Source(Protocol):
    """Where rows come from. Called in a thread of the list's own, one call at a time."""

    def count(self) -> int:
        """How many rows there are."""

    def window(self, start: int, count: int) -> Sequence[Row]:
        """Rows `start` to `start + count`, fewer at the end."""

    def position(self, key: str) -> int | None:
        """Where the row with that key stands now, None when it is gone."""


@runtime_checkable
class Interruptible(Protocol):
    """A source whose question under way can be given up from another thread."""

    def cancel(self) -> None:
        """Nobody needs the answer any more: it may end by an exception of any kind."""


def around(source: Source, key: str | None, near: int) -> tuple[int, int, dict[int, Sequence[Row]]]:
    """How many rows there are, where `key` stands (else a place close to `near`), and the pages about it."""
    total = source.count()
    at = source.position(key) if key is not None else None
    at = max(0, min(near if at is None else at, total - 1))
    page = at // PAGE
    pages = {n: source.window(n * PAGE, PAGE) for n in {max(0, page - 1), page, page + 1} if n * PAGE < total}
    return total, at, pages
