"""Libraries in C that come between a program and its files."""

from __future__ import annotations

import subprocess
from pathlib import Path

HEADERS = Path(__file__).parent


def built(source: Path, folder: Path) -> Path:
    """The source made a library in `folder`, for LD_PRELOAD to name. Needs Linux and a C compiler."""
    library = folder / f"{source.stem}.so"
    options = ("-shared", "-fPIC", "-O1", "-I", HEADERS)
    subprocess.run(["cc", *options, "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library
