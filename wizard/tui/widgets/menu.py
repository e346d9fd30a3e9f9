"""A choice of a few: a one-line chip that opens a small menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size


NARROW = 100
"""Columns below which a chip leaves out its label or its `any`."""


class Option(NamedTuple):
    """One thing to choose. `value` is what the program uses, `label` what is read, `note` a dim remark."""

    value: str
    label: str
    note: str = ""


class Chip(Widget, can_focus=True):
    """`Method any ▾`: what is chosen now. Enter, space or a click opens the menu; posts Changed."""

    DEFAULT_CSS = """
    Chip { width: auto; height: 1; padding: 0 1; color: $text-muted; }
    Chip:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    Chip:hover { color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,down", "open", "Choose", id="chip.open")]

    value: reactive[str] = reactive("", layout=True)

    class Changed(Message):
        """Another option was chosen: its `value`."""

        def __init__(self, chip: Chip, value: str) -> None:
            super().__init__()
            self.chip = chip
            self.value = value

        @property
        def control(self) -> Chip:
            """The chip, for `@on` selectors."""
            return self.chip

    def __init__(
        self, label: str, options: Sequence[Option], value: str = "", *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.options = list(options)
        self.set_reactive(Chip.value, value)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as what is shown on a screen of that width, not as what was shown on the last one."""
        return self._shown(viewport.width).cell_length

    def render(self) -> Content:
        """The label, and what is chosen; on a narrow screen only what tells something."""
        return self._shown(self.app.size.width)

    def _shown(self, width: int) -> Content:
        if self.label and width < NARROW:
            shown = self.label if not self.value else self._chosen
            return Content.assemble((shown, "bold" if self.value else ""), " ▾")
        label = f"{self.label} " if self.label else ""
        return Content.assemble(label, (self._chosen, "bold" if self.value else ""), " ▾")

    @property
    def _chosen(self) -> str:
        return next((option.label for option in self.options if option.value == self.value), self.value)

    def on_click(self) -> None:
        """Open the menu."""
        self.action_open()

    def action_open(self) -> None:
        """Let one of the options be chosen."""
        from wizard.tui.widgets.menu_screen import MenuScreen

        def chosen(value: str | None) -> None:
            if value is not None and value != self.value:
                self.value = value
                self.post_message(self.Changed(self, value))

        place = self.region.x, self.region.bottom
        self.app.push_screen(MenuScreen(self.options, self.value, place), chosen)
