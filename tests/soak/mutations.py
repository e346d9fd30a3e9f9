"""Damaged profile files by the ten thousand: `python -m tests.soak mutations [FILES] [--first SEED]`."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.cli.damage import attempt


def main(arguments: list[str]) -> None:
    """Try them all, and say how many were refused and how many were good files still."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak mutations", description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=20_000, metavar="FILES", help="default: 20000")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first file's; default: 0")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        refused, taken = attempt(Path(folder), range(options.first, options.first + options.files))
    print(
        f"{options.files} damaged files: {refused} refused with a sentence and status 2, {taken} read whole; "
        f"no traceback, no other status, no store changed by a refusal; {time.monotonic() - began:.0f} s"
    )
