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


BEFORE = "‹ "
"""What stands for tabs that have no room."""


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
        """Another tab is active."""

        def __init__(self, strip: TabStrip) -> None:
            super().__init__()
            self.strip = strip

        @property
        def tab(self) -> str:
            """The key of the one that is active now: of two quick changes the first must not undo the second."""
            return self.strip.active

        @property
        def control(self) -> TabStrip:
            """The strip, for `@on` selectors."""
            return self.strip

    def __init__(
        self, tabs: Sequence[tuple[str, str]], *, place: str, hint: str = "", id: str | None = None
    ) -> None:
        """`tabs` are keys and labels; `hint` is shown dim at the right end: the keys of `place` that choose tabs, as
        long as they are the usual ones.
        """
        super().__init__(id=id)
        self.tabs = list(tabs)
        self.place, self.hint = place, hint
        self.set_reactive(TabStrip.active, self.tabs[0][0])

    def render(self) -> Content:
        """The labels; the active one stands out by its line too, not by colour alone.

        Where not all fit, a sign stands for those before and … for those after: the active one stays in sight.
        """
        first = self._first
        parts = [Content.styled(BEFORE, FAINT)] if first else []
        for key, label in self.tabs[first:]:
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
        line = Content("").join(parts[:-1])
        room = self.size.width - line.cell_length - len(self.hint) - 2
        own = any(name.startswith(f"{self.place}.tab-") for name in self.app._keymap)
        if self.hint and room > 0 and not own:
            return line + Content(" " * (room + 1)) + Content.styled(self.hint, FAINT)
        return line.truncate(self.size.width, ellipsis=True)

    @property
    def _first(self) -> int:
        """The number of the first tab that is shown."""
        at = [key for key, _ in self.tabs].index(self.active)
        more = at < len(self.tabs) - 1
        first = 0
        while first < at:
            wide = sum(map(self._width, self.tabs[first : at + 1])) + more + (len(BEFORE) if first else 0)
            if wide - 1 <= self.size.width:
                break
            first += 1
        return first

    @staticmethod
    def _width(tab: tuple[str, str]) -> int:
        return Content(f" {tab[1]} ").cell_length + 1

    def watch_active(self) -> None:
        """Tell whoever shows the tab's content."""
        self.post_message(self.Changed(self))

    def action_step(self, by: int) -> None:
        """The tab next to the active one."""
        keys = [key for key, _ in self.tabs]
        self.active = keys[(keys.index(self.active) + by) % len(keys)]

    def on_click(self, event: events.Click) -> None:
        """The tab under the pointer; the sign for those before goes to the last of them."""
        first = self._first
        at = len(BEFORE) if first else 0
        if event.x < at:
            self.active = self.tabs[first - 1][0]
            return
        for tab in self.tabs[first:]:
            wide = self._width(tab)
            if at <= event.x < at + wide:
                self.active = tab[0]
                return
            at += wide
