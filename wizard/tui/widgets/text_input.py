"""A line of text with undo and redo, that pastes from the system's clipboard."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.widgets import Input

from wizard.tui.widgets.editing_keys import editing_keys
from wizard.tui.widgets.row_strip import fit
from wizard.tui.widgets.shared import shared_start

if TYPE_CHECKING:
    from textual.strip import Strip

PAUSE = 1.0
"""Seconds without a key after which typing on is an edit of its own."""
KEPT = 200
"""Edits that can be undone."""


class _State(NamedTuple):
    """What stood in the line, and where the cursor was."""

    value: str
    cursor: int


class TextInput(Input):
    """Textual's Input, and what is missing there: `ctrl+z` undoes a word at a time, `ctrl+y` brings it back.

    A value that the program puts in with `put_in` is a new start.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *editing_keys("text-field", Input.BINDINGS),
        Binding("ctrl+z", "undo", "Undo", show=False, id="text-field.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, id="text-field.redo"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._past: list[_State] = []
        self._future: list[_State] = []
        self._moving = False
        self._run = ("", 0, 0.0)
        """The kind of the last edit, where it ended, and when."""
        super().__init__(*args, **kwargs)

    def put_in(self, value: str) -> None:
        """Show `value` without telling of a change, the cursor at its end; there is nothing to undo."""
        with self.prevent(Input.Changed):
            self.value = value
        self.cursor_position = len(value)
        self._past.clear()
        self._future.clear()
        self._run = ("", 0, 0.0)

    def on_resize(self) -> None:
        """Keep the cursor in sight where the line has become shorter."""
        if self.has_focus:
            self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def render_line(self, y: int) -> Strip:
        """As Textual has it, a placeholder cut with … where the line is too short for it."""
        whole, room = self.placeholder, self.scrollable_content_region.width
        if self.value or cell_len(whole) <= room:
            return super().render_line(y)
        self.set_reactive(Input.placeholder, fit(whole, room))
        try:
            return super().render_line(y)
        finally:
            self.set_reactive(Input.placeholder, whole)

    def watch_value(self, before: str, after: str) -> None:
        """Remember what an edit replaced, unless it goes on where the one before ended."""
        if before == after or self._moving:
            return
        kind, at, ends = _edit(before, after)
        last, place, moment = self._run
        now = time.monotonic()
        goes_on = kind and kind == last and at == place and now - moment < PAUSE
        if not goes_on or _begins_word(kind, after, at):
            self._past.append(_State(before, min(self.cursor_position, len(before))))
            del self._past[:-KEPT]
        self._future.clear()
        self._run = (kind, ends, now)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Redo is offered while there is something to bring back. Undo always: its key must not reach the program,
        which it would suspend.
        """
        return bool(self._future) if action == "redo" else super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take the last edit back."""
        self._go(self._past, self._future)

    def action_redo(self) -> None:
        """Make the edit taken back last again."""
        self._go(self._future, self._past)

    def _go(self, source: list[_State], other: list[_State]) -> None:
        if not source:
            return
        other.append(_State(self.value, self.cursor_position))
        state = source.pop()
        self._moving = True
        try:
            self.value = state.value
        finally:
            self._moving = False
        self.cursor_position = state.cursor
        self._run = ("", 0, 0.0)

    async def action_paste(self) -> None:  # type: ignore[override]
        """Paste from the system's clipboard, or what was copied inside the program."""
        from wizard.tui.clipboard import pasted

        lines = (await pasted(self.app)).splitlines()
        if lines:
            self.replace(lines[0], *self.selection)


def _edit(before: str, after: str) -> tuple[str, int, int]:
    """The kind of an edit (a character `typed` or `deleted`, "" for any other), where it was, and where the next is
    that goes on with it."""
    start = shared_start(before, after)
    if len(after) == len(before) + 1 and after[start + 1 :] == before[start:]:
        return "typed", start, start + 1
    if len(after) == len(before) - 1 and after[start:] == before[start + 1 :]:
        return "deleted", start, start - 1
    return "", start, start


def _begins_word(kind: str, text: str, at: int) -> bool:
    return kind == "typed" and at > 0 and text[at - 1].isspace() and not text[at].isspace()
