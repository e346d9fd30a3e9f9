"""A store on a server does what a store in a file does."""

from __future__ import annotations

import inspect
import os
import random
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from msgspec.structs import replace

from tests.soak.hammer import a_profile
from tests.store import test_deliveries, test_listing, test_profiles
from tests.store.postgres_server import server
from tests.store.test_durable import count_up, in_processes
from tests.store.test_listing import SORTS, Model, made
from tests.store.test_sealing import SECRETS, fired
from tests.tui.test_profiles_screen import others_change_what_is_shown
from wizard.profile import CallbackProfile
from wizard.store import (
    Draft,
    ProfileQuery,
    QueryCancelled,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    WrongKey,
    open_store,
    postgres_database,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wizard.store import Store

EVERY = ProfileQuery()
ENVIRON = {"WIZARD_STORE_KEY": "00112233445566778899aabbccddeeff" * 2}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server() as running:
        yield running


@pytest.fixture
def empty(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS callback_profile_wizard CASCADE")
    return url


@pytest.fixture
def store(empty: str) -> Iterator[Store]:
    with closing(open_store(empty, environ=ENVIRON)) as opened:
        yield opened


@pytest.fixture
def kept(store: Store) -> CallbackProfile:
    return store.add(CallbackProfile(title="fired at"))


def behaviours() -> list[Callable[..., None]]:
    """What is said of a store in a file by tests that need nothing of the file."""
    found = []
    for module in (test_profiles, test_deliveries, test_listing):
        for name, function in vars(module).items():
            takes = set(inspect.signature(function).parameters) if name.startswith("test_") else {"place"}
            if takes <= {"store", "profile", "kept", "monkeypatch"} and function not in NOT_HERE:
                found.append(function)
    return found


NOT_HERE = (
    test_profiles.test_endpoints_used_long_ago_are_found_too,  # the server looks through all of them at once
    test_profiles.test_endpoints_in_use_are_offered_those_used_last_first,  # letter case tells endpoints apart there
    test_deliveries.test_large_answers_are_bounded_together,  # looks into the file
)


@pytest.mark.parametrize("behaviour", behaviours(), ids=lambda function: function.__name__)
def test_as_in_a_file(behaviour: Callable[..., None], request: pytest.FixtureRequest) -> None:
    behaviour(**{name: request.getfixturevalue(name) for name in inspect.signature(behaviour).parameters})


def test_the_list_is_exact(store: Store) -> None:
    rng = random.Random(5)
    kept = store.add_all(made(rng, number) for number in range(300))
    store.delete(*(each.id for each in kept[::7]))
    model = Model([store.row(each.id) for number, each in enumerate(kept) if number % 7])  # type: ignore[misc]
    for _ in range(120):
        query = ProfileQuery(
            search=rng.choice(("", "e", "or", "ORDER", "a_b", "50%", "hooks.example.com", "4f", "日本")),
            method=rng.choice(("", "POST", "PUT")),
            channel=rng.choice(("", "", "email", "sms")),
            created_after=rng.choice(("", "", "2026-03-10T00:00:00.000Z")),
            created_before=rng.choice(("", "", "2026-03-20T00:00:00.000Z")),
            sort=rng.choice(SORTS),
            descending=rng.random() < 0.5,
        )
        expected = model.ask(query)
        start, count = rng.randrange(len(expected) + 3), rng.randrange(40)
        assert store.window(query, start, count) == expected[start : start + count]
        assert store.count(query) == len(expected)
        assert list(store.each(query)) == expected
        assert list(store.names(query)) == [(row.id, row.title) for row in expected]
        row = rng.choice(model.rows)
        assert store.position(query, row.id) == (expected.index(row) if row in expected else None)


def test_many_programs_at_once_lose_nothing(empty: str, profile: CallbackProfile) -> None:
    with closing(open_store(empty, environ=ENVIRON)) as store:
        shared = store.add(replace(profile, title="shared", body="0"))

    def work(number: int) -> None:
        with closing(open_store(empty, environ=ENVIRON)) as mine:
            for round_ in range(10):
                mine.add(a_profile(f"{number} {round_}"))
                count_up(mine, shared.id)
                mine.record(fired(shared.id, number * 1000 + round_))

    in_processes(6, work)
    with closing(open_store(empty, environ=ENVIRON)) as store:
        assert store.count(EVERY) == 61
        assert store.get(shared.id).body == "60"
        assert store.count_deliveries(shared.id) == 60


def test_a_new_store_opened_by_many_at_once_is_made_once(empty: str) -> None:
    def work(number: int) -> None:
        with closing(open_store(empty, environ=ENVIRON)) as mine:
            mine.add(a_profile(f"{number}"))

    in_processes(6, work)
    with closing(open_store(empty, environ=ENVIRON)) as store:
        assert store.count(EVERY) == 6


def test_no_secret_stands_in_the_database(store: Store, url: str, profile: CallbackProfile) -> None:
    kept = store.add(profile)
    store.keep_draft(Draft(id="d", profile=profile))
    store.record(fired(kept.id))
    store.delete(store.add(profile).id)
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'callback_profile_wizard'"
        ).fetchall()
        assert len(tables) > 7
        for (table,) in tables:
            rows = connection.execute(f"SELECT * FROM callback_profile_wizard.{table}".encode()).fetchall()
            for value in (value for row in rows for value in row):
                text = value if isinstance(value, bytes) else str(value).encode()
                assert not [secret for secret in SECRETS if secret.encode() in text], table


def test_the_key_is_the_team_s(empty: str, tmp_path: Path, profile: CallbackProfile) -> None:
    mine = {"XDG_DATA_HOME": str(tmp_path / "mine"), "HOME": str(tmp_path)}
    theirs = {"XDG_DATA_HOME": str(tmp_path / "theirs"), "HOME": str(tmp_path)}
    with closing(open_store(empty, environ=mine)) as store:
        kept = store.add(profile)
        key = next((tmp_path / "mine").rglob("*.key"))
        assert key.stat().st_mode & 0o777 == 0o600
        assert store.health()[-1].good
    with closing(open_store(empty, environ=theirs)) as store:
        assert store.open(kept.id).unreadable
        with pytest.raises(WrongKey, match="ask for it and set WIZARD_STORE_KEY"):
            store.add(profile)
        assert not list(tmp_path.glob("theirs/**/*.key"))
    with closing(open_store(empty, environ=theirs | {"WIZARD_STORE_KEY": key.read_text()})) as store:
        assert store.get(kept.id) == kept
        store.add(profile)
        assert store.reseal("another passphrase") == 0
    with closing(open_store(empty, environ={"WIZARD_STORE_KEY": "another passphrase"})) as store:
        assert store.get(kept.id) == kept
        assert all(finding.good for finding in (*store.health(), *store.check()))


def test_a_query_under_way_is_given_up(store: Store) -> None:
    asked: Any = store.reader()
    assert asked.count(EVERY) == 0
    told: list[BaseException] = []
    started = threading.Event()

    def ask() -> None:
        try:
            with asked._snapshot() as connection:
                started.set()
                connection.execute("SELECT pg_sleep(60)")
        except StoreError as error:
            told.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    started.wait(10)
    while thread.is_alive():
        asked.cancel()
        thread.join(0.05)
    assert isinstance(told[0], QueryCancelled)
    assert asked.count(EVERY) == 0
    asked.close()


def test_what_goes_wrong_is_one_sentence_without_the_password(
    store: Store, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusal(url: str) -> str:
        with pytest.raises(StoreError) as refused:
            open_store(url, environ=ENVIRON)
        assert "hunter2" not in repr(refused.value) + str(refused.value.__cause__)
        assert "\n" not in str(refused.value)
        return str(refused.value)

    assert "refused" in refusal("postgresql://me:hunter2@127.0.0.1:1/db")
    assert refusal("postgresql://me:hunter2@127.0.0.1:1/db").startswith(
        "postgresql://me@127.0.0.1:1/db cannot be reached"
    )
    there = "; see that the server runs, and that the host and port of the URL are its own"
    assert refusal("postgresql://me:hunter2@127.0.0.1:1/db").endswith(there)
    assert "cannot be reached" in refusal("postgresql://me:hunter2@no-such-host.invalid/db")
    assert "cannot be reached" in refusal("postgresql://me:hunter2@127.0.0.1/db?nonsense=hunter2x")
    assert "cannot be read; write it as" in refusal("postgresql://me:hunter2@host:port/db")
    turned_away = refusal(empty.replace("/postgres?", "/nowhere?"))
    assert 'refuses: database "nowhere" does not exist; check user, password and database' in turned_away
    monkeypatch.setattr(postgres_database, "PATIENCE", 1)
    with psycopg.connect(empty) as other:
        other.execute("SELECT n FROM callback_profile_wizard.revision FOR UPDATE")
        with pytest.raises(StoreLocked, match="does not let go; try again in a moment"):
            store.add(CallbackProfile(title="late"))
    store.add(CallbackProfile(title="in time"))
    with pytest.raises(StoreError, match="cannot hold a character of this text"):
        store.add(CallbackProfile(title="nul \0"))
    with pytest.raises(StoreError, match="copy it with pg_dump"):
        store.backup("x")
    assert store.count(EVERY) == 1


async def test_what_others_change_is_shown_and_the_cursor_stays(
    store: Store, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(empty, environ=ENVIRON)) as other:
        await others_change_what_is_shown(store, other, monkeypatch)


def test_a_newer_store_is_refused(store: Store, empty: str) -> None:
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("UPDATE callback_profile_wizard.schema_version SET n = 99")
    with pytest.raises(StoreNewer, match="its schema is 99"):
        open_store(empty, environ=ENVIRON)


def test_a_server_that_only_reads_is_read(store: Store, empty: str) -> None:
    store.add(CallbackProfile(title="mine"))
    url = empty + "&options=-c%20default_transaction_read_only%3Don"
    with closing(open_store(url, environ=ENVIRON)) as reading:
        assert reading.read_only
        assert reading.count(EVERY) == 1
        with pytest.raises(StoreReadOnly, match="is read-only; nothing was changed"):
            reading.add(CallbackProfile(title="x"))


def test_a_lost_connection_is_told_of_and_made_anew(store: Store, empty: str) -> None:
    store.add(CallbackProfile(title="before"))
    assert store.count(EVERY) == 1
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        )
    for call in (lambda: store.count(EVERY), lambda: store.add(CallbackProfile(title="during"))):
        with pytest.raises(StoreError, match=r"was shut down|was lost"):
            call()
    store.add(CallbackProfile(title="after"))
    assert [row.title for row in store.window(EVERY, 0, 9)] == ["after", "before"]


def test_without_the_package_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'callback-profile-wizard\[postgres\]'"):
        open_store("postgresql://me:hunter2@127.0.0.1:1/db", environ={})


def test_a_store_in_a_file_loads_nothing_of_it(place: Path) -> None:
    script = (
        "import sys; from wizard.store import open_store; open_store(sys.argv[1]); print([m for m in sys.modules if 'p"
        "sycopg' in m or 'postgres' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, place], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.strip() == "[]"
