"""The terms of the search index that hold a text of one or two letters: a term is three letters long.

The index lists its terms in order, so that they can be told by a few looks at it, without a look at the rest. A profile
holds the text where it holds such a term, or where its title or endpoint is shorter than a term: those stand in none.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from wizard.store.wanted import LENGTH

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

MANY = 128
"""Terms up to which going by the index is quicker than by the table."""
LOOKS = 5_000
"""Looks at the index before the table is gone through instead. In titles of Latin letters one letter takes 2,000."""

_LAST = chr(0x10FFFF)
_MAKE = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.term USING fts5vocab(main, search, instance)"

# From each term that was found the look leaps to the next that may be wanted: the one with the same beginning and the
# text behind it, or else the next beginning. To read on from one to the next might be to pass all profiles.
_LEAPS = """
WITH RECURSIVE seen (term) AS (
    SELECT (SELECT term FROM temp.term LIMIT 1)
    UNION ALL
    SELECT (
        SELECT term FROM temp.term WHERE term >= CASE
            WHEN substr(seen.term, :at + 1, :size) < :text THEN substr(seen.term, 1, :at) || :text
            WHEN substr(seen.term, :at + 1, :size) = :text THEN seen.term || char(1)
            ELSE substr(seen.term, 1, :at) || :last
        END LIMIT 1
    ) FROM seen WHERE seen.term IS NOT NULL
)
SELECT term, substr(term, :at + 1, :size) = :text FROM seen WHERE term IS NOT NULL
"""

_SHORT = """
WITH RECURSIVE seen (begins) AS (
    SELECT substr((SELECT {column} FROM profile ORDER BY {column} COLLATE NOCASE LIMIT 1), 1, :size)
    UNION ALL
    SELECT substr((
        SELECT {column} FROM profile
        WHERE {column} COLLATE NOCASE > begins || iif(length(begins) < :size, '', :last)
        ORDER BY {column} COLLATE NOCASE LIMIT 1
    ), 1, :size) FROM seen WHERE begins IS NOT NULL
)
SELECT begins, EXISTS (SELECT 1 FROM profile WHERE {column} COLLATE NOCASE = begins) FROM seen WHERE begins IS NOT NULL
"""
"""What titles or endpoints begin with, and whether one of them is no longer."""


def holding(connection: sqlite3.Connection, text: str) -> list[str] | None:
    """The terms that tell which profiles hold the text of one or two letters, letter case aside.

    None where the index does not tell, or not more quickly than the table.
    """
    if _stands_short(connection, text.lower()):
        return None
    connection.execute(_MAKE)
    found: list[str] = []
    looks = 0
    for spelt in _spellings(text):
        for at in range(LENGTH - len(text) + 1):
            for term, holds in _leaps(connection, spelt, at):
                looks += 1
                found += [term] * holds
                if looks > LOOKS or len(found) > MANY:
                    return None
    return found


def _leaps(connection: sqlite3.Connection, text: str, at: int) -> Iterator[tuple[str, int]]:
    """Terms on the way to those that have the text at that place, and whether they do."""
    return connection.execute(_LEAPS, {"text": text, "size": len(text), "at": at, "last": _LAST})


def _spellings(text: str) -> list[str]:
    """The text in each way that the index may have it. Of ASCII letters it has the small ones only."""
    each = ({letter.lower()} if letter.isascii() else _cases(letter) for letter in text)
    return ["".join(letters) for letters in product(*map(sorted, each))]


def _cases(letter: str) -> set[str]:
    # The index takes a final sigma for a sigma, as casefold does.
    return {each for each in (letter, letter.lower(), letter.upper(), letter.casefold()) if len(each) == 1}


def _stands_short(connection: sqlite3.Connection, text: str) -> bool:
    """Whether a title or endpoint shorter than a term holds the text, or there are too many to look through."""
    for column in ("title", "endpoint"):
        rows = connection.execute(_SHORT.format(column=column), {"size": LENGTH - 1, "last": _LAST})
        for looks, (begins, whole) in enumerate(rows):
            if (whole and text in begins.lower()) or looks > LOOKS:
                return True
    return False
