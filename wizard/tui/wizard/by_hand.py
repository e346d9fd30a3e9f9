"""The body, or the whole profile as TOML, changed in the person's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from textual import work

from wizard.tui.wizard.form import ROOTS
from wizard.tui.wizard.stepping import Stepping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.profile import CallbackProfile, HandText, Problem
    from wizard.store import Draft

OURS = ("test", "value_sets")
"""Parts of a profile that are this program's alone, so that a saved one lets them be changed too."""


class ByHand(Stepping):
    """The wizard's ways to the editor and back."""

    def __init__(self, draft: Draft, unreadable: Iterable[str] = ()) -> None:
        super().__init__(draft, unreadable)
        self._unfinished: tuple[HandText, int] | None = None
        """A text that could not be taken over yet, and the line of its first mistake."""

    @work(exclusive=True, group="editor")
    async def action_edit_body(self) -> None:
        """Change the request body in the editor; back at its first mistake, if it has one."""
        from wizard.tui.editor.session import visit

        await self.kept()  # nobody knows how long the editor stays, and how it ends
        placed = next((problem for problem in self.problems if _of_body(problem) and problem.line), None)
        came = visit(self.app, self.profile.body, "body.json", placed.line if placed else 0)
        if came.told:
            self.notify(came.told, severity="information" if came.text else "warning", timeout=6)
        if came.text is None:
            return
        self.put_body(came.text)
        await self.caught_up()
        await self.settled()
        if any(_of_body(problem) and problem.is_error for problem in self.problems):
            self.touched |= {"body"}
            await self.open_step(self.step, "body")

    @work(exclusive=True, group="editor")
    async def action_edit_profile(self) -> None:
        """Change the whole profile as TOML in the editor; what is wrong then is told at its field."""
        from wizard.profile import ProfileFileError, from_hand, hand_text
        from wizard.tui.editor.mend import MendDialog
        from wizard.tui.editor.session import visit

        await self.kept()
        locked = bool(self.form.locked)
        hand, line = self._unfinished or (hand_text(self.profile, locked=locked), 0)
        while True:
            came = visit(self.app, hand.text, "profile.toml", line)
            if came.told:
                self.notify(came.told, severity="information" if came.text else "warning", timeout=6)
            if came.text is None:
                return
            hand = hand._replace(text=came.text)
            try:
                profile = from_hand(hand.text, self.profile, hand.secrets)
            except ProfileFileError as error:
                line = next((problem.line for problem in error.problems if problem.line), 0)
                self._unfinished = (hand, line)
                answer = await self.app.push_screen_wait(MendDialog(error.problems))
                if answer == "again":
                    continue
                if answer == "drop":
                    self._unfinished = None
                return
            break
        self._unfinished = None
        await self._take_over(profile, locked)

    async def _take_over(self, given: CallbackProfile, locked: bool) -> None:
        """The changed profile in place of the one that stood here, as far as it may be changed."""
        profile = given
        if locked:
            free = (*self.channel.editable, *OURS)
            profile = msgspec.structs.replace(self.profile, **{name: getattr(given, name) for name in free})
            kept = [name for name in ROOTS if getattr(given, name) != getattr(profile, name)]
            if kept:
                told = f"A saved profile keeps its {', '.join(kept)}: only the rest was taken over."
                self.notify(told, severity="warning", timeout=8)
        if profile == self.profile:
            return
        self.touched |= set(ROOTS)
        self.change(profile)
        self.channel = self._channel_of(profile)
        await self.start_anew()
        await self.settled()
        wrong = [problem for problem in self.problems if problem.is_error]
        if wrong:
            await self.go_to(wrong[0].path)
        things = "one thing is" if len(wrong) == 1 else f"{len(wrong)} things are"
        self.notify(
            "Taken over from the editor." if not wrong else f"Taken over; {things} to mend.", timeout=4
        )


def _of_body(problem: Problem) -> bool:
    return problem.path == "body"
