"""List Dynamic Variables: what is ticked is what stands in the body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.tui.wizard_support import add_profile, email
from wizard.tui.widgets.body_editor import BodyEditor

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_ticks_and_body_agree_both_ways(tmp_path: Path) -> None:
    body = '{"id": "<message_id>", "why": "mail to <recipient_mail> failed"}'
    async with add_profile(tmp_path, email(body=body), step=2) as wizard:
        await wizard.press("ctrl+o")
        ticked = [line for line in wizard.lines if "[X]" in line]
        assert len(ticked) == 2
        assert "2 of 8" in wizard.text
        await wizard.press("down", "space")
        assert json.loads(wizard.screen.profile.body)["delivery_status"] == "<delivery_status>"
        await wizard.press("up", "space")
        assert "message_id" not in wizard.screen.profile.body
        await wizard.press("escape")
        assert isinstance(wizard.app.focused, BodyEditor)
        assert wizard.app.focused.text == wizard.screen.profile.body
        assert "2 of 8 selected" in wizard.words


async def test_select_all_then_none(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"kept": 1}'), step=2) as wizard:
        await wizard.press("ctrl+o", "a")
        assert len(json.loads(wizard.screen.profile.body)) == 9
        await wizard.press("a")
        assert json.loads(wizard.screen.profile.body) == {"kept": 1}
        assert "0 of 8" in wizard.text


async def test_a_tick_can_be_undone_in_the_body(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=2) as wizard:
        before = wizard.screen.profile.body
        await wizard.press("ctrl+o", "a", "i")
        assert wizard.screen.profile.body != before
        await wizard.press("ctrl+z")
        assert wizard.screen.profile.body == before


async def test_a_broken_body_says_so_and_stays_as_it_is(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"a": '), step=2) as wizard:
        await wizard.press("ctrl+o", "space")
        assert "The body cannot take the tick" in wizard.words
        assert wizard.screen.profile.body == '{"a": '
        assert "[X]" not in wizard.text


async def test_insert_with_nothing_ticked_takes_the_variable_under_the_cursor(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body=""), step=2) as wizard:
        await wizard.press("enter", "down", "i")
        assert json.loads(wizard.screen.profile.body) == {"delivery_status": "<delivery_status>"}
        assert isinstance(wizard.app.focused, BodyEditor)


async def test_copy_gives_a_json_object_of_what_is_ticked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[tuple[str, str]] = []

    def copy(text: str, what: str, *, secret: bool = False) -> None:
        copied.append((text, what))

    async with add_profile(tmp_path, email(), step=2) as wizard:
        monkeypatch.setattr(wizard.app, "copy", copy)
        await wizard.press("ctrl+o", "c")
        await wizard.until(lambda: copied)
        text, what = copied[0]
        assert json.loads(text) == {"message_id": "<message_id>", "delivery_status": "<delivery_status>"}
        assert what == "2 dynamic variables"


async def test_a_click_ticks_and_the_preview_beside_follows(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"a": "<error_code>"}'), step=2, size=(120, 36)) as wizard:
        await wizard.press("ctrl+o")
        assert 'from_mail":' not in wizard.text
        await wizard.click("address the email came from")
        await wizard.until(lambda: '"from_mail":' in wizard.text)
        await wizard.click("address the email came from")
        await wizard.until(lambda: '"from_mail":' not in wizard.text)
