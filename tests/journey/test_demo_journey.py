"""`wizard demo`, as somebody uses it who has just installed the program: to a decrypted Bounce in four keys."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import stat
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.terminal import Terminal

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def temporary(home: dict[str, str], tmp_path: Path) -> Path:
    """Where the program makes its temporary files: empty, and looked into afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    home["TMPDIR"] = str(folder)
    return folder


@pytest.mark.parametrize("size", SIZES)
def test_from_the_start_to_a_decrypted_bounce_in_four_keys(
    size: tuple[int, int], start: Callable[..., Terminal], temporary: Path, tmp_path: Path
) -> None:
    screen = start("demo", size=size)
    screen.wait("demo encrypted with GCM")
    # Three lines say what to press.
    screen.wait("fires a Bounce at the receiver")
    (folder,) = temporary.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    keys = 0

    def press(key: str, until: str) -> None:
        nonlocal keys
        keys += 1
        screen.press(key)
        screen.wait(until)

    press("t", "POST /gcm HTTP/1.1")
    press("enter", "204 No Content")
    press("escape", "1 callback came")
    press("l", "every check holds")
    assert keys == 4
    screen.wait("<delivery_status>")
    screen.settle()
    (row,) = (line for line in screen.screen.display if "<delivery_status>" in line)
    meant, wire, opens_to = row.replace("│", " ").split()[1:4]
    assert (meant, opens_to) == ("<delivery_status>", "Bounce")
    assert "Bounce" not in wire

    screen.press("escape", "q")
    assert screen.finish() == 0
    assert list(temporary.iterdir()) == []
    # Nothing was kept anywhere else: neither a store nor a setting.
    assert not (tmp_path / "data").exists()


def port_of(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "demo.db")) as store:
        found = store.execute("SELECT value FROM note WHERE key = 'setting receiver port'").fetchone()
    return int(found[0])


def test_the_receiver_accepts_once_the_list_is_painted(
    start: Callable[..., Terminal], temporary: Path
) -> None:
    screen = start("demo")
    screen.wait("demo encrypted with GCM")
    (folder,) = temporary.iterdir()
    with socket.create_connection(("127.0.0.1", port_of(folder)), 5) as line:
        line.sendall(b"POST /elsewhere HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}")
        screen.wait("1 callback came")
        assert line.recv(100).startswith(b"HTTP/1.1 204")


def test_a_kill_leaves_nothing_either(start: Callable[..., Terminal], temporary: Path) -> None:
    screen = start("demo")
    screen.wait("demo encrypted with GCM")
    assert len(list(temporary.iterdir())) == 1
    os.kill(screen.process.pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while list(temporary.iterdir()) and time.monotonic() < end:
        time.sleep(0.02)
    assert list(temporary.iterdir()) == []
