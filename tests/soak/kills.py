"""kill -9 at random moments of everything that writes; afterwards the store holds what was confirmed, and is whole.

`python -m tests.soak kills [--writes N] [--migrations N] [--commands N] [--screens N]`
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.soak.hammer import IMPORTED, Expected, a_profile, found_in, hammer
from tests.support.terminal import Terminal
from wizard.store import Draft, migrations, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

WIZARD = [sys.executable, "-m", "wizard"]
FURTHER = """
ALTER TABLE profile ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';
UPDATE profile SET colour = 'red' WHERE number % 2 = 0;
CREATE INDEX profile_colour ON profile (colour);
"""
"""A schema step as a later version might have: touches every row."""
PROFILES = 2000
"""In a store that is brought along: its copy and the step take some tens of milliseconds."""
TYPED_WITHIN = 1.0
"""Seconds of typing that a kill may lose."""


def main(arguments: list[str]) -> None:
    """All four, so many times each."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak kills", description=__doc__)
    for name, runs in (("writes", 300), ("migrations", 100), ("commands", 200), ("screens", 25)):
        parser.add_argument(f"--{name}", type=int, default=runs, metavar="N", help=f"default {runs}")
    options = parser.parse_args(arguments)
    rng = random.Random(time.time_ns())
    survived = hammer(options.writes)
    print(f"writes: {options.writes} kills, {survived} confirmed changes survived, none lost", flush=True)
    parts: tuple[tuple[str, Callable[[Path, int, random.Random], str]], ...] = (
        ("migrations", kill_migrations),
        ("commands", kill_commands),
        ("screens", kill_screens),
    )
    for name, part in parts:
        if runs := getattr(options, name):
            with tempfile.TemporaryDirectory() as folder:
                told = part(Path(folder), runs, rng)
            print(f"{name}: {runs} kills, {told}", flush=True)


# -- a store of an earlier schema that is being brought along


def kill_migrations(folder: Path, runs: int, rng: random.Random) -> str:
    """The store is of the old schema or of the new one, whole; what is there of the copy beside it, too."""
    old = folder / "old" / "p.db"
    with closing(open_store(old, environ={})) as store:
        store.add_all(a_profile(f"{number}") for number in range(PROFILES))
        store.keep_draft(Draft(id="draft", profile=a_profile("typed")))
        kept = {profile.id: profile for profile in store.every()}
    found = {"before": 0, "between": 0, "after": 0}
    longest = 0.0
    for run in range(-1, runs):  # the first is let be, to see how long it takes
        path = folder / f"{run}" / "p.db"
        path.parent.mkdir(mode=0o700)
        for name in ("p.db", "p.db.key"):
            shutil.copy(old.parent / name, path.parent / name)
        took = _killed_opening(path, rng.uniform(0, longest) if longest else 5)
        longest = longest or took * 1.2
        version = _sound(path)
        copy = Path(f"{path}.v{migrations.VERSION}.bak")
        if run >= 0:
            found["after" if version > migrations.VERSION else "between" if copy.exists() else "before"] += 1
        assert version == migrations.VERSION or copy.exists()
        if copy.exists():
            assert _sound(copy) == migrations.VERSION
        with _later(), closing(open_store(path, environ={})) as store:
            assert {profile.id: profile for profile in store.every()} == kept
            assert store.drafts()[0].profile.title == "typed"
            assert all(finding.good for finding in store.check())
        assert _sound(path) == migrations.VERSION + 1
        shutil.rmtree(path.parent)
    return (
        f"{found['before']} before the copy, {found['between']} between copy and new schema, "
        f"{found['after']} after, none lost"
    )


def _killed_opening(path: Path, seconds: float) -> float:
    """Open the store as a later version would, and be killed meanwhile; seconds that it took, 0 if it did not end."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with _later():
            began = time.perf_counter()
            open_store(path, environ={})
            os.write(write, str(time.perf_counter() - began).encode())
            time.sleep(60)
    os.close(write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(read) as stream:
        confirmed = stream.read()
    if confirmed:
        assert _sound(path) == migrations.VERSION + 1
    return float(confirmed or 0)


class _later:  # noqa: N801 - used like a function
    """The program as it may be one day, with one schema more."""

    def __enter__(self) -> None:
        self.before = migrations.STEPS, migrations.VERSION
        migrations.STEPS, migrations.VERSION = (*migrations.STEPS, FURTHER), migrations.VERSION + 1

    def __exit__(self, *_: object) -> None:
        migrations.STEPS, migrations.VERSION = self.before


def _sound(path: Path) -> int:
    """The schema of a store whose every page is sound, with as much of it as that schema has."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(profile)")]
        assert ("colour" in columns) == (version > 1)
        if version > 1:
            red = connection.execute("SELECT count(*) FROM profile WHERE colour = 'red'").fetchone()[0]
            assert red == PROFILES // 2
    return int(version)


