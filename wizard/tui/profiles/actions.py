"""What can be done with the profile under the cursor."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import work

from wizard.tui.active import shown_key
from wizard.tui.slowly import ReadsFirst, in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wizard.profile import CallbackProfile
    from wizard.store import Draft, Opened


class Deleted(NamedTuple):
    """What one Delete took: the IDs, and in words what they were."""

    ids: tuple[str, ...]
    what: str


class ProfileActions(ReadsFirst[None]):
    """The list's actions that reach beyond the list. The screen supplies `current` and `reload`."""

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

    def could_not_read(self) -> None:
        """The profile may be gone: so shall its row be."""
        self.reload()

    def _with_profile(self, then: Callable[[CallbackProfile], object]) -> None:
        """Read the profile under the cursor afresh, and go on with it."""
        if self.current is not None:
            self.read_first(partial(self.app.store.get, self.current), then)

    # -- Add New, edit, duplicate

    def action_add(self) -> None:
        """Start a profile, or go on with one that was left unfinished."""

        def begin(drafts: list[Draft]) -> None:
            if drafts:
                self._choose_draft(drafts)
            else:
                self._edit(self._new_draft())

        self.read_first(partial(self._drafts, ""), begin)

    def _drafts(self, profile_id: str) -> list[Draft]:
        """What was left unfinished: of that profile, or of new ones for no ID. The newest first. For a thread."""
        return [draft for draft in self.app.store.drafts() if draft.profile_id == profile_id]

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
                self._discard(drafts)
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

    @work
    async def _discard(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            await in_thread(self.app, partial(self.app.store.drop_draft, draft.id), "Discarding")
        self.notify("The unfinished profiles are gone.")

    def _edit(self, draft: Draft, unreadable: Iterable[str] = ()) -> None:
        from wizard.tui.wizard.screen import AddProfileScreen

        def left(saved: str | None) -> None:
            self.reload(saved)
            if saved:
                self.app.notify_of_keys(f"Saved as {saved}, {{list.copy-id|c}} copies it.", timeout=6)

        self.app.push_screen(AddProfileScreen(draft, unreadable), left)

    def action_edit(self) -> None:
        """Change the dynamic variables, all that a saved Email profile allows."""
        from wizard.store import Draft

        key = self.current
        if key is None:
            return

        def read() -> tuple[Opened, list[Draft]]:
            return self.app.store.open(key), self._drafts(key)

        def begin(found: tuple[Opened, list[Draft]]) -> None:
            (profile, unreadable), unfinished = found
            fresh = Draft(id=f"edit_{key}", profile=profile, step=2, profile_id=key)
            self._edit(unfinished[0] if unfinished else fresh, unreadable)

        self.read_first(read, begin)

    def action_duplicate(self) -> None:
        """Start a new profile from this one, with everything open to change."""
        import msgspec

        def begin(profile: CallbackProfile) -> None:
            copy = msgspec.structs.replace(
                profile, id="", created_at="", modified_at="", title=f"{profile.title} copy"
            )
            self._edit(self._new_draft(copy))

        self._with_profile(begin)

    # -- test

    def action_test(self) -> None:
        """Fire test callbacks at the endpoint."""
        from wizard.tui.test.screen import TestScreen

        def begin(profile: CallbackProfile) -> None:
            self.app.push_screen(TestScreen(profile, profile.id), lambda _: self.reload())

        self._with_profile(begin)

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

        if self.current is None:
            self.app.push_screen(DecryptScreen(None))
        else:
            self._with_profile(lambda profile: self.app.push_screen(DecryptScreen(profile)))

    # -- copy

    def action_copy_id(self) -> None:
        """Copy the ID, for `callback_profile_id` in send-email requests."""
        if self.current is not None:
            self.app.copy(self.current, "the ID")

    # -- delete, undo

    def action_delete(self) -> None:
        """Delete the profile, after asking."""
        self._with_profile(self._ask_to_delete)

    @work(exclusive=True, group="delete")
    async def _ask_to_delete(self, profile: CallbackProfile) -> None:
        from wizard.tui.widgets.confirm import Confirm

        question = f"Delete “{profile.title}”?"
        undo = shown_key(self, "list.undo")
        detail = (
            f"Emails sent with its ID then report nowhere. {undo} brings it back until you leave the program."
        )
        if await self.app.push_screen_wait(Confirm(question, detail, "Delete")):
            what = f"“{profile.title}”"
            await in_thread(self.app, partial(self.app.store.delete, profile.id), f"Deleting {what}")
            self.tell_deleted(Deleted((profile.id,), what))

    def tell_deleted(self, deleted: Deleted) -> None:
        """It is deleted: say so, and how it comes back."""
        self.deleted.append(deleted)
        self.reload()
        self.refresh_bindings()
        self.app.clear_notifications()  # one that says it goes on would outlive it
        self.app.notify_of_keys(f"Deleted {deleted.what}. Press {{list.undo|u}} to undo.", timeout=6)

    @work(exclusive=True, group="delete")
    async def action_undo(self) -> None:
        """Bring back what was deleted last."""
        if not self.deleted:
            return
        last = self.deleted.pop()
        self.app.clear_notifications()  # one that says how to undo would outlive the undoing
        restore = partial(self.app.store.restore, *last.ids)
        await in_thread(self.app, restore, f"Bringing back {last.what}")
        self.reload(last.ids[0])
        self.refresh_bindings()
        self.app.clear_notifications()
        self.notify(f"{last.what} {'is' if len(last.ids) == 1 else 'are'} back.")
