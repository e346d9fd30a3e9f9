"""One visit to the editor: the text goes out in a private file, and what was saved comes back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import SuspendNotSupported

from wizard.children import environment
from wizard.tui.editor.program import NoEditor, editor
from wizard.tui.ending import later

if TYPE_CHECKING:
    from wizard.tui.app import WizardApp
    from wizard.tui.editor.program import Program

PREFIX = "wizard-edit-"
PATIENCE = 1.0
"""Seconds that an editor has to end when it is asked to."""
UNCHANGED = "Nothing was changed. An editor in a window of its own must wait: EDITOR='code --wait', say."


class Visit(NamedTuple):
    """What came of it: the new `text`, None where nothing is to be changed; and a sentence, "" for all well."""

    text: str | None
    told: str = ""


class Lent(NamedTuple):
    """The terminal is lent to an editor: its process, and the folder of its file."""

    process: subprocess.Popen[bytes]
    folder: Path

    def end(self) -> None:
        """Ask the editor to end; should it not, it is killed `PATIENCE` seconds later."""
        self.process.terminate()
        later(PATIENCE, self.process.kill)

    def forget(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def visit(app: WizardApp, text: str, name: str, line: int = 0) -> Visit:
    """Let the editor change `text` in a file called `name`, opened at `line` where it can. Blocks until it is left.

    The file is for its owner alone, in a folder for its owner alone, and is gone afterwards, also where a signal
    ends the program meanwhile; what a kill left behind is gone with the next visit.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))  # made with mode 0700
    try:
        program = editor()
        path = folder / name
        data = text.encode("utf-8", "surrogatepass")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        with app.suspend():
            status = _run(app, program.command(str(path), line), folder)
        return _result(program, status, data, path.read_bytes())
    except NoEditor as error:
        return Visit(None, str(error))
    except SuspendNotSupported:
        return Visit(None, "An editor needs the terminal to itself, which cannot be lent here.")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "what it saved is no UTF-8 text"
        return Visit(None, f"The editor did not work: {reason}. Nothing was changed.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        app.editor = None


def _run(app: WizardApp, command: list[str], folder: Path) -> int:
    """The editor's exit status, negative for a signal. `ctrl+c` is the editor's own while it runs."""
    # A handler rather than to ignore it: what is ignored stays so in the editor.
    before = {number: signal.signal(number, _let_be) for number in (signal.SIGINT, _QUIT) if number}
    try:
        app.editor = lent = Lent(subprocess.Popen(command, env=environment()), folder)
        if app.is_to_end:  # the signal came while the editor was being started: nobody else could tell it
            lent.end()
        return lent.process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_QUIT: int = getattr(signal, "SIGQUIT", 0)


def _let_be(*_: Any) -> None:
    """A signal that is meant for the editor."""


def _result(program: Program, status: int, before: bytes, after: bytes) -> Visit:
    if status > 0:
        return Visit(None, f"{program.name} ended with status {status}, so nothing was changed.")
    if not before.endswith(b"\n"):  # many an editor ends the last line for one
        after = after.removesuffix(b"\n")
    text = after.decode("utf-8", "surrogatepass") if after != before else None
    if status < 0:
        rest = "nothing was changed" if text is None else "what it had saved is here"
        return Visit(text, f"{program.name} was ended by signal {-status}; {rest}.")
    return Visit(text, UNCHANGED if text is None else "")


def _sweep() -> None:
    """Delete what visits of processes left behind that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        try:
            if folder.stat().st_uid == os.getuid() and number.isdecimal() and not _alive(int(number)):
                shutil.rmtree(folder, ignore_errors=True)
        except (OSError, AttributeError):
            continue


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
