"""The README's recipe for CI runs as it is written there, and fails where it should."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def recipe(tmp_path: Path) -> Callable[[Callable[[str], str]], subprocess.CompletedProcess[str]]:
    """Runs the recipe in an empty folder, with its profile beside it, changed by what is given."""
    text = README.read_text("utf-8")
    (profile,) = re.findall(r"```toml\n(title = \"ci hook\".*?)```", text, re.DOTALL)
    (script,) = re.findall(r"```sh\n(set -eu\n.*?wizard listen.*?)```", text, re.DOTALL)
    assert len(script.replace("\\\n", "").splitlines()) <= 10
    port = re.findall(r"127\.0\.0\.1:(\d+)", profile)[0]
    # As written but for the port: another run of the tests may be at it at the same time.
    with socket.create_server(("127.0.0.1", 0)) as free:
        other = str(free.getsockname()[1])
    profile, script = profile.replace(port, other), script.replace(port, other)
    (tmp_path / "hook.toml").write_text(profile, "utf-8")
    environ = {name: text for name, text in os.environ.items() if not name.startswith("WIZARD")}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"

    def run(changed: Callable[[str], str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", changed(script)],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_it_passes_as_written(
    recipe: Callable[[Callable[[str], str]], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    ended = recipe(lambda script: script)
    assert ended.returncode == 0, ended
    received = [json.loads(line) for line in (tmp_path / "received.jsonl").read_text("utf-8").splitlines()]
    assert [one["decrypted"]["delivery_status"] for one in received] == ["Bounce", "Bounce"]
    assert (tmp_path / "report.xml").read_text("utf-8").count("<testcase") == 2


def test_it_fails_where_another_status_came(
    recipe: Callable[[Callable[[str], str]], subprocess.CompletedProcess[str]],
) -> None:
    assert recipe(lambda script: script.replace("--status Bounce", "--status Open")).returncode == 5
