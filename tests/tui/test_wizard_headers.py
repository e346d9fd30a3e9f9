"""Header rows: added, removed, moved, hidden when secret; Basic authentication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.wizard_support import add_profile, email
from wizard.profile import Header
from wizard.tui.wizard.header_rows import HeaderRow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.wizard_support import Session


def pairs(wizard: Session) -> list[tuple[str, str]]:
    return [(header.name, header.value) for header in wizard.screen.profile.headers]


TWO = (Header(name="x-one", value="1"), Header(name="api-key", value="s3cret"))


async def test_rows_are_added_and_blank_ones_are_no_headers(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=3) as wizard:
        assert pairs(wizard) == []
        await wizard.type("x-a")
        await wizard.press("enter")
        await wizard.type("1")
        await wizard.press("enter", "enter")  # on to + Add more, which adds a row and goes there
        await wizard.type("x-b")
        await wizard.press("tab")
        await wizard.type("2")
        await wizard.press("tab", "enter")
        assert pairs(wizard) == [("x-a", "1"), ("x-b", "2")]
        assert len(wizard.screen.query(HeaderRow)) == 3


async def test_rows_are_moved_and_removed_by_key(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(headers=TWO), step=3) as wizard:
        await wizard.press("shift+down")
        assert pairs(wizard) == [("api-key", "s3cret"), ("x-one", "1")]
        await wizard.press("f8")
        assert pairs(wizard) == [("api-key", "s3cret")]
        await wizard.press("f8")
        assert pairs(wizard) == []
        assert len(wizard.screen.query(HeaderRow)) == 1


async def test_rows_are_moved_and_removed_by_mouse(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(headers=TWO), step=3) as wizard:
        await wizard.click("▼")
        assert pairs(wizard) == [("api-key", "s3cret"), ("x-one", "1")]
        await wizard.click("✕", last=True)
        assert pairs(wizard) == [("api-key", "s3cret")]


async def test_a_secret_value_is_hidden_until_asked_for(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(headers=TWO), step=3) as wizard:
        assert "s3cret" not in wizard.text
        await wizard.press("down", "ctrl+r")
        assert "s3cret" in wizard.text
        await wizard.press("ctrl+r")
        assert "s3cret" not in wizard.text
        await wizard.click("hidden")
        assert "s3cret" in wizard.text
        assert wizard.screen.profile.headers == TWO


async def test_a_value_is_made_secret_by_key(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(headers=TWO), step=3) as wizard:
        await wizard.press("f7")
        assert wizard.screen.profile.headers[0].secret is True
        await wizard.press("f7")
        assert wizard.screen.profile.headers[0].secret is False


async def test_an_error_stands_under_its_row(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=3) as wizard:
        await wizard.type("Host")
        assert "✗" not in wizard.words
        await wizard.press("tab", "tab")
        assert "✗ Host is written by the sender from the request itself" in wizard.words
        await wizard.press("shift+tab", "shift+tab", "end")
        await wizard.type("-name")
        assert "✗" not in wizard.words


async def test_a_content_type_that_contradicts_the_format_is_told(tmp_path: Path) -> None:
    profile = email(headers=(Header(name="Content-Type", value="application/json"),))
    async with add_profile(tmp_path, profile, step=3) as wizard:
        await wizard.press("shift+tab", "right", "right", "tab", "tab", "tab")
        assert wizard.screen.profile.body_format == "urlencoded"
        assert "✗ Content-Type application/json contradicts the body format urlencoded" in wizard.words


async def test_basic_authentication_makes_the_authorization_row(tmp_path: Path) -> None:
    async with add_profile(
        tmp_path, email(headers=(Header(name="authorization", value="old"),)), step=3
    ) as wizard:
        await wizard.click("Basic authentication…")
        await wizard.type("a:da")
        await wizard.press("enter")
        await wizard.type("pw")
        assert "pw" not in [word for word in wizard.words.split() if word == "pw"]
        await wizard.press("enter")
        assert "✗ The user name cannot hold a colon" in wizard.words
        await wizard.press("ctrl+u")
        await wizard.type("ada")
        await wizard.press("enter", "enter")
        await wizard.until(lambda: wizard.app.screen is wizard.screen)
        await wizard.settle()
        assert pairs(wizard) == [("Authorization", "Basic YWRhOnB3")]
        assert "YWRhOnB3" not in wizard.text
