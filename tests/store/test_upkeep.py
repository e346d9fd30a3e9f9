"""Copies, new schemas, damage: a store is brought along, and what can be saved of it is."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.soak.hammer import a_profile
from tests.store import old_stores
from tests.store.test_durable import in_processes
from tests.store.test_sealing import fired
from wizard.store import Draft, ProfileQuery, StoreDamaged, StoreError, migrations, open_store, rescue

if TYPE_CHECKING:
    from wizard.profile import CallbackProfile
    from wizard.store import Store

EVERY = ProfileQuery()
FURTHER = """
ALTER TABLE profile ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';
CREATE INDEX profile_colour ON profile (colour);
"""


def damage(path: Path, at: int, size: int = 4096, content: bytes = b"\xa5") -> None:
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(content * size)


# -- copies


def test_a_copy_is_a_store_of_its_own_at_one_moment(
    store: Store, place: Path, profile: CallbackProfile
) -> None:
    kept = store.add(profile)
    copy = place.parent / "copy.db"
    store.backup(copy)
    store.add(a_profile("later"))
    Path(f"{copy}.key").write_bytes(Path(f"{place}.key").read_bytes())
    assert sorted(path.name for path in place.parent.glob("copy*")) == ["copy.db", "copy.db.key"]
    with closing(open_store(copy, environ={})) as copied:
        assert list(copied.every()) == [kept]
        copied.add(a_profile("in the copy"))
    assert store.count(EVERY) == 2


def test_a_copy_never_takes_the_place_of_something(store: Store, place: Path) -> None:
    (place.parent / "there").write_text("mine")
    (place.parent / "link").symlink_to(place.parent / "victim")
    for name in ("there", "link", place.name):
        with pytest.raises(StoreError, match="is there already; name a new file"):
            store.backup(place.parent / name)
    with pytest.raises(StoreError, match=r"no copy can be laid at .*: no such file or directory"):
        store.backup(place.parent / "no folder/copy.db")
    assert (place.parent / "there").read_text() == "mine"
    assert not (place.parent / "victim").exists()
    assert not list(place.parent.glob("*.part*"))


def test_a_copy_made_while_others_write_is_whole(place: Path) -> None:
    with closing(open_store(place, environ={})) as store:
        store.add_all(a_profile(f"{number}") for number in range(300))

    def work(number: int) -> None:
        with closing(open_store(place, environ={})) as mine:
            for round_ in range(8):
                if number:
                    mine.add_all([a_profile(f"{round_}") for _ in range(10)])
                else:
                    mine.backup(place.parent / f"copy {round_}.db")

    in_processes(3, work)
    for copy in place.parent.glob("copy *.db"):
        Path(f"{copy}.key").write_bytes(Path(f"{place}.key").read_bytes())
        with closing(open_store(copy, environ={})) as copied:
            assert copied.count(EVERY) % 10 == 0
            assert len(list(copied.every())) == copied.count(EVERY)
            assert all(finding.good for finding in copied.check())


# -- schemas


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be, with one schema more."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, FURTHER))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def old_store(place: Path, profile: CallbackProfile) -> CallbackProfile:
    with closing(open_store(place, environ={})) as store:
        return store.add(profile)


def test_an_older_store_is_copied_and_then_brought_along(
    place: Path, profile: CallbackProfile, request: pytest.FixtureRequest
) -> None:
    kept = old_store(place, profile)
    request.getfixturevalue("newer")
    with closing(open_store(place, environ={})) as store:
        assert store.get(kept.id) == kept
        assert store.row(kept.id)
        with store._database.reading() as connection:
            assert connection.execute("SELECT colour FROM profile").fetchall() == [("blue",)]
    assert version(place) == migrations.VERSION
    backup = Path(f"{place}.v{migrations.VERSION - 1}.bak")
    assert version(backup) == migrations.VERSION - 1
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT id FROM profile").fetchall() == [(kept.id,)]


def test_a_step_that_fails_changes_nothing(
    place: Path, profile: CallbackProfile, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrations, "STEPS", migrations.STEPS[:-1])
        before.setattr(migrations, "VERSION", migrations.VERSION - 1)
        kept = old_store(place, profile)
    with monkeypatch.context() as broken:
        broken.setattr(
            migrations, "STEPS", (*migrations.STEPS[:-1], FURTHER + "\nINSERT INTO nowhere VALUES (1);")
        )
        with pytest.raises(StoreError):
            open_store(place, environ={})
    assert version(place) == migrations.VERSION - 1
    with closing(sqlite3.connect(place)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT colour FROM profile")
    with closing(open_store(place, environ={})) as store:
        assert store.get(kept.id) == kept


def test_many_programs_bring_one_store_along_once(place: Path, profile: CallbackProfile, newer: None) -> None:
    with pytest.MonkeyPatch.context() as before:
        before.setattr(migrations, "STEPS", migrations.STEPS[:-1])
        before.setattr(migrations, "VERSION", migrations.VERSION - 1)
        kept = old_store(place, profile)

    def work(_: int) -> None:
        with closing(open_store(place, environ={})) as mine:
            assert mine.get(kept.id) == kept

    in_processes(6, work)
    assert version(place) == migrations.VERSION
    assert version(Path(f"{place}.v{migrations.VERSION - 1}.bak")) == migrations.VERSION - 1
    assert not list(place.parent.glob("*.part*"))


@pytest.mark.parametrize("number", range(1, migrations.VERSION + 1))
def test_a_store_of_every_version_opens_and_keeps_all(number: int, place: Path, tmp_path: Path) -> None:
    old_stores.unpack(number, place)
    with closing(open_store(place, environ=old_stores.ENVIRON)) as store:
        assert all(finding.good for finding in store.check())
        found = old_stores.held(store)
    assert version(place) == migrations.VERSION
    assert Path(f"{place}.v{number}.bak").exists() == (number < migrations.VERSION)
    with closing(open_store(tmp_path / "new.db", environ=old_stores.ENVIRON)) as fresh:
        old_stores.fill(fresh)
        assert found == old_stores.held(fresh)


# -- damage


def filled(place: Path, profile: CallbackProfile, count: int = 400) -> list[CallbackProfile]:
    with closing(open_store(place, environ={})) as store:
        kept = store.add_all(replace(profile, title=f"number {number}") for number in range(count))
        store.record(fired(kept[5].id, 1), fired(kept[5].id, 2))
        store.keep_draft(Draft(id="draft", profile=profile))
        store.delete(kept[0].id)
        return store.add_all([replace(profile, title="last")]) and list(store.every())


def test_a_sound_store_is_rescued_whole(place: Path, profile: CallbackProfile) -> None:
    kept = filled(place, profile)
    before = place.read_bytes()
    target = place.parent / "rescued.db"
    assert rescue(place, target) == (len(kept), 1, 2, ())
    assert place.read_bytes() == before
    assert {path.stat().st_mode & 0o777 for path in place.parent.glob("rescued*")} == {0o600}
    with closing(open_store(target, environ={})) as saved:
        assert list(saved.every()) == kept  # in the order of use
        tested = next(each for each in kept if each.title == "number 5")
        row = saved.row(tested.id)
        assert row
        assert row.last_test
        assert row.last_test.http_status == 401
        assert saved.count_deliveries(tested.id) == 2
        assert saved.drafts()[0].profile == profile
        assert all(finding.good for finding in (*saved.check(), *saved.health()))


@pytest.mark.parametrize("seed", range(8))
def test_damage_anywhere_is_told_of_and_the_rest_is_saved(
    place: Path, profile: CallbackProfile, seed: int
) -> None:
    kept = filled(place, profile)
    rng = random.Random(seed)
    pages = place.stat().st_size // 4096
    for _ in range(3):
        damage(place, rng.randrange(1, pages) * 4096, content=rng.choice((b"\0", b"\xff", b"\xa5")))
    before = place.read_bytes()
    try:
        with closing(open_store(place, environ={})) as store:
            assert not all(finding.good for finding in store.check())
            list(store.every())
    except StoreDamaged as damaged:
        sentence = str(damaged)
    else:
        sentence = "`wizard doctor --rescue FILE`"
    assert "wizard doctor --rescue FILE" in sentence
    target = place.parent / "rescued.db"
    saved_count = rescue(place, target).profiles
    assert place.read_bytes() == before
    with closing(open_store(target, environ={})) as saved:
        by_id = {each.id: each for each in kept}
        assert all(by_id[each.id] == each for each in saved.every())
        assert saved.count(EVERY) == saved_count >= len(kept) * 0.8
        assert all(finding.good for finding in saved.check())


def test_a_lost_first_page_does_not_lose_the_profiles(place: Path, profile: CallbackProfile) -> None:
    kept = filled(place, profile)
    damage(place, 0, content=b"\0")
    with pytest.raises(StoreError):
        open_store(place, environ={})
    target = place.parent / "rescued.db"
    assert rescue(place, target).profiles == len(kept)
    with closing(open_store(target, environ={})) as saved:
        assert list(saved.every()) == kept


def test_a_file_cut_in_half_gives_its_first_half(place: Path, profile: CallbackProfile) -> None:
    kept = filled(place, profile, 2000)
    os.truncate(place, place.stat().st_size // 8192 * 4096)
    target = place.parent / "rescued.db"
    report = rescue(place, target)
    assert 0 < report.profiles < len(kept)
    by_id = {each.id: each for each in kept}
    with closing(open_store(target, environ={})) as saved:
        assert all(by_id[each.id] == each for each in saved.every())


def test_what_only_the_list_still_knows_is_named(place: Path, profile: CallbackProfile) -> None:
    kept = filled(place, profile, 40)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute(
            "UPDATE document SET content = 'garbage' WHERE number IN (SELECT number FROM profile LIMIT 2)"
        )
        connection.commit()
    report = rescue(place, place.parent / "rescued.db")
    assert len(report.lost) == 2
    assert {(each.id, each.title) for each in kept} > set(report.lost)
    with (
        closing(open_store(place, environ={})) as store,
        pytest.raises(StoreDamaged, match="wizard doctor --rescue"),
    ):
        store.get(report.lost[0][0])


def test_a_rescue_that_cannot_be_says_why(place: Path, tmp_path: Path, profile: CallbackProfile) -> None:
    filled(place, profile, 9)
    with pytest.raises(StoreError, match="is there already; name a new file"):
        rescue(place, place)
    with pytest.raises(StoreError, match="is not there; name the damaged store"):
        rescue(tmp_path / "none.db", tmp_path / "new.db")
    (tmp_path / "noise.db").write_bytes(random.Random(1).randbytes(50_000))
    with pytest.raises(StoreError, match="damaged beyond reading; put a backup in its place"):
        rescue(tmp_path / "noise.db", tmp_path / "new.db")
    assert not list(tmp_path.glob("new*"))
    assert not list(tmp_path.glob(".rescue*"))


def test_a_search_index_that_disagrees_is_found(store: Store, place: Path) -> None:
    kept = store.add(a_profile("findable"))
    assert all(finding.good for finding in store.check())
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE profile SET title = 'renamed' WHERE id = ?", (kept.id,))
        connection.commit()
    assert any(finding.what == "search" and not finding.good for finding in store.check())
