"""Writing without a pause, to be killed in the middle; and what must be found afterwards.

`python -m tests.soak kills` does it more often than the test suite has time for.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from msgspec.structs import replace

from wizard.profile import CallbackProfile, Header
from wizard.store import Draft, ProfileQuery, Store, open_store

IMPORTED = 40


def a_profile(title: str, profile_id: str = "") -> CallbackProfile:
    header = Header(name="api-key", value=f"secret of {title}")
    return CallbackProfile(
        id=profile_id, title=title, endpoint="https://hooks.example.com/", headers=(header,)
    )


class Hammer:
    """Does one write after the other. Each is announced before it is tried and confirmed once it has returned."""

    def __init__(self, path: Path, told: int, seed: int) -> None:
        self.store: Store = open_store(path, environ={})
        self.told = told
        self.rng = random.Random(seed)
        self.ids = [key for key, _ in self.store.names(ProfileQuery())]
        self.made = 0

    def run(self) -> NoReturn:
        while True:
            self.act()

    def act(self) -> None:
        """One write of any kind."""
        self.rng.choice((self.add, self.add, self.change, self.delete, self.load, self.draft, self.reseal))()

    def say(self, *words: Any) -> None:
        os.write(self.told, (json.dumps(words) + "\n").encode())

    def new_id(self) -> str:
        self.made += 1
        return f"IN_{self.rng.getrandbits(32):08x}-{os.getpid() % 65536:04x}-4000-8000-{self.made:012x}"

    def add(self) -> None:
        profile = a_profile("added", self.new_id())
        self.say("try", "add", [profile.id])
        self.store.add(profile)
        self.say("done")
        self.ids.append(profile.id)

    def load(self) -> None:
        profiles = [a_profile("imported", self.new_id()) for _ in range(IMPORTED)]
        self.say("try", "add", [profile.id for profile in profiles])
        self.store.add_all(profiles)
        self.say("done")
        self.ids += [profile.id for profile in profiles]

    def change(self) -> None:
        if self.ids:
            profile = self.store.get(self.rng.choice(self.ids))
            title = f"changed {self.rng.getrandbits(40)}"
            self.say("try", "title", profile.id, title)
            self.store.change(replace(profile, title=title), seen=profile.modified_at)
            self.say("done")

    def delete(self) -> None:
        if self.ids:
            profile_id = self.ids.pop(self.rng.randrange(len(self.ids)))
            self.say("try", "delete", [profile_id])
            self.store.delete(profile_id, for_good=self.rng.random() < 0.5)
            self.say("done")

    def draft(self) -> None:
        title = f"typed {self.rng.getrandbits(40)}"
        self.say("try", "draft", title)
        self.store.keep_draft(Draft(id="draft", profile=a_profile(title)))
        self.say("done")

    def reseal(self) -> None:
        if self.rng.random() < 0.1:
            self.say("try", "reseal")
            self.store.reseal()
            self.say("done")


class Expected:
    """What was confirmed, and what one write that was only announced may have done besides."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.draft = ""

    def follow(self, told: list[list[Any]]) -> list[Expected]:
        """The states that may be found. The last write may have been done or not; nothing in between."""
        pending = None
        for words in told:
            if words[0] == "done" and pending is not None:
                self.do(pending)
                pending = None
            elif words[0] == "try":
                pending = words[1:]
        if pending is None:
            return [self]
        after = Expected()
        after.titles, after.draft = dict(self.titles), self.draft
        after.do(pending)
        return [self, after]

    def do(self, words: list[Any]) -> None:
        what, *values = words
        if what == "add":
            self.titles |= dict.fromkeys(values[0], "imported" if len(values[0]) > 1 else "added")
        elif what == "title":
            self.titles[values[0]] = values[1]
        elif what == "delete":
            for profile_id in values[0]:
                self.titles.pop(profile_id)
        elif what == "draft":
            self.draft = values[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expected) and (self.titles, self.draft) == (other.titles, other.draft)

    __hash__ = None  # type: ignore[assignment]


def found_in(path: Path) -> Expected:
    """What the store holds; every profile must open, with its secret."""
    found = Expected()
    with closing(open_store(path, environ={})) as store:
        for profile in store.every():
            assert profile.headers[0].value.startswith("secret of "), profile
            found.titles[profile.id] = profile.title
        found.draft = store.drafts()[0].profile.title if store.drafts() else ""
        faults = [finding for finding in (*store.health(), *store.check()) if not finding.good]
        assert not faults, faults
        assert store.count(ProfileQuery()) == len(found.titles)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return found


def killed_run(path: Path, before: Expected, seed: int, seconds: float) -> Expected:
    """Let a process write, kill it, and compare. Returns what is in the store now. AssertionError: something broke."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            Hammer(path, write, seed).run()
        except BaseException as error:
            os.write(write, (json.dumps(["failed", repr(error)]) + "\n").encode())
        os._exit(1)
    os.close(write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    with open(read, "rb") as stream:
        told = [json.loads(line) for line in stream.read().split(b"\n")[:-1]]
    os.waitpid(child, 0)
    failed = [words for words in told if words[0] == "failed"]
    assert not failed, failed
    states = before.follow(told)
    found = found_in(path)
    assert any(found == state for state in states), (
        told[-3:],
        len(found.titles),
        [len(s.titles) for s in states],
    )
    return found


def hammer(runs: int, longest: float = 0.15) -> int:
    """So many kills, a fresh store every tenth; returns how many writes were confirmed before them."""
    rng = random.Random(time.time_ns())
    with tempfile.TemporaryDirectory() as folder:
        confirmed = 0
        state = Expected()
        for run in range(runs):
            if run % 10 == 0:
                path, state = Path(folder) / f"{run}" / "p.db", Expected()
            before = dict(state.titles)
            state = killed_run(path, state, rng.getrandbits(32), rng.uniform(0.0, longest))
            confirmed += len(set(state.titles.items()) ^ set(before.items()))
    return confirmed
