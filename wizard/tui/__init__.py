"""The screens. `run` opens them; everything else is found from there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_SCREENS = {"", "dumb", "unknown"}
"""Values of TERM for terminals that only print, line after line."""
SWITCH = 0.001
"""Seconds after which a thread at work lets another have the interpreter. A key is handed through three threads, and
each would wait as long: 0.005 is Python's own, and made 15 ms a key while a body was checked."""


def run(location: str | None = None, *, demo: bool = False) -> int:
    """Open the screens on the store at `location` (a path or URL; None for that of the settings, or the default).

    Returns the exit status. A store that cannot be opened is one sentence on stderr and status 1; no terminal to
    show screens on is one sentence and status 2; ended by a signal it is 128 and the signal's number. `demo` says
    that the store is a throw-away one with a receiver.
    """
    from wizard import __version__
    from wizard.settings import load
    from wizard.store import StoreError, log, open_store

    if why := _unusable():
        print(f"wizard: {why}; `wizard --help` lists the commands that need no screen", file=sys.stderr)
        return 2
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # empty means nothing, by its own rule; Textual would take it for set
    settings = load()
    log.begin(usual=True)
    log.event("started", version=__version__, screens=True)
    try:
        store = open_store(settings.store(location))
    except StoreError as error:
        print(f"wizard: {error}", file=sys.stderr)
        return 1
    from wizard.tui.app import WizardApp
    from wizard.tui.ending import Ending

    sys.setswitchinterval(SWITCH)
    app = WizardApp(store, demo=demo, settings=settings, tour=None if demo else first_time())
    ending = Ending(app)
    try:
        with ending:
            app.run()
    finally:
        store.close()
        log.event("ended", status=ending.status or app.return_code or 0)
    return ending.status or app.return_code or 0


def first_time() -> Path | None:
    """The file that says that the tour was shown, where it was not."""
    from wizard.folders import data_folder

    path = data_folder(os.environ) / "tour-shown"
    return None if path.exists() else path


def _unusable() -> str:
    """Why no screens can be shown here, in words; empty where they can."""
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return "the screens need a terminal, and input or output is none"
    kind = os.environ.get("TERM", "")
    if os.name == "posix" and kind in WITHOUT_SCREENS:
        return (
            f"the screens need a terminal, and TERM says {kind}"
            if kind
            else "TERM does not say which terminal this is"
        )
    return ""
