"""Firings are kept, bounded, filtered, and told of in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from wizard.callback.delivery import Delivery, Response, SentRequest
from wizard.profile import CallbackProfile
from wizard.store import Draft, ProfileQuery, StoreError, UnknownProfile, WrongKey, deliveries, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.store import Store


def fired(
    profile_id: str, number: int, *, status: int = 204, body: bytes = b"", event: str = "Delivered"
) -> Delivery:
    return Delivery(
        id=f"delivery-{number}",
        at=f"2026-03-01T10:{number // 60 % 60:02}:{number % 60:02}.000Z",
        profile_id=profile_id,
        delivery_status=event,
        request=SentRequest(method="POST", url="https://hooks.example.com/", target="/", body=b"{}"),
        response=Response(status=status, body=body) if status else None,
        elapsed_ms=12.5,
        ok=200 <= status < 300,
        kind="accepted" if status == 204 else "refused" if status else "timeout",
        phase="" if status else "wait",
        sentence=f"answered {status}",
    )


@pytest.fixture
def kept(store: Store) -> CallbackProfile:
    return store.add(CallbackProfile(title="fired at"))


def test_a_firing_is_kept_whole_and_told_of_in_the_list(store: Store, kept: CallbackProfile) -> None:
    store.add(CallbackProfile(title="used later"))
    first, second = fired(kept.id, 1, body=b"\xff\0raw"), fired(kept.id, 2, status=500)
    store.record(first)
    store.record(second)
    assert store.delivery("delivery-1") == first
    assert store.delivery("delivery-2") == second
    assert [row.id for row in store.deliveries(kept.id)] == ["delivery-2", "delivery-1"]
    row = store.deliveries(kept.id)[0]
    assert row._asdict() == {
        "id": "delivery-2",
        "profile_id": kept.id,
        "at": second.at,
        "delivery_status": "Delivered",
        "ok": False,
        "http_status": 500,
        "elapsed_ms": 12.5,
        "kind": "refused",
        "phase": "",
        "sentence": "answered 500",
    }
    listed = store.window(ProfileQuery(), 0, 9)
    assert [each.title for each in listed] == ["fired at", "used later"]  # a test is a use
    assert listed[0].last_test == (False, 500, 12.5, "refused", second.at)
    assert listed[1].last_test is None


def test_a_test_does_not_count_as_a_change(store: Store, kept: CallbackProfile) -> None:
    store.record(fired(kept.id, 1))
    assert store.get(kept.id) == kept
    store.change(kept, seen=kept.modified_at)


def test_an_outcome_without_an_answer_is_kept(store: Store, kept: CallbackProfile) -> None:
    store.record(fired(kept.id, 1, status=0))
    row = store.row(kept.id)
    assert row
    assert row.last_test
    assert (row.last_test.http_status, row.last_test.kind, row.last_test.ok) == (None, "timeout", False)


def test_firings_are_filtered_and_read_by_windows(store: Store, kept: CallbackProfile) -> None:
    other = store.add(CallbackProfile(title="another"))
    made = [
        fired(
            (kept, other)[number % 3 == 0].id,
            number,
            status=(204, 500, 0)[number % 3],
            event=("Bounce", "Delivered")[number % 2],
        )
        for number in range(90)
    ]
    store.record(*made)
    newest = made[::-1]
    assert [row.id for row in store.deliveries()] == [each.id for each in newest]
    for asked, fits in (
        ({}, lambda each: True),
        ({"profile_id": kept.id}, lambda each: each.profile_id == kept.id),
        ({"outcome": "accepted"}, lambda each: each.ok),
        (
            {"outcome": "failed", "status": "Bounce"},
            lambda each: not each.ok and each.delivery_status == "Bounce",
        ),
        (
            {"profile_id": kept.id, "outcome": "timeout"},
            lambda each: each.profile_id == kept.id and each.kind == "timeout",
        ),
        ({"profile_id": "IN_none"}, lambda each: False),
    ):
        expected = [each.id for each in newest if fits(each)]  # type: ignore[no-untyped-call]
        assert store.count_deliveries(**asked) == len(expected)  # type: ignore[arg-type]
        assert [row.id for row in store.deliveries(**asked, start=3, count=7)] == expected[3:10]  # type: ignore[arg-type]
        for place, delivery_id in enumerate(expected[:5]):
            assert store.delivery_position(delivery_id, **asked) == place  # type: ignore[arg-type]
    assert store.delivery_position(made[0].id, kept.id) is None
    assert store.delivery_position("never") is None


def test_the_newest_thousand_of_each_profile_are_kept(store: Store, kept: CallbackProfile) -> None:
    other = store.add(CallbackProfile(title="another"))
    store.record(fired(other.id, 5000))
    store.record(*(fired(kept.id, number) for number in range(1001)))
    store.record(fired(kept.id, 1001))
    assert store.count_deliveries(kept.id) == deliveries.KEPT == 1000
    assert store.deliveries(kept.id, start=999)[0].id == "delivery-2"
    assert store.count_deliveries(other.id) == 1
    with pytest.raises(StoreError, match="no delivery has the ID 'delivery-1'; `wizard deliveries` shows"):
        store.delivery("delivery-1")


def test_large_answers_are_bounded_together(
    store: Store, kept: CallbackProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "KEPT_BYTES", 100_000)
    for number in range(8):
        store.record(fired(kept.id, number, body=b"x" * 20_000))
    assert [row.id for row in store.deliveries(kept.id)] == ["delivery-7", "delivery-6", "delivery-5"]
    store.record(fired(kept.id, 9, body=b"x" * 200_000))  # larger than all that is kept: kept, alone
    assert [row.id for row in store.deliveries(kept.id)] == ["delivery-9"]
    with store._database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM delivery_content").fetchone() == (1,)


def test_a_draft_s_firings_move_to_the_profile_it_becomes(store: Store) -> None:
    draft = Draft(id="draft_1", profile=CallbackProfile(title="unsaved"))
    store.keep_draft(draft)
    store.record(fired(draft.id, 1), fired(draft.id, 2, status=500))
    assert store.count_deliveries(draft.id) == 2
    saved = store.add(draft.profile)
    store.adopt_deliveries(draft.id, saved.id)
    store.drop_draft(draft.id)
    assert [row.id for row in store.deliveries(saved.id)] == ["delivery-2", "delivery-1"]
    assert store.delivery("delivery-2").profile_id == saved.id
    row = store.row(saved.id)
    assert row
    assert row.last_test
    assert row.last_test.http_status == 500
    with pytest.raises(UnknownProfile):
        store.adopt_deliveries(draft.id, "IN_none")


def test_a_dropped_draft_takes_its_firings_along(store: Store) -> None:
    store.keep_draft(Draft(id="draft_1", profile=CallbackProfile()))
    store.record(fired("draft_1", 1))
    store.drop_draft("draft_1")
    assert store.count_deliveries() == 0


def test_firings_stay_until_their_profile_is_gone_for_good(store: Store, kept: CallbackProfile) -> None:
    store.record(fired(kept.id, 1))
    store.delete(kept.id)
    store.record(fired(kept.id, 2))  # under way while it was deleted
    store.restore(kept.id)
    assert store.count_deliveries(kept.id) == 2
    store.delete(kept.id, for_good=True)
    assert store.count_deliveries() == 0


def test_a_lost_key_hides_what_was_fired_and_nothing_else(
    store: Store, place: Path, kept: CallbackProfile
) -> None:
    store.record(fired(kept.id, 1))
    store.close()
    place.with_name(f"{place.name}.key").unlink()
    again = open_store(place, environ={})
    row = again.deliveries(kept.id)[0]
    assert (row.id, row.http_status, row.sentence) == ("delivery-1", 204, "")
    with pytest.raises(WrongKey, match="lost"):
        again.delivery("delivery-1")
    again.record(fired(kept.id, 2))
    assert again.delivery("delivery-2") == replace(fired(kept.id, 2))
    with pytest.raises(WrongKey):
        again.delivery("delivery-1")
    again.close()
