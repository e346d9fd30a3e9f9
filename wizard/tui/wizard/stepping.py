"""Which of the wizard's steps is on the screen: going to another, or to the field of a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from wizard.tui.widgets.step_list import StepList
from wizard.tui.wizard.form import ROOTS
from wizard.tui.wizard.saving import Saving
from wizard.tui.wizard.steps import STEPS, make_step, step_of
from wizard.tui.wizard.steps.step import Jump, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.store import Draft

PATIENCE = 0.2
"""Seconds that the last step may wait for what is wrong; with a body of a megabyte it is shown before that is known."""


class Stepping(Saving):
    """Holds the steps, each made when it is shown first. The screen has a StepList, and `#form` for the steps."""

    def __init__(self, draft: Draft, unreadable: Iterable[str] = ()) -> None:
        super().__init__(draft, unreadable)
        self.step = min(max(draft.step, 0), len(STEPS) - 1)
        self.first = step_of(self.channel.editable[0]) if self.editing and self.channel.editable else 0
        """The step that escape leaves from."""
        self.steps: dict[int, Step] = {}

    async def open_step(self, index: int, path: str = "") -> None:
        """Show that step, with the focus where it starts or at the field of `path`."""
        if index == len(STEPS) - 1:
            await self.settled(PATIENCE)  # the last step begins with what is wrong
        if index != self.step:
            self.touched |= set(STEPS[self.step].roots)
            self.visited.add(self.step)
            self.step = index
            self.keep()
        with self.app.batch_update():  # one picture, not one for every part of the step
            for number, other in self.steps.items():
                other.display = number == index
            if index in self.steps:
                await self.steps[index].load(self.form)
            else:
                step = make_step(index, self.form)
                await self.query_one("#form").mount(step)
                self.steps[index] = step  # not before: what follows from an edit may be shown meanwhile
            self.show()
            self.query_one(StepList).current = index
            # At once, so that a key typed right after this one goes where it is meant to.
            if path:
                self.steps[index].focus_path(path)
            else:
                self.steps[index].start()
        self.call_after_refresh(self._bring_in_sight)

    def _bring_in_sight(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def show_step(self) -> None:
        """Bring the step on the screen in line with the form."""
        if self.step in self.steps:
            self.steps[self.step].show(self.form)

    async def start_anew(self, path: str = "") -> None:
        """Make the steps anew: the profile, or what its channel offers, is another. The focus goes to `path`."""
        gone, self.steps = self.steps, {}
        for step in gone.values():
            await step.remove()
        await self.open_step(self.step, path)

    def put_body(self, text: str) -> None:
        """Make this the body, by one edit that can be undone."""
        from wizard.tui.widgets.body_editor import BodyEditor

        self.steps[self.step].query_one(BodyEditor).edit_to(text)

    async def jump_to(self, number: int) -> None:
        """Open the step of that number, from 1."""
        await self.open_step(number - 1)

    @on(StepList.Chosen)
    async def _step_chosen(self, event: StepList.Chosen) -> None:
        await self.open_step(event.index)

    @on(Jump)
    async def _jump(self, event: Jump) -> None:
        await self.go_to(event.path)

    async def go_to(self, path: str) -> None:
        """The field of a problem, and say at once what is wrong everywhere."""
        self.touched |= set(ROOTS)
        await self.open_step(step_of(path), path)

    async def action_next(self) -> None:
        """The next step."""
        if self.step + 1 < len(STEPS):
            await self.open_step(self.step + 1)

    async def action_back(self) -> None:
        """The step before; from the first one leave, the draft stays."""
        if self.step > self.first:
            await self.open_step(self.step - 1)
        else:
            await self.leave()
