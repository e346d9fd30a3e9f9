"""Thousands of profiles out of a store and in again: `python -m tests.soak round_trip [PROFILES]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.cli.conftest import Ended
from tests.cli.round_trip import there_and_back


def main(arguments: list[str]) -> None:
    """Take them there and back as TOML and as JSON, through the real executable."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak round_trip", description=__doc__)
    parser.add_argument(
        "profiles", type=int, nargs="?", default=2_000, metavar="PROFILES", help="default: 2000"
    )
    count = parser.parse_args(arguments).profiles
    for form in ("toml", "json"):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as name:
            size = there_and_back(Program(Path(name)), Path(name), form, count)
        print(
            f"{form}: {count} profiles, exported, imported and exported again: the same {size} bytes; "
            f"{time.monotonic() - began:.0f} s"
        )


class Program:
    """Runs `wizard` in a folder, with a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = os.environ | {"WIZARD_STORE": str(folder / "one.db"), "XDG_DATA_HOME": str(folder)}

    def __call__(self, *words: str, stdin: str = "") -> Ended:
        argv = [sys.executable, "-m", "wizard", *words]
        ended = subprocess.run(
            argv, input=stdin.encode(), capture_output=True, cwd=self.folder, env=self.env, check=False
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
