"""Add Callback Profile: the wizard's screen. It holds the profile; steps show it and tell of edits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.markup import escape
from textual.widgets import Static

from wizard.tui import warm
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.field_grid import OptionGrid
from wizard.tui.widgets.field_text import Line, SecretField
from wizard.tui.widgets.field_toggle import Toggle
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.request_preview import PreviewScreen, RequestPreview
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.step_list import StepLine, StepList
from wizard.tui.widgets.visible import visible
from wizard.tui.wizard.by_hand import ByHand
from wizard.tui.wizard.form import with_value
from wizard.tui.wizard.saving import DRAFT_SAVED
from wizard.tui.wizard.steps import STEPS, step_of, summary, warm_steps
from wizard.tui.wizard.steps.step import LOW, ViewVariables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from wizard.store import Draft


class AddProfileScreen(ByHand):
    """Six steps from a title to a saved profile, kept as a draft while it is typed.

    Dismissed with the ID of the saved profile, or None where it was left; the draft then stays. A draft with a
    `profile_id` edits that profile: only what its channel lets change can be changed.
    """

    CSS_PATH = "wizard.tcss"
    AUTO_FOCUS = ""
    jump_steps = len(STEPS)
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (70, "-narrow"), (120, "-wide"), (160, "-wider")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LOW, "-tall")]
    help_title = "Add Callback Profile"
    HELP = """Six steps to a callback profile. What you type is kept as a draft at once. A step with ✓ is done, one
with ! has something to mend. Test fires a dummy callback with the configuration as it stands, saved
or not; Save goes to the first thing that is wrong, if anything is. In the body < offers the variables
and → takes what is offered; lines or objects pasted into it are merged.

