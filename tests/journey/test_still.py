"""TEXTUAL_ANIMATIONS: with `none` nothing turns or slides in the real program, with any other value the wheel does."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from wizard.profile import CallbackProfile
from wizard.store import open_store

TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


@pytest.mark.parametrize(("level", "turns"), [("none", False), ("basic", True)])
def test_what_moves_stands_still_for_who_wants_it_so(
    level: str, turns: bool, home: dict[str, str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        path = tmp_path / "still.db"
        store = open_store(path, environ={})
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        store.add(
            CallbackProfile(title="silent", endpoint=endpoint, events=("Email Send",), body='{"a": "b"}')
        )
        store.close()
        env = {**home, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": level}
        with Terminal([sys.executable, "-m", "wizard", "--store", str(path)], env=env) as screen:
            screen.wait("silent")
            screen.press("t")
            screen.wait("fires at")
            screen.press("enter")
            screen.wait("esc cancels")
            screen.wait(" of 10 s")  # it has had the time to turn
            screen.press("escape")
            screen.wait("ancelled")
            seen = {sign for sign in TURNING if sign.encode() in screen.raw}
            screen.send("\x11")
            assert screen.finish() == 0
    assert bool(seen) is turns
