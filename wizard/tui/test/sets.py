"""Named sets of values: choosing, keeping, forgetting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from wizard.tui.widgets.ask_line import AskLine
from wizard.tui.widgets.menu import Chip, Option

if TYPE_CHECKING:
    from wizard.tui.test.trial import Trial

KEEP, DROP = "\0keep", "\0drop"
"""Values of menu options that are no set: no name can hold a NUL."""
LONGEST = 40


class Wanted(Message):
    """A person wants to choose a set of values."""


class SetsChip(Chip):
    """Shows how the values stand. What can be chosen changes with them, so its owner makes the menu."""

    def action_open(self) -> None:
        """Ask for the menu."""
        self.post_message(Wanted())


def options(trial: Trial) -> list[Option]:
    """Fresh values, every set, and what can be done with sets."""
    found = [Option("", "Fresh values", "new for each callback")]
    found += [Option(name, name, _summary(values)) for name, values in trial.sets.items()]
    if trial.chosen:
        found.append(Option(KEEP, "Keep these as a set …"))
    if trial.set_name in trial.sets:
        found.append(Option(DROP, f"Forget the set “{trial.set_name}”"))
    return found


def _summary(values: dict[str, str]) -> str:
    names = list(values)
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more


def label(trial: Trial) -> str:
    """How the values stand: fresh, some typed, a set, a set with changes."""
    if trial.set_name:
        return trial.set_name + (" *" if trial.set_changed else "")
    return f"{len(trial.chosen)} changed" if trial.chosen else "fresh"


def ask_name(trial: Trial) -> AskLine:
    """Asks for the set's name."""
    names = ", ".join(trial.chosen)
    return AskLine(
        "Keep values as a set",
        "Name",
        "Keep",
        about=f"Kept with the profile: {names}. Everything else stays fresh.",
        value=trial.set_name,
        wrong=_wrong,
    )


def _wrong(name: str) -> str:
    if not name:
        return "Give the set a name."
    if not name.isprintable():
        return "A name cannot hold control characters."
    return f"Choose a name of at most {LONGEST} characters." if len(name) > LONGEST else ""
