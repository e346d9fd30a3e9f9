"""The program's one entrance: no arguments open the screens, anything else is a command."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.settings.vocabulary import Vocabulary


def main() -> None:
    """Run `wizard`. Textual is loaded only for the screens, click only for the commands."""
    # What a start loads stays to the end: looking through it for rubbish took a fourteenth of the time to the first
    # picture. It is looked for again once the list stands (`wizard.tui.warm`), or a command begins.
    gc.disable()
    try:
        if "_WIZARD_COMPLETE" not in os.environ and (location := _screens_on(sys.argv[1:])) is not None:
            from wizard.cli.outcome import run

            sys.exit(run(lambda: open_screens(location or None)))
        from wizard.cli.main import main as run_command

        run_command(open_screens, clipboard_way, vocabulary)
    except KeyboardInterrupt:
        # Pressed while Python was still loading: later ones end in `run`.
        sys.exit(130)


def _screens_on(arguments: list[str]) -> str | None:
    """The store that nothing but screens is asked for on, "" for the usual one; None where a command may be meant.

    click would find out the same, at the cost of a fortieth of the start.
    """
    match arguments:
        case []:
            return ""
        case ["--store", location] if location and not location.startswith("-"):
            return location
    return None


def open_screens(location: str | None = None, **options: bool) -> int:
    """Open the screens on a store; the exit status."""
    from wizard.tui import run

    return run(location, **options)


def clipboard_way() -> str:
    """Where a copy would go."""
    from wizard.tui.clipboard import way

    return way()


def vocabulary() -> Vocabulary:
    """What a settings file may say of the screens: their themes, actions and keys."""
    from wizard.tui.registry import vocabulary as words

    return words()


if __name__ == "__main__":
    main()
