"""The state behind the wizard's screen: the profile, what follows from it, the draft, test and save."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from wizard.tui.widgets.answered import Answered
from wizard.tui.wizard.derive import Question, derive, preview_values
from wizard.tui.wizard.draft_keeper import DraftKeeper
from wizard.tui.wizard.form import ROOTS, Form, root_of
from wizard.tui.wizard.latest import Latest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wizard.catalog import Channel
    from wizard.profile import CallbackProfile, Problem
    from wizard.store import Draft
    from wizard.tui.app import WizardApp
    from wizard.tui.test.screen import TestScreen
    from wizard.tui.test.trial import Picks
    from wizard.tui.widgets.text_pane import Line
    from wizard.tui.wizard.derive import Derived

BREATH = 0.03
"""Seconds between a key and the work on what follows from it: a burst of keys is worked on once."""

DRAFT_SAVED = "draft saved"

REPOSTS = 4
"""How often an edit is told anew on its way up, at most: each time, what came behind it may overtake it."""


class Arrived(Message):
    """Sent up from the focus to learn that what was sent before it is there."""


class Saving(Answered[str | None]):
    """Holds the one state of the form. Subclasses show it."""

    app: WizardApp

    def __init__(self, draft: Draft, unreadable: Iterable[str] = ()) -> None:
        """`unreadable` are the paths of the saved profile's secrets that no key opens any more."""
        super().__init__()
        self.profile: CallbackProfile = draft.profile
        self.draft = draft
        self.editing = bool(draft.profile_id)
        self.lost = frozenset(map(root_of, unreadable))
        """Fields of the saved profile whose secrets are gone: they may be typed anew."""
        self.step = 0
        self.visited: set[int] = set()
        self.touched: frozenset[str] = frozenset()
        self.problems: tuple[Problem, ...] = ()
        self._judged: CallbackProfile | None = None
        """The profile that the problems are those of."""
        self.selected: tuple[str, ...] = ()
        self.preview: tuple[Line, ...] = ()
        self.changed = False
        """Whether anything was typed since the screen opened."""
        self.closing = False
        self._saving = False
        self._picks: Picks | None = None
        """What was chosen for the last test."""
        self._arrived = asyncio.Event()
        self.channel: Channel = self._channel_of(draft.profile)
        self.values = preview_values(self.channel)
        self._derived: Latest[Question, Derived] = Latest(
            derive, self._take, self.app._handle_exception, BREATH
        )
        self._keeper = DraftKeeper(self.app.store, draft, self._kept)

    # -- state

    def _channel_of(self, profile: CallbackProfile) -> Channel:
        """The profile's channel; of a channel that the catalog no longer has, the first, so that one can be chosen."""
        catalog = self.app.catalog
        return catalog.channel(profile.channel) or next(iter(catalog.channels.values()))

    @property
    def form(self) -> Form:
        """The state as the steps take it."""
        editable = self.channel.editable
        locked = frozenset(ROOTS) - set(editable) if self.editing and editable else frozenset[str]()
        if self.editing:
            locked |= {"channel"}
            locked -= self.lost
        return Form(
            self.profile, self.app.catalog, self.channel, self.problems, self.touched, self.selected, locked
        )

    @property
    def preview_note(self) -> str:
        """Which delivery status the preview shows."""
        status = self.values.get(self.channel.status_variable, "")
        return f"of a {status}" if status else ""

    def change(self, profile: CallbackProfile) -> None:
        """This is the profile now; everything that follows from it comes after."""
        self.profile = profile
        self.changed = True
        self.show_draft("draft …")
        self.show_step()
        self.keep()
        self.ask()

    def adopt_channel(self) -> None:
        """Another channel was chosen: its own events and method, none of the old one's."""
        import msgspec

        from wizard.profile import defaults

        self.channel = self._channel_of(self.profile)
        self.values = preview_values(self.channel)
        own = defaults(self.channel)
        self.change(msgspec.structs.replace(self.profile, events=own.events, method=own.method))

    @property
    def _question(self) -> Question:
        return Question(self.profile, self.app.catalog, self.channel, self.values)

    def ask(self) -> None:
        """Find out what follows from the profile."""
        self._derived.ask(self._question)

    async def caught_up(self) -> None:
        """Wait until the edits under way from the field in focus have reached the screen.

        A key that uses what was typed can be here before the message that tells of the last character.
        """
        for _ in range(REPOSTS):
            self._arrived.clear()
            if (self.focused or self).post_message(Arrived()):
                with suppress(TimeoutError):  # a field that is being taken away passes nothing on
                    await asyncio.wait_for(self._arrived.wait(), 1)

    @on(Arrived)
    def _has_arrived(self) -> None:
        self._arrived.set()

    async def settled(self, timeout: float | None = None) -> None:
        """Wait until problems and preview are those of the profile as it stands, `timeout` seconds at most."""
        await self._derived.settled(timeout)

    def _take(self, derived: Derived) -> None:
        self._judged = derived.profile
        self.problems, self.selected, self.preview = derived.problems, derived.selected, derived.preview
        if not self.closing:
            self.show()

    def show(self) -> None:
        """Bring everything on the screen in line with the form."""
        raise NotImplementedError

    def show_step(self) -> None:
        """Bring the step on the screen in line with the form."""
        raise NotImplementedError

    def show_draft(self, text: str, *, wrong: bool = False) -> None:
        """Say how the draft stands."""
        raise NotImplementedError

    async def go_to(self, path: str) -> None:
        """Show the field of a problem."""
        raise NotImplementedError

    # -- the draft

    def keep(self) -> None:
        """Keep what stands now; an untouched wizard leaves nothing behind."""
        if self.changed:
            self._keeper.changed(self.profile, self.step)

    def _kept(self, wrong: str) -> None:
        if not self.closing and not self._saving:
            self.show_draft(f"! draft not saved: {wrong}" if wrong else DRAFT_SAVED, wrong=bool(wrong))

    async def kept(self) -> None:
        """Wait until what was typed is in the draft."""
        await self.caught_up()
        await self._keeper.flush()

    async def leave(self) -> None:
        """Close the screen; what was typed waits as a draft."""
        await self.kept()
        if self.changed:
            where = "{list.edit|e} opens it again" if self.editing else "{list.add|a} offers it again"
            self.app.notify_of_keys(f"Kept as a draft: {where}.", timeout=4)
        self.dismiss(None)

    async def on_unmount(self) -> None:
        """The program may be ending: nothing that was typed is lost."""
        self.closing = True
        self._derived.stop()
        await self._keeper.flush()

    # -- test and save

    def action_test(self) -> None:
        """Fire the configuration as it stands, saved or not."""
        self._test_if_right(self.app.hold_keys())

    @work(exclusive=True, group="test")
    async def _test_if_right(self, release_keys: Callable[[], None]) -> None:
        from wizard.tui.test.screen import TestScreen

        try:
            if not await self._stopped_by(lambda problem: problem.path != "title"):
                owner = self.draft.profile_id or self.draft.id
                test = TestScreen(self.profile, owner, keep=self._keep_ours, picks=self._picks)
                self.app.push_screen(test, lambda _: self._remember(test))
        finally:
            release_keys()

    def _remember(self, test: TestScreen) -> None:
        """The next test of the draft begins with what was chosen for this one."""
        if test.trial is not None:
            self._picks = test.trial.picks

    def _keep_ours(self, tested: CallbackProfile) -> None:
        """Test settings and sets of values that were kept while testing: they are saved with the rest."""
        import msgspec

        self.change(msgspec.structs.replace(self.profile, test=tested.test, value_sets=tested.value_sets))

    def action_save(self) -> None:
        """Save if nothing is wrong, otherwise go to the first thing that is."""
        if not self._saving:  # a second press while the first is at work would add a second profile
            self._saving = True
            self._save_if_right(self.app.hold_keys())

    @work(group="save")
    async def _save_if_right(self, release_keys: Callable[[], None]) -> None:
        try:
            if not await self._stopped_by(lambda problem: True):
                await self._save(release_keys)
        finally:
            self._saving = False
            release_keys()

    async def _stopped_by(self, matters: Callable[[Problem], bool]) -> bool:
        """Whether an error that matters stands in the way; then it is shown at its field."""
        await self.caught_up()
        await self.settled()
        while self._judged is not self.profile:
            self._take(await asyncio.to_thread(derive, self._question))
        wrong = next((problem for problem in self.problems if problem.is_error and matters(problem)), None)
        if wrong is None:
            return False
        await self.go_to(wrong.path)
        return True

    async def _save(self, release_keys: Callable[[], None]) -> None:
        from wizard.store import ChangedMeanwhile, StoreError

        store = self.app.store
        self.show_draft("saving …")
        try:
            if self.editing:
                saved = await asyncio.to_thread(store.change, self.profile, seen=self.profile.modified_at)
            else:
                saved = await asyncio.to_thread(store.add, self.profile)
        except ChangedMeanwhile as error:
            self.show_draft("not saved")
            release_keys()
            await self._changed_meanwhile(error.current, release_keys)
        except StoreError as error:
            self.show_draft("! not saved", wrong=True)
            self.notify(f"Not saved: {error}", severity="error", timeout=10)
        else:
            with suppress(StoreError):  # it is saved: what is left to tidy up must not say that it is not
                if not self.editing:
                    await asyncio.to_thread(store.adopt_deliveries, self.draft.id, saved.id)
                await self._keeper.drop()
            self.changed = False
            self.dismiss(saved.id)

    async def _changed_meanwhile(self, theirs: CallbackProfile, release_keys: Callable[[], None]) -> None:
        """Somebody else has saved the profile since it was opened: show both, and ask."""
        import msgspec

        from wizard.tui.wizard.changed_meanwhile import ChangedDialog

        answer = await self.app.push_screen_wait(ChangedDialog(theirs.body, self.profile.body))
        if answer is None:
            return
        body = self.profile.body if answer == "mine" else theirs.body
        self.change(msgspec.structs.replace(theirs, body=body))
        await self.go_to("body")
        if answer == "mine":
            await self.settled()
            await self._save(release_keys)
