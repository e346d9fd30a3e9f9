"""The editor for a request body: JSON with placeholders, coloured, completed, and mended as it is pasted."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from wizard.profile import body as request_body
from wizard.tui.widgets.body_rows import BodyRows
from wizard.tui.widgets.editing_keys import editing_keys
from wizard.tui.widgets.shared import shared_start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.document._document import EditResult, Location

_OPEN_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.:-]*)$")
LONGEST_NAME = 100
"""Characters before the cursor in which a `<` is looked for."""


class BodyEditor(BodyRows):
    """Edits the text of a request body. `names` are the placeholders that are known.

    A pasted object, or lines of `"name": "<name>"`, is merged into an object that stands there already; `<` offers
    the names. Posts TextArea.Changed. Component classes: `body-editor--KIND` for each of `KINDS`, and
    `body-editor--unknown` for a placeholder that is not known.
    """

    DEFAULT_CSS = """
    BodyEditor, BodyEditor:focus { border: none; padding: 0; background: $surface; }
    BodyEditor {
        & .text-area--cursor-line { background: $boost; }
        & .text-area--gutter { color: $foreground 40%; }
        & .text-area--cursor-gutter { color: $foreground 70%; }
        & .body-editor--key { color: $text-primary; }
        & .body-editor--string { color: $text-success; }
        & .body-editor--placeholder { color: $text-accent; text-style: bold; }
        & .body-editor--unknown { color: $text-warning; text-style: underline; }
        & .body-editor--number { color: $text-secondary; }
        & .body-editor--word { color: $text-secondary; text-style: italic; }
        & .body-editor--punctuation { color: $foreground 60%; }
        & .body-editor--fault { color: $text-error; text-style: underline; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *editing_keys("body", TextArea.BINDINGS),
        Binding(
            "ctrl+l", "lay_out", "Format", tooltip="Lay the JSON out, one entry a line", id="body.lay-out"
        ),
        Binding("ctrl+home", "to_end(False)", "Start of the body", show=False, id="body.start"),
        Binding("ctrl+end", "to_end(True)", "End of the body", show=False, id="body.end"),
    ]

    def __init__(self, names: Iterable[str], *, id: str | None = None) -> None:
        super().__init__(
            names,
            id=id,
            show_line_numbers=True,
            placeholder='{ "delivery_status": "<delivery_status>" }',
        )

    # -- text in

    def load(self, text: str) -> None:
        """Show `text` as the start of editing; nothing to undo."""
        with self.prevent(TextArea.Changed):
            self.load_text(text)

    def change_to(self, text: str) -> None:
        """Make it `text` by one edit that can be undone, leaving alone what the two have in common."""
        old = self.text
        if text == old:
            return
        start = shared_start(old, text)
        shorter = min(len(old), len(text)) - start
        tail = shared_start(old[::-1][:shorter], text[::-1][:shorter])
        first, last = self._location(old, start), self._location(old, len(old) - tail)
        self.history.checkpoint()
        with self.prevent(TextArea.Changed):
            self.replace(text[start : len(text) - tail], first, last)
        self.history.checkpoint()

    @staticmethod
    def _location(text: str, offset: int) -> Location:
        line = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
        start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
        return line, offset - start

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor there, both from 1."""
        self.move_cursor((line - 1, column - 1), center=True)

    # -- keys

    def update_suggestion(self) -> None:
        """After `<`, the first known name that fits what is typed, those not in the body before the others."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        typed = _OPEN_PLACEHOLDER.search(line[max(0, column - LONGEST_NAME) : column])
        self.suggestion = ""
        if typed is None or not self.selection.is_empty or line[column : column + 1].isalnum():
            return
        there = self.text
        fitting = [name for name in self.names if name.casefold().startswith(typed[1].casefold())]
        fitting.sort(key=lambda name: f"<{name}>" in there)
        if fitting:
            close = "" if line[column : column + 1] == ">" else ">"
            self.suggestion = fitting[0][len(typed[1]) :] + close

    async def _on_key(self, event: events.Key) -> None:
        """Enter keeps the indentation of the line, and goes deeper after an opening bracket."""
        if event.key != "enter" or self.read_only:
            return  # Textual calls its own handler next
        event.stop()
        event.prevent_default()
        row, column = self.selection.start
        before = self.document.get_line(row)[:column]
        indent = before[: len(before) - len(before.lstrip(" \t"))]
        if before.rstrip().endswith(("{", "[")):
            indent += "  "
        self._replace_via_keyboard("\n" + indent, *self.selection)

    async def _on_paste(self, event: events.Paste) -> None:
        """Merge what is an object or its entries, insert anything else as it is."""
        event.stop()
        event.prevent_default()
        await self._take(event.text)

    async def action_paste(self) -> None:  # type: ignore[override]
        """Paste from the system's clipboard, or what was copied inside the program."""
        from wizard.tui.clipboard import pasted

        await self._take(await pasted(self.app))

    async def _take(self, pasted: str) -> None:
        if self.read_only or not pasted:
            return
        if self.selection.is_empty:
            try:
                merged = await self._merged(pasted)
            except request_body.BodyError:
                pass  # not an object, or nothing to merge it into: it is a text like any other
            else:
                self.edit_to(merged)
                return
        result: EditResult | None = self._replace_via_keyboard(pasted, *self.selection)
        if result:
            self.move_cursor(result.end_location)

    async def _merged(self, pasted: str) -> str:
        """The text with the pasted entries: made in a thread, and anew if the text was changed meanwhile."""
        while True:
            text = self.text
            merged = await asyncio.to_thread(request_body.merge, text, pasted)
            if self.text == text:
                return merged

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Redo is offered while there is something to bring back, undo always: else its key suspends the program."""
        return (
            bool(self.history._redo_stack) if action == "redo" else super().check_action(action, parameters)
        )

    def edit_to(self, text: str) -> None:
        """As `change_to`, but by a person's hand: it posts Changed."""
        before = self.text
        self.change_to(text)
        if self.text != before:
            self.post_message(self.Changed(self))

    def action_to_end(self, end: bool) -> None:
        """The cursor to the end of the body, or to its start."""
        self.move_cursor(self.document.end if end else (0, 0))

    def action_lay_out(self) -> None:
        """Lay the JSON out, one entry a line."""
        try:
            text = request_body.format_body(self.text)
        except request_body.BodyError as error:
            self.go_to(error.problem.line, error.problem.column)
            self.notify(f"Cannot lay it out: {error.problem.sentence}.", severity="warning", timeout=6)
        else:
            self.edit_to(text)
