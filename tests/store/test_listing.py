"""The list is exact: any window, count and position of any search, filter and order, against a plain Python model."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wizard.profile import CallbackProfile, Encryption
from wizard.store import ProfileQuery, StoreError, listing, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.store import ProfileRow, Store

WORDS = ("order", "Invoice", "bounce", "RESET", "äther", "日本語", "a_b", "50%", 'say "hi"', "x", "zz")
SORTS = ("used", "title", "channel", "method", "endpoint", "encryption", "created", "last_test")


def made(rng: random.Random, number: int) -> CallbackProfile:
    day = rng.randrange(1, 28)
    return CallbackProfile(
        title=f"{rng.choice(WORDS)} {rng.choice(WORDS)} {rng.randrange(40)}",
        channel=rng.choice(("email", "email", "email", "sms")),
        method=rng.choice(("POST", "POST", "POST", "PUT", "GET")),
        endpoint=f"https://{rng.choice(('hooks.example.com', 'API.test', '127.0.0.1:8090'))}/{rng.choice(WORDS)}",
        encryption=rng.choice(
            (None, Encryption(algorithm="AES-256-GCM"), Encryption(algorithm="AES-128-CFB"))
        ),
        created_at=f"2026-03-{day:02}T10:00:00.{number % 1000:03}Z",
    )


class Model:
    """The same list, the slow and obvious way. Rows are in the order of use, the oldest first."""

    def __init__(self, rows: list[ProfileRow]) -> None:
        self.rows = rows

    def ask(self, query: ProfileQuery) -> list[ProfileRow]:
        found = [row for row in self.rows if self.fits(row, query)]
        found.sort(key=lambda row: self.key(row, query.sort))
        return found[::-1] if query.descending else found

    @staticmethod
    def fits(row: ProfileRow, query: ProfileQuery) -> bool:
        text = query.search.strip().lower()
        return (
            any(text in part.lower() for part in (row.title, row.endpoint, row.id))
            and query.method in ("", row.method)
            and query.channel in ("", row.channel)
            and (not query.created_after or row.created_at >= query.created_after)
            and (not query.created_before or row.created_at < query.created_before)
        )

    @staticmethod
    def key(row: ProfileRow, sort: str) -> Any:
        if sort in ("title", "endpoint"):  # ASCII letters alike in both cases, all else by its bytes
            return bytes(row._asdict()[sort].encode()).lower()
        if sort == "created":
            return row.created_at
        if sort == "last_test":
            return row.last_test.at if row.last_test else ""
        return row._asdict()[sort] if sort != "used" else 0


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Model]]:
    store = open_store(tmp_path_factory.mktemp("list") / "p.db", environ={})
    rng = random.Random(7)
    kept = store.add_all(made(rng, number) for number in range(3000))
    gone = [profile.id for profile in rng.sample(kept, 700)]
    store.delete(*gone)
    for profile in rng.sample([p for p in kept if p.id not in set(gone)], 40):
        store.change(profile, seen=profile.modified_at)
        kept.remove(profile)
        kept.append(profile)
    gone_now = set(gone)
    rows = [store.row(profile.id) for profile in kept if profile.id not in gone_now]
    yield store, Model([row for row in rows if row])
    store.close()


@pytest.fixture(autouse=True)
def all_ways(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Small thresholds, so that a few thousand rows take the ways that a million would."""
    if "filled" in request.fixturenames:
        monkeypatch.setattr(listing, "FEW", 60)
        monkeypatch.setattr(listing, "FAR", 200)
        monkeypatch.setattr(listing, "NEAR", 300)


queries = st.builds(
    ProfileQuery,
    search=st.one_of(
        st.just(""),
        st.sampled_from(
            (
                "e",
                "or",
                "ord",
                "ORDER",
                "invoice",
                "bounce r",
                "ÄTH",
                "äther",
                "日",
                "日本語",
                "a_b",
                "50%",
                '"hi"',
                "a%b",
            )
        ),
        st.sampled_from(
            (
                "https",
                "hooks.example.com",
                "IN_",
                "zzz",
                "4",
                "4f",
                "4f1",
                " order ",
                "ce 1",
                "-4",
                "Z",
                "qz",
                "ÄT",
                "t",
                "本",
            )
        ),
    ),
    method=st.sampled_from(("", "", "POST", "PUT", "NONE")),
    channel=st.sampled_from(("", "", "email", "sms")),
    created_after=st.sampled_from(("", "", "2026-03-10T00:00:00.000Z", "2026-03-27T00:00:00.000Z")),
    created_before=st.sampled_from(("", "", "2026-03-12T00:00:00.000Z", "2026-12-01T00:00:00.000Z")),
    sort=st.sampled_from(SORTS),
    descending=st.booleans(),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=queries,
    start=st.integers(0, 2400),
    count=st.integers(0, 90),
    which=st.integers(0, 2**20),
    first=st.booleans(),
)
def test_windows_counts_and_positions_are_those_of_the_whole_list(
    filled: tuple[Store, Model], query: ProfileQuery, start: int, count: int, which: int, first: bool
) -> None:
    store, model = filled
    expected = model.ask(query)
    start = start % (len(expected) + 5)
    if first:  # as a person sees it who has typed and waits for no count
        assert store.window(query, start, count) == expected[start : start + count]
    assert store.count(query) == len(expected)
    assert store.window(query, start, count) == expected[start : start + count]
    row = model.rows[which % len(model.rows)]
    assert store.position(query, row.id) == (expected.index(row) if row in expected else None)
    if expected:
        place = which % len(expected)
        assert store.position(query, expected[place].id) == place


