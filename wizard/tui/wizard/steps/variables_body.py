"""Step 3: the request body, and the dynamic variables in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Static, TextArea

from wizard.profile.body import BodyError, insert
from wizard.tui.active import with_own_keys
from wizard.tui.widgets.body_editor import BodyEditor
from wizard.tui.widgets.field import Field, Remark
from wizard.tui.widgets.say import say
from wizard.tui.wizard.steps.step import Step, ViewVariables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from wizard.tui.wizard.form import Form

REMARKS = 3
"""Remarks shown under the body at once: the editor needs the room more."""


class VariablesField(Field):
    """`[ View ] [ All ]  message_id, delivery_status`: what is selected, the way to the list, and all in one."""

    DEFAULT_CSS = """
    VariablesField Horizontal { height: 1; }
    VariablesField Button { margin-right: 2; }
    VariablesField Static.names {
        width: 1fr; height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "all", "All", tooltip="Put every variable into the body", id="body.all")
    ]

    class AllWanted(Message):
        """Every variable is to stand in the body."""

    def controls(self) -> Iterable[Widget]:
        """Buttons and names."""
        every = Button(with_own_keys(self.app, "All ({body.all|a})"), id="all", compact=True)
        every.can_focus = (
            False  # its key is there where View has the focus: no further stop on the way to the body
        )
        yield Horizontal(
            Button("View", id="view", compact=True), every, Static("", classes="names", markup=False)
        )

    def load(self, names: Sequence[str], of: int) -> None:
        """Show these as selected, out of `of`."""
        self.note(f"{len(names)} of {of} selected")
        say(self.query_one(".names", Static), ", ".join(names))

    @on(Button.Pressed)
    def _view(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "all":
            self.action_all()
        else:
            self.post_message(ViewVariables())

    def action_all(self) -> None:
        """Ask for every variable."""
        self.post_message(self.AllWanted())


class BodyField(Field):
    """The body's editor with its remarks."""

    DEFAULT_CSS = """
    BodyField { height: 1fr; min-height: 8; margin-bottom: 0; }
    BodyField BodyEditor { height: 1fr; min-height: 4; }
    """

    def __init__(self, label: str, help_text: str, names: Sequence[str]) -> None:
        super().__init__("body", label, help_text)
        self.editor = BodyEditor(names)

    def controls(self) -> Iterable[Widget]:
        """The editor alone."""
        return (self.editor,)

    def remark(self, remarks: Sequence[Remark]) -> None:
        """The first few, and how many more there are."""
        more = len(remarks) - REMARKS
        shown = list(remarks[:REMARKS])
        if more > 0:
            shown.append(Remark(f"and {more} more", is_error=False))
        super().remark(shown)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.path, self.editor.text))


class VariablesBodyStep(Step):
    """Dynamic Variables, Request Body."""

    LONG = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "view", "View", show=False, id="body.view"),
        Binding(
            "f3",
            "screen.edit_body",
            "Editor",
            key_display="F3",
            tooltip="Change the request body in your editor",
            id="body.editor",
        ),
    ]

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._told: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """The body takes the room that is left."""
        form = self.form
        yield VariablesField("variables", form.label("variables"), form.help("variables"))
        yield BodyField(form.label("body"), form.help("body"), form.channel.variable_names)

    async def on_mount(self) -> None:
        """The text as it was kept is where editing starts."""
        self.query_one(BodyEditor).load(self.form.profile.body)

    def fill(self, form: Form) -> None:
        """Bring the text in line with what was ticked."""
        self.query_one(BodyEditor).change_to(form.profile.body)

    def show(self, form: Form) -> None:
        """What is selected follows the body; the faulty place is marked once it is told."""
        told = (form.channel, form.problems, form.touched, form.selected, form.locked)
        if told == self._told:  # so at each key: what follows from it comes a moment later
            self.form = form
            return
        self._told = told
        super().show(form)
        self.query_one(VariablesField).load(form.selected, len(form.channel.variables))
        placed = [p for p in form.problems if p.path == "body" and p.is_error and p.line and form.shows(p)]
        self.query_one(BodyEditor).mark_fault(*((placed[0].line, placed[0].column) if placed else (0, 0)))

    def start(self) -> None:
        """At the list of variables while the body is empty, else in the body."""
        if self.form.profile.body.strip():
            self.screen.set_focus(self.query_one(BodyEditor))
        else:
            self.screen.set_focus(self.query_one(Button))

    def focus_path(self, path: str) -> None:
        """Into the body, at the faulty place."""
        if not self.form.profile.body.strip():
            self.start()
            return
        editor = self.query_one(BodyEditor)
        self.screen.set_focus(editor)
        placed = [problem for problem in self.form.problems if problem.path == "body" and problem.line]
        if placed:
            editor.go_to(placed[0].line, placed[0].column)

    @on(VariablesField.AllWanted)
    def _all_wanted(self) -> None:
        editor = self.query_one(BodyEditor)
        try:
            editor.edit_to(insert(editor.text, self.form.channel.variable_names))
        except BodyError as error:
            self.notify(f"Cannot add to it: {error.problem.sentence}.", severity="warning", timeout=6)
        self.screen.set_focus(editor)

    def action_view(self) -> None:
        """Open List Dynamic Variables."""
        self.post_message(ViewVariables())


STEP = VariablesBodyStep
