"""The body editor: pasted lines become JSON, placeholders are completed, nothing typed is changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.tui.wizard_support import add_profile, email
from wizard.tui.widgets.body_document import BodyDocument
from wizard.tui.widgets.body_editor import BodyEditor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.wizard_support import Session


def editor(wizard: Session) -> BodyEditor:
    return wizard.screen.query_one(BodyEditor)


async def test_pasted_lines_without_braces_become_an_object(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body=""), step=2) as wizard:
        await wizard.press("tab")
        await wizard.paste('"delivery_status": "<delivery_status>"\n"from_mail": "<from_mail>"')
        assert json.loads(wizard.screen.profile.body) == {
            "delivery_status": "<delivery_status>",
            "from_mail": "<from_mail>",
        }


async def test_a_pasted_object_is_merged_into_the_one_that_stands_there(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"kept": "yes"}'), step=2) as wizard:
        await wizard.paste('{"error_code": "<error_code>"}')
        assert json.loads(wizard.screen.profile.body) == {"kept": "yes", "error_code": "<error_code>"}
        await wizard.press("ctrl+z")
        assert wizard.screen.profile.body == '{"kept": "yes"}'


async def test_any_other_text_is_pasted_as_it_is(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body="{}"), step=2) as wizard:
        await wizard.paste("plain\nwords")
        assert wizard.screen.profile.body == "plain\nwords{}"


async def test_a_placeholder_is_completed_as_it_is_typed(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body=""), step=2) as wizard:
        await wizard.press("tab")
        await wizard.type('{"a": "<rec')
        assert "ipient_mail>" in wizard.text
        await wizard.press("right")
        assert wizard.screen.profile.body == '{"a": "<recipient_mail>'


async def test_an_unknown_placeholder_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"a": "<mesage_id>"}'), step=2) as wizard:
        await wizard.press("shift+tab")
        assert "did you mean <message_id>?" in wizard.words
        assert "✗" not in wizard.words


async def test_json_is_laid_out_by_a_key_and_broken_json_is_left_alone(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"n": 1.50,"s":"<message_id>"}'), step=2) as wizard:
        await wizard.press("ctrl+l")
        assert wizard.screen.profile.body == '{\n  "n": 1.50,\n  "s": "<message_id>"\n}'
        await wizard.press("ctrl+end")
        await wizard.type(",")
        broken = wizard.screen.profile.body
        await wizard.press("ctrl+l")
        assert wizard.screen.profile.body == broken
        assert "Cannot lay it out" in wizard.text


async def test_enter_keeps_the_indentation_and_tab_leaves_the_editor(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body=""), step=2) as wizard:
        await wizard.press("tab")
        await wizard.type("{")
        await wizard.press("enter")
        await wizard.type('"a": 1')
        assert wizard.screen.profile.body == '{\n  "a": 1'
        await wizard.press("tab")
        assert wizard.app.focused is not editor(wizard)
        assert wizard.screen.profile.body == '{\n  "a": 1'


async def test_what_is_loaded_is_not_changed_until_it_is_edited(tmp_path: Path) -> None:
    body = '{"a": "x\u2028y\x85z",\r\n "b": "<message_id>"}'
    async with add_profile(tmp_path, email(body=body), step=2) as wizard:
        assert wizard.screen.profile.body == body
        assert not wizard.screen.changed
        await wizard.press("ctrl+end")
        await wizard.type(" ")
        assert wizard.screen.profile.body == body + " "


async def test_a_megabyte_can_be_edited(tmp_path: Path) -> None:
    body = "{\n" + ",\n".join(f'  "key_{n}": "a value of some length"' for n in range(27_000)) + "\n}"
    assert len(body) > 1_000_000
    async with add_profile(tmp_path, email(body=body), step=2) as wizard:
        await wizard.press("ctrl+end")
        await wizard.type("  ")
        assert wizard.screen.profile.body == body + "  "
        await wizard.press("ctrl+n")
        assert wizard.screen.step == 3


def test_a_document_splits_only_where_json_has_lines() -> None:
    document = BodyDocument("a\u2028b\r\nc\x0bd")
    assert document.lines == ["a\u2028b", "c\x0bd"]
    result = document.replace_range((0, 1), (1, 1), "1\n2\u2029")
    assert document.lines == ["a1", "2\u2029\x0bd"]
    assert result.end_location == (1, 2)
    assert document.text == "a1\r\n2\u2029\x0bd"


async def test_a_line_is_cut_anew_for_another_width(tmp_path: Path) -> None:
    body = '{"a": "aa new bb new <message_id>", "b_14": "aa new", "c": 1, "d": 2}'
    async with add_profile(tmp_path, email(body=body), step=2) as wizard:
        for width in (81, 82, 83, 84, 85, 86, 80):
            await wizard.pilot.resize_terminal(width, 24)
            await wizard.until(
                lambda: body in " ".join(" ".join(line[30:-1] for line in wizard.lines).split()),
                f"{width} columns",
            )
