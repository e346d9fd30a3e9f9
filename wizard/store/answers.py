"""What a list of profiles is asked, of the store itself and of its readers, whichever engine is behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wizard.store.rows import ProfileQuery, ProfileRow

Link = TypeVar("Link")
"""A connection to the engine."""
LinkIn = TypeVar("LinkIn", contravariant=True)


class Lists(Protocol[LinkIn]):
    """Finds the answers, given a connection inside a snapshot."""

    def window(self, connection: LinkIn, query: ProfileQuery, start: int, count: int, /) -> list[ProfileRow]:
        """See `Answers.window`."""

    def count(self, connection: LinkIn, query: ProfileQuery, /) -> int:
        """See `Answers.count`."""

    def position(self, connection: LinkIn, query: ProfileQuery, profile_id: str, /) -> int | None:
        """See `Answers.position`."""


class Answers(ABC, Generic[Link]):
    """The three questions, each answered from one state of the store."""

    _lister: Lists[Link]

    @abstractmethod
    def _snapshot(self) -> AbstractContextManager[Link]:
        """A connection, every statement on it seeing the same state of the store."""

    def window(self, query: ProfileQuery, start: int, count: int) -> list[ProfileRow]:
        """Rows `start` to `start + count` of the profiles that fit the query, fewer at the end."""
        with self._snapshot() as connection:
            rows = self._lister.window(connection, query, start, count)
            self._walked(connection, query, start)
        return rows

    def count(self, query: ProfileQuery) -> int:
        """How many profiles fit the query."""
        with self._snapshot() as connection:
            return self._lister.count(connection, query)

    def position(self, query: ProfileQuery, profile_id: str) -> int | None:
        """Where a profile stands in the query's order, from 0; None if it does not fit or is gone."""
        with self._snapshot() as connection:
            return self._lister.position(connection, query, profile_id)

    def _walked(self, connection: Link, query: ProfileQuery, start: int) -> None:
        """A window from `start` was read: the moment to see to it that the next one comes sooner."""