# -- commands: what is confirmed is what ended with status 0


def kill_commands(folder: Path, runs: int, rng: random.Random) -> str:
    """Real processes of `wizard add`, `edit`, `delete` and `import`, most of them killed before they end."""
    path = folder / "p.db"
    state = Expected()
    ended = 0
    began = time.perf_counter()
    subprocess.run([*WIZARD, "--store", path, "list"], check=True)
    longest = (time.perf_counter() - began) * 1.5
    for _ in range(runs):
        kind = rng.choice(("add", "add", "import", "edit", "delete")) if state.titles else "add"
        arguments, given, states = _command(kind, state, rng)
        process = subprocess.Popen(
            [*WIZARD, "--store", path, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_STATE_HOME": str(folder / "state")},
        )
        try:
            out, _ = process.communicate(given, timeout=rng.uniform(0.05, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
        confirmed = process.returncode == 0 or out.endswith(b"\n")
        assert process.returncode in (0, -signal.SIGKILL)
        ended += confirmed
        found = found_in(path) if path.exists() else Expected()
        if kind == "add":  # the ID is made by the program
            state = _after_add(state, found, out.decode().strip(), confirmed=confirmed)
            continue
        assert any(found == each for each in (states[1:] if confirmed else states)), (kind, confirmed)
        state = found
    return f"{ended} ended before, {len(state.titles)} profiles there, none lost"


def _command(kind: str, state: Expected, rng: random.Random) -> tuple[list[str], bytes, list[Expected]]:
    """Arguments, stdin, and the states that may be found: unchanged, and done."""
    if kind == "add":
        return ["add", "-"], json.dumps(_document("added")).encode(), []
    after = Expected()
    after.titles = dict(state.titles)
    target = rng.choice(list(state.titles))
    if kind == "import":
        made = [a_new_id(rng) for _ in range(IMPORTED)]
        after.titles |= dict.fromkeys(made, "imported")
        data = json.dumps([_document("imported", id=each) for each in made])
        return ["import", "-"], data.encode(), [state, after]
    if kind == "edit":
        names = rng.sample(("message_id", "delivery_status", "error_code", "from_mail"), 2)
        return ["edit", target, "--variables", ",".join(names)], b"", [state, after]
    del after.titles[target]
    return ["delete", target, "--yes"], b"", [state, after]


def _after_add(before: Expected, found: Expected, printed: str, *, confirmed: bool) -> Expected:
    new = set(found.titles) - set(before.titles)
    assert set(before.titles) <= set(found.titles)
    assert len(new) <= 1
    if confirmed:
        assert new == {printed}
    return found


def a_new_id(rng: random.Random) -> str:
    return f"IN_{rng.getrandbits(32):08x}-0000-4000-8000-{rng.getrandbits(48):012x}"


def _document(title: str, **keys: Any) -> dict[str, Any]:
    return {
        "title": title,
        "events": ["Email Send"],
        "endpoint": "https://hooks.example.com/",
        "body": '{"message_id": "<message_id>"}',
        "headers": [{"name": "api-key", "value": f"secret of {title}"}],
        **keys,
    }


# -- the screens: a draft loses no more than the last second of typing


def kill_screens(folder: Path, runs: int, rng: random.Random) -> str:
    """A title typed into the wizard in a terminal, at a person's pace; killed at any moment of it."""
    worst = 0.0
    for run in range(runs):
        path = folder / f"{run}" / "p.db"
        env = {"XDG_STATE_HOME": str(folder / "state"), "XDG_DATA_HOME": str(folder / "data")}
        with Terminal([*WIZARD, "--store", str(path)], (80, 24), env) as screen:
            screen.wait("Press a to add the first one")
            screen.press("a")
            screen.wait("Title & channel")
            typed: list[tuple[float, str]] = []
            ends = time.monotonic() + rng.uniform(0.2, 3)
            while time.monotonic() < ends:
                character = rng.choice("abcdefghijklmnopqrstuvwxyz")
                screen.send(character)
                typed.append((time.monotonic(), character))
                end = time.monotonic() + rng.uniform(0.02, 0.15)
                while time.monotonic() < end:
                    screen.read(0.01)
            os.kill(screen.process.pid, signal.SIGKILL)
            killed = time.monotonic()
        with closing(open_store(path, environ={})) as store:
            drafts = store.drafts()
            kept = drafts[0].profile.title if drafts else ""
            assert all(finding.good for finding in store.check())
        title = "".join(character for _, character in typed)
        assert title.startswith(kept)
        lost = killed - typed[len(kept)][0] if len(kept) < len(typed) else 0.0
        assert lost <= TYPED_WITHIN, f"{lost:.2f} s of typing lost"
        worst = max(worst, lost)
    return f"at most the last {worst:.2f} s of typing lost"
