"""A store on a disk of 50 ms a read: the screen lives on, and is right in the end.

`python -m tests.soak slow_disk [PROFILES]`, by default 100,000. Needs Linux and a C compiler. Another program adds,
changes and deletes profiles all the time. Printed is how long each key waited for its answer.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.bench.stores import fill, title
from tests.support.slow_disk import SlowDisk
from tests.support.terminal import KEYS, Terminal
from wizard.folders import data_folder
from wizard.store import ProfileQuery, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

READ = 50
"""Milliseconds."""
PATIENCE = 120
"""Seconds that anything may take: every read that it needs, one after the other."""
LATE = 0.5
"""Seconds that a key may wait which needs nothing from the disk. An emulator reads along and others use the machine."""


def main(arguments: list[str]) -> None:
    """Use the list while it is slow and while it changes."""
    size = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store" / "p.db"
        store.parent.mkdir()
        fill(store, size)
        disk = SlowDisk(store.parent, folder, READ)
        env = {"HOME": name, "XDG_DATA_HOME": str(folder / "data"), **disk.environ}
        (tour := data_folder(env) / "tour-shown").parent.mkdir(parents=True)
        tour.touch()
        with Terminal([sys.executable, "-m", "wizard", "--store", str(store)], (120, 30), env) as terminal:
            use = Use(terminal, disk, store, size)
            use.start()
            with Others(store):
                use.keys_on_known_rows()
                use.far_and_back()
                use.search()
            use.comes_right()
            use.what_waits()
            assert disk.reads()[0] == use.at_the_start, "the thread that takes the keys read from the disk"
            terminal.send("q")
            began = time.monotonic()
            assert terminal.finish(PATIENCE) == 0
            use.tell("q: the end", [time.monotonic() - began])


class Others:
    """Another program, which does something to the list three times a second."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.done = 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        print(f"{'meanwhile others changed the list':42} {self.done:6} times", flush=True)

    def _work(self) -> None:
        rng = random.Random(1)
        with closing(open_store(self._store, environ={})) as store:
            profile = replace(store.get(store.window(ProfileQuery(), 0, 1)[0].id), id="")
            own: list[str] = []
            while not self._stop.wait(0.3):
                kind = rng.randrange(3)
                if kind == 0 or not own:
                    made = replace(profile, title=f"from elsewhere {self.done}")
                    own.append(store.add(made).id)
                elif kind == 1:
                    changed = store.get(rng.choice(own))
                    store.change(changed, seen=changed.modified_at)
                else:
                    store.delete(own.pop(), for_good=True)
                self.done += 1


