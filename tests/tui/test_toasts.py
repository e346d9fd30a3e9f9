"""What is told in passing: as it is, over nothing that one reads, and no longer than it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.firing_support import running
from tests.tui.wizard_support import add_profile, email
from wizard.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_toast_that_names_a_key_goes_with_the_screen_where_the_key_does_that(tmp_path: Path) -> None:
    _store_one(tmp_path)
    async with running(tmp_path) as session:
        await session.sees("1 profile")
        await session.press("delete", "y")
        await session.sees("Press u to undo")
        await session.press("w")
        await session.sees("Decrypt")
        assert "to undo" not in session.text
        await session.press("escape")
        await session.sees("Callback Profiles")
        assert "to undo" not in session.text


async def test_a_draft_that_is_left_is_told_of_where_its_key_is(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        await session.press("a")
        await session.sees("Title & channel")
        await session.type("half")
        await session.press("escape")
        await session.sees("Callback Profiles", "Kept as a draft: a offers it again.")


async def test_what_is_told_after_saving_covers_the_frame_alone(tmp_path: Path) -> None:
    _store_one(tmp_path)
    async with running(tmp_path) as session:
        await session.sees("1 profile")
        await session.press("e")
        await session.sees("Dynamic Variables")
        await session.press("ctrl+s")
        await session.sees("c copies it.")
        toast, *more = session.app.screen.query("Toast")
        frame = session.app.screen.query_one("#panel").region
        assert not more
        assert (toast.region.y, toast.region.height) == (frame.bottom - 1, 1)
        assert toast.region.x > frame.x


@pytest.mark.parametrize("told", ["Something happened", "Something happened " * 20])
async def test_a_toast_is_never_over_the_line_in_which_one_types(tmp_path: Path, told: str) -> None:
    long = "{" + ",\n".join(f'"key {number}": {number}' for number in range(40)) + "}"
    async with add_profile(tmp_path, email(body=long), step=2) as wizard:
        await wizard.press("ctrl+end")
        cursor = wizard.app.focused.cursor_screen_offset
        assert cursor.y > 15
        wizard.app.notify(told, timeout=60)
        await wizard.sees("Something happened")
        toast = wizard.screen.query_one("Toast").region
        assert not toast.contains_point((toast.x, cursor.y))
        assert toast.y in (0, wizard.screen.query_one("#frame").region.bottom - toast.height)


def _store_one(folder: Path) -> None:
    store = open_store(folder / "store.db")
    store.add(email())
    store.close()
