"""A choice of several among a few, all of them in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from wizard.tui.widgets.field import Field
from wizard.tui.widgets.field_grid import GridOption, OptionGrid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget


class Ticks(OptionGrid):
    """`[X] one  [ ] another`: space ticks, `a` ticks all, or none once all are. Posts Changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", id="ticks.tick"),
        Binding("a", "all", "All", id="ticks.all"),
    ]
    MARK: ClassVar[int] = 4
    ticked: reactive[frozenset[str]] = reactive(frozenset())

    class Changed(Message):
        """Other options are ticked: `ticked`, their values in the order shown."""

        def __init__(self, ticks: Ticks, ticked: tuple[str, ...]) -> None:
            super().__init__()
            self.ticks = ticks
            self.ticked = ticked

        @property
        def control(self) -> Ticks:
            """The ticks, for `@on` selectors."""
            return self.ticks

    def show(self, options: Sequence[GridOption], ticked: Iterable[str]) -> None:
        """Offer these options, with those values ticked."""
        if list(options) != self.options:
            self.options = list(options)
            self.cursor = min(self.cursor, max(0, len(self.options) - 1))
            self.refresh(layout=True)
        self.ticked = frozenset(ticked)

    def mark(self, option: GridOption) -> str:
        """A ticked or an empty box."""
        return "[X] " if option.value in self.ticked else "[ ] "

    def picked(self, index: int) -> None:
        """Tick the option, or take the tick away."""
        self._set(self.ticked ^ {self.options[index].value})

    def action_tick(self) -> None:
        """Tick or untick the option under the cursor."""
        if self.options:
            self.picked(self.cursor)

    def action_all(self) -> None:
        """Tick all, or none where all are ticked."""
        every = frozenset(option.value for option in self.options)
        self._set(frozenset() if self.ticked >= every else every)

    def _set(self, ticked: frozenset[str]) -> None:
        self.ticked = ticked
        self.post_message(self.Changed(self, tuple(o.value for o in self.options if o.value in ticked)))


class TicksField(Field):
    """A field with Ticks."""

    def __init__(self, path: str, label: str, help_text: str = "", *, id: str | None = None) -> None:
        super().__init__(path, label, help_text, id=id)
        self.ticks = Ticks(())

    def controls(self) -> Iterable[Widget]:
        """The ticks alone."""
        return (self.ticks,)

    @on(Ticks.Changed)
    def _changed(self, event: Ticks.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.path, event.ticked))
