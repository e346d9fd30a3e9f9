"""Callback Profiles: what a person relies on in the list."""

from __future__ import annotations

import gc
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from textual.widgets import Input, Static

from tests.support.waiting import until
from wizard.profile import CallbackProfile, Encryption, Header, clipboard_text
from wizard.store import ProfileQuery, open_store
from wizard.tui.app import WizardApp
from wizard.tui.profiles.detail import DetailPane
from wizard.tui.widgets.confirm import Confirm
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from wizard.store import Store

KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"


def profile(title: str, **more: object) -> CallbackProfile:
    defaults = {"endpoint": f"https://hooks.example.com/{title.replace(' ', '-')}", "events": ("Email Send",)}
    body = clipboard_text(["message_id", "delivery_status"])
    return CallbackProfile(**{"title": title, "body": body, **defaults, **more})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "profiles.db")
    opened.add(profile("bounce watcher"))
    sealed = Encryption(algorithm="AES-256-GCM", key=KEY, iv=IV)
    opened.add(
        profile("receipts", encryption=sealed, headers=(Header(name="api-key", value="s3cret-value"),))
    )
    opened.add(profile("newsletter", endpoint="https://eu.example.org/news"))
    yield opened
    opened.close()


class Screen:
    """What stands on the list screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot, self.app = pilot, pilot.app

    @property
    def rows(self) -> list[str]:
        found = self.app.screen.query_one("#profiles", WindowedList)
        lines = ["".join(part.text for part in found.render_line(y)) for y in range(1, found.size.height)]
        return [line.strip(" ▸").split("  ")[0].strip() for line in lines if line.strip()]

    @property
    def pane(self) -> str:
        return str(self.app.screen.query_one(DetailPane).query_one("#text", Static).content)

    async def until(self, holds: object) -> None:
        """Wait for what a thread brings; a bounded number of turns of the event loop."""
        for _ in range(400):
            if holds():  # type: ignore[operator]
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it did not come: {self.rows} {self.pane}")


async def test_the_newest_comes_first_and_the_pane_tells_of_it_with_secrets_masked(store: Store) -> None:
    async with WizardApp(store).run_test(size=(120, 36)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: "newsletter" in screen.pane)
        assert screen.rows == ["newsletter", "receipts", "bounce watcher"]
        await pilot.press("down")
        await screen.until(lambda: "AES-256-GCM" in screen.pane)
        assert "api-key: ••••" in screen.pane
        for tab in "1234":
            before = screen.pane
            await pilot.press(tab)
            await screen.until(lambda before=before, tab=tab: tab in "13" or screen.pane != before)
            for secret in ("s3cret-value", KEY, IV):
                assert secret not in screen.pane


async def test_search_narrows_as_one_types_and_escape_brings_all_back(store: Store) -> None:
    async with WizardApp(store).run_test(size=(120, 36)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("slash", *"EU.EXAM")
        await screen.until(lambda: screen.rows == ["newsletter"])
        await pilot.press("enter", "escape")
        await screen.until(lambda: len(screen.rows) == 3)
        assert pilot.app.screen.query_one("#search", Input).value == ""


async def test_a_search_that_fits_nothing_says_how_to_go_on(store: Store) -> None:
    async with WizardApp(store).run_test(size=(120, 36)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("slash", *"nowhere")
        await screen.until(lambda: "No profile fits" in " ".join(screen.rows))


async def test_delete_asks_and_can_be_undone(store: Store) -> None:
    async with WizardApp(store).run_test(size=(80, 24)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("down", "delete")
        await screen.until(lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("n")
        assert len(screen.rows) == 3
        await pilot.press("delete")
        await screen.until(lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await screen.until(lambda: not isinstance(pilot.app.screen, Confirm))
        await screen.until(lambda: screen.rows == ["newsletter", "bounce watcher"])
        await pilot.press("u")
        await screen.until(lambda: screen.rows == ["newsletter", "receipts", "bounce watcher"])


async def test_what_another_program_adds_appears_and_the_cursor_stays(store: Store, tmp_path: Path) -> None:
    async with WizardApp(store).run_test(size=(80, 24)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("down")
        here = pilot.app.screen.query_one("#profiles", WindowedList).current
        other = open_store(tmp_path / "profiles.db")
        other.add(profile("from elsewhere"))
        other.close()
        await screen.until(lambda: "from elsewhere" in screen.rows)
        assert pilot.app.screen.query_one("#profiles", WindowedList).current == here


async def test_the_cursor_stays_on_its_row_whatever_others_do_about_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(tmp_path / "profiles.db")) as other:
        await others_change_what_is_shown(store, other, monkeypatch)


async def others_change_what_is_shown(store: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Profiles come, go and change above the cursor, under it and at it, by the hand of another program."""
    monkeypatch.setattr("wizard.tui.profiles.listing.LOOK", 0.05)
    made = store.add_all(profile(f"number {number}") for number in range(10))
    async with WizardApp(store).run_test(size=(120, 40)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) >= 10)
        await pilot.press("down", "down", "down", "down")
        rows = pilot.app.screen.query_one("#profiles", WindowedList)

        async def is_right(current: str) -> None:
            listed = other.window(ProfileQuery(), 0, 100)
            await screen.until(
                lambda: (
                    screen.rows == [row.title for row in listed]
                    and rows.current == current
                    and listed[rows.cursor].id == current
                )
            )

        def change(profile_id: str, **more: str) -> None:
            seen = other.get(profile_id)
            other.change(replace(seen, **more), seen=seen.modified_at)

        await is_right(made[5].id)
        other.add(profile("from elsewhere"))
        await is_right(made[5].id)
        other.delete(made[7].id, made[3].id)
        await is_right(made[5].id)
        change(made[1].id, title="from far below")
        await is_right(made[5].id)
        change(made[5].id, title="the cursor's own")
        await is_right(made[5].id)
        after = other.window(ProfileQuery(), 1, 1)[0].id
        other.delete(made[5].id)
        await is_right(after)


async def test_an_empty_store_says_which_key_to_press(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "empty.db")
    async with WizardApp(opened).run_test(size=(80, 24)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: "Press a to add the first one." in screen.rows)
        await pilot.press("c", "t", "e", "d", "delete", "enter", "4")
        assert "Press a to add the first one." in screen.rows
    opened.close()


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (300, 100)])
async def test_any_size_shows_the_list_without_a_crash(store: Store, size: tuple[int, int]) -> None:
    async with WizardApp(store).run_test(size=size) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: any("newsletter" in row for row in screen.rows))
        await pilot.press("down", "enter", "2", "escape", "question_mark", "escape")


async def test_help_and_palette_name_every_action_of_the_list(store: Store) -> None:
    async with WizardApp(store).run_test(size=(120, 50)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        commands = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        expected = {
            "Add New",
            "Edit",
            "Test",
            "Copy ID",
            "Duplicate",
            "Delete",
            "Search",
            "Sort",
            "Quit",
            "Settings: theme",
        }
        assert expected <= commands
        await pilot.press("question_mark")
        shown = str(pilot.app.screen.query_one(Static).content)
        for name in expected - {"Settings: theme", "Edit"}:
            assert name in shown


async def test_what_a_start_switches_off_is_on_again_once_the_list_stands(store: Store) -> None:
    gc.disable()  # as the program's entrance does
    try:
        async with WizardApp(store).run_test():
            await until(gc.isenabled, lambda: "rubbish is never looked for again")
    finally:
        gc.enable()
        gc.unfreeze()
