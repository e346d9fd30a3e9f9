"""Help: what the screen is for, a line a field, and the keys that work now."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.tui.active import active_actions, with_own_keys
from wizard.tui.widgets.answered import Answered
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.screen import Screen

WIDTH, EDGES = 76, 8
"""Cells of the box, and those of them that border, padding and scroll bar take."""
KEYS = 16
"""Cells for the keys of an action; more of them push their text to the right."""
FIELD = 2
"""Cells by which the further rows of a field's line are indented."""


class HelpScreen(ModalScreen[None], Answered[None]):
    """Made from the screen itself: its `HELP` text, its `help_fields` (catalog field names), its actions."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
        scrollbar-size-vertical: 1;
        background: $panel; border: round $primary;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss(None)", "Close", id="help.close")
    ]

    def __init__(self, title: str, lines: list[HelpLine]) -> None:
        super().__init__()
        self.heading, self.lines = title, lines
        self._text = Static()
        """Held, and not looked for: the screen may be on its way out before it is mounted."""

    @classmethod
    def of(cls, screen: Screen[Any]) -> HelpScreen:
        """The help of `screen` as it stands, keys of its focused widget included."""
        lines = []
        for paragraph in with_own_keys(screen.app, getattr(screen, "HELP", "").strip()).split("\n\n"):
            lines += [HelpLine("", " ".join(paragraph.split())), HelpLine()] if paragraph else []
        if fields := list(_fields(screen)):
            lines += [HelpLine("Fields"), *fields, HelpLine()]
        lines.append(HelpLine("Keys that work now"))
        for each in active_actions(screen):
            told = each.binding.tooltip or each.title
            lines.append(HelpLine(f"{', '.join(each.keys):>{KEYS}}", told, KEYS + 2))
        return cls(getattr(screen, "help_title", "") or "Help", lines)

    def compose(self) -> ComposeResult:
        """One text in a box that scrolls."""
        with VerticalScroll() as box:
            box.border_title = self.heading
            yield self._text
        yield KeyBar()

    def on_mount(self) -> None:
        """Lay the lines out for the width that there is."""
        self._lay_out()

    def on_resize(self) -> None:
        """And for another one."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = min(WIDTH, self.app.size.width * 96 // 100) - EDGES
        rows = [row for line in self.lines for row in line.rows(width)]
        self._text.update(Content("\n").join(rows))


class HelpLine(NamedTuple):
    """A line: what stands out at its beginning, the rest, and how far rows after the first are indented."""

    lead: str = ""
    told: str = ""
    hang: int = 0

    def rows(self, width: int) -> Iterator[Content]:
        """The line broken at words, so that what follows stands under what it follows."""
        style = "bold $text-accent" if self.hang > FIELD else "$text-accent" if self.hang else "bold"
        lead = f"{self.lead}  " if self.lead and self.told else self.lead
        first, *others = textwrap.wrap(
            self.told,
            max(width, self.hang + 10),
            initial_indent=" " * len(lead),
            subsequent_indent=" " * self.hang,
        ) or [" " * len(lead)]
        yield Content.assemble((lead, style), first[len(lead) :])
        yield from map(Content, others)


def _fields(screen: Screen[Any]) -> Iterator[HelpLine]:
    """A line a field: those of the catalog that `help_fields` names, then those that `HELP_LINES` tells of."""
    app: Any = screen.app
    channel = getattr(screen, "help_channel", "email")
    for name in getattr(screen, "help_fields", ()):
        field = app.catalog.field(channel, name)
        yield HelpLine(field.label, field.help, FIELD)
    for label, told in getattr(screen, "HELP_LINES", ()):
        yield HelpLine(label, with_own_keys(app, told), FIELD)
