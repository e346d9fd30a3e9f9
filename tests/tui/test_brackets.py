"""What looks like markup in a person's own text is text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.firing_support import running
from tests.tui.wizard_support import email

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_a_path_with_brackets_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "[" / "b]"
    place.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    async with running(tmp_path, (120, 36)) as session:
        session.store.add(email())
        await session.press("f5")
        await session.sees("1 profile")
        await session.press("space", "E")
        await session.sees("File")
        await session.press("ctrl+a", "ctrl+k")
        await session.type("[/b]/p.toml")
        await session.press("enter")
        await session.sees("Wrote", "[/b]/p.toml")


async def test_a_store_in_a_folder_with_brackets_is_named_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "[" / "b]"
    folder.mkdir(parents=True)
    async with running(folder, (200, 36)) as session:
        await session.sees("[/b]/store.db")


async def test_a_title_with_brackets_stands_on_every_screen(tmp_path: Path) -> None:
    title = "wizard [/b]"
    async with running(tmp_path, (120, 36)) as session:
        session.store.add(email(title=title))
        await session.press("f5")
        await session.sees(title)
        await session.press("t")
        await session.sees("Enter fires", title)
        await session.press("d")
        await session.sees("Nothing has been fired yet", title)
        await session.press("escape", "escape", "ctrl+p")
        await session.type("wizard")
        await session.sees(title, "profile IN_")
