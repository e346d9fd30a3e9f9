"""What a query comes to, in the terms of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.store import moment
from wizard.store.errors import StoreError
from wizard.store.rows import SORTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from wizard.store.rows import ProfileQuery

LENGTH = 3
"""Letters of a term of the search index."""


class Wanted(NamedTuple):
    """Which profiles a query means. Filters that every profile passes are left out of it."""

    text: str = ""
    method: str = ""
    channel: str = ""
    after: int | None = None
    before: int | None = None
    match: str = ""
    """What the search index is asked for, "" if it is no help."""

    @property
    def everything(self) -> bool:
        """Whether no profile is left out."""
        return self == EVERYTHING

    @property
    def match_decides(self) -> bool:
        """Whether the search index alone tells which profiles are meant."""
        return bool(self.match) and len(self.text) <= LENGTH and self._replace(text="", match="").everything

    def tests(self) -> tuple[str, list[Any]]:
        """A WHERE clause on `profile`, without the search index, and its values."""
        tests: list[str] = []
        values: list[Any] = []
        for name in ("method", "channel"):
            if value := getattr(self, name):
                tests.append(f"profile.{name} = ?")
                values.append(value)
        if self.after is not None:
            tests.append("profile.created >= ?")
            values.append(self.after)
        if self.before is not None:
            tests.append("profile.created < ?")
            values.append(self.before)
        if self.text:
            test, patterns = _holds(self.text)
            tests.append(test)
            values += patterns
        return (" WHERE " + " AND ".join(tests) if tests else ""), values


EVERYTHING = Wanted()


def matching(terms: Iterable[str], joint: str) -> str:
    """What the search index is asked for, for these terms with AND or OR between them. Of none, nothing comes."""
    return f" {joint} ".join('"' + term.replace('"', '""') + '"' for term in terms) or '""'


def _match(text: str) -> str:
    """Threes side by side and the last one: the rest is compared anyway. "" for a text shorter than a term."""
    if len(text) < LENGTH:
        return ""
    starts = [*range(0, len(text) - LENGTH, LENGTH), len(text) - LENGTH]
    return matching((text[at : at + LENGTH] for at in starts), "AND")


_COLUMNS = ("profile.title", "profile.endpoint", "profile.id")


def _holds(text: str) -> tuple[str, list[str]]:
    """An SQL test whether title, endpoint or ID contains the text, letter case aside, and its values."""
    if not text.isascii():  # LIKE knows the case of ASCII letters only
        return f"holds({' || char(0) || '.join(_COLUMNS)}, ?)", [text.lower()]
    test, pattern = "{} LIKE ?", f"%{text}%"
    if set(text) & set("\\%_"):  # a third more work than without an ESCAPE
        test += " ESCAPE '\\'"
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return "(" + " OR ".join(map(test.format, _COLUMNS)) + ")", [pattern] * len(_COLUMNS)


def holds(columns: str, text: str) -> bool:
    """The SQL function of that name. One call a row: each is a step out of SQLite and back."""
    return text in columns.lower()


def wanted(connection: sqlite3.Connection, query: ProfileQuery) -> Wanted:
    """What the query means in this store. Raises StoreError for a query that means nothing."""
    return _without_idle_filters(connection, parts(query))


def parts(query: ProfileQuery) -> Wanted:
    """What the query says. Raises StoreError for one that means nothing."""
    if query.sort not in SORTS:
        raise StoreError(f"there is no order {query.sort!r}; choose one of {', '.join(SORTS)}")
    text = query.search.strip().replace("\0", "").encode(errors="replace").decode()
    return Wanted(
        text,
        query.method,
        query.channel,
        _moment(query.created_after),
        _moment(query.created_before),
        _match(text),
    )


def _moment(text: str) -> int | None:
    if not text:
        return None
    try:
        return moment.milliseconds(text)
    except ValueError as error:
        raise StoreError(f"{text!r} is no moment; write it as 2026-01-31 or 2026-01-31T14:05:09Z") from error


def _without_idle_filters(connection: sqlite3.Connection, found: Wanted) -> Wanted:
    """Drop filters that every profile passes: each is told by a look at an index, and saves a walk through it.

    With one channel, whose one method is POST, that is most of them.
    """
    if found.method and not _any(connection, "method <> ?", found.method):
        found = found._replace(method="")
    if found.channel and not _any(connection, "channel <> ?", found.channel):
        found = found._replace(channel="")
    if found.after is not None and not _any(connection, "created < ?", found.after):
        found = found._replace(after=None)
    if found.before is not None and not _any(connection, "created >= ?", found.before):
        found = found._replace(before=None)
    return found


def _any(connection: sqlite3.Connection, test: str, value: Any) -> bool:
    if "<>" in test:  # for which SQLite goes by no index; for its halves it does
        return any(_any(connection, test.replace("<>", sign), value) for sign in "<>")
    return connection.execute(f"SELECT 1 FROM profile WHERE {test} LIMIT 1", (value,)).fetchone() is not None