{text-field.undo|^z} undoes and {text-field.redo|^y} redoes wherever you type; anywhere else {app.suspend|^z} goes
back to the shell. {app.jump|F2} shows a letter at each field. {body.editor|F3} opens the body, {wizard.editor|F9} the
whole profile as TOML, in $VISUAL or $EDITOR; there a mark stands for each secret, so that none is written to a
file."""
    help_fields = (
        *("title", "channel", "events", "method", "endpoint", "variables", "body", "body_format", "headers"),
        *(
            "encryption",
            "algorithm",
            "key",
            "iv",
            "parameters",
            "encoding",
            "tag",
            "required_options",
            "test",
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        # Keys that move the focus are taken before the field in focus gets them: a key typed right after one of them
        # would otherwise still go to the field that is being left. Those that use what was typed must wait for it.
        Binding("tab", "app.focus_next", show=False, priority=True, id="wizard.next-field"),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True, id="wizard.previous-field"),
        Binding("enter", "go_on", show=False, priority=True, id="wizard.go-on"),
        Binding("ctrl+n", "next", "Next", key_display="^n", priority=True, id="wizard.next"),
        Binding("escape", "back", "Back", key_display="esc", id="wizard.back"),
        Binding("ctrl+b", "back", "Back", show=False, id="wizard.back"),
        Binding("ctrl+t", "test", "Test", key_display="^t", id="wizard.test"),
        Binding("ctrl+s", "save", "Save", key_display="^s", id="wizard.save"),
        Binding(
            "f2", "app.jump", "Jump", key_display="F2", tooltip="Go to a field by its letter", id="app.jump"
        ),
        Binding("f4", "preview", "Preview", key_display="F4", id="wizard.preview"),
        Binding(
            "f4",
            "go_to_preview",
            "Go to preview",
            key_display="F4",
            show=False,
            tooltip="Go to the preview beside the form, to scroll it",
            id="wizard.preview",
        ),
        Binding(
            "f9",
            "edit_profile",
            "Profile in editor",
            key_display="F9",
            show=False,
            tooltip="Change the whole profile as TOML in your editor",
            id="wizard.editor",
        ),
    ]

    def __init__(self, draft: Draft, unreadable: Iterable[str] = ()) -> None:
        super().__init__(draft, unreadable)
        self._draft_line = Static("", id="draft", markup=False)
        self._draft_told = Content("")
        if self.editing:
            self.help_title = f"Edit variables of {visible(self.profile.title, keep='')}"

    # -- layout

    def compose(self) -> ComposeResult:
        """Steps, form, preview; the draft's state on the frame's upper right."""
        with Horizontal(id="frame") as frame:
            frame.border_title = escape(self.help_title)
            yield StepList([StepLine(plan.name) for plan in STEPS], self.step)
            yield Vertical(id="form")
            yield RequestPreview()
        yield self._draft_line
        yield KeyBar()

    async def on_mount(self) -> None:
        """Open the step where the draft was left."""
        self.visited = set(range(len(STEPS))) if self.editing else set(range(self.step))
        self.touched = frozenset(root for index in self.visited for root in STEPS[index].roots)
        self.ask()
        await self.open_step(self.step)
        if self.lost:
            told = "The key that sealed this profile's secrets is lost. Type them anew in steps 4 and 5."
            self.notify(told, severity="warning", timeout=12)
        self.call_after_refresh(self._warm)

    def _warm(self) -> None:
        """Once the first step stands, have in memory what the next keys need."""
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, warm_steps)
        loop.run_in_executor(None, warm.for_firing)

    def show(self) -> None:
        """Bring everything on the screen in line with the form."""
        self.show_step()
        form = self.form
        lines = []
        for index, plan in enumerate(STEPS):
            wrong = any(p.is_error and form.shows(p) and step_of(p.path) == index for p in form.problems)
            done = index in self.visited and index != len(STEPS) - 1
            lines.append(
                StepLine(plan.name, "errors" if wrong else "done" if done else "", summary(index, form))
            )
        self.query_one(StepList).steps = tuple(lines)
        self.query_one(RequestPreview).show(self.preview, self.preview_note)

    def show_draft(self, text: str, *, wrong: bool = False) -> None:
        """Say how the draft stands, on the frame's own line: what is told at each key takes the same room."""
        told = f" {text} " if text else ""
        edge = "─" * (len(DRAFT_SAVED) + 2 - len(told)) if text else ""
        content = Content.assemble((edge, "$border"), (told, "$text-error" if wrong else MUTED))
        if self._draft_line.is_attached and not content.is_same(self._draft_told):
            resized = content.cell_length != self._draft_told.cell_length
            self._draft_told = content
            self._draft_line.update(content, layout=resized)

    # -- what the fields tell

    @on(Field.Edited)
    async def _edited(self, event: Field.Edited) -> None:
        profile = with_value(self.profile, event.path, event.value)
        if profile != self.profile:
            self.change(profile)
            if event.path == "channel":
                await self._channel_changed()

    async def _channel_changed(self) -> None:
        self.adopt_channel()
        await self.settled()
        await self.start_anew("channel")

    @on(Field.Left)
    def _left(self, event: Field.Left) -> None:
        if self.app.app_focus and event.path not in self.touched:
            self.touched |= {event.path}
            self.show()

    @property
    def help_channel(self) -> str:
        """Whose words the help uses."""
        return self.channel.id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on from fields of one line only: elsewhere it presses, opens, or breaks a line.

        After the last step there is no next one.
        The preview is opened only where it does not stand beside the form, and gone to where it has no focus yet.
        """
        if action == "go_on":
            return isinstance(self.focused, Line | OptionGrid | Toggle)
        if action == "next":
            return self.step + 1 < len(STEPS)
        if action in ("preview", "go_to_preview"):
            beside = any(each.display for each in self.query(RequestPreview))
            there = beside and self.query_one(RequestPreview).has_focus_within
            return not there and beside is (action == "go_to_preview")
        return True

    async def action_go_on(self) -> None:
        """To the next field, after the last one to the next step."""
        step = self.steps[self.step]
        chain: list[Widget] = [widget for widget in self.focus_chain if step in widget.ancestors]
        if self.focused in chain[:-1]:
            self.set_focus(chain[chain.index(self.focused) + 1])
        else:
            await self.action_next()

    @on(SecretField.Asked)
    def _asked(self, event: SecretField.Asked) -> None:
        if event.field.line.value:
            self.app.copy(event.field.line.value, f"the {event.field.label}", secret=True)

    @on(ViewVariables)
    @work(exclusive=True, group="variables")
    async def _view_variables(self) -> None:
        from wizard.tui.variables.screen import VariablesScreen

        step = self.steps[self.step]
        await self.caught_up()

        def changed(body: str) -> None:
            self.change(with_value(self.profile, "body", body))
            self.call_later(step.load, self.form)

        into_body = await self.app.push_screen_wait(VariablesScreen(self.channel, self.profile.body, changed))
        if into_body:
            step.focus_path("body")

    # -- keys

    def action_preview(self) -> None:
        """The request, over the form."""
        self.app.push_screen(PreviewScreen(self.preview, self.preview_note))

    def action_go_to_preview(self) -> None:
        """To the request beside the form."""
        self.query_one(RequestPreview).focus()
