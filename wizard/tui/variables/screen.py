"""List Dynamic Variables: a tick puts a variable into the request body, or takes it out."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from wizard.profile import body as request_body
from wizard.tui.slowly import in_thread
from wizard.tui.variables.listing import COLUMNS, VariableList, VariableSource
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.field import Remark, Remarks
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.say import say
from wizard.tui.widgets.shades import MUTED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from wizard.catalog import Channel
    from wizard.tui.app import WizardApp


WIDE = 120
"""Columns from which the dialog stands beside the preview."""
NOTHING = "Nothing is ticked yet: {variables.choose|space} ticks a variable, {variables.all|a} all of them."


class VariablesScreen(Dialog[bool]):
    """Shows which variables stand in `body`; every tick calls `changed` with the body that follows from it.

    Dismissed with True by Insert, which asks for the focus in the body, with False by closing.
    """

    app: WizardApp
    CSS_PATH = "variables.tcss"
    AUTO_FOCUS = "VariableList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    help_title = "List Dynamic Variables"
    HELP = """What Kaleyra can fill in. A tick puts the variable into the request body at once, and taking the
tick away takes it out again: what is ticked is what stands in the body. Copy to Clipboard copies a JSON
object with the ticked variables. Insert closes the list and goes to the body."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "all", "Select All", id="variables.all"),
        Binding("c", "copy", "Copy", id="variables.copy"),
        Binding("i", "insert", "Insert", id="variables.insert"),
        Binding("escape", "dismiss(False)", "Close", id="variables.close"),
    ]

    def __init__(self, channel: Channel, body: str, changed: Callable[[str], None]) -> None:
        super().__init__()
        self.channel = channel
        self.body = body
        self.changed = changed
        self.source = VariableSource(channel)
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Buttons and count, the list, the variable under the cursor in full."""
        # Textual sets the class of a breakpoint after the first picture, and the dialog would jump aside.
        self.set_class(self.app.size.width >= WIDE, "-wide")
        with Vertical(id="variables") as box:
            box.border_title = "List Dynamic Variables"
            box.border_subtitle = "ticks go into the body at once"
            with Horizontal(id="heading"):
                yield Button("Select All", id="all", compact=True)
                yield Button("Copy to Clipboard", id="copy", compact=True)
                yield Button("Insert", id="insert", compact=True)
                yield Static("", id="count")
                yield Button("X", id="close", compact=True)
            listing = VariableList(COLUMNS)
            listing.styles.height = len(self.channel.variables) + 1
            yield listing
            yield Static("", id="about")
        yield KeyBar()

    def on_mount(self) -> None:
        """Tick what stands in the body. The buttons are for the pointer: each has its key."""
        for button in self.query(Button):
            button.can_focus = False
        self._show()
        self.query_one(VariableList).show(self.source)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The names of the variables that stand in the body, in the list's order."""
        return request_body.selected(self.body, self.channel)

    def _show(self) -> None:
        self.source.ticked = frozenset(self.ticked)
        count = f"{len(self.source.ticked)} of {len(self.channel.variables)}"
        say(self.query_one("#count", Static), count)
        self.query_one(VariableList).refresh_rows()

    async def _change(self, names: Sequence[str], *, add: bool) -> None:
        """Put these into the body, or take them out; a body that cannot take them says why."""
        remarks: list[Remark] = []
        change = request_body.insert if add else request_body.remove
        try:
            self.body = await in_thread(self.app, partial(change, self.body, names), "Changing the body")
        except request_body.BodyError as error:
            problem = error.problem
            place = f" (line {problem.line}, column {problem.column})" if problem.line else ""
            remarks = [Remark(f"The body cannot take the tick{place}: {problem.sentence}")]
        else:
            self.changed(self.body)
        Remarks.tell(self.query_one("#variables"), remarks, before=self.query_one("#about"))
        self._show()

    def _in_turn(self, change: Callable[[], Awaitable[None]]) -> None:
        """One change after the other, each of the body that the one before has left; keys wait for it."""
        self._one_by_one(change, self.app.hold_keys())

    @work(group="ticks")
    async def _one_by_one(
        self, change: Callable[[], Awaitable[None]], release_keys: Callable[[], None]
    ) -> None:
        try:
            async with self._turn:
                await change()
        finally:
            release_keys()

    @on(VariableList.Chosen)
    def _tick(self, event: VariableList.Chosen) -> None:
        if (name := event.key) is not None:
            self._in_turn(lambda: self._change([name], add=name not in self.source.ticked))

    @on(VariableList.Highlighted)
    def _about(self, event: VariableList.Highlighted) -> None:
        variable = self.channel.variable(event.key or "")
        if variable is not None:
            text = Content.assemble(
                (variable.placeholder, "$text-accent"),
                f"  {variable.description}\n",
                (variable.example, MUTED),
            )
            say(self.query_one("#about", Static), text)

    @on(Button.Pressed, "#all")
    def action_all(self) -> None:
        """Tick all; where all are ticked, none."""
        self._in_turn(self._change_all)

    async def _change_all(self) -> None:
        missing = [name for name in self.channel.variable_names if name not in self.source.ticked]
        await self._change(missing or self.channel.variable_names, add=bool(missing))

    @on(Button.Pressed, "#copy")
    @work(exclusive=True)
    async def action_copy(self) -> None:
        """Copy the ticked variables as a JSON object, ready to paste into a body."""
        if not self.source.ticked:
            self.app.notify_of_keys(NOTHING, timeout=4)
            return
        count = len(self.source.ticked)
        what = f"{count} dynamic variable{'' if count == 1 else 's'}"
        self.app.copy(request_body.clipboard_text(self.ticked), what)

    @on(Button.Pressed, "#insert")
    def action_insert(self) -> None:
        """Close, and go to the body. With nothing ticked, the variable under the cursor goes in."""
        self._in_turn(self._insert)

    async def _insert(self) -> None:
        current = self.query_one(VariableList).current
        if not self.source.ticked and current is not None:
            await self._change([current], add=True)
        self.dismiss(True)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self._in_turn(self._leave)

    async def _leave(self) -> None:
        self.dismiss(False)
