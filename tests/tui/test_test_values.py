"""Values of one's own, named sets of them, and test settings: used for this test, and kept where they belong."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from tests.tui.firing_support import email, on_test_screen, running, serving
from wizard.profile import TestSettings
from wizard.store import Draft
from wizard.tui.test.panel import TestPanel

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_value_that_was_typed_stays_and_the_others_are_fresh(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("4")
        await session.sees("What you type stays")
        await session.press("tab", "tab", "tab", "end")
        await session.type(".test")
        for count in (1, 2):
            await session.press("enter")
            await session.until(lambda count=count: len(endpoint.bodies) == count)
            await session.until(lambda: not session.app.screen.query_one(TestPanel).firing)
        first, second = (json.loads(body) for body in endpoint.bodies)
        assert first["recipient_mail"].endswith(".test")
        assert first["recipient_mail"] == second["recipient_mail"]
        assert first["message_id"] != second["message_id"]
        await session.sees("Values 1 changed")
        await session.press("ctrl+r")
        await session.sees("Values fresh")


async def test_a_set_of_values_is_kept_with_the_profile_and_chosen_again(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        (profile_id,) = (row.id for row in session.store.window(_all(), 0, 9))
        await session.press("4")
        await session.sees("What you type stays")
        await session.press("home")
        await session.type("mine-")
        await session.press("ctrl+s")
        await session.sees("Kept with the profile: message_id.")
        await session.type("Known message")
        await session.press("enter")
        await session.sees("Values Known message ▾")
        await session.until(lambda: session.store.get(profile_id).value_sets)
        kept = session.store.get(profile_id).value_sets
        assert list(kept) == ["Known message"]
        assert kept["Known message"]["message_id"].startswith("mine-")

        await session.press("escape", "r")
        await session.sees("Values fresh")
        await session.press("v")
        await session.sees("new for each callback")
        await session.press("down", "enter")
        await session.sees("Values Known message ▾")
        await session.press("enter")
        await session.sees("Accepted")
        assert json.loads(endpoint.bodies[0])["message_id"] == kept["Known message"]["message_id"]
        await session.sees("Accepted")  # until then only reading and cancelling are possible

        await session.press("v")
        await session.sees("Forget the set")
        await session.press("end", "enter")
        await session.until(lambda: not session.store.get(profile_id).value_sets)


async def test_a_set_with_a_long_name_leaves_the_buttons_their_room(tmp_path: Path) -> None:
    profile = email("http://127.0.0.1:9", value_sets={"a name of as many as forty characters at": {}})
    async with on_test_screen(tmp_path, profile) as session:
        await session.press("s", "end", "enter", "v")
        await session.sees("Choose esc Close")  # the menu's own keys at the foot, and none of those below
        assert "Fire s Status" not in session.words
        await session.press("down", "enter")
        await session.sees("Values a name of as m")
        assert "Fire All Many" in session.words


async def test_what_somebody_else_changed_meanwhile_stays(tmp_path: Path) -> None:
    import msgspec

    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        (row,) = session.store.window(_all(), 0, 9)
        theirs = session.store.get(row.id)
        changed = msgspec.structs.replace(theirs, body='{"id": "<message_id>"}')
        session.store.change(changed, seen=theirs.modified_at)
        await session.press("t")
        await session.sees("Connect within")
        await session.press("ctrl+s")
        await session.until(lambda: "are kept with the profile" in session.words)
        assert session.store.get(row.id).body == '{"id": "<message_id>"}'


async def test_settings_hold_for_this_test_alone_or_are_kept(tmp_path: Path) -> None:
    async def never(_: int) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(never) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        (row,) = session.store.window(_all(), 0, 9)
        await session.press("t")
        await session.sees("Answer within")
        await session.press("backspace", *"0.1", "tab", "backspace", "backspace", *"0.2", "enter")
        await session.press("enter")
        await session.sees("✗ The endpoint took the request but did not answer within 0.2 s.")
        assert session.store.get(row.id).test == TestSettings()
        await session.press("t")
        await session.sees("Answer within")
        await session.press("ctrl+s")
        await session.until(lambda: session.store.get(row.id).test != TestSettings())
        assert session.store.get(row.id).test == TestSettings(connect_timeout=0.1, timeout=0.2)


async def test_settings_can_be_made_the_usual_ones_that_new_profiles_begin_with(tmp_path: Path) -> None:
    async with serving() as endpoint, running(tmp_path) as session:
        saved = session.store.add(email(endpoint.url))
        await session.press("f5")
        await session.sees("my hook")
        await session.press("t")
        await session.sees("HTTP/1.1")
        await session.press("t")
        await session.sees("Connect within")
        await session.press("backspace", "3", "ctrl+n")
        await session.until(lambda: session.store.get(saved.id).test == TestSettings(connect_timeout=3.0))
        await session.press("escape")
        await session.sees("my hook")
        await session.press("a")
        await session.sees("Title & channel")
        assert session.app.screen.profile.test == TestSettings(connect_timeout=3.0)  # type: ignore[attr-defined]


async def test_a_setting_that_cannot_be_says_so_at_its_line(tmp_path: Path) -> None:
    async with on_test_screen(tmp_path, email("http://127.0.0.1:9")) as session:
        await session.press("t")
        await session.sees("Connect within")
        await session.press("backspace", "x")
        await session.sees("This is not a number; write one")
        await session.press(*(["tab"] * 6), "enter")
        await session.press("backspace", *"99")
        await session.sees("The time to connect (99 s) is longer than the whole (10 s)")
        await session.press("ctrl+r")
        await session.until(lambda: "longer than" not in session.words)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_check_that_is_off_is_said_loudly_where_there_is_something_to_check(
    tmp_path: Path, scheme: str
) -> None:
    profile = email(f"{scheme}://127.0.0.1:9", test=TestSettings(verify=False))
    async with on_test_screen(tmp_path, profile) as session:
        assert ("CERTIFICATES ARE NOT CHECKED" in session.text) == (scheme == "https")


async def test_what_is_kept_while_a_draft_is_tested_is_saved_with_it(tmp_path: Path) -> None:
    from wizard.tui.test.screen import TestScreen
    from wizard.tui.wizard.screen import AddProfileScreen

    async with serving() as endpoint, running(tmp_path, bare=True) as session:
        draft = Draft(id="draft_1", profile=email(endpoint.url), step=5)
        await session.app.push_screen(AddProfileScreen(draft))
        await session.sees("Ready to save")
        await session.press("ctrl+t")
        await session.until(lambda: isinstance(session.app.screen, TestScreen))
        await session.sees("HTTP/1.1")
        await session.press("enter")
        await session.sees("Accepted")
        await session.press("t")
        await session.sees("Connect within")
        await session.press("backspace", "4", "ctrl+s")
        await session.sees("The test settings are kept with the draft.")
        await session.press("escape")
        await session.sees("Ready to save")
        await session.press("ctrl+s")
        await session.until(lambda: session.store.window(_all(), 0, 9))
        (row,) = session.store.window(_all(), 0, 9)
        await session.until(lambda: session.store.count_deliveries(row.id) == 1)
        assert session.store.get(row.id).test == TestSettings(connect_timeout=4.0)


def _all() -> object:
    from wizard.store import ProfileQuery

    return ProfileQuery()
