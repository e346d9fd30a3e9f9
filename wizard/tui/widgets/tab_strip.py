"""A line of tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wizard.tui.widgets.shades import FAINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


class TabStrip(Widget, can_focus=True):
    """One line of labels, one of them active; left and right, or a click, choose. Posts Changed."""

    DEFAULT_CSS = """
    TabStrip { height: 1; width: 1fr; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Previous tab", show=False, id="tabs.previous-tab"),
        Binding("right,l", "step(1)", "Next tab", show=False, id="tabs.next-tab"),
    ]

    active: reactive[str] = reactive("")

    class Changed(Message):
        """Another tab is active: its `tab` key."""

        def __init__(self, strip: TabStrip, tab: str) -> None:
            super().__init__()
            self.strip = strip
            self.tab = tab

        @property
        def control(self) -> TabStrip:
            """The strip, for `@on` selectors."""
            return self.strip

    def __init__(self, tabs: Sequence[tuple[str, str]], *, hint: str = "", id: str | None = None) -> None:
        """`tabs` are keys and labels; `hint` is shown dim at the right end."""
        super().__init__(id=id)
        self.tabs = list(tabs)
        self.hint = hint
        self.set_reactive(TabStrip.active, self.tabs[0][0])

    def render(self) -> Content:
        """The labels; the active one stands out by brackets too, not by colour alone."""
        parts = []
        for key, label in self.tabs:
            if key == self.active:
                style = (
                    "bold $block-cursor-foreground on $block-cursor-background"
                    if self.has_focus
                    else "bold $text-primary underline"
                )
                parts.append(Content.styled(f" {label} ", style))
            else:
                parts.append(Content(f" {label} "))
            parts.append(Content(" "))
        line = Content("").join(parts)
        room = self.size.width - line.cell_length - len(self.hint) - 1
        if self.hint and room > 0:
            line += Content(" " * room) + Content.styled(self.hint, FAINT)
        return line

    def watch_active(self, tab: str) -> None:
        """Tell whoever shows the tab's content."""
        self.post_message(self.Changed(self, tab))

    def action_step(self, by: int) -> None:
        """The tab next to the active one."""
        keys = [key for key, _ in self.tabs]
        self.active = keys[(keys.index(self.active) + by) % len(keys)]

    def on_click(self, event: events.Click) -> None:
        """The tab under the pointer."""
        at = 0
        for key, label in self.tabs:
            wide = Content(f" {label} ").cell_length + 1
            if at <= event.x < at + wide:
                self.active = key
                return
            at += wide
