"""The list: which profiles, in which order, and any stretch of them, at any size of the store.

A query's answer is found in one of four ways, whichever is exact and cheapest:
the default list by counts of its stretches; few matches as a ranking, made at once; many matches by walking the sort's
index from the nearer end; and far from both ends by a ranking, made once and kept until the list changes.
A text of one or two letters is looked for among what was used last, then by the terms that hold it.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.store import ranking
from wizard.store.columns import COLUMNS, row_of
from wizard.store.kept import Kept
from wizard.store.notes import REVISION
from wizard.store.order import ORDERS
from wizard.store.pieces import marks, pieces
from wizard.store.stretches import Stretches
from wizard.store.wanted import Wanted, matching, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.store.order import Order
    from wizard.store.ranking import Ranking
    from wizard.store.rows import ProfileQuery, ProfileRow

FEW = 20_000
"""Matches up to which a ranking is made at once: sorting them takes a few hundredths of a second."""
FAR = 5_000
"""Rows walked past before a ranking is worth its making."""
NEAR = 20_000
"""Rows looked at for what an index is no help with, before the whole list is gone through."""
KEPT = 3
"""Rankings kept; each is four bytes a match."""
KEPT_COUNTS = 32
"""Counts kept, and terms of short texts."""
DENSE = 4
"""If more than one in so many fits, walking along the table is quicker than going by an index."""

MATCHED = "search CROSS JOIN profile ON profile.number = search.rowid"
"""Profiles by way of the search index, which must come first: CROSS tells SQLite so."""
QUALIFIED = ", ".join(f"profile.{column}" for column in COLUMNS.split(", "))


class Asked(NamedTuple):
    """A query at one revision of the list."""

    revision: int
    wanted: Wanted
    sort: str


class Lister:
    """Answers queries, given a connection inside a snapshot. Threads may share it: what it keeps is only replaced."""

    def __init__(self) -> None:
        self._stretches: tuple[int, Stretches] | None = None
        self._matches: Kept[tuple[int, Wanted], str] = Kept(KEPT_COUNTS)
        self._counts: Kept[tuple[int, Wanted], int] = Kept(KEPT_COUNTS)
        self._rankings: Kept[Asked, Ranking] = Kept(KEPT)

    def window(
        self, connection: sqlite3.Connection, query: ProfileQuery, start: int, count: int
    ) -> list[ProfileRow]:
        """Rows `start` to `start + count` of the query's profiles."""
        if count <= 0:
            return []
        numbers = self._numbers(connection, query, max(0, start), count)
        return rows_of(connection, numbers)

    def count(self, connection: sqlite3.Connection, query: ProfileQuery) -> int:
        """How many profiles fit the query."""
        return self._count(connection, self._asked(connection, query))

    def position(self, connection: sqlite3.Connection, query: ProfileQuery, profile_id: str) -> int | None:
        """Where the profile stands among the query's, from 0; None if it is not among them."""
        asked = self._asked(connection, query)
        order, descending = ORDERS[query.sort], query.descending
        where, values = asked.wanted.tests()
        sql = f"SELECT number, {order.column} FROM profile{where}{' AND' if where else ' WHERE'} id = ?"
        found = connection.execute(sql, (*values, profile_id)).fetchone()
        if found is None:
            return None
        number, key = found
        known = self._rankings.get(asked)
        if known is not None:
            return known.position(number, descending=descending)
        if asked.wanted.everything and not order.key:
            return self._stretch(connection, asked.revision).position(
                connection, number, descending=descending
            )
        if self._count(connection, asked) <= FEW:
            return self.rank(connection, asked).position(number, descending=descending)
        before = order.beyond(descending)
        bounds = (key, number) if order.key else (number,)
        if asked.wanted.match_decides and not order.key:
            sql = f"SELECT count(*) FROM search WHERE search MATCH ? AND rowid {'>' if descending else '<'} ?"
            return _one(connection, sql, (asked.wanted.match, number))
        sql = f"SELECT count(*) FROM {order.source}{where}{' AND' if where else ' WHERE'} {before}"
        return _one(connection, sql, (*values, *bounds))

    def each(self, connection: sqlite3.Connection, query: ProfileQuery) -> Iterator[ProfileRow]:
        """Every row of the query in its order."""
        asked = self._asked(connection, query)
        select, values = self._select(connection, asked, QUALIFIED, query.descending)
        return map(row_of, connection.execute(select, values))

    def names(self, connection: sqlite3.Connection, query: ProfileQuery) -> Iterator[tuple[str, str]]:
        """ID and title of every profile of the query, in its order."""
        columns = "profile.id, profile.title"
        return connection.execute(
            *self._select(connection, self._asked(connection, query), columns, query.descending)
        )

    def numbers(self, connection: sqlite3.Connection, query: ProfileQuery) -> Iterator[int]:
        """The number of every profile of the query, in its order."""
        select, values = self._select(connection, self._asked(connection, query), "number", query.descending)
        return (number for (number,) in connection.execute(select, values))

    # -- the ways to find the numbers of a stretch of rows

    def _numbers(
        self, connection: sqlite3.Connection, query: ProfileQuery, start: int, count: int
    ) -> list[int]:
        asked = self._asked(connection, query)
        order, descending = ORDERS[query.sort], query.descending
        known = self._rankings.get(asked)
        if known is not None:
            return known.numbers(start, count, descending=descending)
        if asked.wanted.everything and not order.key:
            stretches = self._stretch(connection, asked.revision)
            return stretches.numbers(connection, start, count, descending=descending)
        if start < FAR and not order.key and not self._counted(asked):
            if not asked.wanted.match:
                near = _near(connection, asked.wanted, start, count, descending)
                if len(near) == count:
                    return near
                asked = self._by_terms(connection, asked)
            if asked.wanted.match:
                return _walk(connection, asked.wanted, order, start, count, descending)
        total = self._count(connection, asked)
        if start >= total:
            return []
        count = min(count, total - start)
        if total <= FEW and not asked.wanted.everything:
            return self.rank(connection, asked).numbers(start, count, descending=descending)
        from_end = total - start - count
        if min(start, from_end) > FAR and not asked.wanted.everything:
            return self.rank(connection, asked).numbers(start, count, descending=descending)
        if start <= from_end:
            return _walk(connection, asked.wanted, order, start, count, descending)
        return _walk(connection, asked.wanted, order, from_end, count, not descending)[::-1]

    def far(self, connection: sqlite3.Connection, query: ProfileQuery, start: int) -> Asked | None:
        """What is worth ranking in the background, if windows so far from both ends are walked to for now."""
        asked = self._asked(connection, query)
        if not asked.wanted.everything or not ORDERS[query.sort].key or self._rankings.get(asked):
            return None
        return asked if min(start, self._count(connection, asked) - start) > FAR else None

    def rank(self, connection: sqlite3.Connection, asked: Asked) -> Ranking:
        """The ranking of what was asked, made now and kept."""
        known = self._rankings.get(asked)
        if known is None:
            known = ranking.read(connection, *self._select(connection, asked, "number", False))
            self._rankings.keep(asked, known)
        return known

    def rank_if_current(self, connection: sqlite3.Connection, asked: Asked) -> None:
        """Make the ranking unless the list has changed since."""
        if asked.revision == _revision(connection):
            self.rank(connection, asked)

    def _select(
        self, connection: sqlite3.Connection, asked: Asked, columns: str, descending: bool
    ) -> tuple[str, list[Any]]:
        """The SELECT of the whole answer in its order."""
        order = ORDERS[asked.sort]
        where, values = asked.wanted.tests()
        source = "profile"  # SQLite chooses how: a few rows are sorted in no time
        if asked.wanted.everything or self._count(connection, asked) > FEW:
            source = order.source
        elif asked.wanted.match:
            source = MATCHED
            where, values = _matching(asked.wanted)
        return f"SELECT {columns} FROM {source}{where}{order.by(descending)}", values

    # -- what is kept between queries

    def _asked(self, connection: sqlite3.Connection, query: ProfileQuery) -> Asked:
        asked = Asked(_revision(connection), wanted(connection, query), query.sort)
        match = self._matches.get((asked.revision, asked.wanted))
        return asked._replace(wanted=asked.wanted._replace(match=match)) if match else asked

    def _by_terms(self, connection: sqlite3.Connection, asked: Asked) -> Asked:
        """The same, with what the search index is asked for if the text is too short to be in it by itself."""
        if (
            asked.wanted.match
            or not asked.wanted.text
            or self._stretch(connection, asked.revision).total <= NEAR
        ):
            return asked
        key = asked.revision, asked.wanted
        match = self._matches.get(key)
        if match is None:
            from wizard.store import terms  # at the first short text

            holding = terms.holding(connection, asked.wanted.text)
            match = self._matches.keep(key, "" if holding is None else matching(holding, "OR"))
        return asked._replace(wanted=asked.wanted._replace(match=match))

    def _stretch(self, connection: sqlite3.Connection, revision: int) -> Stretches:
        kept = self._stretches
        if kept is not None and kept[0] == revision:
            return kept[1]
        fresh = Stretches(connection)
        self._stretches = (revision, fresh)
        return fresh

    def _counted(self, asked: Asked) -> bool:
        return self._counts.get((asked.revision, asked.wanted)) is not None

    def _count(self, connection: sqlite3.Connection, asked: Asked) -> int:
        if asked.wanted.everything:
            return self._stretch(connection, asked.revision).total
        asked = self._by_terms(connection, asked)
        key = asked.revision, asked.wanted
        known = self._counts.get(key)
        return self._counts.keep(key, self._count_now(connection, asked)) if known is None else known

    def _count_now(self, connection: sqlite3.Connection, asked: Asked) -> int:
        match = asked.wanted.match
        if asked.wanted.match_decides:
            return _one(connection, "SELECT count(*) FROM search WHERE search MATCH ?", (match,))
        where, values = asked.wanted.tests()
        if match:
            dense = self._stretch(connection, asked.revision).total // DENSE
            limited = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
            if _one(connection, limited, (match, dense + 1)) <= dense:
                where, values = _matching(asked.wanted)
                return _one(connection, f"SELECT count(*) FROM {MATCHED}{where}", values)
        return _one(connection, f"SELECT count(*) FROM profile{where}", values)


