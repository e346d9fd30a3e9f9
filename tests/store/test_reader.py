"""A query overtaken by the next is given up; the rest goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from wizard.profile import CallbackProfile
from wizard.store import ProfileQuery, QueryCancelled, StoreError, listing, reader

if TYPE_CHECKING:
    from wizard.store import Store

EVERY = ProfileQuery()


def test_a_reader_answers_as_the_store_does(store: Store) -> None:
    store.add_all(CallbackProfile(title=f"number {number}") for number in range(50))
    asked = store.reader()
    query = ProfileQuery(search="er 1", sort="title", descending=False)
    assert asked.window(query, 2, 5) == store.window(query, 2, 5)
    assert asked.count(query) == store.count(query) == 11
    row = store.window(query, 4, 1)[0]
    assert asked.position(query, row.id) == 4
    asked.close()
    with pytest.raises(StoreError, match="is closed"):
        asked.count(query)


def test_a_query_under_way_is_given_up_and_the_next_is_answered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add_all(CallbackProfile(title=f"number {number}") for number in range(2000))
    monkeypatch.setattr(reader, "OPERATIONS", 100)
    asked = store.reader()
    under_way = threading.Event()
    told: list[BaseException | int] = []
    count = listing.Lister._count_now

    def slow(*arguments: object) -> int:
        under_way.set()
        while True:  # until it is cancelled: every round asks the file anew
            count(*arguments)  # type: ignore[arg-type]

    def ask() -> None:
        try:
            told.append(asked.count(ProfileQuery(search="zz")))
        except StoreError as error:
            told.append(error)

    with monkeypatch.context() as patch:
        patch.setattr(listing.Lister, "_count_now", slow)
        thread = threading.Thread(target=ask)
        thread.start()
        assert under_way.wait(10)
        assert store.count(EVERY) == 2000  # nobody else waits
        asked.cancel()
        thread.join(10)
        assert not thread.is_alive()
    assert isinstance(told[0], QueryCancelled)
    assert asked.count(ProfileQuery(search="number 1999")) == 1


def test_cancelling_nothing_touches_nothing(store: Store) -> None:
    asked = store.reader()
    asked.cancel()
    assert asked.count(EVERY) == 0
    asked.cancel()
    assert asked.window(EVERY, 0, 10) == []


def test_windows_far_from_both_ends_are_ranked_in_the_background(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FAR", 100)
    store.add_all(CallbackProfile(title=f"number {number:04}") for number in range(1000))
    query = ProfileQuery(sort="title", descending=False)
    expected = [f"number {number:04}" for number in range(500, 520)]
    assert [row.title for row in store.window(query, 500, 20)] == expected
    assert store._ranking
    store._ranking.join(10)
    with store._database.snapshot() as connection:
        assert store._lister.far(connection, query, 500) is None  # known by now
    assert [row.title for row in store.window(query, 500, 20)] == expected
    store.add(CallbackProfile(title="a new first"))
    assert [row.title for row in store.window(query, 501, 20)] == expected


def test_closing_a_store_ends_what_it_does_in_the_background(store: Store) -> None:
    store.add_all(CallbackProfile(title=f"number {number}") for number in range(100))
    background = store._background
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        background.count(EVERY)
