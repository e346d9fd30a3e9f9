"""Edit variables: of a saved Email profile nothing but the body changes, and nobody's change is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.tui.wizard_support import add_profile, email, stored
from wizard.profile import Encryption, Header
from wizard.store.sealing_key import key_file

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.profile import CallbackProfile


def saved(folder: Path) -> CallbackProfile:
    store = stored(folder)
    try:
        return store.add(email())
    finally:
        store.close()


async def test_it_opens_at_the_body_and_all_else_is_shown_and_locked(tmp_path: Path) -> None:
    profile = saved(tmp_path)
    async with add_profile(tmp_path, profile, step=2, edit=profile.id) as wizard:
        assert "Edit variables of my hook" in wizard.text
        assert wizard.screen.step == 2
        for step in ("1 Title & channel", "2 Method & endpoint", "4 Headers", "5 Encryption"):
            await wizard.click(step)
            assert "Duplicate makes a new one" in wizard.words
            await wizard.press("x", "space", "ctrl+g")
        assert wizard.screen.profile == profile
        await wizard.click("3 Variables & body")
        assert "Duplicate makes a new one" not in wizard.words


async def test_save_changes_the_stored_profile_under_its_id(tmp_path: Path) -> None:
    profile = saved(tmp_path)
    async with add_profile(tmp_path, profile, step=2, edit=profile.id) as wizard:
        await wizard.press("ctrl+o", "a", "escape", "ctrl+s")
        await wizard.until(lambda: wizard.results)
    assert wizard.results == [profile.id]
    now = stored(tmp_path).get(profile.id)
    assert "<error_message>" in now.body
    assert now.endpoint == profile.endpoint
    assert stored(tmp_path).drafts() == []


async def test_escape_leaves_at_once_and_keeps_the_unfinished_edit(tmp_path: Path) -> None:
    profile = saved(tmp_path)
    async with add_profile(tmp_path, profile, step=2, edit=profile.id) as wizard:
        await wizard.press("ctrl+o", "a", "escape", "escape")
        await wizard.until(lambda: wizard.results)
    assert wizard.results == [None]
    draft = stored(tmp_path).drafts()[0]
    assert draft.profile_id == profile.id
    assert "<error_message>" in draft.profile.body
    assert stored(tmp_path).get(profile.id).body == profile.body


async def test_a_change_by_somebody_else_is_shown_and_asked_about(tmp_path: Path) -> None:
    profile = saved(tmp_path)
    async with add_profile(tmp_path, profile, step=2, edit=profile.id, size=(120, 36)) as wizard:
        await wizard.press("ctrl+o", "a", "escape")
        theirs = msgspec.structs.replace(profile, body='{"theirs": "<message_id>"}')
        stored(tmp_path).change(theirs, seen=profile.modified_at)
        await wizard.press("ctrl+s")
        await wizard.until(lambda: wizard.app.screen is not wizard.screen)
        await wizard.settle()
        assert '"theirs"' in wizard.text
        assert "<error_message>" in wizard.text
        assert not wizard.results
        await wizard.press("m")
        await wizard.until(lambda: wizard.results)
    assert "<error_message>" in stored(tmp_path).get(profile.id).body


async def test_their_change_can_be_taken_and_edited_further(tmp_path: Path) -> None:
    profile = saved(tmp_path)
    async with add_profile(tmp_path, profile, step=2, edit=profile.id) as wizard:
        await wizard.press("ctrl+o", "a", "escape")
        theirs = msgspec.structs.replace(profile, body='{"theirs": "<message_id>"}')
        stored(tmp_path).change(theirs, seen=profile.modified_at)
        await wizard.press("ctrl+s")
        await wizard.until(lambda: wizard.app.screen is not wizard.screen)
        await wizard.press("t")
        await wizard.until(lambda: wizard.app.screen is wizard.screen)
        await wizard.settle()
        assert wizard.screen.profile.body == theirs.body
        assert '"theirs"' in wizard.text
        await wizard.press("ctrl+s")
        await wizard.until(lambda: wizard.results)


async def test_a_profile_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    profile = saved(tmp_path)
    async with add_profile(tmp_path, profile, step=2, edit=profile.id, size=(120, 36)) as wizard:
        await wizard.press("ctrl+o", "a", "escape")
        stored(tmp_path).delete(profile.id, for_good=True)
        await wizard.press("ctrl+s")
        await wizard.until(lambda: "Not saved" in wizard.text)


async def test_secrets_whose_sealing_key_is_lost_can_be_typed_anew(tmp_path: Path) -> None:
    secret = Header(name="api-key", value="gone with its key")
    store = stored(tmp_path)
    profile = store.add(email(headers=(secret,), encryption=Encryption(key="K" * 32, iv="I" * 16)))
    store.close()
    key_file(tmp_path / "store.db").unlink()
    opened = stored(tmp_path).get(profile.id)
    async with add_profile(tmp_path, opened, step=2, edit=profile.id, size=(120, 36)) as wizard:
        await wizard.until(lambda: "is lost. Type" in wizard.text)
        await wizard.click("5 Encryption")
        await wizard.press("ctrl+g", "ctrl+s")
        await wizard.until(lambda: wizard.results)
    now = stored(tmp_path).open(profile.id)
    assert now.profile.encryption
    assert len(now.profile.encryption.key) == 32
    assert now.unreadable == ("headers.0.value",)
    assert now.profile.body == profile.body
