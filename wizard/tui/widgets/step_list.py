"""The steps of a wizard: which are done, which is current, which need mending."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wizard.tui.widgets.shades import FAINT, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

SIGNS = {"": " ", "done": "✓", "errors": "!"}
STYLES = {"": MUTED, "done": "$text-success", "errors": "$text-error"}


class StepLine(NamedTuple):
    """A step: its name, how it stands, and in a few words what it holds."""

    name: str
    state: Literal["", "done", "errors"] = ""
    summary: str = ""


class StepList(Widget, can_focus=True):
    """`✓ 1 Title & channel`, one under the other, the summary dim under the name; posts Chosen.

    Arrows move, enter goes to the step under the cursor, so does a click; a digit goes to the step of that number.
    Where it has little width only marks and numbers are shown, where it has little height no summaries.
    """

    DEFAULT_CSS = """
    StepList { width: 25; height: 1fr; padding: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="steps.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="steps.down"),
        Binding("enter,space,right", "choose", "Go to step", id="steps.choose"),
    ]
    steps: reactive[tuple[StepLine, ...]] = reactive((), repaint=False)
    current: reactive[int] = reactive(0)
    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """The step at `index`, from 0, was asked for."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, steps: Sequence[StepLine], current: int = 0) -> None:
        super().__init__()
        self.set_reactive(StepList.steps, tuple(steps))
        self.set_reactive(StepList.current, current)
        self.set_reactive(StepList.cursor, current)

    def watch_steps(self, before: tuple[StepLine, ...], after: tuple[StepLine, ...]) -> None:
        """Draw those that are different now."""
        if len(before) != len(after):
            self.refresh()
            return
        width, height = self.size.width, self._row_height
        changed = [index for index, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
        if changed:
            self.refresh(*(Region(0, index * height, width, height) for index in changed))

    def watch_current(self, current: int) -> None:
        """The cursor starts from the current step."""
        self.cursor = current

    @property
    def _row_height(self) -> int:
        return 2 if self.size.height >= 2 * len(self.steps) else 1

    def render(self) -> Content:
        """The steps, a line or two each."""
        width = self.size.width
        lines = []
        for index, step in enumerate(self.steps):
            current = index == self.current
            lead = "▸" if current else " "
            text = Content.assemble(
                (lead, "$text-accent"),
                (SIGNS[step.state], STYLES[step.state]),
                (f" {index + 1}", "" if current else MUTED),
                *((f" {step.name}",) if width >= 16 else ()),
            ).truncate(width, ellipsis=True)
            text = text.pad_right(max(0, width - text.cell_length))
            if self.has_focus and index == self.cursor:
                text = Content.styled(text.plain, "bold $block-cursor-foreground on $block-cursor-background")
            elif current:
                text = text.stylize("bold on $boost")
            lines.append(text)
            if self._row_height == 2:
                summary = Content(f"     {step.summary}" if width >= 16 else "").truncate(
                    width, ellipsis=True
                )
                lines.append(summary.stylize(FAINT))
        return Content("\n").join(lines)

    def on_focus(self) -> None:
        """Show the cursor, on the current step."""
        self.cursor = self.current
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + by, len(self.steps) - 1))

    def action_choose(self) -> None:
        """Go to the step under the cursor."""
        self.post_message(self.Chosen(self.cursor))

    def on_key(self, event: events.Key) -> None:
        """A digit goes to that step."""
        if event.character and event.character.isdecimal() and 1 <= int(event.character) <= len(self.steps):
            event.stop()
            self.post_message(self.Chosen(int(event.character) - 1))

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the pointer."""
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y // self._row_height < len(self.steps):
            self.post_message(self.Chosen(offset.y // self._row_height))
