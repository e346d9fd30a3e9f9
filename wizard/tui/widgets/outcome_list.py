"""A list with what came of test callbacks: `✓` and `✗` in the theme's colours."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text

from wizard.tui.widgets.windowed_list import WindowedList

GOOD, BAD, FAINT = "outcome-list--good", "outcome-list--bad", "windowed-list--faint"
"""Component classes of a list, by which cells name the theme's styles."""


def outcome(ok: bool, sentence: str) -> Text:
    """`✓` or `✗`, and what happened; nothing in `sentence` that a terminal would obey."""
    return Text.assemble(("✓ ", GOOD) if ok else ("✗ ", BAD), sentence)


def to_come(waiting: str) -> Text:
    """What stands where nothing has happened yet."""
    return Text.assemble((f"  {waiting}", FAINT))


class OutcomeList(WindowedList):
    """A list of outcomes. Component classes besides WindowedList's: `outcome-list--good`, `--bad`."""

    DEFAULT_CSS = """
    OutcomeList {
        & > .outcome-list--good { color: $text-success; text-style: bold; }
        & > .outcome-list--bad { color: $text-error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {GOOD, BAD}
