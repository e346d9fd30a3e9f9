"""The menu that a chip, or a key, opens over the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Line

from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.shades import MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from wizard.tui.widgets.menu import Option


EDGES = 8
"""Cells that the menu's border, padding and scroll bar take."""


class MenuList(OptionList):
    """The options. Its keys stand at the foot of the screen, in place of those of the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", show=False, id="menu.down"),
        Binding("up,k", "cursor_up", show=False, id="menu.up"),
        Binding("pagedown", "page_down", show=False, id="menu.page-down"),
        Binding("pageup", "page_up", show=False, id="menu.page-up"),
        Binding("home", "first", show=False, id="menu.first"),
        Binding("end", "last", show=False, id="menu.last"),
        Binding("enter", "select", "Choose", id="menu.choose"),
    ]


class MenuScreen(Dialog[str | None]):
    """Options under one another near a place on the screen. Dismissed with the value chosen, or None.

    The first letter of an option goes to it; escape or a click beside the menu leaves everything as it was.
    """

    DEFAULT_CSS = """
    MenuScreen { background: transparent; }
    MenuScreen.-centred { align: center middle; }
    MenuScreen OptionList {
        constrain: inside; margin-bottom: 1; /* over the keys at the foot */
        width: auto; max-width: 100%; height: auto; max-height: 100%; padding: 0;
        background: $panel; border: round $border;
    }
    MenuScreen OptionList:focus { border: round $primary; }
    """
    help_title = "A menu"
    HELP = """Arrows, or an option's first letter, go to it; Enter takes it. {menu.close|esc} or a click beside it
changes nothing."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="menu.close"),
    ]

    def __init__(self, options: Sequence[Option], value: str, place: tuple[int, int] | None = None) -> None:
        """`place` is where its corner is to stand, in cells; None for the middle."""
        super().__init__()
        self.options = list(options)
        self.value = value
        self.place = place

    def compose(self) -> ComposeResult:
        """One list."""
        wide = max(Content(option.label).cell_length for option in self.options)
        room = self.app.size.width - EDGES
        lines: list[Line] = []
        for option in self.options:
            mark = "● " if option.value == self.value else "  "
            pad = " " * (wide - Content(option.label).cell_length)
            note = (f"{pad}  {option.note}", MUTED) if option.note else ""
            line = Content.assemble(mark, option.label, note)
            lines.append(Line(line.truncate(room, ellipsis=True), id=f"o{len(lines)}"))
        yield MenuList(*lines)
        yield KeyBar()

    def on_mount(self) -> None:
        """Stand at the option chosen now, as near to the place as the screen allows."""
        menu = self.query_one(OptionList)
        values = [option.value for option in self.options]
        menu.highlighted = values.index(self.value) if self.value in values else 0
        menu.focus()
        if self.place is None:
            self.add_class("-centred")
        else:
            menu.styles.offset = self.place

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.options[event.option_index].value)

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next option that starts with it."""
        if not event.character or not event.character.isalnum() or event.key in self.active_bindings:
            return
        menu = self.query_one(OptionList)
        count, at = len(self.options), menu.highlighted or 0
        for step in range(1, count + 1):
            index = (at + step) % count
            if self.options[index].label.casefold().startswith(event.character.casefold()):
                menu.highlighted = index
                return

    def on_click(self, event: events.Click) -> None:
        """A click beside the menu closes it."""
        if event.widget is self:
            self.dismiss(None)
