"""Doing something as an ordinary user: root may do anything, so its tests of permissions would test nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that an ordinary user owns and can reach."""
    folder = Path(tempfile.mkdtemp(prefix="wizard-store-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield folder
    finally:
        for each in (folder, *folder.rglob("*")):
            if each.is_dir() and not each.is_symlink():
                each.chmod(0o700)
        shutil.rmtree(folder)


def as_stranger(call: Callable[[], str]) -> str:
    """What `call` returns in a process of an ordinary user, or `Type: text` of what it raises.

    A fork, not a fresh interpreter: this one's files may lie where an ordinary user cannot read them. So `call` may
    import only what is imported already.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        told = "nothing"
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            told = call()
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        finally:
            os.write(write, told.encode())
            os._exit(0)
    os.close(write)
    with open(read, "rb") as stream:
        told = stream.read().decode()
    os.waitpid(child, 0)
    return told
