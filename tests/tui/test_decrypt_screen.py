"""Decrypt: what is pasted is opened at once; what stays shut is explained, and the change that opens it made."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.tui.receiver_support import IV, KEY, body_of, change, profile, program, sealed
from wizard.receiver.doctor.change import as_lines
from wizard.store import ProfileQuery
from wizard.tui.wizard.screen import AddProfileScreen

if TYPE_CHECKING:
    from pathlib import Path


def value_of(body: str, name: str) -> str:
    value: str = json.loads(body)[name]
    return value


async def test_a_pasted_body_is_opened_with_the_profile_under_the_cursor(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop, profile("other"), size=(80, 24)) as run:
        await run.press("w")
        await run.sees("With the key of shop, AES-256-GCM", "Paste what came")
        await run.paste(body_of(shop))
        await run.sees("All 8 values open as the profile says", "delivery_status", "Bounce", "proof")
        await run.press("n")
        await run.sees("Paste what came")
        await run.press("escape")
        await run.sees("Callback Profiles")


async def test_a_paste_is_a_new_one_and_typing_is_opened_too(tmp_path: Path) -> None:
    shop = profile()
    body = body_of(shop)
    async with program(tmp_path, shop) as run:
        await run.press("w")
        await run.paste("nothing of the kind")
        await run.sees("The value does not open")
        await run.paste(value_of(body, "delivery_status"))
        await run.sees("The value opens as the profile says", "Bounce")
        await run.press("shift+tab", "ctrl+z")
        await run.sees("The value does not open", "nothing of the kind")
        await run.press("ctrl+y")
        await run.sees("The value opens as the profile says", "Bounce")
        for key in value_of(body_of(shop, "Open"), "delivery_status"):
            await run.press(key)
        await run.sees("The value does not open")


async def test_a_value_is_judged_as_the_variable_that_is_named(tmp_path: Path) -> None:
    plain = sealed(profile(), algorithm="AES-128-CFB", key=KEY[:16])
    async with program(tmp_path, plain) as run:
        await run.press("w")
        await run.paste(value_of(body_of(plain, "Deferred"), "delivery_time"))
        await run.sees("The value opens")
        await run.press("v")
        await run.sees("● any")
        await run.press("down", "enter")
        await run.sees("Variable message_id", "✓ message_id")


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"tag": "before"}, 'tag = "before"'),
        ({"key": "hex:" + "4b" * 32}, ""),
        ({"key": KEY[:24], "algorithm": "AES-192-GCM"}, 'algorithm = "AES-192-GCM"'),
    ],
)
async def test_the_one_thing_that_differs_is_named(tmp_path: Path, wrong: dict[str, str], line: str) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.press("w")
        await run.paste(body_of(sealed(shop, **wrong)))
        await run.sees("None of the 8 values opens as the profile says")
        if line:
            await run.sees("A change opens 8 of them", line, "→ delivery_status  Bounce")
        else:
            await run.sees("ways tried opens it", "stays shut")
            assert "u Use it" not in run.text


async def test_a_secret_in_the_change_is_masked_on_the_screen_and_whole_when_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    digits = "000102030405060708090a0b0c0d0e0f"
    shop = sealed(profile(), key=digits)  # 32 characters; the sender reads them as hex, 16 bytes
    sender = sealed(shop, key=f"hex:{digits}", algorithm="AES-128-GCM")
    written: list[str] = []
    async with program(tmp_path, shop) as run:
        await run.press("w")
        await run.paste(body_of(sender))
        await run.sees("None of the 8 values opens", "key = ", "Bounce")
        assert digits not in run.text
        assert run.app._driver
        monkeypatch.setattr(run.app._driver, "write", written.append)
        await run.press("c")
        await run.until(lambda: any("]52;" in text for text in written))
        found = re.search(r"\x1b]52;c;([A-Za-z0-9+/=]+)", "".join(written))
        assert found
        assert f'key = "hex:{digits}"' in base64.b64decode(found[1]).decode()


async def test_the_change_is_used_here_alone_or_in_a_duplicate(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.press("w")
        await run.paste(body_of(sealed(shop, encoding="hex", tag="before")))
        await run.sees("None of the 8 values opens")
        await run.press("u")
        await run.sees("All 8 values open with this change", 'encoding = "hex"', 'tag = "before"')
        (row,) = run.app.store.window(ProfileQuery(), 0, 5)
        kept = run.app.store.get(row.id).encryption
        assert kept
        assert (kept.encoding, kept.tag) == ("base64", "after")
        await run.press("r")
        await run.sees("None of the 8 values opens as the profile says", "A change opens 8 of them")
        await run.press("u")
        await run.sees("All 8 values open with this change", "r takes it back")
        await run.press("ctrl+p")
        await run.sees("As saved")
        assert "Use it" not in run.lines[-1]  # the keys under the palette are those that work
        await run.press("escape", "d")
        assert isinstance(run.app.screen, AddProfileScreen)
        copy = run.app.screen.form.profile
        assert copy.title == "shop copy"
        assert copy.id == ""
        assert copy.encryption
        assert (copy.encryption.encoding, copy.encryption.tag) == ("hex", "before")


async def test_another_profile_is_found_by_typing(tmp_path: Path) -> None:
    shop, other = profile(), sealed(profile("bounce watcher"), key=KEY[::-1], iv=IV[::-1])
    async with program(tmp_path, shop, other, size=(80, 24)) as run:
        await run.press("w")
        await run.paste(body_of(other))
        await run.sees("None of the 8 values opens")
        await run.press("p")
        await run.sees("Choose a profile", "bounce watcher")
        await run.type("watch")
        await run.press("enter")
        await run.sees("With the key of bounce watcher", "All 8 values open")


async def test_where_nothing_can_be_opened_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    plain = change(profile("plain"), encryption=None)
    absent = sealed(profile("absent"), key="${NO_SUCH_KEY}")
    async with program(tmp_path, plain, absent) as run:
        await run.press("w")
        await run.paste("{}")
        await run.sees(
            "The profile encrypts nothing: its callbacks can be read as they come. p chooses another"
        )
        await run.press("p", "down", "enter")
        await run.sees("the environment variable NO_SUCH_KEY is not set")
    async with program(tmp_path / "empty") as run:
        await run.press("w")
        await run.sees("There is no profile whose key could be used")


async def test_a_hostile_or_huge_paste_harms_nothing(tmp_path: Path) -> None:
    shop = profile()
    evil = "\x1b]0;owned\x07[bold]\u202e\x9b2J"
    async with program(tmp_path, shop) as run:
        await run.press("w")
        await run.paste(json.dumps({"message_id": evil, "delivery_status": evil}, ensure_ascii=False))
        await run.sees("None of the 2 values opens")
        assert all(character.isprintable() for character in "".join(run.lines))
        await run.paste("A" * 3_000_000)
        await run.sees("The value does not open")
        await run.paste(body_of(shop))
        await run.sees("All 8 values open")


def test_a_change_is_written_as_lines_of_a_profile_file() -> None:
    import tomllib

    settings = {"key": 'hex:00"\x7f', "parameters": ["message_id"], "tag": "before"}
    assert tomllib.loads("\n".join(as_lines(settings, reveal=True))) == settings
    assert as_lines(settings, reveal=False)[0] == 'key = "hex:••••"'
    assert as_lines({"encryption": None}, reveal=True) == ["# leave the table [encryption] out"]
