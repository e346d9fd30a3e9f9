"""What can be done with the profile under the cursor."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.screen import Screen

from wizard.tui.active import shown_key

if TYPE_CHECKING:
    from wizard.profile import CallbackProfile
    from wizard.store import Draft
    from wizard.tui.app import WizardApp


MANY = 2_000
"""Profiles that take more than a moment to delete or bring back."""


class Deleted(NamedTuple):
    """What one Delete took: the IDs, and in words what they were."""

    ids: tuple[str, ...]
    what: str


class ProfileActions(Screen[None]):
    """The list's actions that reach beyond the list. The screen supplies `current` and `reload`."""

    app: WizardApp

    def __init__(self) -> None:
        super().__init__()
        self.deleted: list[Deleted] = []
        """What was deleted, the last last: `u` brings it back."""

    @property
    def current(self) -> str | None:
        """ID of the profile under the cursor."""
        raise NotImplementedError

    def reload(self, key: str | None = None) -> None:
        """Read the list again."""
        raise NotImplementedError

    def profile(self) -> CallbackProfile | None:
        """The profile under the cursor, read afresh; a failure is told to the person.

        One row by its key takes a millisecond. Reading it in a thread would let the keys typed right after this one
        reach the list, where they mean something else.
        """
        if self.current is None:
            return None
        from wizard.store import StoreError

        try:
            return self.app.store.get(self.current)
        except StoreError as error:
            self.notify(str(error), severity="error", timeout=8)
            self.reload()
            return None

    # -- Add New, edit, duplicate

    def action_add(self) -> None:
        """Start a profile, or go on with one that was left unfinished.

        Nothing here waits: what is typed right after the key must meet the new screen, not this one's keys.
        """
        drafts = self._drafts("")
        if drafts:
            self._choose_draft(drafts)
        else:
            self._edit(self._new_draft())

    def _drafts(self, profile_id: str) -> list[Draft]:
        """What was left unfinished: of that profile, or of new ones for no ID. The newest first."""
        from wizard.store import StoreError

        try:
            return [draft for draft in self.app.store.drafts() if draft.profile_id == profile_id]
        except StoreError as error:
            self.notify(str(error), severity="error", timeout=8)
            return []

    def _new_draft(self, profile: CallbackProfile | None = None, step: int = 0) -> Draft:
        from wizard.profile import defaults
        from wizard.settings.document import test_settings
        from wizard.store import Draft

        if profile is None:
            import msgspec

            channel = next(iter(self.app.catalog.channels.values()))
            profile = msgspec.structs.replace(defaults(channel), test=test_settings(self.app.settings.test))
        return Draft(id=f"draft_{uuid.uuid4()}", profile=profile, step=step)

    def _choose_draft(self, drafts: list[Draft]) -> None:
        from wizard.tui.when import ago
        from wizard.tui.widgets.menu import Option
        from wizard.tui.widgets.menu_screen import MenuScreen

        def chosen(choice: str | None) -> None:
            if choice == "new":
                self._edit(self._new_draft())
            elif choice == "discard":
                for draft in drafts:
                    self.app.store.drop_draft(draft.id)
                self.notify("The unfinished profiles are gone.")
            else:
                for draft in drafts:
                    if draft.id == choice:
                        self._edit(draft)

        options = [
            Option(
                draft.id,
                f"Go on with “{draft.profile.title or 'untitled'}”",
                f"step {draft.step + 1} of 6, {ago(draft.at)}",
            )
            for draft in drafts
        ]
        options.append(Option("new", "Start a new profile"))
        discarded = "the unfinished one" if len(drafts) == 1 else f"all {len(drafts)} unfinished ones"
        options.append(Option("discard", f"Discard {discarded}"))
        self.app.push_screen(MenuScreen(options, drafts[0].id), chosen)

    def _edit(self, draft: Draft) -> None:
        from wizard.tui.wizard.screen import AddProfileScreen

        def left(saved: str | None) -> None:
            self.reload(saved)
            if saved:
                self.notify(f"Saved as {saved}. Press c to copy the ID.", timeout=6)

        self.app.push_screen(AddProfileScreen(draft), left)

    def action_edit(self) -> None:
        """Change the dynamic variables, all that a saved Email profile allows."""
        from wizard.store import Draft

        profile = self.profile()
        if profile is None:
            return
        unfinished = self._drafts(profile.id)
        self._edit(
            unfinished[0]
            if unfinished
            else Draft(id=f"edit_{profile.id}", profile=profile, step=2, profile_id=profile.id)
        )

    def action_duplicate(self) -> None:
        """Start a new profile from this one, with everything open to change."""
        import msgspec

        profile = self.profile()
        if profile is not None:
            copy = msgspec.structs.replace(
                profile, id="", created_at="", modified_at="", title=f"{profile.title} copy"
            )
            self._edit(self._new_draft(copy))

    # -- test

    def action_test(self) -> None:
        """Fire test callbacks at the endpoint."""
        from wizard.tui.test.screen import TestScreen

        profile = self.profile()
        if profile is not None:
            self.app.push_screen(TestScreen(profile, profile.id), lambda _: self.reload())

    # -- receive, decrypt

    def action_listen(self) -> None:
        """Open the receiver's screen; it listens from then on."""
        from wizard.tui.receiver.badge import follow
        from wizard.tui.receiver.screen import ReceiverScreen

        follow(self.app.station, self.query_one("#panel"))
        self.app.push_screen(ReceiverScreen(), lambda _: self.reload())

    def action_decrypt(self) -> None:
        """Open what was received, by the profile under the cursor or another."""
        from wizard.tui.decrypt.screen import DecryptScreen

        self.app.push_screen(DecryptScreen(self.profile() if self.current else None))

    # -- copy

    def action_copy_id(self) -> None:
        """Copy the ID, for `callback_profile_id` in send-email requests."""
        if self.current is not None:
            self.app.copy(self.current, "the ID")

    # -- delete, undo

    @work(exclusive=True, group="delete")
    async def action_delete(self) -> None:
        """Delete the profile, after asking."""
        from wizard.tui.widgets.confirm import Confirm

        profile = self.profile()
        if profile is None:
            return
        question = f"Delete “{profile.title}”?"
        undo = shown_key(self, "list.undo")
        detail = (
            f"Emails sent with its ID then report nowhere. {undo} brings it back until you leave the program."
        )
        if await self.app.push_screen_wait(Confirm(question, detail, "Delete")):
            await asyncio.to_thread(self.app.store.delete, profile.id)
            self.tell_deleted(Deleted((profile.id,), f"“{profile.title}”"))

    def tell_begun(self, doing: str, ids: tuple[str, ...], what: str) -> None:
        """Say what is under way, where it takes more than a moment."""
        if len(ids) > MANY:
            self.notify(f"{doing} {what} …", timeout=10)

    def tell_deleted(self, deleted: Deleted) -> None:
        """It is deleted: say so, and how it comes back."""
        self.deleted.append(deleted)
        self.reload()
        self.refresh_bindings()
        undo = shown_key(self, "list.undo")
        self.app.clear_notifications()  # one that says it goes on would outlive it
        self.notify(f"Deleted {deleted.what}. Press {undo} to undo.", timeout=6)

    @work(exclusive=True, group="delete")
    async def action_undo(self) -> None:
        """Bring back what was deleted last."""
        if not self.deleted:
            return
        last = self.deleted.pop()
        self.app.clear_notifications()  # one that says how to undo would outlive the undoing
        self.tell_begun("Bringing back", last.ids, last.what)
        await asyncio.to_thread(self.app.store.restore, *last.ids)
        self.reload(last.ids[0])
        self.refresh_bindings()
        self.app.clear_notifications()
        self.notify(f"{last.what} {'is' if len(last.ids) == 1 else 'are'} back.")
