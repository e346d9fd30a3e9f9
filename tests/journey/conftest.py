"""The whole program in a real pseudo-terminal, on a store of its own, against a real endpoint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.endpoint import Endpoint
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIZARD = [sys.executable, "-m", "wizard"]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment whose every folder is empty, with no desktop and no SSH: copies go through the terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return {
        **kept,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
    }


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as running:
        yield running


@pytest.fixture
def start(home: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Starts the program in a terminal; ended with the test."""
    running: list[Terminal] = []

    def begin(*arguments: str, size: tuple[int, int] = (80, 24)) -> Terminal:
        running.append(Terminal([*WIZARD, *arguments], size, home))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.__exit__()


@pytest.fixture
def command(home: dict[str, str]) -> Callable[..., Any]:
    """Runs a command of the program in a second process; its JSON."""

    def run(*arguments: str) -> Any:
        done = subprocess.run(
            [*WIZARD, *arguments], env={**home, "TERM": "dumb"}, capture_output=True, timeout=30
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run
