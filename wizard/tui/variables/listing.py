"""The rows of List Dynamic Variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from wizard.tui.widgets.windowed_list import Column, Row, WindowedList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from wizard.catalog import Channel

COLUMNS = (
    Column("tick", "", 3),
    Column("name", "Name", 16, grow=1),
    Column("description", "Description", 27, grow=1),
    Column("example", "Example", 16, grow=2, drop=1),
)


class VariableSource:
    """The channel's dynamic variables as rows, those of `ticked` with a cross."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.ticked: frozenset[str] = frozenset()

    def count(self) -> int:
        """How many variables the channel has."""
        return len(self.channel.variables)

    def window(self, start: int, count: int) -> Sequence[Row]:
        """Tick, name, description, example."""
        return [
            Row(v.name, ("[X]" if v.name in self.ticked else "[ ]", v.name, v.description, v.example))
            for v in self.channel.variables[start : start + count]
        ]

    def position(self, key: str) -> int | None:
        """Where the variable of that name stands."""
        names = self.channel.variable_names
        return names.index(key) if key in names else None


class VariableList(WindowedList):
    """Space, enter or a click tick a row: each posts Chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "choose", "Tick", id="variables.choose")]

    def on_click(self, event: events.Click) -> None:
        """One click is enough, for there is nothing else to do with a row."""
        event.prevent_default()
        index = self.scroll_offset.y + event.y - 1
        if event.y > 0 and 0 <= index < self.total:
            self.action_go(index)
            self.action_choose()
