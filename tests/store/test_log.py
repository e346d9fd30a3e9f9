"""The log: where it was asked for, a line an event, bounded, its owner's alone, and without a secret."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.store.test_durable import in_processes
from tests.store.test_sealing import SECRETS, fired
from wizard.store import Draft, StoreError, log, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.profile import CallbackProfile

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ \w[^\n]*\n")


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {"XDG_STATE_HOME": str(tmp_path / "state")}
    log.end()


def test_commands_keep_it_only_when_asked_to_and_screens_unless_told_not_to(environ: dict[str, str]) -> None:
    for usual, asked, kept in (
        (False, "", False),
        (False, "1", True),
        (True, "", True),
        (True, "0", False),
        (True, "off", False),
    ):
        log.begin(environ | {"WIZARD_LOG": asked}, usual=usual)
        log.event("seen")
        path = log.place(environ)
        assert path.exists() == kept
        path.unlink(missing_ok=True)


def test_an_event_is_a_line_and_no_secret_is_in_it(
    environ: dict[str, str], place: Path, profile: CallbackProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.begin(environ, usual=True)
    with closing(open_store(place, environ={})) as store:
        kept = store.add(profile)
        store.add_all([profile] * 5)
        store.keep_draft(Draft(id="d", profile=profile))
        store.record(fired(kept.id))
        store.change(kept, seen=kept.modified_at)
        store.reseal()
        store.delete(kept.id)
        store.restore(kept.id)
        monkeypatch.setattr("wizard.store.database.PATIENCE", 0)
        with closing(sqlite3.connect(place)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError):
                store.delete(kept.id)
    text = log.place(environ).read_text()
    lines = text.splitlines(keepends=True)
    assert all(LINE.fullmatch(line) for line in lines)
    events = [line.split()[2] for line in lines]
    assert events == [
        "opened",
        "added",
        "added",
        "fired",
        "changed",
        "sealed",
        "deleted",
        "restored",
        "failed",
    ]
    assert f"added id={kept.id}\n" in lines[1]
    assert "5 of them" in lines[2]
    assert "outcome=refused http=401" in lines[3]
    assert not [secret for secret in SECRETS if secret in text]
    assert profile.endpoint not in text
    assert profile.title not in text


def test_nothing_in_a_fact_begins_a_line_or_steers_a_terminal(environ: dict[str, str]) -> None:
    log.begin(environ, usual=True)
    log.event("odd", fact="a\nb\x1b[2J\u202e" + "x" * 5000, store="a b")
    (line,) = log.place(environ).read_text().splitlines()
    assert line.isprintable()
    assert len(line) <= log.LONGEST


def test_it_is_its_owner_s_alone_and_never_written_through_a_link(environ: dict[str, str]) -> None:
    before = os.umask(0)
    try:
        log.begin(environ, usual=True)
        log.event("seen")
        path = log.place(environ)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
    victim = path.with_name("victim")
    victim.write_text("mine")
    path.unlink()
    path.symlink_to(victim)
    log.event("seen")
    assert victim.read_text() == "mine"


def test_it_takes_three_files_of_a_mebibyte_and_no_line_is_lost_among_many_programs(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LIMIT", 20_000)
    log.begin(environ, usual=True)

    def work(number: int) -> None:
        for round_ in range(100):
            log.event("round", at=f"{number}.{round_}")

    in_processes(8, work)
    path = log.place(environ)
    text = "".join(each.read_text() for each in path.parent.iterdir())
    assert sorted(re.findall(r"at=(\S+)", text)) == sorted(f"{n}.{r}" for n in range(8) for r in range(100))
    for _ in range(2000):
        log.event("more", text="x" * 50)
    names = sorted(each.name for each in path.parent.iterdir())
    assert names == ["wizard.log", "wizard.log.1", "wizard.log.2"]
    assert all(each.stat().st_size <= log.LIMIT for each in path.parent.iterdir())


def test_a_log_that_cannot_be_written_is_in_nobody_s_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log.begin({"XDG_STATE_HOME": str(tmp_path / "file")}, usual=True)
    log.event("seen")
    log.end()
