"""The parts of Decrypt: whose key is used, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from wizard.tui.widgets.menu import Chip
from wizard.tui.widgets.text_pane import TextPane


class ProfileChip(Chip):
    """The profile whose key is used. Enter or a click asks for another; posts Wanted."""

    class Wanted(Chip.Changed):
        """Another profile is wanted."""

    def action_open(self) -> None:
        """Ask for another."""
        self.post_message(self.Wanted(self, ""))


class Results(TextPane):
    """What came of it. The keys are the screen's; they work here, where no letter is text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "screen.use", "Use it", tooltip="Use the change on this screen", id="decrypt.use"),
        Binding(
            "d",
            "screen.duplicate",
            "Duplicate",
            tooltip="Duplicate the profile with the change",
            id="decrypt.duplicate",
        ),
        Binding(
            "c",
            "screen.copy",
            "Copy",
            tooltip="Copy the change as lines of a profile file",
            id="decrypt.copy",
        ),
        Binding("p", "screen.profile", "Profile", tooltip="Choose the profile", id="decrypt.profile"),
        Binding(
            "v",
            "screen.variable",
            "Variable",
            tooltip="Say which variable a single value is",
            id="decrypt.variable",
        ),
        Binding("y", "screen.copy_shown", "Copy text", tooltip="Copy what is shown", id="decrypt.copy-shown"),
        Binding(
            "r",
            "screen.reset",
            "As saved",
            tooltip="Judge by the profile as it is saved, without the change",
            id="decrypt.reset",
        ),
        Binding("n", "screen.new", "New paste", id="decrypt.new"),
    ]

    class Resized(Message):
        """The lines have to be laid out for another width."""

    def sized(self) -> None:
        """Tell whoever lays the lines out."""
        super().sized()
        self.post_message(self.Resized())
