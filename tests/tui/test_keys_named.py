"""No screen names a key that does not do what it says: not with a person's own keys, nor with the vim flavour."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from textual.keys import _character_to_key

import wizard.tui
from tests.snapshots.scenes import SCENES
from tests.snapshots.stage import stage
from tests.snapshots.ways import SCREENS
from wizard.settings.flavours import flavour_keys
from wizard.tui.keys import key_of
from wizard.tui.registry import actions

EVERY = {**SCREENS, **SCENES}
TEMPLATE = re.compile(r"\{+([a-z-]+\.[a-z0-9-]+)\|([^}]+)\}")
SOURCES = [path.read_text() for path in Path(wizard.tui.__file__).parent.rglob("*.py")]
SIGNS = [
    chr(code) for code in range(0x1200, 0x1400) if unicodedata.name(chr(code), "").startswith("ETHIOPIC S")
]
USUAL = re.compile(
    r"\((?:[a-z]|\^[a-z])\)|\b(?:esc|escape|enter(?! Endpoint)|space|F\d+)\b|(?<!\S)\^[a-z]\b|⏎",
    re.IGNORECASE,
)
"""What names a key that a person may have changed."""
FIXED = {
    "forward": {"enter"},
    "setting-store": {"enter"},
    "setting-key": {"escape", "space"},
    "keep-set": {"enter"},
    "setting-keys": {"⏎", "space"},
    "choose-profile": {"⏎"},
    "marked-fired": {"⏎", "esc"},
}
"""Keys that stay: Enter in a line of text, those that are no answer where any key is one, and the second of the keys
that an action was given here."""


def test_a_text_that_names_a_key_names_the_one_that_its_action_has() -> None:
    named = [each for source in SOURCES for each in TEMPLATE.findall(source)]
    assert len(named) > 60
    for action, key in named:
        assert action in actions(), action
        assert key_of(key) in actions()[action].keys, (action, key)


async def named(scene: str) -> set[str]:
    """The usual keys that the scene names after every action was given another key before its own ones."""
    own = {
        name: ",".join([_character_to_key(sign), *action.keys])
        for sign, (name, action) in zip(SIGNS, actions().items(), strict=False)
    }
    assert len(own) == len(actions())
    async with stage([(120, 40)]) as on:
        on.app.set_keymap(own)
        await on.press("f5")
        await EVERY[scene](on)
        on.app.clear_notifications()
        await on.rest()
        return {each.lower() for each in USUAL.findall(on.text)} - FIXED.get(scene, set())


@pytest.mark.parametrize(
    "scene", ["list", "step-3", "test", "receiver", "decrypt", "mend", "forward", "setting-test", "jump"]
)
async def test_a_screen_names_a_persons_own_keys(scene: str) -> None:
    assert await named(scene) == set()


async def test_the_vim_flavour_is_what_help_names() -> None:
    async with stage([(120, 60)], settings='flavour = "vim"\n') as on:
        await on.sees("6 profiles")
        await on.press("?")
        await on.rest()
        for name in ("list.listen", "list.delete"):
            title, keys = actions()[name].title[:20], flavour_keys("vim")[name].split(",")
            row = next(row for row in on.text.splitlines() if title in row)
            assert keys[-1] in row.split(title)[0], row
