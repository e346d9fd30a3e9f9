"""Errors stand at their field, in words, when the field is left, and go when it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.wizard_support import add_profile, email
from wizard.catalog import load_catalog
from wizard.profile import Encryption, Header
from wizard.tui.widgets.body_editor import BodyEditor
from wizard.tui.widgets.field_text import Line
from wizard.tui.wizard.form import Form
from wizard.tui.wizard.steps import summary

if TYPE_CHECKING:
    from pathlib import Path


async def test_an_error_appears_when_the_field_is_left_and_goes_when_it_is_mended(tmp_path: Path) -> None:
    async with add_profile(tmp_path) as wizard:
        await wizard.type("ab")
        assert "too short" not in wizard.words
        await wizard.press("tab")
        assert "✗ The title is too short; write at least 3 characters" in wizard.words
        assert "! 1 Title & channel" in wizard.text
        await wizard.press("shift+tab", "end")
        await wizard.type("c")
        assert "too short" not in wizard.words


async def test_save_goes_to_the_first_thing_that_is_wrong(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="", endpoint="ftp://x"), step=4) as wizard:
        await wizard.press("ctrl+s")
        assert wizard.screen.step == 0
        assert isinstance(wizard.app.focused, Line)
        assert "✗ The title is missing" in wizard.words
        await wizard.type("my hook")
        await wizard.press("ctrl+s")
        assert wizard.screen.step == 1
        assert isinstance(wizard.app.focused, Line)
        assert wizard.app.focused.value == "ftp://x"
        assert "✗ ftp: is not http or https; write a URL that starts with https://" in wizard.words


async def test_save_works_from_inside_the_body_and_puts_the_cursor_on_the_fault(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{\n  "a": "<message_id>",\n  "b" 1\n}'), step=2) as wizard:
        await wizard.press("ctrl+s")
        editor = wizard.app.focused
        assert isinstance(editor, BodyEditor)
        assert editor.cursor_location[0] == 2
        assert "(line 3, column" in wizard.words


async def test_the_last_step_lists_every_problem_and_enter_goes_there(tmp_path: Path) -> None:
    profile = email(
        title="", encryption=Encryption(algorithm="AES-256-CFB"), headers=(Header(name="a b", value="1"),)
    )
    async with add_profile(tmp_path, profile, step=5) as wizard:
        assert "4 things to mend" in wizard.words
        await wizard.press("down", "enter")
        assert wizard.screen.step == 3
        assert isinstance(wizard.app.focused, Line)
        assert wizard.app.focused.value == "a b"
        assert "✗ A header name cannot hold a space" in wizard.words


async def test_a_test_needs_no_title_but_all_that_makes_the_request(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="", endpoint="")) as wizard:
        await wizard.press("ctrl+t")
        assert wizard.screen.step == 1
        assert "✗ The endpoint is missing" in wizard.words
        await wizard.type("http://localhost:9/")
        await wizard.press("ctrl+t")
        await wizard.until(lambda: wizard.app.screen is not wizard.screen)
        assert "Test callback" in wizard.text


async def test_methods_that_cannot_be_chosen_say_why_and_are_passed_over(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=1, size=(120, 36)) as wizard:
        assert "– GET" in wizard.text
        assert "GET has no body" in wizard.words
        await wizard.press("shift+tab", "down", "down", "right")
        await wizard.click("PUT")
        assert wizard.screen.profile.method == "POST"


async def test_a_plain_http_endpoint_with_a_secret_is_a_warning_that_does_not_stop(tmp_path: Path) -> None:
    profile = email(endpoint="http://hooks.example.com/", headers=(Header(name="api-key", value="x"),))
    async with add_profile(tmp_path, profile, step=1) as wizard:
        await wizard.press("shift+tab")
        assert "! Over http:// anyone on the way can read the header api-key" in wizard.words
        assert "✓ 1 Title & channel" in wizard.text


async def test_a_stored_title_with_control_characters_cannot_steer_the_terminal(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="a\x1b[31mb", body='{"a": "\x1b]0;x\x07"}')) as wizard:
        assert "\x1b" not in wizard.text
        await wizard.press("ctrl+n", "ctrl+n")
        assert "\x1b" not in wizard.text
        assert "␛]0;x" in wizard.text


async def test_an_emoji_newer_than_the_tables_of_python_stands_in_the_body(tmp_path: Path) -> None:
    new = "\U0001fae9"  # of Unicode 16; Python 3.11 knows those of 14
    async with add_profile(tmp_path, email(body=f'{{"a": "{new}"}}'), step=2) as wizard:
        assert f'{{"a": "{new}"}}' in wizard.text


async def test_the_list_of_steps_shows_no_password_of_an_endpoint(tmp_path: Path) -> None:
    catalog = load_catalog()
    channel = catalog.channel("email")
    assert channel
    for endpoint, shown in (
        ("https://me:hunter2@a.example/x", "POST ••••@a.example/x"),
        ("me:hunter2@a.example", "POST ••••@a.example"),
        ("https://me:hun/ter2@a.example", "POST ••••@a.example"),
        ("http://a.example:80/@me", "POST a.example:80/@me"),
    ):
        assert summary(1, Form(email(endpoint=endpoint), catalog, channel)) == shown
    async with add_profile(tmp_path, email(endpoint="https://me:hunter2@a.example/x"), step=2) as wizard:
        assert "hunter2" not in wizard.text


async def test_a_long_line_is_read_from_its_beginning_unless_one_types_in_it(tmp_path: Path) -> None:
    profile = email(endpoint="https://hooks.example.com/" + "path/" * 20 + "end")
    async with add_profile(tmp_path, profile, step=1) as wizard:
        wizard.screen.query_one(Line).focus()
        await wizard.settle()
        assert "path/end" in wizard.text
        assert "https://hooks" not in wizard.text
        await wizard.press("shift+tab")
        assert "https://hooks.example.com/path/" in wizard.text
        assert "path/end" not in wizard.text


async def test_the_usual_header_names_are_seen_whole_in_a_narrow_terminal(tmp_path: Path) -> None:
    async with add_profile(
        tmp_path, email(headers=(Header(name="Authorization", value="a"),)), step=3
    ) as wizard:
        assert " Authorization " in wizard.text


async def test_the_preview_over_the_form_has_one_frame(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email()) as wizard:
        await wizard.press("f4")
        assert "POST /x HTTP/1.1" in wizard.text
        assert wizard.text.count("╭") == 2  # that of the form below, and its own
