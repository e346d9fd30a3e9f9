"""A letter at everything that takes the focus: pressing it goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.errors import NoWidget
from textual.screen import ModalScreen
from textual.widget import Widget

from wizard.tui.active import with_own_keys
from wizard.tui.widgets.answered import Answered
from wizard.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import App, ComposeResult
    from textual.geometry import Region
    from textual.screen import Screen

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In the order in which they are given out: those under the fingers first."""


class JumpLabel(Widget):
    """One letter, in the cell before what it stands for."""

    DEFAULT_CSS = """
    JumpLabel { width: 1; height: 1; position: absolute; background: $accent; color: $background; text-style: bold; }
    """

    def __init__(self, letter: str, x: int, y: int) -> None:
        super().__init__()
        self.letter = letter
        self.styles.offset = (x, y)

    def render(self) -> Content:
        """The letter."""
        return Content(self.letter)


class JumpBar(Widget):
    """The line at the foot: letters of what is scrolled out of sight, and the way out."""

    DEFAULT_CSS = """
    JumpBar { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; }
    """

    def __init__(self, hidden: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.hidden = hidden

    def render(self) -> Content:
        """`esc Close  k Encoding  l Tag`."""
        parts = [(with_own_keys(self.app, "{jump.close|esc}"), "Close"), *self.hidden]
        key = "bold $footer-key-foreground on $footer-key-background"
        line = Content("").join(Content.assemble((f" {letter} ", key), f"{name} ") for letter, name in parts)
        return line.truncate(self.size.width, ellipsis=True)


class JumpScreen(ModalScreen[Widget | int | None], Answered[Widget | int | None]):
    """Letters over the screen beneath; its `steps`, if it has any, go by their digits.

    Dismissed with the widget that was chosen, or the number of a step, from 1; None for any other key.
    """

    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f2", "dismiss(None)", "Close", id="jump.close")]

    def __init__(self, beneath: Screen[object], steps: int = 0) -> None:
        super().__init__()
        self.beneath, self.steps = beneath, steps
        self.targets: dict[str, Widget] = {}
        self._sight: dict[str, Region | None] = {}
        self._look()

    def _look(self) -> None:
        """Give the letters out: what takes the focus, and where it stands, follow from the terminal's size."""
        self.targets = dict(zip(LETTERS, self.beneath.focus_chain, strict=False))
        self._sight = {letter: _in_sight(widget) for letter, widget in self.targets.items()}

    def compose(self) -> ComposeResult:
        """A letter in front of each, and a line for those out of sight."""
        for letter, region in self._sight.items():
            if region is not None:
                yield JumpLabel(letter, max(0, region.x - 1), region.y)
        hidden = [(letter, name_of(self.targets[letter])) for letter, seen in self._sight.items() if not seen]
        steps = [(f"1-{self.steps}", "Step")] if self.steps else []
        yield JumpBar([*steps, *((letter, name) for letter, name in hidden if name)])

    def on_mount(self) -> None:
        """Follow the screen beneath: in a terminal of another size its fields stand elsewhere."""
        self.beneath.screen_layout_refresh_signal.subscribe(self, self._moved)

    async def _moved(self, _: Screen[object]) -> None:
        before = self.targets, self._sight
        self._look()
        if (self.targets, self._sight) != before:
            await self.recompose()

    def on_key(self, event: events.Key) -> None:
        """A letter goes to what it stands at; any other key ends it."""
        event.stop()
        key = event.key.lower()
        step = int(key) if key.isdecimal() else 0
        self.dismiss(step if 1 <= step <= self.steps else self.targets.get(key))

    def on_click(self, event: events.Click) -> None:
        """A click on a letter goes there too."""
        letter = event.widget.letter if isinstance(event.widget, JumpLabel) else ""
        self.dismiss(self.targets.get(letter))


def jump(app: App[Any]) -> None:
    """Put the letters over the screen on top, and go where one is pressed.

    A screen that has steps says how many (`jump_steps`) and opens one by its number (`jump_to`).
    """
    beneath = app.screen

    def go(chosen: Widget | int | None) -> None:
        if isinstance(chosen, int):
            beneath.call_later(beneath.jump_to, chosen)  # type: ignore[attr-defined]
        elif chosen is not None and chosen.is_attached:
            beneath.set_focus(chosen)

    if len(beneath.focus_chain) > 1:
        app.push_screen(JumpScreen(beneath, getattr(beneath, "jump_steps", 0)), go)


def _in_sight(widget: Widget) -> Region | None:
    """Where the widget's first row is on the screen; None where it is scrolled out of sight."""
    region = widget.region
    try:
        seen = widget.screen.find_widget(widget).visible_region
    except NoWidget:
        return None
    return region if seen and region.y >= seen.y else None


def name_of(widget: Widget) -> str:
    """The label of the field that the widget is in; "" for one in none."""
    return next((node.label for node in widget.ancestors_with_self if isinstance(node, Field)), "")
