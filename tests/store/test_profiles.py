"""Profiles, drafts and small settings are kept as they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from wizard.profile import CallbackProfile, Encryption, Header, is_id
from wizard.profile import TestSettings as Settings
from wizard.store import (
    AlreadyThere,
    AmbiguousProfile,
    ChangedMeanwhile,
    Draft,
    ProfileQuery,
    StoreError,
    UnknownProfile,
    open_store,
)

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.store import Store

EVERY = ProfileQuery()


def titles(store: Store) -> list[str]:
    return [row.title for row in store.window(EVERY, 0, 1000)]


def test_a_saved_profile_gets_an_id_and_comes_back_whole_in_another_process(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    kept = store.add(profile)
    assert is_id(kept.id)
    assert kept.id.startswith("IN_")
    assert kept.created_at == kept.modified_at
    assert kept.created_at.endswith("Z")
    assert replace(kept, id="", created_at="", modified_at="") == profile
    other = open_store(place, environ={})
    assert other.get(kept.id) == kept
    other.close()


def test_every_field_is_kept_as_typed(store: Store) -> None:
    odd = CallbackProfile(
        title="naïve 日本 \u202eRTL\u202c",
        body='{"a": 1.50,\r\n\t"<x>": "\\u00e9\\u0000"}  ',
        headers=(Header(name="a", value=""), Header(name="a", value="${X}"), Header(name="", value="\t")),
        encryption=Encryption(
            algorithm="AES-128-CFB", key="hex:00", parameters=(), encoding="hex", tag="before"
        ),
        test=Settings(timeout=0.5, proxy="http://me:pass@proxy:3128"),
        value_sets={"müde": {"to": "a@b.example"}},
    )
    kept = store.add(odd)
    assert replace(store.get(kept.id), id="", created_at="", modified_at="") == odd


def test_region_and_given_identity_are_respected(store: Store) -> None:
    assert store.add(CallbackProfile(title="eu"), region="EU").id.startswith("EU_")
    store.region = "SG"
    assert store.add(CallbackProfile(title="sg")).id.startswith("SG_")
    given = CallbackProfile(
        id="IN_453d2677-2c91-4610-9c01-eefbeec5f697", title="old", created_at="2023-09-29T11:23:35Z"
    )
    kept = store.add(given)
    assert (kept.id, kept.created_at) == (given.id, "2023-09-29T11:23:35.000Z")
    with pytest.raises(AlreadyThere, match=given.id):
        store.add(given)


def test_an_id_may_be_shortened_while_it_is_clear(store: Store) -> None:
    ids = [
        "IN_453d2677-2c91-4610-9c01-eefbeec5f697",
        "EU_453d0000-2c91-4610-9c01-eefbeec5f697",
        "IN_9c01aaaa-0000-4000-8000-000000000000",
    ]
    store.add_all(CallbackProfile(id=each, title="x") for each in ids)
    first, second, third = ids
    for name in (first, "IN_4", "in_453D", "453d2"):
        assert store.get(name).id == first
    assert store.get(" eu_4 ").id == second
    assert store.get("9c").id == store.get("IN_9C01").id == third
    with pytest.raises(AmbiguousProfile) as ambiguous:
        store.get("453d")
    assert set(ambiguous.value.candidates) == set(ids[:2])
    assert all(each in str(ambiguous.value) for each in ids[:2])
    for nothing in ("", "zz", "453d26 77", "IN_453d2677-2c91-4610-9c01-eefbeec5f697x", "%", "_"):
        with pytest.raises(UnknownProfile, match="wizard list"):
            store.get(nothing)


def test_ambiguity_among_many_names_some(store: Store) -> None:
    store.add_all(CallbackProfile(title="x") for _ in range(30))
    with pytest.raises(AmbiguousProfile) as ambiguous:
        store.get("IN_")
    assert len(ambiguous.value.candidates) == AmbiguousProfile.LISTED
    assert "and more" in str(ambiguous.value)


def test_a_change_replaces_what_was_seen_and_nothing_else(store: Store, profile: CallbackProfile) -> None:
    kept = store.add(profile)
    mine = store.change(replace(kept, body="{}"), seen=kept.modified_at)
    assert mine.modified_at > kept.modified_at
    assert mine.created_at == kept.created_at
    assert store.get(kept.id) == mine
    with pytest.raises(ChangedMeanwhile) as refused:
        store.change(replace(kept, body='{"late": 1}'), seen=kept.modified_at)
    assert refused.value.current == mine
    assert store.get(kept.id) == mine
    with pytest.raises(UnknownProfile):
        store.change(CallbackProfile(id="IN_none"), seen="")


def test_changes_within_one_millisecond_are_told_apart(store: Store) -> None:
    kept = store.add(CallbackProfile(title="first"))
    seen = {kept.modified_at}
    for _ in range(20):
        kept = store.change(kept, seen=kept.modified_at)
        seen.add(kept.modified_at)
    assert len(seen) == 21


def test_delete_can_be_undone_until_it_is_for_good(store: Store, profile: CallbackProfile) -> None:
    first, second, third = (store.add(replace(profile, title=title)) for title in ("one", "two", "three"))
    store.delete(second.id)
    assert titles(store) == ["three", "one"]
    with pytest.raises(UnknownProfile):
        store.get(second.id)
    store.restore(second.id)
    assert titles(store) == ["three", "two", "one"]  # where it stood
    assert store.get(second.id) == second
    store.delete(first.id, third.id)
    with pytest.raises(UnknownProfile):
        store.delete(second.id, first.id)  # all or none
    assert titles(store) == ["two"]
    store.delete(first.id, for_good=True)  # what was deleted before, too
    with pytest.raises(UnknownProfile):
        store.restore(first.id)
    store.restore(third.id)
    assert titles(store) == ["three", "two"]


def test_many_deleted_at_once_are_as_each_deleted_alone(store: Store) -> None:
    kept = store.add_all(CallbackProfile(title=f"number {number:04}") for number in range(2600))
    every_other = [each.id for each in kept[::2]]  # none of them neighbours, and more than a statement takes
    before = list(store.each(EVERY))

    def seen() -> tuple[object, ...]:
        found = store.window(ProfileQuery(search="number 01"), 0, 1000)
        return list(store.each(EVERY)), store.count(EVERY), found, store.window(EVERY, 1200, 40)

    for one in every_other[:3]:
        store.delete(one)
    store.delete(*every_other[3:])
    apart = seen()
    assert apart[0] == [row for row in before if row.id not in set(every_other)]
    store.restore(*reversed(every_other))
    assert seen() == (
        before,
        2600,
        store.window(ProfileQuery(search="number 01"), 0, 1000),
        before[1200:1240],
    )
    assert store.count(ProfileQuery(search="number 01")) == 100
    assert all(store.get(each.id) == each for each in kept[:4])
    store.delete(*every_other)
    assert seen() == apart
    whole = [each.id for each in kept[1::2]]
    for wrong in ([*whole, "IN_nobody"], [*whole, whole[0]]):
        with pytest.raises(UnknownProfile):
            store.delete(*wrong)
        with pytest.raises(UnknownProfile):
            store.restore(*every_other, wrong[-1])
        assert seen() == apart  # all or none
    store.delete(*whole, *every_other, for_good=True)
    assert seen() == ([], 0, [], [])
    with pytest.raises(UnknownProfile):
        store.restore(whole[0])


def test_what_was_deleted_and_added_again_is_the_one_added(store: Store) -> None:
    kept = store.add(CallbackProfile(title="first"))
    store.delete(kept.id)
    store.add(replace(kept, title="again"))
    assert titles(store) == ["again"]
    with pytest.raises(UnknownProfile):
        store.restore(kept.id)


def test_purge_leaves_what_can_still_be_undone(store: Store, place: Path) -> None:
    kept = store.add(CallbackProfile(title="mine"))
    store.delete(kept.id)
    assert store.purge() == 0
    other = open_store(place, environ={})
    assert other.purge() == 0  # deleted a moment ago by somebody who may still be there
    with other._database.writing() as connection:
        connection.execute("UPDATE deleted SET at = at - 100000000")
    assert store.purge() == 0
    assert other.purge() == 1
    other.close()
    with pytest.raises(UnknownProfile):
        store.restore(kept.id)


def test_many_are_added_together_or_not_at_all(store: Store, profile: CallbackProfile) -> None:
    kept = store.add_all(replace(profile, title=f"number {number}") for number in range(2500))
    assert store.count(EVERY) == 2500
    assert [row.id for row in store.each(EVERY)] == [each.id for each in reversed(kept)]
    assert store.get(kept[1700].id) == kept[1700]
    clash = [CallbackProfile(title="fine"), CallbackProfile(title="taken", id=kept[3].id)]
    with pytest.raises(AlreadyThere, match=kept[3].id):
        store.add_all(clash)
    twice = CallbackProfile(id="IN_453d2677-2c91-4610-9c01-eefbeec5f697", title="twice")
    with pytest.raises(AlreadyThere, match=twice.id):
        store.add_all([CallbackProfile(title="fine"), twice, twice])
    assert store.count(EVERY) == 2500
    assert store.add_all([]) == []


def test_text_that_is_none_is_refused_in_a_sentence(store: Store) -> None:
    for profile in (CallbackProfile(title="half \ud83d"), CallbackProfile(title="ok", body="\udcff")):
        with pytest.raises(StoreError, match="half of a character"):
            store.add(profile)
    assert store.count(EVERY) == 0


def test_drafts_are_kept_as_typed_and_offered_newest_first(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    store.keep_draft(Draft(id="draft_1", profile=profile, step=2))
    store.keep_draft(Draft(id="edit_IN_1", profile=replace(profile, id="IN_1"), profile_id="IN_1"))
    store.keep_draft(Draft(id="draft_1", profile=replace(profile, title="typed on"), step=4))
    other = open_store(place, environ={})
    first, second = other.drafts()
    assert (first.id, first.profile.title, first.step) == ("draft_1", "typed on", 4)
    assert (second.id, second.profile_id) == ("edit_IN_1", "IN_1")
    assert first.at >= second.at > "2020"
    other.drop_draft("draft_1")
    other.drop_draft("never there")
    other.close()
    assert [draft.id for draft in store.drafts()] == ["edit_IN_1"]


def test_a_draft_is_kept_whatever_it_holds(store: Store) -> None:
    store.keep_draft(
        Draft(
            id="d", profile=CallbackProfile(title="half \ud83d", headers=(Header(name="x", value="\udc80"),))
        )
    )
    assert store.drafts()[0].profile.title == "half ?"


def test_endpoints_in_use_are_offered_those_used_last_first(store: Store) -> None:
    for host in ("b", "a", "c", "B", "a"):
        store.add(CallbackProfile(title="x", endpoint=f"https://{host}.example/"))
    store.add(CallbackProfile(title="x", endpoint="http://localhost/"))
    assert store.endpoints() == [
        "http://localhost/",
        "https://a.example/",
        "https://B.example/",
        "https://c.example/",
        "https://b.example/",
    ]
    assert store.endpoints("HTTPS://A") == ["https://a.example/"]
    assert store.endpoints("https", 2) == ["https://a.example/", "https://B.example/"]
    assert store.endpoints("ftp") == []


def test_endpoints_used_long_ago_are_found_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.store import endpoints

    monkeypatch.setattr(endpoints, "RECENT", 2)
    for host in "dcbbba":
        store.add(CallbackProfile(title="x", endpoint=f"https://{host}.example/"))
    assert store.endpoints("https://") == [f"https://{host}.example/" for host in "abcd"]


def test_small_settings_are_remembered(store: Store, place: Path) -> None:
    assert store.recall("theme", "wizard") == "wizard"
    store.remember("theme", "nord")
    other = open_store(place, environ={})
    assert other.recall("theme") == "nord"
    other.remember("theme", "")
    other.close()
    assert store.recall("theme") == ""


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.count(EVERY)
    with pytest.raises(StoreError, match="is closed"):
        store.add(CallbackProfile(title="late"))
    store.close()
