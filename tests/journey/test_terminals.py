"""The program in terminals of every kind: what they cannot show is shown otherwise, and they get back what they had."""

from __future__ import annotations

import base64
import getpass
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.programs import needs
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

WIZARD = [sys.executable, "-m", "wizard"]
OSC52 = re.compile(rb"\x1b\]52;c?;([A-Za-z0-9+/=]+)\x07")
FIRST = "Press a to add the first one"


@pytest.mark.parametrize(
    "kind",
    [
        {"TERM": "xterm"},
        {"TERM": "screen"},
        {"TERM": "tmux-256color"},
        {"TERM": "linux"},
        {"TERM": "vt100", "LC_ALL": "POSIX"},
    ],
    ids=lambda kind: kind["TERM"],
)
def test_kinds_of_terminals(kind: Mapping[str, str], home: dict[str, str]) -> None:
    env = {**home, "COLORTERM": "", **kind}
    with Terminal(WIZARD, env=env) as screen:
        screen.wait(FIRST)
        screen.press("a")
        screen.wait("Title & channel")
        screen.wait("Email Gateway")
        shown = screen.text
        screen.send("\x11")
        assert screen.finish() == 0
        while screen.read(0.05):
            pass
    assert b"\x1b[?1049l" in screen.raw
    assert b"\x1b[?25h" in screen.raw
    marks = {"vt100": (">  1 Title", "* email", "|"), "linux": ("►  1 Title", "• email", "┌", "│")}
    for mark in marks.get(kind["TERM"], ("▸  1 Title", "● email", "╭", "│")):
        assert mark in shown
    assert shown.isascii() or kind["TERM"] != "vt100"
    # Sixteen colours are all that the plainer ones have.
    assert (b"38;5;" in screen.raw) == (kind["TERM"] == "tmux-256color")
    assert b"38;2;" not in screen.raw


@pytest.mark.parametrize("kind", ["dumb", "unknown", ""])
def test_what_only_prints_is_told_so_in_a_sentence(kind: str, home: dict[str, str]) -> None:
    with Terminal(WIZARD, env={**home, "TERM": kind}) as screen:
        assert screen.finish() == 2
        while screen.read(0.1):
            pass
    assert screen.text.startswith("wizard: ")
    assert "the commands that need no screen" in screen.text.replace("\n", "")
    assert b"\x1b" not in screen.raw


@pytest.mark.parametrize("closed", ["<&-", "</dev/null", ">/dev/null", "| cat"])
def test_no_terminal_at_all_is_a_sentence_too(closed: str, home: dict[str, str]) -> None:
    line = f"{sys.executable} -m wizard {closed}"
    if closed == "| cat":
        line = f"({line.removesuffix(closed)}; echo status $? >&2) {closed}"
    with Terminal(["sh", "-c", line], env=home) as screen:
        status = screen.finish()
        while screen.read(0.1):
            pass
    assert status == 2 or "status 2" in screen.text
    assert "the screens need a terminal" in screen.text.replace("\n", "")


def test_errors_in_a_file_leave_the_screens_where_they_are(home: dict[str, str], tmp_path: Path) -> None:
    with Terminal(["sh", "-c", f"{sys.executable} -m wizard 2>{tmp_path}/errors"], env=home) as screen:
        screen.wait(FIRST)
        screen.press("q")
        assert screen.finish() == 0
    assert (tmp_path / "errors").read_text() == ""


def test_inside_tmux(start: Callable[..., Terminal], home: dict[str, str], tmp_path: Path) -> None:
    needs("tmux")
    env = {**home, "TMUX_TMPDIR": str(tmp_path)}
    command = f"{sys.executable} -m wizard demo; tmux show-buffer > {tmp_path}/buffer; echo over; read x"
    with Terminal(["tmux", "-f", "/dev/null", "new-session", command], size=(80, 25), env=env) as screen:
        screen.wait("demo encrypted with GCM")
        screen.wait("c Copy ID")
        screen.press("c")
        screen.wait("through tmux and the terminal")
        screen.press("q")
        screen.wait("over")
        screen.send("\r")
        screen.finish()
    copied = OSC52.findall(bytes(screen.raw))
    assert base64.b64decode(copied[-1]).decode() == (tmp_path / "buffer").read_text()
    assert copied[-1].startswith(base64.b64encode(b"IN_"))


@contextmanager
def sshd(folder: Path) -> Iterator[list[str]]:
    """A server for this account alone, with keys made for it; the command that logs in."""
    folder.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-qt", "ed25519", "-N", "", "-f", folder / name], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/user.pub\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
    )
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    which = subprocess.run(
        ["sh", "-c", "PATH=$PATH:/usr/sbin command -v sshd"], capture_output=True, text=True
    )
    argv = [which.stdout.strip(), "-D", "-e", "-f", str(folder / "config")]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            assert "listening" in server.stderr.readline()
            yield [
                *("ssh", "-tt", "-q", "-F", "none", "-p", str(port), "-i", str(folder / "user")),
                *("-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder}/known"),
                f"{getpass.getuser()}@127.0.0.1",
            ]
        finally:
            server.terminate()


def test_over_ssh_a_copy_reaches_the_persons_own_terminal(home: dict[str, str], tmp_path: Path) -> None:
    needs("ssh", "sshd", "ssh-keygen")
    remote = f"cd {os.getcwd()} && LANG=C.UTF-8 DISPLAY=:99 HOME={tmp_path} {sys.executable} -m wizard demo"
    with sshd(tmp_path / "ssh") as login, Terminal([*login, remote], size=(120, 36), env=home) as screen:
        screen.wait("demo encrypted with GCM")
        screen.press("c")
        screen.wait("Copied the ID through the terminal (OSC 52)")
        # The window is made another size at the near end.
        screen.resize(80, 24)
        screen.wait("c Copy ID")
        screen.press("q")
        assert screen.finish() == 0
    assert base64.b64decode(OSC52.findall(bytes(screen.raw))[-1]).startswith(b"IN_")
