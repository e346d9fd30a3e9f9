"""Another channel is another data file: the form follows it, with no code of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.wizard_support import add_profile, email
from wizard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIGEON = """
id = "pigeon"
label = "pigeon - Carrier pigeons"
events = ["Pigeon Out", "Pigeon Back"]
status_variable = "state"
[[methods]]
name = "PUT"
[[methods]]
name = "POST"
[[variables]]
name = "ring"
description = "number on the ring"
example = "7"
[[variables]]
name = "state"
kind = "status"
description = "where it is"
example = "Home"
[[statuses]]
name = "Home"
description = "It is back."
[fields.endpoint]
label = "Loft"
help = "Where pigeons go."
"""


@pytest.fixture(autouse=True)
def pigeons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "channels"
    folder.mkdir()
    (folder / "pigeon.toml").write_text(PIGEON)
    monkeypatch.setenv("WIZARD_CATALOG", str(folder))
    load_catalog.cache_clear()
    yield
    load_catalog.cache_clear()


async def test_choosing_a_channel_brings_its_events_methods_variables_and_words(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(body='{"a": "<ring>"}'), size=(120, 36)) as wizard:
        await wizard.click("pigeon - Carrier pigeons")
        profile = wizard.screen.profile
        assert (profile.channel, profile.events, profile.method) == ("pigeon", (), "PUT")
        assert "[ ] Pigeon Back" in wizard.words
        await wizard.click("Pigeon Back")
        assert wizard.screen.profile.events == ("Pigeon Back",)
        await wizard.press("ctrl+n")
        assert "Loft" in wizard.words
        assert "● PUT" in wizard.words
        await wizard.press("right")
        assert wizard.screen.profile.method == "POST"
        await wizard.press("ctrl+n", "ctrl+o")
        assert "1 of 2" in wizard.text
        assert "number on the ring" in wizard.text


async def test_an_event_must_be_chosen_where_there_are_several(tmp_path: Path) -> None:
    async with add_profile(
        tmp_path, email(channel="pigeon", events=(), method="PUT", body='{"a": "<ring>"}')
    ) as wizard:
        await wizard.press("ctrl+s")
        assert wizard.screen.step == 0
        assert "✗ No event is chosen" in wizard.words


async def test_a_draft_of_a_channel_that_is_gone_can_be_given_another(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(channel="smoke")) as wizard:
        await wizard.press("ctrl+s")
        assert wizard.screen.step == 0
        assert "✗ There is no channel 'smoke'" in wizard.words
