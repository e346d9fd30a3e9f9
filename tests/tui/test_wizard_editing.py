"""Editing comforts of every line: undo and redo, paste from the system, endpoints used before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.wizard_support import add_profile, email, stored
from wizard.profile import Encryption
from wizard.tui import clipboard
from wizard.tui.widgets.request_preview import RequestPreview

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_line_is_undone_a_word_at_a_time_and_redone(tmp_path: Path) -> None:
    async with add_profile(tmp_path) as wizard:
        await wizard.type("bounce watcher two")
        await wizard.press("ctrl+z")
        assert wizard.screen.profile.title == "bounce watcher "
        await wizard.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert wizard.screen.profile.title == ""
        await wizard.press("ctrl+y", "ctrl+y")
        assert wizard.screen.profile.title == "bounce watcher "
        await wizard.press("ctrl+u", "ctrl+z")
        assert wizard.screen.profile.title == "bounce watcher ", "one key that deletes is one edit"


async def test_a_generated_key_gives_the_typed_one_back(tmp_path: Path) -> None:
    sealed = email(encryption=Encryption(key="typed by hand"))
    async with add_profile(tmp_path, sealed, step=4, size=(120, 40)) as wizard:
        await wizard.press("tab", "tab", "ctrl+g")
        assert wizard.screen.profile.encryption.key != "typed by hand"
        await wizard.press("ctrl+z")
        assert wizard.screen.profile.encryption.key == "typed by hand"
        await wizard.press("ctrl+z")
        assert wizard.screen.profile.encryption.key == "typed by hand", "what was loaded is the start"


async def test_an_endpoint_is_completed_from_those_used_before(tmp_path: Path) -> None:
    store = stored(tmp_path)
    store.add(email(endpoint="https://hooks.example.com/callbacks"))
    store.close()
    async with add_profile(tmp_path, step=1) as wizard:
        await wizard.type("https://ho")
        await wizard.until(lambda: "oks.example.com/callbacks" in wizard.words)
        assert wizard.screen.profile.endpoint == "https://ho", "an offer is not an answer"
        await wizard.press("right")
        assert wizard.screen.profile.endpoint == "https://hooks.example.com/callbacks"


async def test_ctrl_v_pastes_what_the_system_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "way", lambda: "desktop")
    monkeypatch.setattr("pyperclip.paste", lambda: '"from_mail": "<from_mail>"\n"to": "<recipient_mail>"\n')
    async with add_profile(tmp_path, email(body=""), step=2) as wizard:
        await wizard.press("tab", "ctrl+v")
        await wizard.until(lambda: wizard.screen.selected == ("from_mail", "recipient_mail"))
        await wizard.press("escape", "escape", "ctrl+v")
        await wizard.until(lambda: wizard.screen.profile.title == 'my hook"from_mail": "<from_mail>"')


async def test_ctrl_v_with_nothing_to_paste_says_what_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "way", lambda: "terminal")
    async with add_profile(tmp_path) as wizard:
        await wizard.press("ctrl+v")
        await wizard.until(lambda: "ctrl+shift+v" in wizard.text)


async def test_f2_and_a_letter_go_to_a_field_and_a_digit_to_a_step(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(encryption=Encryption()), step=4) as wizard:
        await wizard.press("f2")
        letters = {
            name: letter for letter, _, name in (each.partition(" ") for each in wizard.lines[-1].split("  "))
        }
        await wizard.press(letters["Encoding"])  # scrolled out of sight
        assert wizard.screen.steps[4].encoding in wizard.app.focused.ancestors
        await wizard.press("f2", "1")
        assert wizard.screen.step == 0
        await wizard.press("f2", "s")
        await wizard.type("s")
        assert wizard.screen.profile.title == "my hooks"
        await wizard.press("f2", "f9")
        assert wizard.screen.profile.title == "my hooks", "any other key only ends it"


async def test_letters_follow_from_the_size_that_the_terminal_has_now(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), size=(80, 24)) as wizard:
        await wizard.press("f2")
        await wizard.pilot.resize_terminal(120, 36)
        await wizard.settle()
        while_open = wizard.app.screen.targets
        await wizard.press("escape", "f2")
        assert while_open == wizard.app.screen.targets
        assert RequestPreview in {type(each.parent) for each in while_open.values()}


async def test_one_key_puts_every_variable_into_the_body(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body=""), step=2) as wizard:
        await wizard.press("a")
        assert "8 of 8 selected" in wizard.words
        await wizard.type(" ")  # the focus is in the body
        await wizard.press("ctrl+z", "ctrl+z")
        assert wizard.screen.profile.body == ""
        await wizard.click("All (a)")
        assert "8 of 8 selected" in wizard.words
