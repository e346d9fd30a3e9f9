"""However the program ends, what was typed is kept and the terminal is as it was."""

from __future__ import annotations

import os
import signal
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.support.terminal import Terminal

MODES = (1000, 1003, 1004, 1006, 1049, 2004)
"""What the screens switch on: mouse, focus, the other picture, pastes."""


def restored(screen: Terminal, modes: Sequence[int] = MODES) -> bool:
    """Whether the last that each mode heard was to be off, and the cursor is shown."""
    raw = bytes(screen.raw)
    off = all(raw.rfind(b"\x1b[?%dl" % mode) > raw.rfind(b"\x1b[?%dh" % mode) for mode in modes)
    return off and raw.rfind(b"\x1b[?25h") > raw.rfind(b"\x1b[?25l")


def settings(screen: Terminal) -> list[object]:
    """How the terminal treats keys."""
    return termios.tcgetattr(screen.process.fd)[:4]


def titles(home: dict[str, str]) -> list[str]:
    """Of the drafts that are kept."""
    store = open_store(Path(home["XDG_DATA_HOME"]) / "callback-profile-wizard" / "profiles.db")
    found = [draft.profile.title for draft in store.drafts()]
    store.close()
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_with_the_draft_kept_and_the_terminal_as_it_was(
    start: Callable[..., Terminal], home: dict[str, str], number: signal.Signals
) -> None:
    screen = start()
    before = settings(screen)
    screen.wait("Press a to add the first one")
    assert settings(screen) != before
    screen.press("a")
    screen.wait("Title & channel")
    screen.send("Typed to the end")
    screen.wait("Typed to the end")
    os.kill(screen.process.pid, number)  # before the pause after which a draft is saved
    assert screen.finish() == 128 + number
    while screen.read():
        pass
    assert restored(screen)
    assert b"Traceback" not in screen.raw
    assert titles(home) == ["Typed to the end"]


def test_ctrl_z_stops_nothing_that_no_shell_could_have_go_on(start: Callable[..., Terminal]) -> None:
    """As in a container, in a terminal's own command or behind ssh: see test_shells for the shells."""
    screen = start()
    screen.wait("Press a to add the first one")
    before = len(screen.raw)
    screen.press("ctrl+z", "a")
    screen.wait("Title & channel")
    assert b"\x1b[?1049l" not in screen.raw[before:]
    screen.press("ctrl+q")
    assert screen.finish() == 0


@pytest.mark.parametrize("sender", ["somebody", "the editor as it starts"])
def test_a_signal_while_the_editor_has_the_terminal_ends_both(
    start: Callable[..., Terminal], home: dict[str, str], tmp_path: Path, sender: str
) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    first = "echo The editor is here" if sender == "somebody" else "kill -TERM $PPID"
    home |= {"TMPDIR": str(folder), "VISUAL": f"sh -c '{first}; exec cat' --"}
    screen = start()
    screen.wait("Press a to add the first one")
    screen.press("a")
    screen.wait("Title & channel")
    screen.type("Before the editor")
    screen.send("\x1b[20~")
    if sender == "somebody":
        screen.wait("The editor is here")
        assert len(list(folder.iterdir())) == 1
        os.kill(screen.process.pid, signal.SIGTERM)
    assert screen.finish() == 128 + signal.SIGTERM
    while screen.read():
        pass
    assert restored(screen)
    assert list(folder.iterdir()) == []
    assert titles(home) == ["Before the editor"]
