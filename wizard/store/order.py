"""The orders of the list, each the order of an index, so that walking it sorts nothing."""

from __future__ import annotations

from typing import NamedTuple


class Order(NamedTuple):
    """How a sort is written in SQL. `key` "" stands for the order of use, which is that of `number`."""

    key: str
    column: str
    path: str

    @property
    def source(self) -> str:
        """`profile`, read in this order and no other."""
        return f"profile {self.path}"

    def by(self, descending: bool) -> str:
        """The ORDER BY clause. Equal keys follow the order of use, the same way round."""
        way = "DESC" if descending else "ASC"
        key = f"{self.key} {way}, " if self.key else ""
        return f" ORDER BY {key}profile.number {way}"

    def beyond(self, descending: bool) -> str:
        """A test for what stands before a row in the list: takes the row's key (if any) and its number."""
        sign = ">" if descending else "<"
        if self.key:
            return f"({self.key}, profile.number) {sign} (?, ?)"
        return f"profile.number {sign} ?"


def _column(name: str, *, fold: bool = False) -> Order:
    return Order(f"profile.{name}" + (" COLLATE NOCASE" if fold else ""), name, f"INDEXED BY profile_{name}")


ORDERS = {
    "used": Order("", "number", "NOT INDEXED"),
    "title": _column("title", fold=True),
    "channel": _column("channel"),
    "method": _column("method"),
    "endpoint": _column("endpoint", fold=True),
    "encryption": _column("encryption"),
    "created": _column("created"),
    "last_test": _column("tested"),
}
"""By the names of `rows.SORTS`."""
