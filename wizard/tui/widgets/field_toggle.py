"""A field that is on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wizard.tui.widgets.field import Field
from wizard.tui.widgets.shades import FAINT, MUTED

if TYPE_CHECKING:
    from textual.app import ComposeResult


GAP = "   "


class Toggle(Widget, can_focus=True):
    """A switch with its label in one line; says `on` or `off` in words too. Space or a click turns it."""

    DEFAULT_CSS = """
    Toggle { height: 1; width: 1fr; text-style: bold; }
    Toggle:disabled { color: $text-disabled; }
    Toggle:focus { color: $text-accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "turn", "On/Off", id="toggle.turn")]
    value: reactive[bool] = reactive(False)

    class Changed(Message):
        """It was turned to `value`."""

        def __init__(self, toggle: Toggle, value: bool) -> None:
            super().__init__()
            self.toggle = toggle
            self.value = value

        @property
        def control(self) -> Toggle:
            """The toggle, for `@on` selectors."""
            return self.toggle

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def render(self) -> Content:
        """`Enable Encryption   ━━● on`."""
        switch = ("━━● on", "$text-success") if self.value else ("●━━ off", MUTED)
        if self.has_focus:
            switch = (switch[0], "bold $block-cursor-foreground on $block-cursor-background")
        elif self._check_disabled():
            switch = (switch[0], FAINT)
        room = self.size.width - len(GAP) - Content(switch[0]).cell_length
        label = Content(self.label).truncate(max(0, room), ellipsis=True)
        return Content.assemble(label, GAP, switch)

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def action_turn(self) -> None:
        """Turn it the other way."""
        self.value = not self.value
        self.post_message(self.Changed(self, self.value))

    def on_click(self) -> None:
        """Turn it."""
        self.action_turn()


class ToggleField(Field):
    """A field with a Toggle, which bears the label itself."""

    def __init__(self, path: str, label: str, help_text: str = "", *, id: str | None = None) -> None:
        super().__init__(path, label, help_text, id=id)
        self.toggle = Toggle(label)

    def compose(self) -> ComposeResult:
        """Toggle and help."""
        yield self.toggle
        yield self.help

    def load(self, value: bool) -> None:
        """Show it on or off."""
        self.toggle.value = value

    @on(Toggle.Changed)
    def _changed(self, event: Toggle.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.path, event.value))
