"""Which editor, and how it is called."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL = ("nano", "vi", "vim", "notepad.exe")
"""Looked for where neither variable is set, in this order."""
TAKES_LINE = frozenset(("emacs", "jed", "joe", "kak", "mg", "micro", "nano", "ne", "nvim", "vi", "vim"))
"""Editors that open a file at a line for `+LINE`."""


class NoEditor(Exception):  # noqa: N818 - a state of the machine, told in a sentence
    """There is no editor that could be started; the text says why, and what to do."""


class Program(NamedTuple):
    """An editor: its command line without the file."""

    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return PurePath(self.words[0]).stem

    def command(self, path: str, line: int) -> list[str]:
        """The command that opens the file, at `line` (from 1, 0 for anywhere) where the editor can."""
        at = [f"+{line}"] if line > 1 and self.name in TAKES_LINE else []
        return [*self.words, *at, path]


def editor(environ: Mapping[str, str] = os.environ) -> Program:
    """The editor of $VISUAL, else of $EDITOR, else a usual one. Raises NoEditor."""
    for variable in ("VISUAL", "EDITOR"):
        if not (value := environ.get(variable, "").strip()):
            continue
        try:
            words = tuple(shlex.split(value, posix=os.name != "nt"))
        except ValueError as error:
            raise NoEditor(f"${variable} cannot be read: a quote in it is not closed.") from error
        if not words or shutil.which(words[0], path=environ.get("PATH")) is None:
            raise NoEditor(f"${variable} names {value!r}, which is not there. Set it to an editor, say nano.")
        return Program(words)
    for name in USUAL:
        if shutil.which(name, path=environ.get("PATH")):
            return Program((name,))
    raise NoEditor("No editor is set: put its name into $VISUAL or $EDITOR, say nano.")