class Use:
    """A person at the list."""

    def __init__(self, terminal: Terminal, disk: SlowDisk, store: Path, size: int) -> None:
        self.terminal, self.disk, self.store, self.size = terminal, disk, store, size
        self.at_the_start = 0
        self.top = title(size - 3)[:20]
        """What stands on the screen where the first rows do, also where a narrow column cuts the title."""

    @staticmethod
    def tell(what: str, took: list[float], late: float | None = None) -> None:
        """A line of figures; AssertionError if anything took longer than `late` seconds."""
        print(
            f"{what:42} {len(took):6} times, median {median(took) * 1000:7.0f} ms, longest {max(took) * 1000:7.0f} ms",
            flush=True,
        )
        assert late is None or max(took) <= late, what

    def answer(self, keys: str, holds: Callable[[str], bool], what: str) -> float:
        """Seconds from the keys to a screen on which it holds."""
        began = time.monotonic()
        self.terminal.send(keys)
        self.terminal.until(holds, what, PATIENCE)
        return time.monotonic() - began

    def start(self) -> None:
        """From the launch to the rows."""
        began = time.monotonic()
        self.terminal.wait("Callback Profiles", PATIENCE)
        frame = time.monotonic() - began
        self.terminal.wait("▸" + title(self.size - 1), PATIENCE)
        self.tell("launch to the frame", [frame])
        self.tell("launch to the rows", [time.monotonic() - began])
        self.terminal.wait("ID           IN_", PATIENCE)
        self.terminal.settle(1)
        self.at_the_start = 0
        self.disk.reads()

    @property
    def cursor(self) -> str:
        """The row under it."""
        return next((line for line in self.terminal.text.splitlines() if "▸" in line), "")[1:60]

    @property
    def at_the_end(self) -> bool:
        """Whether the cursor is on the last row, which stands in the list's last line."""
        lines = [line[1:60] for line in self.terminal.text.splitlines()]
        below = next((at for at, line in enumerate(lines) if line.startswith("───")), 0)
        return below > 0 and lines[below - 1].startswith("▸")

    def keys_on_known_rows(self) -> None:
        """Up and down among rows that have been read, help and back."""
        moved, helped = [], []
        for turn in range(40):
            before = self.cursor
            key = KEYS["down" if turn % 20 < 10 else "up"]
            moved.append(self.answer(key, lambda _, was=before: self.cursor not in ("", was), "a move"))
        for _ in range(5):
            helped.append(self.answer("?", lambda screen: "Every callback profile" in screen, "help"))
            self.answer("\x1b", lambda screen: "Every callback profile" not in screen, "the list")
        self.tell("down and up among rows that are there", moved, LATE)
        self.tell("? to help", helped, LATE)

    def far_and_back(self) -> None:
        """To the last row, where the terminal takes another size, and back by pages."""
        left, back = [], []
        for turn in range(3):
            left.append(self.answer(KEYS["end"], lambda screen: self.top not in screen, "the far end"))
            self.terminal.resize(120 - 5 * turn, 30 - 2 * turn)
            began = time.monotonic()
            self.terminal.until(
                lambda _: self.cursor.strip() != "" and "watcher 00" not in self.cursor, "rows", PATIENCE
            )
            back.append(time.monotonic() - began)
            for _ in range(4):
                self.terminal.send(KEYS["pageup"])
            self.terminal.send(KEYS["end"])
            self.terminal.until(lambda _: self.at_the_end, "the last row", PATIENCE)
            self.terminal.send(KEYS["home"])
            self.terminal.until(lambda screen: self.top in screen, "the top", PATIENCE)
        self.terminal.resize(120, 30)
        self.tell("end to the far end's picture", left, LATE)
        self.tell("its rows", back)

    def search(self) -> None:
        """Letters are seen as they are typed; the rows are those of the last."""
        typed, found = [], []
        for word in ("invoice watcher", "order watcher", "zzz"):
            self.terminal.send("/")
            for end in range(1, len(word) + 1):
                shown = f"/ {word[:end]}"
                typed.append(self.answer(word[end - 1], lambda screen, want=shown: want in screen, shown))
            fits = "No profile fits" if word == "zzz" else f"▸{word}"
            found.append(self.answer("", lambda screen, want=fits: want in screen, fits))
            self.terminal.press("escape", "escape")
        self.tell("a letter of a search to its echo", typed, LATE)
        self.tell("last letter to its rows", found)

    def comes_right(self) -> None:
        """Once nobody changes it any more, the list is that of the store."""
        with closing(open_store(self.store, environ={})) as store:
            total, rows = store.count(ProfileQuery()), store.window(ProfileQuery(), 0, 3)
        self.terminal.send(KEYS["home"])
        order = "(?s)" + ".*".join(row.title for row in rows)
        took = self.answer(
            "", lambda screen: f"{total:,} profiles" in screen and bool(re.search(order, screen)), "the list"
        )
        self.tell("the list as the store is", [took])
        # Again: until then the first row may have been another, which the cursor went along with.
        self.answer(KEYS["home"], lambda screen: f"▸{rows[0].title}" in screen, rows[0].title)

    def what_waits(self) -> None:
        """Actions that need the disk: how long until they say so or show, and until they are done."""
        for key, shows in (("t", "Enter fires at"), ("e", "Request Body"), ("d", "Title & channel")):
            self.terminal.settle(0.5)  # a key right behind escape would be another
            self.tell(f"{key} to its screen", [self.answer(key, lambda screen, s=shows: s in screen, shows)])
            if key != "d":
                self.terminal.settle(0.5)  # the list stands below until all of it is painted over
                self.answer("\x1b", lambda screen, s=shows: s not in screen, "the list")
        self.terminal.wait("copy", PATIENCE)
        self.terminal.type(" again")
        self.terminal.wait("draft saved", PATIENCE)
        said = self.answer("\x13", lambda screen: "saving …" in screen or "Saved as" in screen, "saving")
        self.tell("ctrl+s to a word about it", [said], LATE)
        self.tell("from there to saved", [self.answer("", lambda screen: "Saved as IN_" in screen, "saved")])
        self.terminal.wait("Last test", PATIENCE)
        self.terminal.settle(0.5)
        self.tell(
            "delete to its question", [self.answer(KEYS["delete"], lambda s: "Delete “" in s, "Delete")]
        )
        self.tell("y to deleted", [self.answer("y", lambda screen: "Deleted “" in screen, "Deleted")])
        self.tell("u to brought back", [self.answer("u", lambda screen: "is back" in screen, "back")])
