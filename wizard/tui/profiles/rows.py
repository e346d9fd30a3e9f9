"""Profiles as rows of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from wizard.tui.when import ago
from wizard.tui.widgets.outcome_list import outcome
from wizard.tui.widgets.visible import visible
from wizard.tui.widgets.windowed_list import Column, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.store import LastTest, ProfileQuery, ProfileRow, Reader

NOTHING = "–"
COLUMNS = (
    Column("title", "Title", 22, grow=2),
    Column("channel", "Channel", 7, drop=1),
    Column("method", "Method", 6, drop=2),
    Column("endpoint", "Endpoint", 20, grow=3),
    Column("encryption", "Encryption", 11, drop=3),
    Column("last_test", "Last test", 13),
    Column("tested", "Tested", 11, drop=1),
    Column("id", "ID", 12, grow=1),
)


class ProfileSource:
    """The rows of a query. Lists that are searched as one types have a reader each, for all of their queries."""

    def __init__(self, reader: Reader, query: ProfileQuery) -> None:
        self.reader, self.query = reader, query

    def count(self) -> int:
        """How many profiles fit the query."""
        return self.reader.count(self.query)

    def window(self, start: int, count: int) -> Sequence[Row]:
        """Rows of the list's columns, keyed by profile ID."""
        return [
            row_of(profile, self.query.search) for profile in self.reader.window(self.query, start, count)
        ]

    def position(self, key: str) -> int | None:
        """Where that profile stands in the query's order."""
        return self.reader.position(self.query, key)

    def cancel(self) -> None:
        """Give up the question under way."""
        self.reader.cancel()


def row_of(profile: ProfileRow, search: str = "") -> Row:
    """One profile as cells, matches of the search underlined."""
    found = search.strip()
    test = profile.last_test
    return Row(
        profile.id,
        (
            _marked(profile.title, found),
            profile.channel,
            profile.method,
            _marked(profile.endpoint, found),
            profile.encryption or NOTHING,
            outcome(test.ok, visible(came_to(test), keep="")) if test else NOTHING,
            ago(test.at) if test else NOTHING,
            _marked(profile.id, found),
        ),
    )


def came_to(test: LastTest) -> str:
    """`204 38 ms`, `500 12 ms`, `refused`: what the last test came to."""
    return f"{test.http_status} {duration(test.elapsed_ms)}" if test.http_status else test.kind


def duration(milliseconds: float) -> str:
    """`38 ms`, `4.2 s`."""
    return f"{milliseconds:.0f} ms" if milliseconds < 9_950 else f"{milliseconds / 1000:.1f} s"


def _marked(value: str, found: str) -> str | Text:
    # A store may hold what somebody else wrote: control characters never reach the terminal.
    if not value.isprintable():
        value = "".join(c if c.isprintable() else "�" for c in value)
    if not found or found.casefold() not in value.casefold():
        return value
    text = Text(value)
    at = value.casefold().find(found.casefold())
    text.stylize("underline bold", at, at + len(found))
    return text
