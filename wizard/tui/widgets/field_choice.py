"""A choice of one among a few, all of them in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.reactive import reactive

from wizard.tui.widgets.field import Field
from wizard.tui.widgets.field_grid import GridOption, OptionGrid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget


class Choice(OptionGrid):
    """`● one  ○ another`: the arrows choose. An option that cannot be chosen bears a dash. Posts Changed."""

    value: reactive[str] = reactive("")

    class Changed(Message):
        """Another option was chosen: its `value`."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The choice, for `@on` selectors."""
            return self.choice

    def __init__(self, options: Sequence[GridOption], value: str = "", *, id: str | None = None) -> None:
        super().__init__(options, id=id)
        self.set_reactive(Choice.value, value)
        self._follow()

    def mark(self, option: GridOption) -> str:
        """A filled circle for what is chosen."""
        if option.value == self.value:
            return "● "
        return "○ " if option.enabled else "– "

    def _follow(self) -> None:
        """The cursor stands on what is chosen, else on the first that can be."""
        indices = [n for n, option in enumerate(self.options) if option.value == self.value]
        indices += [n for n, option in enumerate(self.options) if option.enabled]
        self.set_reactive(OptionGrid.cursor, indices[0] if indices else 0)

    def watch_value(self) -> None:
        """Bring the cursor along."""
        self._follow()

    def moved(self) -> None:
        """The choice follows the cursor."""
        self.picked(self.cursor)

    def picked(self, index: int) -> None:
        """Choose the option."""
        value = self.options[index].value
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))


class ChoiceField(Field):
    """A field with a Choice."""

    def __init__(
        self,
        path: str,
        label: str,
        options: Sequence[GridOption],
        help_text: str = "",
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(path, label, help_text, id=id)
        self.choice = Choice(options)

    def controls(self) -> Iterable[Widget]:
        """The choice alone."""
        return (self.choice,)

    def load(self, value: str) -> None:
        """Show `value` as chosen."""
        self.choice.value = value

    @on(Choice.Changed)
    def _changed(self, event: Choice.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.path, event.value))