@pytest.mark.parametrize("sort", SORTS)
def test_every_window_of_a_list_makes_up_the_whole(filled: tuple[Store, Model], sort: str) -> None:
    store, model = filled
    for descending in (True, False):
        query = ProfileQuery(sort=sort, descending=descending)
        expected = model.ask(query)
        pages = [row for start in range(0, len(expected), 64) for row in store.window(query, start, 64)]
        assert pages == expected
        assert list(store.each(query)) == expected
        assert list(store.names(query)) == [(row.id, row.title) for row in expected]


def test_a_list_that_changes_is_exact_at_every_moment(store: Store) -> None:
    rng = random.Random(3)
    model = Model([])
    kept: dict[str, CallbackProfile] = {}
    deleted: list[ProfileRow] = []
    for number in range(120):
        act = rng.random()
        if act < 0.5 or not kept:
            profile = store.add(made(rng, number))
            kept[profile.id] = profile
            model.rows.append(store.row(profile.id))  # type: ignore[arg-type]
        elif act < 0.7:
            old = rng.choice(list(kept.values()))
            profile = store.change(old, seen=old.modified_at)
            kept[old.id] = profile
            model.rows = [row for row in model.rows if row.id != old.id]
            model.rows.append(store.row(old.id))  # type: ignore[arg-type]
        else:
            gone = rng.choice(list(kept))
            del kept[gone]
            store.delete(gone)
            model.rows = [row for row in model.rows if row.id != gone]
        query = ProfileQuery(
            search=rng.choice(("", "ord", "e")), sort=rng.choice(SORTS), descending=rng.random() < 0.5
        )
        assert store.window(query, 0, 500) == model.ask(query)
        assert store.count(query) == len(model.ask(query))
    assert not deleted


SHORT = ("ab", "AB", "b", "a", "Äö", "ö", "京", "東京", "%", "_b", '"', "q", "ος", "ς")


@pytest.mark.parametrize("text", SHORT)
def test_a_text_of_one_or_two_letters_is_found_wherever_it_stands(
    store: Store, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "NEAR", 1)  # as if all had been used long ago
    titles = (
        "ab",
        "b",
        "xab",
        "abx",
        "x ab x",
        "ÄÖ",
        "über ÄÖ",
        "東京",
        "in 東京",
        "5 %",
        'say "',
        "a_b",
        "other",
    )
    store.add_all(CallbackProfile(title=title, endpoint="https://w.w/") for title in titles)
    # Titles that are no longer than the text stand in no term: the text is found with them there and with them gone.
    for gone in (), [row.id for row in store.window(ProfileQuery(), 0, 99) if len(row.title) < 3]:
        store.delete(*gone)
        model = Model(store.window(ProfileQuery(), 0, 99)[::-1])
        query = ProfileQuery(search=text)
        assert store.window(query, 0, 99) == model.ask(query)
        assert store.count(query) == len(model.ask(query))
        assert list(store.each(query)) == model.ask(query)


def test_two_letters_are_found_without_a_walk_through_all_profiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "NEAR", 1)
    steps = {}
    for size in (200, 2_000):
        with closing(open_store(tmp_path / f"{size}.db", environ={})) as store:
            store.add_all(CallbackProfile(title=f"{number % 50} watcher") for number in range(size))
            for text in ("qz", "q"):
                with store._database.reading() as connection:
                    counted = [0]
                    connection.set_progress_handler(lambda counted=counted: counted.append(0), 10)
                assert store.window(ProfileQuery(search=text), 0, 64) == []
                assert store.count(ProfileQuery(search=text)) == 0
                with store._database.reading() as connection:
                    connection.set_progress_handler(None, 0)
                steps[size, text] = len(counted)
    assert steps[2_000, "qz"] < 1.5 * steps[200, "qz"]
    assert steps[2_000, "q"] < 1.5 * steps[200, "q"]


def test_what_is_used_comes_first(store: Store) -> None:
    first = store.add(CallbackProfile(title="first"))
    store.add(CallbackProfile(title="second"))
    assert [row.title for row in store.window(ProfileQuery(), 0, 9)] == ["second", "first"]
    store.change(first, seen=first.modified_at)
    assert [row.title for row in store.window(ProfileQuery(), 0, 9)] == ["first", "second"]


def test_a_query_that_means_nothing_is_told_in_a_sentence(store: Store) -> None:
    with pytest.raises(StoreError, match="there is no order 'size'; choose one of used, title"):
        store.count(ProfileQuery(sort="size"))
    with pytest.raises(StoreError, match="'yesterday' is no moment; write it as"):
        store.window(ProfileQuery(created_after="yesterday"), 0, 10)


def test_another_program_s_change_is_seen(store: Store, place: Path) -> None:
    query = ProfileQuery(sort="title")
    assert store.count(query) == 0
    version = store.data_version()
    other = open_store(place, environ={})
    other.add(CallbackProfile(title="from elsewhere"))
    other.close()
    assert store.data_version() != version
    assert [row.title for row in store.window(query, 0, 9)] == ["from elsewhere"]


def test_typing_a_draft_does_not_make_the_list_read_again(store: Store, profile: CallbackProfile) -> None:
    from wizard.store import Draft

    version = store.data_version()
    store.keep_draft(Draft(id="draft_1", profile=profile))
    assert store.data_version() == version
