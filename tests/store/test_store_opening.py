"""Opening a store: where it is, who may read it, and what a person is told when it cannot be opened."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# With all that the strangers below may not be able to import.
import wizard.store.drafts
import wizard.store.profiles  # noqa: F401
from tests.store.stranger import as_stranger, own_folder
from wizard.profile import CallbackProfile
from wizard.store import (
    Draft,
    ProfileQuery,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    database,
    open_store,
)
from wizard.store.migrations import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.store import Store

EVERY = ProfileQuery()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


# -- where


def test_the_store_is_where_it_was_asked_for(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    with closing(open_store(environ=home)):
        assert (tmp_path / "data/callback-profile-wizard/profiles.db").is_file()
    with closing(open_store(environ=home | {"WIZARD_STORE": str(tmp_path / "named.db")})):
        assert (tmp_path / "named.db").is_file()
    with closing(
        open_store(tmp_path / "argument.db", environ={"WIZARD_STORE": str(tmp_path / "not this.db")})
    ):
        assert (tmp_path / "argument.db").is_file()
    assert not (tmp_path / "not this.db").exists()


def test_the_default_place_is_the_platform_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    from wizard.store.place import chosen

    for value in ("", " ", str(tmp_path / "x y")):
        monkeypatch.setenv("XDG_DATA_HOME", value)
        folder = platformdirs.user_data_path("callback-profile-wizard", appauthor=False)
        assert chosen(None, os.environ | {"WIZARD_STORE": ""}) == str(folder / "profiles.db")


def test_a_store_names_itself_as_a_person_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with closing(open_store("~/mine/p.db", environ={})) as store:
        assert store.label == "~/mine/p.db"
        assert (tmp_path / "mine/p.db").is_file()


def test_a_path_with_odd_characters_is_a_path(tmp_path: Path) -> None:
    for name in ("a b?mode=ro#x%41.db", "ünïcode 日本.db", "-dash.db", "x'y\".db"):
        with closing(open_store(tmp_path / name, environ={})) as store:
            store.add(CallbackProfile(title="kept"))
        assert (tmp_path / name).stat().st_size > 0
        with closing(open_store(tmp_path / name, environ={})) as store:
            assert store.count(EVERY) == 1


# -- who


def test_folder_and_files_are_the_owner_s_alone_from_the_moment_they_exist(
    tmp_path: Path, umask: int, profile: CallbackProfile
) -> None:
    seen: dict[str, set[int]] = {}

    def look(event: str, arguments: tuple[object, ...]) -> None:
        # Python tells of each file before it opens it: look then at all that exist by now.
        nonlocal watching
        if watching:
            watching = False  # looking is told of, too
            for path in tmp_path.rglob("*"):
                seen.setdefault(path.name, set()).add(mode(path))
            watching = True

    watching = True
    sys.addaudithook(look)
    try:
        with closing(open_store(tmp_path / "new/deep/profiles.db", environ={})) as store:
            kept = store.add(profile)
            store.keep_draft(Draft(id="d", profile=profile))
            store.change(kept, seen=kept.modified_at)
            files = {path.name: mode(path) for path in (tmp_path / "new/deep").iterdir()}
            store.backup(tmp_path / "new/copy.db")
            assert mode(tmp_path / "new/copy.db") == 0o600
    finally:
        watching = False
    assert files == dict.fromkeys(
        ("profiles.db", "profiles.db-wal", "profiles.db-shm", "profiles.db.key"), 0o600
    )
    assert mode(tmp_path / "new") == mode(tmp_path / "new/deep") == 0o700
    wider = {name: modes for name, modes in seen.items() if any(each & 0o077 for each in modes)}
    assert not wider


def test_a_link_is_not_followed_to_make_a_store(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(StoreError, match=r"link\.db is a link that leads nowhere; mend or remove it"):
        open_store(tmp_path / "link.db", environ={})
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_key_is_not_written_through_a_link(place: Path, profile: CallbackProfile) -> None:
    with closing(open_store(place, environ={})) as store:
        victim = place.parent / "victim"
        Path(f"{place}.key").symlink_to(victim)
        store.add(profile)
    assert not victim.exists()
    assert not Path(f"{place}.key").is_symlink()


def test_health_warns_of_others(place: Path, profile: CallbackProfile) -> None:
    with closing(open_store(place, environ={})) as store:
        store.add(profile)
        assert all(finding.good for finding in store.health())
        place.parent.chmod(0o777)
        place.chmod(0o644)
        told = [f"{finding.told}; {finding.advice}" for finding in store.health() if not finding.good]
        assert any("others may put files into" in each and "chmod 700" in each for each in told)
        assert any("others may use" in each and "chmod 600" in each for each in told)
        place.parent.chmod(0o700)


def test_a_folder_that_others_may_write_gets_a_warning_when_the_store_is_opened(place: Path) -> None:
    place.parent.mkdir(mode=0o700)
    for mode_, warned in ((0o700, False), (0o755, False), (0o777, True), (0o1777, False), (0o770, False)):
        place.parent.chmod(mode_)
        with closing(open_store(place, environ={})) as store:
            assert ("others may put files into" in store.warning) == warned, oct(mode_)


# -- what goes wrong


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as refused:
        open_store(path, environ={})
    told = str(refused.value)
    assert "\n" not in told
    assert "Error" not in told
    return told


@pytest.mark.parametrize("url", ["mysql://me:pw@db.example/x", "postgres:://db/x", "Postgresql://db/x"])
def test_the_url_of_another_server_is_not_taken_for_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told = refusal(url)  # type: ignore[arg-type]
    assert "is no kind of store; give a file's path, or a postgresql:// URL" in told
    assert "pw" not in told
    assert not list(tmp_path.iterdir())


def test_what_is_no_store_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert "is a folder; name a file in it" in refusal(folder)
    text = tmp_path / "notes.txt"
    text.write_text("my notes " * 1000)
    assert "is not a store of callback profiles" in refusal(text)
    assert text.read_text() == "my notes " * 1000
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    before = other.read_bytes()
    assert "is a database of another program" in refusal(other)
    assert other.read_bytes() == before
    assert "is no ordinary file" in refusal(Path("/dev/null"))
    assert "cannot be made: not a directory" in refusal(text / "inside.db")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "is no ordinary file" in refusal(pipe)


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch(0o600)
    with closing(open_store(tmp_path / "empty.db", environ={})) as store:
        store.add(CallbackProfile(title="first"))
        assert store.count(EVERY) == 1


def test_a_newer_store_is_refused_and_not_touched(store: Store, place: Path) -> None:
    store.add(CallbackProfile(title="kept"))
    store.close()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
    before = place.read_bytes()
    with pytest.raises(StoreNewer, match=f"later version of this program .its schema is {VERSION + 1}"):
        open_store(place, environ={})
    assert place.read_bytes() == before


def test_a_locked_store_is_waited_for_and_then_told_of(
    store: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    with closing(open_store(place, environ={})) as impatient, closing(sqlite3.connect(place)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="in use by another program that does not let go; try again"):
            impatient.add(CallbackProfile(title="late"))
        assert impatient.count(EVERY) == 0  # reading goes on
        other.rollback()
        impatient.add(CallbackProfile(title="now"))
    assert store.count(EVERY) == 1


def test_a_store_that_goes_away_takes_nothing_in_and_goes_on_when_it_is_back(
    store: Store, place: Path
) -> None:
    store.add(CallbackProfile(title="before"))
    place.parent.rename(place.parent.with_name("unmounted"))
    for change in (
        lambda: store.add(CallbackProfile(title="in vain")),
        lambda: store.keep_draft(Draft(id="d", profile=CallbackProfile())),
    ):
        with pytest.raises(StoreError, match="is gone since it was opened; nothing was changed; put it back"):
            change()
    with closing(open_store(place, environ={})) as other:
        other.add(CallbackProfile(title="of another"))
        with pytest.raises(StoreError, match="was replaced by another file since it was opened"):
            store.add(CallbackProfile(title="in vain"))
    place.parent.rename(place.parent.with_name("other"))
    place.parent.with_name("unmounted").rename(place.parent)
    store.add(CallbackProfile(title="after"))
    assert [row.title for row in store.window(EVERY, 0, 9)] == ["after", "before"]


def test_an_sqlite_too_old_is_told_of(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert "the store needs 3.35 or newer; use a newer Python" in refusal(place)
    assert not place.exists()


def test_a_full_disk_changes_nothing(store: Store, profile: CallbackProfile) -> None:
    kept = store.add(profile)
    with store._database.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    assert store._database._writer
    store._database._writer.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="the disk is full; nothing was changed; make room and try again"):
        store.add_all(CallbackProfile(title=f"{number}", body="x" * 3000) for number in range(100))
    assert [row.id for row in store.window(EVERY, 0, 9)] == [kept.id]
    store._database._writer.execute("PRAGMA max_page_count=1000000")
    store.add(CallbackProfile(title="room again"))
    assert store.count(EVERY) == 2


def test_a_file_that_may_not_grow_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    script = """
import resource, signal, sys
from wizard.profile import CallbackProfile
from wizard.store import ProfileQuery, StoreError, open_store
store = open_store(sys.argv[1], environ={})
store.add(CallbackProfile(title="first"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
try:
    store.add_all(CallbackProfile(title="more", body="x" * 3000) for _ in range(1000))
except StoreError as error:
    print(error)
print(store.count(ProfileQuery()), store.get(store.window(ProfileQuery(), 0, 1)[0].id).title)
"""
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    sentence, left = done.stdout.splitlines()
    assert "nothing was changed" in sentence
    assert left == "1 first"


def test_a_store_that_may_not_be_read_or_made() -> None:
    with own_folder() as folder:
        path = folder / "p.db"
        assert as_stranger(lambda: filled(path)) == "1"
        path.chmod(0)
        assert as_stranger(lambda: filled(path)) == f"StoreError: {path} cannot be opened: permission denied"
        path.chmod(0o600)
        folder.chmod(0o500)
        assert "cannot be made: permission denied; name another place" in as_stranger(
            lambda: filled(folder / "new.db")
        )
        folder.chmod(0o000)
        assert "permission denied" in as_stranger(lambda: filled(path))


def filled(path: Path) -> str:
    with closing(open_store(path, environ={})) as store:
        store.add(CallbackProfile(title="mine"))
        return str(store.count(EVERY))


def read_only(path: Path) -> str:
    with closing(open_store(path, environ={})) as store:
        told = [
            str(store.read_only),
            str(store.count(EVERY)),
            store.get(store.window(EVERY, 0, 1)[0].id).title,
        ]
        for change in (
            lambda: store.add(CallbackProfile(title="x")),
            lambda: store.keep_draft(Draft(id="d", profile=CallbackProfile())),
            lambda: store.remember("theme", "x"),
        ):
            try:
                change()
            except StoreReadOnly as error:
                told.append("refused" if "is read-only; nothing was changed" in str(error) else str(error))
        return " ".join(told)


def test_a_read_only_store_can_still_be_read() -> None:
    with own_folder() as folder:
        path = folder / "p.db"
        assert as_stranger(lambda: filled(path)) == "1"
        before = path.read_bytes()
        path.chmod(0o400)
        assert as_stranger(lambda: read_only(path)) == "True 1 mine refused refused refused"
        path.chmod(0o600)
        folder.chmod(0o500)
        assert as_stranger(lambda: read_only(path)) == "True 1 mine refused refused refused"
        path.chmod(0o400)
        assert as_stranger(lambda: read_only(path)) == "True 1 mine refused refused refused"
        folder.chmod(0o700)
        assert path.read_bytes() == before


def test_a_read_only_store_that_somebody_else_writes_is_read_as_it_is() -> None:
    with own_folder() as folder:
        path = folder / "p.db"
        assert as_stranger(lambda: filled(path)) == "1"
        with closing(open_store(path, environ={})) as writer:
            writer.add(CallbackProfile(title="still in the log"))
            for each in folder.iterdir():
                each.chmod(0o444)
            folder.chmod(0o555)
            told = as_stranger(lambda: read_only(path))
            assert told == "True 2 still in the log refused refused refused"


def test_the_program_starts_on_a_store_without_what_the_first_picture_does_not_need(place: Path) -> None:
    script = """
import sys
from wizard.store import ProfileQuery, open_store
store = open_store(sys.argv[1], environ={})
store.count(ProfileQuery()), store.window(ProfileQuery(), 0, 64), store.data_version(), store.drafts()
heavy = {"msgspec", "cryptography", "platformdirs", "click", "textual", "httpx", "psycopg", "hmac", "secrets"}
print(heavy & {name.partition(".")[0] for name in sys.modules}, "wizard.profile" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script, place], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set() False"
