"""Several profiles marked at once: tested, exported, deleted together."""

from __future__ import annotations

from functools import partial
from typing import Literal

from textual import work

from wizard.store import ProfileQuery
from wizard.tui.active import shown_key
from wizard.tui.profiles.actions import Deleted, ProfileActions
from wizard.tui.slowly import in_thread
from wizard.tui.widgets.outcome_list import OutcomeList


class MarkActions(ProfileActions):
    """What the keys do while profiles are marked: test, export and delete are for all of them."""

    search_query: ProfileQuery

    @property
    def rows(self) -> OutcomeList:
        """The list."""
        return self.query_one("#profiles", OutcomeList)

    @property
    def marked(self) -> set[str]:
        """IDs of the marked profiles, those that a search hides too."""
        return self.rows.marked if self.is_mounted else set()

    def unmark(self) -> None:
        """Mark none."""
        self.rows.mark(set())

    @work(exclusive=True, group="marks")
    async def action_mark_all(self) -> None:
        """Mark every profile that the list shows, or none of them where all are marked."""
        query, store = self.search_query, self.app.store
        shown = await in_thread(self.app, lambda: {key for key, _ in store.names(query)}, "Marking")
        self.rows.mark(self.marked - shown if shown <= self.marked else self.marked | shown)

    def _marked_in_order(self) -> list[tuple[str, str]]:
        """ID and title of the marked profiles that there still are, in the list's order. For a thread."""
        query = ProfileQuery(sort=self.search_query.sort, descending=self.search_query.descending)
        marked = self.marked
        return [name for name in self.app.store.names(query) if name[0] in marked]

    # -- test

    @work(exclusive=True, group="marks")
    async def action_test_marked(self) -> None:
        """Fire a test callback at the endpoint of each marked profile."""
        from wizard.tui.test.marked import TestMarkedScreen

        chosen = await in_thread(self.app, self._marked_in_order, "Reading the store")
        self.app.push_screen(TestMarkedScreen(chosen), lambda _: self.reload())

    # -- export

    @work(exclusive=True, group="marks")
    async def action_export(self) -> None:
        """Write the profile under the cursor to a file, without its secrets."""
        if self.current is not None:
            await self._export([self.current])

    @work(exclusive=True, group="marks")
    async def action_export_marked(self) -> None:
        """Write the marked profiles to a file, without their secrets."""
        await self._export(
            [key for key, _ in await in_thread(self.app, self._marked_in_order, "Reading the store")]
        )

    async def _export(self, ids: list[str]) -> None:
        from wizard.profile import needed_names, write_profiles
        from wizard.store import StoreError
        from wizard.tui.deliveries.files import write, wrong
        from wizard.tui.widgets.ask_line import AskLine

        what = "one profile" if len(ids) == 1 else f"{len(ids):,} profiles"
        ask = AskLine(
            f"Export {what}",
            "File",
            "Export",
            about="TOML, or JSON for a name that ends in .json. No secret is written: a ${NAME} stands for each.",
            value="profiles.toml",
            wrong=wrong,
        )
        path = await self.app.push_screen_wait(ask)
        if path is None:
            return
        form: Literal["toml", "json"] = "json" if path.lower().endswith(".json") else "toml"

        def export() -> tuple[str, tuple[str, ...]]:
            profiles = [self.app.store.get(key) for key in ids]
            text = write_profiles(profiles, form=form, reveal=False)
            return str(write(path, text.encode())), needed_names(profiles)

        try:
            place, names = await in_thread(self.app, export, f"Writing {what}")
        except (OSError, StoreError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            self.notify(f"Not written: {reason}", severity="error", timeout=8)
            return
        more = f" Set before use: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}." if names else ""
        self.notify(f"Wrote {what} to {place}.{more}", timeout=8)

    # -- delete

    @work(exclusive=True, group="delete")
    async def action_delete_marked(self) -> None:
        """Delete all marked profiles, after asking once."""
        from wizard.store import StoreError
        from wizard.tui.widgets.confirm import Confirm

        chosen = await in_thread(self.app, self._marked_in_order, "Reading the store")
        if not chosen:
            self.unmark()
            return
        what = f"{len(chosen):,} profiles" if len(chosen) != 1 else f"“{chosen[0][1]}”"
        titles = ", ".join(title for _, title in chosen[:3]) + (" …" if len(chosen) > 3 else "")
        undo = shown_key(self, "list.undo")
        detail = f"{titles}\nEmails sent with their IDs then report nowhere. {undo} brings all of them back."
        if not await self.app.push_screen_wait(Confirm(f"Delete {what}?", detail, "Delete")):
            return
        ids = tuple(key for key, _ in chosen)
        try:
            await in_thread(self.app, partial(self.app.store.delete, *ids), f"Deleting {what}")
        except StoreError as error:
            self.notify(f"Nothing was deleted: {error}", severity="error", timeout=8)
            return
        self.unmark()
        self.tell_deleted(Deleted(ids, what))
