"""Writing what a person names: a file that is there whole or not at all, or `-` for stdout."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from wizard.cli import outcome


def check(name: str) -> None:
    """See that the file can be written, before work is done for it. Raises Mistake."""
    folder = Path(os.path.realpath(name)).parent
    if name != "-" and not folder.is_dir():
        raise outcome.Mistake(f"{name}: there is no such folder; make it first")
    if Path(name).is_dir():
        raise outcome.Mistake(f"{name}: it is a folder; name a file in it")
    if name != "-" and not os.access(folder, os.W_OK):
        raise outcome.Mistake(f"{name}: it may not be written; check its permissions")


def write(name: str, content: bytes, *, private: bool) -> None:
    """Put the bytes into the file `name`, in place of what it held; into stdout for `-`.

    A private file is only its owner's (0600) from the moment it exists. Raises Mistake for a name that cannot be
    written, Failure for a disk that is full.
    """
    if name == "-":
        outcome.data(content)
        return
    # What a link leads to is written, not the link replaced.
    path = Path(os.path.realpath(name))
    try:
        if path.is_dir():
            raise outcome.Mistake(f"{name}: it is a folder; name a file in it")
        if name.startswith("/dev/") or (path.exists() and not stat.S_ISREG(path.stat().st_mode)):
            # /dev/stdout may lead to a file that others write too: add to it, and never put another in its place.
            with Path(name).open("ab", buffering=0) as stream:
                stream.write(content)
        else:
            before = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
            _replace(path, content, 0o600 if private else before)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise outcome.Mistake(f"{name}: there is no such folder; make it first") from error
    except (PermissionError, ValueError) as error:
        raise outcome.Mistake(f"{name}: it may not be written; check its permissions") from error
    except OSError as error:
        raise outcome.Failure(
            f"{name} cannot be written: {error.strerror}; nothing in it was changed"
        ) from error


def _replace(path: Path, content: bytes, mode: int | None) -> None:
    """By way of a new file beside it, so that a full disk or a crash leaves the old one as it was.

    `mode` None lets the umask decide, as for any new file.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(
        beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode or 0o666
    )
    try:
        with os.fdopen(handle, "wb") as stream:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), mode)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
