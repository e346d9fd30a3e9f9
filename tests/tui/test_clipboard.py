"""Copies go where they are said to go: real helpers on virtual desktops, real tmux and screen, and none of them."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.desktops import wayland, x_server
from tests.support.programs import needs
from tests.support.terminal import Terminal
from wizard.tui.clipboard import terminal, tmux, way

if TYPE_CHECKING:
    from pathlib import Path

COPYING = [sys.executable, "-m", "tests.support.copying"]
OSC52 = re.compile(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)\x07")  # tmux itself leaves the c out
TEXT = 'IN_453d2677\n{"name": "zażółć 配送 👍"}\n'
DESKTOP = "to the desktop's clipboard"


def bare(**more: str) -> dict[str, str]:
    """An environment with no desktop, no multiplexer and no SSH."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "VTE_VERSION")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    return {**kept, "TERM": "xterm-256color", **more}


def copied(folder: Path, env: dict[str, str]) -> tuple[dict[str, Any], bytes]:
    """What became of a copy of TEXT, and what was written for the terminal."""
    (folder / "text").write_text(TEXT)
    env |= {"COPY": str(folder / "text"), "TOLD": str(folder / "told")}
    # Files, not pipes: a clipboard helper goes on in the background and holds what it was given open.
    with (folder / "out").open("wb") as out:
        subprocess.run(COPYING, env=env, stdout=out, stderr=out, timeout=30, check=True)
    return json.loads((folder / "told").read_text()), (folder / "out").read_bytes()


def helper(folder: Path, script: str) -> str:
    """A PATH on which xclip is this shell script."""
    folder.mkdir(exist_ok=True)
    path = folder / "xclip"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_xclip_holds_what_was_copied(tmp_path: Path) -> None:
    needs("Xvfb", "xclip")
    with x_server() as display:
        outcome, written = copied(tmp_path, bare(**display, PATIENT="yes"))
        assert (outcome["taken"], outcome["words"], written) == (True, DESKTOP, b"")
        out = subprocess.run(
            ["xclip", "-o", "-selection", "clipboard"], env=bare(**display), capture_output=True, timeout=10
        )
    assert out.stdout.decode() == TEXT


def test_wl_copy_holds_what_was_copied(tmp_path: Path) -> None:
    needs("Xvfb", "weston", "wl-copy")
    with wayland(tmp_path) as display:
        outcome, written = copied(tmp_path, bare(**display, PATIENT="yes"))
        assert (outcome["taken"], outcome["words"], written) == (True, DESKTOP, b"")
        out = subprocess.run(["wl-paste", "-n"], env=bare(**display), capture_output=True, timeout=10)
    assert out.stdout.decode() == TEXT


