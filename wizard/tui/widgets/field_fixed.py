"""A field whose value is shown and cannot be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from wizard.tui.widgets.field import Field
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget


class FixedField(Field):
    """A value that something else decides."""

    def __init__(self, path: str, label: str, help_text: str = "", *, id: str | None = None) -> None:
        super().__init__(path, label, help_text, id=id)
        self.shown = Static("", markup=False)

    def controls(self) -> Iterable[Widget]:
        """The value as text."""
        return (self.shown,)

    def load(self, value: str) -> None:
        """Show `value`."""
        self.shown.update(visible(value))
