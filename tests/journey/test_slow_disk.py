"""A store on a disk that takes its time, or stands still: the screen lives on, and comes to what is right."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from tests.bench.stores import fill, title
from tests.support.programs import needs
from tests.support.slow_disk import SlowDisk
from tests.support.terminal import KEYS
from wizard.folders import data_folder
from wizard.store import ProfileQuery, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.terminal import Terminal

SIZE = 2_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    fill(folder / "p.db", SIZE)
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(copytree(made, tmp_path / "store")) / "p.db"


@pytest.fixture
def disk(store: Path, tmp_path: Path) -> SlowDisk:
    if sys.platform != "linux":
        pytest.skip("LD_PRELOAD is of Linux")
    needs("cc")
    return SlowDisk(store.parent, tmp_path)


@pytest.fixture
def screen(
    store: Path, disk: SlowDisk, home: dict[str, str], start: Callable[..., Terminal]
) -> Iterator[Terminal]:
    """The list. From its first picture to its end the thread that takes the keys reads nothing from the disk."""
    home.update(disk.environ)
    (tour := data_folder(home) / "tour-shown").parent.mkdir(parents=True)
    tour.touch()
    terminal = start("--store", str(store), size=(100, 30))
    terminal.wait("▸" + title(SIZE - 1))
    terminal.wait("ID           IN_")  # the pane
    terminal.settle()
    disk.reads()
    yield terminal
    on_the_first, on_all = disk.reads()
    assert (on_the_first, on_all > 20) == (0, True)
    terminal.send("\x11")
    assert terminal.finish() == 0


def test_keys_are_taken_while_no_read_ends_and_all_comes_right_in_the_end(
    store: Path, disk: SlowDisk, screen: Terminal
) -> None:
    disk.stop()
    screen.press("down", "down")
    screen.wait("▸" + title(SIZE - 3))
    screen.press("?")
    screen.wait("Every callback profile you have saved")
    screen.press("escape")
    screen.wait_gone("Every callback profile you have saved")

    # Rows that are still to come: the cursor goes there and back, and the terminal takes another size.
    screen.press("end")
    screen.wait_gone(title(SIZE - 5))
    screen.resize(90, 26)
    screen.press("home", "end", "up")
    # Meanwhile another program deletes a profile, adds one and changes one.
    with closing(open_store(store, environ={})) as other:
        rows = other.window(ProfileQuery(descending=False), 0, 3)
        changed = other.get(other.window(ProfileQuery(), 50, 1)[0].id)
        other.delete(rows[0].id, other.window(ProfileQuery(), 5, 1)[0].id)
        other.change(changed, seen=changed.modified_at)
    disk.go_on()
    screen.wait(f"▸{rows[1].title[:-3]}")
    screen.wait("e Edit")
    assert "counting" not in screen.text
    screen.press("home")
    screen.wait("▸" + changed.title)  # changed last, so it comes first
    assert f"{SIZE - 2:,} profiles" in screen.text

    # What is typed is seen at once; of the searches only the last is answered.
    disk.stop()
    screen.send("/")
    screen.type("invoice")
    screen.type(" watcher")
    screen.wait("invoice watcher")
    screen.wait("counting …")
    disk.go_on()
    screen.wait(f"of {SIZE - 2:,}")
    screen.wait("▸invoice watcher")
    screen.press("escape", "escape")
    screen.wait(f"{SIZE - 2:,} profiles")


def test_what_waits_for_the_disk_says_so_and_the_keys_after_it_go_where_they_are_meant_to(
    store: Path, disk: SlowDisk, screen: Terminal
) -> None:
    with closing(open_store(store, environ={})) as other:  # so that what is needed is read anew
        other.delete(other.window(ProfileQuery(), SIZE - 1, 1)[0].id)
    disk.stop()
    screen.send("ts")
    screen.wait("Reading the store …")
    disk.go_on()
    screen.wait("Suppressed")  # the menu of statuses, on the screen that t opened
    screen.press("escape", "escape")
    screen.wait("Last test")

    screen.press("d")
    screen.wait("Title & channel")
    screen.wait("watcher")
    screen.type(" again")
    screen.wait("draft saved")
    disk.stop()
    screen.press("ctrl+s")
    screen.wait("saving …")
    disk.go_on()
    screen.wait("Saved as IN_")
    screen.wait(f"▸{title(SIZE - 1)} copy"[:23])


def test_every_key_of_the_list_reads_in_a_thread(store: Path, screen: Terminal) -> None:
    for key, shows in (("e", "Request Body"), ("w", "With the key of"), ("delete", "Delete “")):
        with closing(open_store(store, environ={})) as other:  # so that what is needed is read anew
            other.delete(other.window(ProfileQuery(), SIZE // 2, 1)[0].id)
        screen.send(KEYS.get(key, key))
        screen.wait(shows)
        if key != "delete":
            screen.press("escape")
            screen.wait("Last test")
    screen.press("y")
    screen.wait("Deleted “")
    screen.send("u")
    screen.wait("is back")
    screen.send("o")
    screen.wait("Last used")
    screen.press("down", "enter")
    screen.wait("Title ▴")
