"""What happened, a line an event: a file of at most 1 MiB, and the two before it. No secret is ever in it.

A line is the moment (UTC), the process, the event, and facts as `name=value`. Facts are IDs, counts, codes and the
store's own sentences; never a title, a body, a header, a value or an endpoint, in which a person may have put anything.
The screens keep it unless `WIZARD_LOG=0`; commands only with `WIZARD_LOG=1`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from wizard.folders import state_folder
from wizard.store.errors import QueryCancelled
from wizard.store.place import make_folder, make_private

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wizard.store.errors import StoreError

VARIABLE = "WIZARD_LOG"
FILE = "wizard.log"
LIMIT = 1 << 20
"""Bytes of one file."""
FILES = 3
TRIES = 10
"""How often a file is made that others rename as soon as it is there."""
LONGEST = 1000
"""Characters of a line."""
LISTED = 3
"""IDs that a line names; of more it gives the number."""

_path: Path | None = None


def place(environ: Mapping[str, str] = os.environ) -> Path:
    """The file, whether or not anything is written to it."""
    return state_folder(environ) / FILE


def begin(environ: Mapping[str, str] = os.environ, *, usual: bool) -> None:
    """Keep the log from now on, where WIZARD_LOG says so; where it says nothing, if it is `usual` here."""
    global _path
    asked = environ.get(VARIABLE, "").strip().lower()
    wanted = usual if not asked else asked not in ("0", "no", "off", "false")
    _path = place(environ) if wanted else None


def end() -> None:
    """Keep it no longer."""
    global _path
    _path = None


def event(what: str, **facts: object) -> None:
    """Write a line, if a log is kept and can be written. Facts that are "" or None are left out."""
    if _path is None:
        return
    from wizard.store import moment

    told = [moment.iso(moment.now()), str(os.getpid()), what]
    told += [f"{name}={_shown(fact)}" for name, fact in facts.items() if fact not in ("", None)]
    with suppress(OSError):
        _append(_path, " ".join(told)[:LONGEST].encode(errors="replace") + b"\n")


def failure(error: StoreError) -> None:
    """Write that the store could not do what it was asked. A query given up for a later one is no failure."""
    if not isinstance(error, QueryCancelled):
        event("failed", kind=type(error).__name__, why=str(error))


def several(ids: Sequence[str]) -> str:
    """IDs as a fact."""
    return ",".join(ids) if len(ids) <= LISTED else f"{len(ids)} of them"


def _shown(fact: object) -> str:
    text = f"{fact:.0f}" if isinstance(fact, float) else str(fact)
    return text if text.isprintable() and " " not in text and '"' not in text else ascii(text)


def _append(path: Path, line: bytes) -> None:
    for last in (False, True):
        descriptor = _opened(path)
        try:
            if last or os.fstat(descriptor).st_size + len(line) <= LIMIT:
                os.write(descriptor, line)  # appended whole, whoever else writes
                return
            _rotate(path, descriptor)
        finally:
            os.close(descriptor)


def _opened(path: Path) -> int:
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    for _ in range(TRIES):
        with suppress(FileNotFoundError):  # at first, or renamed by another process since it was made
            return os.open(path, flags)
        make_folder(path.parent)
        with suppress(FileExistsError):
            make_private(path)
    return os.open(path, flags)


def _rotate(path: Path, descriptor: int) -> None:
    """Give the file the next name, unless another process, which got the lock first, has done it."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        if not os.path.samestat(os.fstat(descriptor), os.stat(path)):
            return
    except FileNotFoundError:  # that process has not made the next one yet
        return
    for number in range(FILES - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        with suppress(FileNotFoundError):
            os.replace(older, path.with_name(f"{path.name}.{number}"))
