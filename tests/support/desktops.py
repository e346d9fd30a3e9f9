"""Virtual desktops for clipboards: an X server without a screen, and a Wayland compositor drawn on it."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def x_server() -> Iterator[dict[str, str]]:
    """An X server; the environment that reaches it."""
    ours, its = os.pipe()
    argv = ["Xvfb", "-displayfd", str(its), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with subprocess.Popen(argv, pass_fds=(its,), stderr=subprocess.DEVNULL) as server:
        os.close(its)
        try:
            with os.fdopen(ours) as told:
                number = told.readline().strip()
            assert number, "Xvfb did not start"
            yield {"DISPLAY": f":{number}"}
        finally:
            server.terminate()


@contextmanager
def wayland(folder: Path) -> Iterator[dict[str, str]]:
    """A Wayland compositor; the environment that reaches it. It needs a seat, so it is shown on an X server."""
    folder.chmod(0o700)
    with x_server() as display:
        env = {**os.environ, **display, "XDG_RUNTIME_DIR": str(folder)}
        argv = ["weston", "--backend=x11-backend.so", "--use-pixman", "--socket=wl-test", "--idle-time=0"]
        with subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as weston:
            try:
                end = time.monotonic() + 20
                while not (folder / "wl-test").exists() and time.monotonic() < end:
                    assert weston.poll() is None, "weston did not start"
                    time.sleep(0.02)
                yield {"WAYLAND_DISPLAY": "wl-test", "XDG_RUNTIME_DIR": str(folder)}
            finally:
                weston.terminate()