@pytest.mark.parametrize(
    "script",
    [
        "cat >/dev/null",  # says that it took the text, and did not
        "cat >/dev/null; echo something else",
        "exit 1",
        "sleep 20",  # would hang for ever
    ],
)
def test_a_helper_that_lies_fails_or_hangs_is_not_believed(tmp_path: Path, script: str) -> None:
    outcome, written = copied(tmp_path, bare(DISPLAY=":987", PATH=helper(tmp_path / "bin", script)))
    assert (outcome["taken"], outcome["words"]) == (True, "through the terminal (OSC 52)")
    assert base64.b64decode(OSC52.findall(written)[-1]).decode() == TEXT
    assert outcome["seconds"] < 10, "nobody waits for a helper that hangs"


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "terminal"),  # a container, a console
        ({"DISPLAY": ":0"}, "desktop"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "desktop"),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "::1 1 ::1 22"}, "terminal"),
        ({"DISPLAY": "localhost:10.0", "SSH_TTY": "/dev/pts/1"}, "terminal"),
    ],
)
def test_the_terminals_clipboard_is_the_persons_where_the_desktop_is_not(
    env: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.tui.clipboard.desktop._kernel", lambda: "linux")
    monkeypatch.setattr("sys.platform", "linux")
    assert way(env) == expected


def test_what_no_terminal_would_take_is_refused_with_the_reason() -> None:
    fits, too_long = "x" * terminal.LONGEST, "x" * (terminal.LONGEST + 1)
    assert len(terminal.osc52(fits)) <= 100_000
    assert terminal.refusal(fits, {"TERM": "xterm"}) == ""
    assert terminal.refusal(too_long, {"TERM": "xterm"}) == "it is 74 kB, and a terminal's clipboard takes 74"
    assert "type linux" in terminal.refusal("x", {"TERM": "linux"})
    assert "xclip" in terminal.refusal("x", {"TERM": "xterm-256color", "VTE_VERSION": "6800"})
    assert terminal.refusal("x", {"TERM": "xterm-256color", "VTE_VERSION": "7600"}) == ""


def test_screen_passes_a_long_copy_on(tmp_path: Path) -> None:
    needs("screen")
    text = TEXT * 200
    (tmp_path / "text").write_text(text)
    env = bare(COPY=str(tmp_path / "text"), TOLD=str(tmp_path / "told"), SCREENDIR=str(tmp_path / "dir"))
    (tmp_path / "dir").mkdir(mode=0o700)
    with Terminal(["screen", "-c", "/dev/null", *COPYING], env=env) as shown:
        shown.finish()
        while shown.read(0.1):
            pass
    outcome = json.loads((tmp_path / "told").read_text())
    assert (outcome["taken"], outcome["words"]) == (True, "through the terminal and screen (OSC 52)")
    assert base64.b64decode(OSC52.findall(bytes(shown.raw))[-1]).decode() == text


@pytest.mark.parametrize(
    ("clipboard", "passthrough", "through"),
    [("on", "off", True), ("external", "off", True), ("off", "on", True), ("off", "off", False)],
)
def test_tmux_hands_on_what_its_settings_let_through(
    tmp_path: Path, clipboard: str, passthrough: str, through: bool
) -> None:
    needs("tmux")
    (tmp_path / "text").write_text(TEXT)
    env = bare(COPY=str(tmp_path / "text"), TOLD=str(tmp_path / "told"), TMUX_TMPDIR=str(tmp_path))
    settings = [f"set-clipboard={clipboard}", f"allow-passthrough={passthrough}"]
    # As a person would: the program starts in a tmux that runs, and tmux runs on after it.
    run = " ".join([*COPYING, *settings])
    command = f"echo ready; read x; {run}; tmux show-buffer > {tmp_path}/buffer; echo over; read x"
    with Terminal(["tmux", "-f", "/dev/null", "new-session", command], env=env) as shown:
        shown.wait("ready")
        shown.send("\r")
        shown.wait("over")
        shown.send("\r")
        shown.finish(20)
    outcome = json.loads((tmp_path / "told").read_text())
    assert outcome["taken"]
    assert (tmp_path / "buffer").read_text() == TEXT, "tmux pastes it too"
    sent = [base64.b64decode(each).decode() for each in OSC52.findall(bytes(shown.raw))]
    if through:
        assert outcome["words"] == tmux.THROUGH
        assert set(sent) == {TEXT}
    else:
        assert "tmux's buffer alone" in outcome["words"]
        assert not sent


def test_an_emulator_reads_the_sequence(tmp_path: Path) -> None:
    needs("tmux")  # here as the terminal, which the program inside does not know of
    (tmp_path / "text").write_text(TEXT)
    env = bare(COPY=str(tmp_path / "text"), TOLD=str(tmp_path / "told"), TMUX_TMPDIR=str(tmp_path))
    command = f"env -u TMUX {' '.join(COPYING)}; tmux show-buffer > {tmp_path}/buffer"
    argv = ["tmux", "-f", "/dev/null", "set", "-g", "set-clipboard", "on", ";", "new-session", command]
    with Terminal(argv, env=env) as shown:
        shown.finish(20)
    assert (tmp_path / "buffer").read_text() == TEXT