def rows_of(connection: sqlite3.Connection, numbers: list[int]) -> list[ProfileRow]:
    """The rows of these numbers, in their order."""
    found: dict[int, ProfileRow] = {}
    for piece in pieces(numbers):
        sql = f"SELECT number, {COLUMNS} FROM profile WHERE number IN ({marks(piece)})"
        found.update((columns[0], row_of(columns[1:])) for columns in connection.execute(sql, piece))
    return [found[number] for number in numbers if number in found]


def _walk(
    connection: sqlite3.Connection, terms: Wanted, order: Order, skip: int, count: int, descending: bool
) -> list[int]:
    """Numbers in order, by walking: along the search index for the order of use, along the sort's otherwise."""
    if terms.match and not order.key:
        way = "DESC" if descending else "ASC"
        if terms.match_decides:
            sql = f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid {way} LIMIT ? OFFSET ?"
            values: list[Any] = [terms.match]
        else:
            where, values = _matching(terms)
            sql = f"SELECT number FROM {MATCHED}{where} ORDER BY search.rowid {way} LIMIT ? OFFSET ?"
    else:
        where, values = terms.tests()
        sql = f"SELECT number FROM {order.source}{where}{order.by(descending)} LIMIT ? OFFSET ?"
    return [number for (number,) in connection.execute(sql, (*values, count, skip))]


def _near(
    connection: sqlite3.Connection, terms: Wanted, skip: int, count: int, descending: bool
) -> list[int]:
    """As `_walk` in the order of use, but no further than NEAR numbers: less if the rest lies beyond."""
    where, values = terms.tests()
    end = "(SELECT max(number) FROM profile) - ?" if descending else "(SELECT min(number) FROM profile) + ?"
    sql = (
        f"SELECT number FROM profile NOT INDEXED{where} AND number {'>' if descending else '<'} {end}"
        f"{ORDERS['used'].by(descending)} LIMIT ? OFFSET ?"
    )
    return [number for (number,) in connection.execute(sql, (*values, NEAR, count, skip))]


def _matching(terms: Wanted) -> tuple[str, list[Any]]:
    where, values = terms.tests()
    return " WHERE search MATCH ? AND" + where.removeprefix(" WHERE"), [terms.match, *values]


def _revision(connection: sqlite3.Connection) -> int:
    return _one(connection, REVISION)


def _one(connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> int:
    number: int = connection.execute(sql, values).fetchone()[0]
    return number
