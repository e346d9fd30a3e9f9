"""In a container: namespaces of its own, the program its first process, no desktop, no shell behind it."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.programs import needs
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
UNSHARE = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--net", "--uts", "--ipc"]
OSC52 = re.compile(rb"\x1b\]52;c?;([A-Za-z0-9+/=]+)\x07")
PROFILE = """
title = "in a container"
channel = "email"
events = ["Email Send"]
method = "POST"
endpoint = "http://127.0.0.1:9/"
body = '{"a": "<message_id>"}'
"""
INSIDE = """
set -e
mount -t tmpfs none "$AT"
cd "$AT"
for each in /bin /sbin /lib /lib64; do [ ! -L $each ] || cp -P $each .; done
for each in /usr /etc /dev $PARTS; do
    [ -L $each ] || { mkdir -p .$each && mount --rbind $each .$each; }
done
mkdir -p proc home/me tmp
mount -t proc proc proc
touch .dockerenv
printf '%s' "$PROFILE" > home/me/profile.toml
exec chroot . env -i HOME=/home/me TERM=xterm-256color COLORTERM=truecolor LANG=C.UTF-8 PATH=/usr/bin:/bin \\
    PYTHONPATH="$CODE" sh -c "cd /home/me; $PYTHON -m wizard add profile.toml > id && exec $PYTHON -m wizard"
"""


@pytest.fixture
def container(tmp_path: Path) -> Iterator[Terminal]:
    needs("unshare")
    if subprocess.run([*UNSHARE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody make namespaces of their own")
    parts = {Path(place).resolve() for place in (ROOT, sys.prefix, sys.base_prefix)}
    parts = {each for each in parts if not each.is_relative_to("/usr") and not parts & set(each.parents)}
    env = {
        "AT": str(tmp_path),
        "PROFILE": PROFILE,
        "PARTS": " ".join(map(str, parts)),
        "CODE": str(ROOT),
        "PYTHON": sys.executable,
    }
    with Terminal([*UNSHARE, "sh", "-c", INSIDE], env=env) as screen:
        screen.wait("in a container", seconds=40)
        yield screen


def first_process(screen: Terminal) -> int:
    pid = screen.process.pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def test_a_copy_goes_through_the_terminal_and_ctrl_z_stops_nothing(container: Terminal) -> None:
    container.wait("IN_")
    container.press("c")
    container.wait("through the terminal (OSC 52)")
    (copied,) = (base64.b64decode(each).decode() for each in OSC52.findall(bytes(container.raw)))
    assert copied.startswith("IN_")
    container.press("ctrl+z", "a")
    container.wait("Title & channel")
    container.type("Typed as the first process")
    # The first of its namespace is reached by those signals alone that it takes.
    os.kill(first_process(container), signal.SIGTERM)
    assert container.finish() == 128 + signal.SIGTERM
    while container.read():
        pass
    assert container.raw.rfind(b"\x1b[?1049l") > container.raw.rfind(b"\x1b[?1049h")
