"""From Add New to a saved profile: by keyboard alone, and by mouse alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.wizard_support import add_profile, email, stored
from wizard.tui.widgets.body_editor import BodyEditor
from wizard.tui.widgets.request_preview import RequestPreview

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_whole_walk_by_keyboard(tmp_path: Path, size: tuple[int, int]) -> None:
    async with add_profile(tmp_path, size=size) as wizard:
        await wizard.type("my hook")
        await wizard.press("enter", "enter")  # title, channel: on to step 2, at the endpoint
        await wizard.type("http://localhost:8090/hook")
        assert "loopback" in wizard.text
        await wizard.press("enter")  # step 3, at View
        await wizard.press("enter")
        assert "List Dynamic Variables" in wizard.text
        await wizard.press("a", "i")
        assert isinstance(wizard.app.focused, BodyEditor)
        assert "8 of 8 selected" in wizard.words
        await wizard.press("ctrl+n")
        await wizard.type("api-key")
        await wizard.press("enter")
        await wizard.type("s3cret")
        assert "s3cret" not in wizard.text
        await wizard.press("ctrl+n", "space")  # step 5: on
        assert "Initialization Vector" in wizard.text or size == (80, 24)
        await wizard.press("tab", "tab", "ctrl+g", "tab", "ctrl+g")
        await wizard.press("ctrl+n")
        assert "Ready to save" in wizard.words
        await wizard.press("tab", "enter")  # from Test to Save
        await wizard.until(lambda: wizard.results)
    assert wizard.results[0] is not None
    saved = stored(tmp_path).get(wizard.results[0])
    assert (saved.title, saved.endpoint, saved.method) == ("my hook", "http://localhost:8090/hook", "POST")
    assert '"error_message": "<error_message>"' in saved.body
    assert saved.headers[0].name == "api-key"
    assert saved.headers[0].value == "s3cret"
    assert saved.encryption is not None
    assert len(saved.encryption.key) == 32
    assert stored(tmp_path).drafts() == []


async def test_the_whole_walk_by_mouse(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="clicked", body=""), size=(120, 36)) as wizard:
        await wizard.click("3 Variables & body")
        await wizard.click("View")
        await wizard.click("delivery_status")
        await wizard.click("Select All")
        await wizard.click(" X ")
        assert "8 of 8 selected" in wizard.words
        await wizard.click("4 Headers")
        await wizard.click("+ Add more")
        await wizard.click("5 Encryption")
        await wizard.click("off")
        await wizard.click("Generate")
        await wizard.click("Generate", last=True)
        await wizard.click("6 Test & save")
        assert "Ready to save" in wizard.words
        await wizard.click("Save", last=True)  # on the bar of keys
        await wizard.until(lambda: wizard.results)
    assert wizard.results[0] is not None
    assert stored(tmp_path).get(wizard.results[0]).encryption is not None


async def test_escape_goes_back_one_step_and_leaves_from_the_first(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=2) as wizard:
        await wizard.press("escape")
        assert wizard.screen.step == 1
        await wizard.press("escape", "escape")
        await wizard.until(lambda: wizard.results)
    assert wizard.results == [None]


async def test_the_step_list_takes_the_focus(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email()) as wizard:
        await wizard.press("shift+tab", "down", "down", "down", "enter")
        assert wizard.screen.step == 3
        assert "✓ 1 Title & channel" in wizard.text


async def test_the_preview_stands_beside_a_wide_form_and_over_a_narrow_one(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), size=(120, 36)) as wizard:
        assert "POST /x HTTP/1.1" in wizard.text
        await wizard.press("f4")
        assert wizard.screen.query_one(RequestPreview).has_focus_within
    async with add_profile(tmp_path, email()) as wizard:
        assert "POST /x HTTP/1.1" not in wizard.text
        await wizard.press("f4")
        assert "POST /x HTTP/1.1" in wizard.text
        await wizard.press("escape")
        assert wizard.app.screen is wizard.screen


async def test_the_foot_follows_a_terminal_that_becomes_wide_enough_for_the_preview(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), size=(119, 36)) as wizard:
        for width, offered in ((120, False), (119, True)):
            await wizard.pilot.resize_terminal(width, 36)
            await wizard.settle()
            assert ("F4 Preview" in wizard.lines[-1]) is offered


async def test_the_preview_masks_what_is_secret_and_follows_the_typing(tmp_path: Path) -> None:
    from wizard.profile import Header

    profile = email(title="x", headers=(Header(name="api-key", value="s3cret-value"),))
    async with add_profile(tmp_path, profile, step=1, size=(120, 36)) as wizard:
        assert "api-key: ••••••••" in wizard.text
        assert "s3cret" not in wizard.text
        await wizard.type("yz")
        assert "POST /xyz HTTP/1.1" in wizard.text


@pytest.mark.parametrize("size", [(20, 6), (79, 23), (200, 50)])
async def test_every_size_of_terminal_shows_something_sensible(tmp_path: Path, size: tuple[int, int]) -> None:
    async with add_profile(tmp_path, email(), size=size) as wizard:
        for _ in range(5):
            await wizard.press("ctrl+n")
        assert wizard.screen.step == 5
        await wizard.pilot.resize_terminal(80, 24)
        await wizard.settle()
        assert "Ready to save" in wizard.words


async def test_save_pressed_twice_saves_once(tmp_path: Path) -> None:
    from wizard.store import ProfileQuery

    async with add_profile(tmp_path, email()) as wizard:
        wizard._key("ctrl+s")
        wizard._key("ctrl+s")
        await wizard.until(lambda: wizard.results)
    assert stored(tmp_path).count(ProfileQuery()) == 1


async def test_a_key_right_behind_the_typing_uses_all_of_it(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="")) as wizard:
        for key in ("a", "b", "c", "ctrl+s"):
            wizard._key(key)
        await wizard.until(lambda: wizard.results)
    assert stored(tmp_path).get(wizard.results[0] or "").title == "abc"


async def test_typing_goes_on_right_behind_a_key_that_moves_the_focus(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="", endpoint="")) as wizard:
        for key in ("a", "b", "c", "ctrl+n", "x", "y", "shift+tab", "tab", "z", "escape"):
            wizard._key(key)
        await wizard.settle()
        assert wizard.screen.step == 0
        assert (wizard.screen.profile.title, wizard.screen.profile.endpoint) == ("abc", "xyz")
