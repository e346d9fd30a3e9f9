"""Enable Encryption: fields appear, characters are counted, fresh keys are made, secrets stay hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.wizard_support import add_profile, email
from wizard.profile import Encryption

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ON = Encryption(algorithm="AES-128-CFB", key="K1abcdefghijkl2P", iv="POabcdefghijklLY")
WIDE = (120, 60)


async def test_the_toggle_reveals_the_fields_and_brings_back_what_was_typed(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=4, size=WIDE) as wizard:
        assert "Algorithm" not in wizard.words
        await wizard.press("space")
        for label in ("Algorithm", "Key", "Initialization Vector", "Parameters"):
            assert label in wizard.words
        await wizard.press("tab", "tab")
        await wizard.type("abc")
        await wizard.press("shift+tab", "shift+tab", "space")
        assert wizard.screen.profile.encryption is None
        assert "Parameters" not in wizard.words
        await wizard.press("space")
        assert wizard.screen.profile.encryption
        assert wizard.screen.profile.encryption.key == "abc"


async def test_missing_characters_are_counted_as_they_are_typed(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(encryption=Encryption()), step=4, size=WIDE) as wizard:
        assert "32 characters missing" in wizard.words
        assert "✗" not in wizard.words
        await wizard.press("tab", "tab")
        await wizard.type("0123456789")
        assert "22 characters missing" in wizard.words
        assert "0123456789" not in wizard.text
        await wizard.press("tab")
        assert "✗ The key has 10 bytes, AES-256-GCM needs 32" in wizard.words


async def test_generate_makes_a_hidden_key_and_iv_of_the_right_length(tmp_path: Path) -> None:
    async with add_profile(
        tmp_path, email(encryption=Encryption(algorithm="AES-192-CFB")), step=4, size=WIDE
    ) as wizard:
        await wizard.press("tab", "tab", "ctrl+g", "tab", "ctrl+g")
        encryption = wizard.screen.profile.encryption
        assert encryption
        assert (len(encryption.key), len(encryption.iv)) == (24, 16)
        assert encryption.key[8:20] not in wizard.text
        await wizard.press("shift+tab", "ctrl+r")
        assert encryption.key[8:20] in wizard.text
        await wizard.press("ctrl+n", "escape")
        assert encryption.key[8:20] not in wizard.text


async def test_a_key_is_copied_as_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[tuple[str, bool]] = []

    def copy(text: str, what: str, *, secret: bool = False) -> None:
        copied.append((text, secret))

    async with add_profile(tmp_path, email(encryption=ON), step=4) as wizard:
        monkeypatch.setattr(wizard.app, "copy", copy)
        await wizard.press("tab", "tab", "f6")
        await wizard.until(lambda: copied)
        assert copied == [(ON.key, True)]


async def test_the_algorithm_is_chosen_by_arrows_and_gcm_tells_of_its_nonce(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(encryption=ON), step=4, size=WIDE) as wizard:
        assert "repeats its nonce" not in wizard.words
        assert "GCM tag" not in wizard.words
        await wizard.press("tab", "down")
        assert wizard.screen.profile.encryption
        assert wizard.screen.profile.encryption.algorithm == "AES-128-GCM"
        assert "repeats its nonce" in wizard.words
        assert "GCM tag" in wizard.words
        await wizard.click("AES-256-CFB")
        assert wizard.screen.profile.encryption.algorithm == "AES-256-CFB"


async def test_parameters_are_those_of_the_body_and_all_of_them_unless_chosen(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(encryption=ON), step=4, size=WIDE) as wizard:
        assert "[X] message_id" in wizard.text
        assert "[X] delivery_status" in wizard.text
        assert "from_mail" not in wizard.words
        await wizard.click("[X] message_id")
        assert wizard.screen.profile.encryption
        assert wizard.screen.profile.encryption.parameters == ("delivery_status",)
        await wizard.click("[ ] message_id")
        assert wizard.screen.profile.encryption.parameters is None


async def test_required_options_are_shown_off_and_say_why(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(), step=4) as wizard:
        assert "Enable Callback Required Options ●━━ off" in wizard.words
        assert "Kaleyra does not use it for Email." in wizard.words
        await wizard.click("Enable Callback Required Options")
        assert wizard.screen.profile == email()
        await wizard.press("enter")
        assert wizard.screen.step == 5


async def test_a_reference_to_the_environment_is_no_secret_and_stays_readable(tmp_path: Path) -> None:
    async with add_profile(
        tmp_path, email(encryption=Encryption(key="${HOOK_KEY}", iv="${IV}x")), step=4
    ) as wizard:
        assert "${HOOK_KEY}" in wizard.text
        assert "${IV}" not in wizard.text
        assert "known when fired" in wizard.words
