"""Options laid out in aligned columns: what the choice of one and the choice of several share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from wizard.tui.widgets.shades import FAINT, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size

GAP = 2
"""Cells between columns."""


class GridOption(NamedTuple):
    """One option. `note` is a dim remark beside it; a disabled one is shown and cannot be chosen."""

    value: str
    label: str
    note: str = ""
    enabled: bool = True


class OptionGrid(Widget, can_focus=True):
    """Options in columns, filled downwards; where one has a note, one option a line with the notes aligned.

    Subclasses say which mark an option bears and what happens when the cursor moves or an option is picked.
    """

    DEFAULT_CSS = """
    OptionGrid { height: auto; width: 1fr; }
    OptionGrid:disabled { opacity: 60%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", "Left", show=False, id="grid.left"),
        Binding("right", "move(1, 0)", "Right", show=False, id="grid.right"),
        Binding("up", "move(0, -1)", "Up", show=False, id="grid.up"),
        Binding("down", "move(0, 1)", "Down", show=False, id="grid.down"),
    ]
    MARK: ClassVar[int] = 2
    """Cells of the mark before a label, its space included."""

    cursor: reactive[int] = reactive(0)
    """Index of the option that the keys act on."""

    def __init__(self, options: Sequence[GridOption], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = list(options)

    def mark(self, option: GridOption) -> str:
        """What stands before the label, in MARK cells."""
        raise NotImplementedError

    def picked(self, index: int) -> None:
        """The option at `index` was clicked."""
        raise NotImplementedError

    def moved(self) -> None:
        """The cursor stands on another option."""

    # -- layout

    @property
    def _notes(self) -> bool:
        return any(option.note for option in self.options)

    def _shape(self, width: int) -> tuple[int, int, int]:
        """Columns, rows, and the cells of a column."""
        cell = (
            max((Content(option.label).cell_length for option in self.options), default=0) + self.MARK + GAP
        )
        if self._notes:
            return 1, len(self.options), width
        fit = max(1, (width + GAP) // cell)
        rows = -(-len(self.options) // fit) or 1
        return -(-len(self.options) // rows), rows, cell

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the options take at that width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[tuple[Content, list[int]]]:
        """The lines, each with the index of the option in each of its columns."""
        columns, rows, cell = self._shape(width)
        if self._notes:
            return self._noted_lines(width)
        lines = []
        for row in range(rows):
            indices = [
                column * rows + row for column in range(columns) if column * rows + row < len(self.options)
            ]
            parts = []
            for index in indices:
                text = self._label(index)
                parts += [text, Content(" " * (cell - text.cell_length))]
            lines.append((Content("").join(parts), indices))
        return lines

    def _noted_lines(self, width: int) -> list[tuple[Content, list[int]]]:
        label = max(Content(option.label).cell_length for option in self.options) + self.MARK
        room = max(12, width - label - GAP)
        lines = []
        for index, option in enumerate(self.options):
            head = self._label(index)
            notes = Content.styled(option.note, MUTED).wrap(room) if option.note else [Content("")]
            for number, note in enumerate(notes):
                lead = head if number == 0 else Content("")
                lines.append((Content.assemble(lead, " " * (label + GAP - lead.cell_length), note), [index]))
        return lines

    def _label(self, index: int) -> Content:
        option = self.options[index]
        text = f"{self.mark(option)}{option.label}"
        if self.has_focus and index == self.cursor:
            return Content.styled(text, "bold $block-cursor-foreground on $block-cursor-background")
        return Content.styled(text, "" if option.enabled else FAINT)

    def render(self) -> Content:
        """The lines as one text."""
        return Content("\n").join(line for line, _ in self._lines(self.size.width))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    # -- keys and mouse

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor to the next option that way which can be chosen; at the edge it stays."""
        _, rows, _ = self._shape(self.size.width)
        step = across * rows + down if rows > 1 else across + down
        index = self.cursor + step
        while 0 <= index < len(self.options) and not self.options[index].enabled:
            index += step
        if 0 <= index < len(self.options) and step:
            self.cursor = index
            self.moved()

    def on_click(self, event: events.Click) -> None:
        """Pick the option under the pointer."""
        lines = self._lines(self.size.width)
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.y < len(lines):
            return
        _, _, cell = self._shape(self.size.width)
        indices = lines[offset.y][1]
        column = min(offset.x // cell, len(indices) - 1) if cell else 0
        if offset.x < cell * len(indices) and self.options[indices[column]].enabled:
            self.cursor = indices[column]
            self.picked(indices[column])
