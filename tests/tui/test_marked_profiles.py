"""Several profiles marked at once: counted, tested as a table, exported, deleted and brought back."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tests.support.endpoint import Endpoint
from tests.tui.test_profiles_screen import Screen, profile
from wizard.profile import Header, read_profiles
from wizard.store import ProfileQuery, open_store
from wizard.tui.app import WizardApp
from wizard.tui.deliveries.one import DeliveryScreen
from wizard.tui.test.marked import TestMarkedScreen
from wizard.tui.widgets.ask_line import AskLine
from wizard.tui.widgets.confirm import Confirm
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wizard.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "profiles.db")
    opened.add(profile("one", headers=(Header(name="api-key", value="s3cret-value"),)))
    opened.add(profile("two"))
    opened.add(profile("three"))
    yield opened
    opened.close()


def total(screen: Screen) -> str:
    return str(screen.app.screen.query_one("#total", Static).content)


def marked(screen: Screen) -> list[str]:
    found = screen.app.screen.query_one("#profiles", WindowedList)
    lines = ["".join(part.text for part in found.render_line(y)) for y in range(1, found.size.height)]
    return [line[3:].split("  ")[0] for line in lines if line[1:2] == "✓"]


async def test_marks_are_counted_survive_a_search_and_go_with_escape(store: Store) -> None:
    async with WizardApp(store).run_test(size=(120, 36)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("space", "space")
        await screen.until(lambda: total(screen) == "2 marked · 3 profiles")
        assert marked(screen) == ["three", "two"]
        await pilot.press("up", "space")
        await screen.until(lambda: marked(screen) == ["three"])  # the same key takes a mark away
        await pilot.press("slash", *"one", "enter", "asterisk")
        await screen.until(lambda: total(screen) == "2 marked · 1 of 3")
        await pilot.press("asterisk")
        await screen.until(lambda: total(screen) == "1 marked · 1 of 3")
        await pilot.press("escape")
        await screen.until(lambda: total(screen) == "1 of 3")


async def test_marks_by_mouse(store: Store) -> None:
    async with WizardApp(store).run_test(size=(120, 36)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.click("#profiles", offset=(8, 2), control=True)
        await screen.until(lambda: marked(screen) == ["two"])
        await pilot.click("#profiles", offset=(1, 3))
        await screen.until(lambda: marked(screen) == ["two", "one"])


async def test_delete_asks_once_and_one_key_brings_all_back(store: Store) -> None:
    async with WizardApp(store).run_test(size=(80, 24)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("space", "space", "delete")
        await screen.until(lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await screen.until(lambda: not isinstance(pilot.app.screen, Confirm) and screen.rows == ["one"])
        await screen.until(lambda: total(screen) == "1 profile")
        await pilot.press("u")
        await screen.until(lambda: screen.rows == ["three", "two", "one"])


async def test_what_takes_more_than_a_moment_is_told_while_it_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, restore, delete = Event(), store.restore, store.delete

    def held(work: Callable[..., None]) -> Callable[..., None]:
        def hold(*ids: str) -> None:
            assert go_on.wait(30)
            work(*ids)

        return hold

    monkeypatch.setattr(store, "delete", held(delete))
    monkeypatch.setattr(store, "restore", held(restore))
    async with WizardApp(store).run_test(size=(80, 24), notifications=True) as pilot:
        screen = Screen(pilot)

        def told(text: str) -> bool:
            return any(text in each.message for each in pilot.app._notifications)

        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("asterisk")
        await screen.until(lambda: len(marked(screen)) == 3)
        await pilot.press("delete")
        await screen.until(lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await screen.until(lambda: told("Deleting 3 profiles …"))
        go_on.set()
        await screen.until(lambda: told("Deleted 3 profiles. Press u to undo."))
        assert not told("Deleting")
        go_on.clear()
        await pilot.press("u")
        await screen.until(lambda: told("Bringing back 3 profiles …"))
        assert not told("Press u to undo")
        go_on.set()
        await screen.until(lambda: told("3 profiles are back."))
        assert not told("Bringing back")
        await screen.until(lambda: screen.rows == ["three", "two", "one"])


async def test_export_writes_the_marked_ones_without_secrets(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with WizardApp(store).run_test(size=(80, 24)) as pilot:
        screen = Screen(pilot)
        await screen.until(lambda: len(screen.rows) == 3)
        await pilot.press("down", "space", "space", "E")
        await screen.until(lambda: isinstance(pilot.app.screen, AskLine))
        await pilot.press("enter")
        file = tmp_path / "profiles.toml"
        await screen.until(lambda: file.exists() and file.stat().st_size)
    data = file.read_bytes()
    assert [each.title for each in read_profiles(data)] == ["two", "one"]
    assert b"s3cret-value" not in data


async def test_all_marked_are_tested_and_seen_as_a_table(store: Store) -> None:
    with Endpoint([204]) as good, Endpoint([500]) as bad:
        store.add(profile("good", endpoint=f"{good.url}/good"))
        store.add(profile("bad", endpoint=f"{bad.url}/bad"))
        async with WizardApp(store).run_test(size=(100, 30)) as pilot:
            screen = Screen(pilot)
            await screen.until(lambda: len(screen.rows) == 5)
            await pilot.press("space", "space", "t")
            await screen.until(lambda: isinstance(pilot.app.screen, TestMarkedScreen))
            assert not good.received, "nothing is fired before it is asked for"
            table = pilot.app.screen
            assert isinstance(table, TestMarkedScreen)
            await pilot.press("enter")
            await screen.until(lambda: table.round.good == 1 and table.round.bad == 1 and not table._firing)
            assert "✓ 1 accepted   ✗ 1 not" in str(table.query_one("#verdict", Static).content)
            query = ProfileQuery(search="bad")
            await screen.until(lambda: store.window(query, 0, 1)[0].last_test)
            await pilot.press("f")
            await screen.until(lambda: len(bad.received) == 2 and table.round.bad == 1 and not table._firing)
            assert len(good.received) == 1, "only what failed is fired again"
            await pilot.press("a")
            await screen.until(
                lambda: len(good.received) == 2 and table.round.good == 1 and not table._firing
            )
            assert len(bad.received) == 3, "all of them are fired again"
            await pilot.press("enter")
            await screen.until(lambda: isinstance(pilot.app.screen, DeliveryScreen))
