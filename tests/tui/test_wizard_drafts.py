"""What is typed is kept: through escape, a closed terminal and a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.wizard_support import add_profile, email, stored

if TYPE_CHECKING:
    from pathlib import Path


async def test_what_is_typed_is_soon_in_the_store_for_anybody_to_read(tmp_path: Path) -> None:
    async with add_profile(tmp_path) as wizard:
        await wizard.type("half a tit")
        other = stored(tmp_path)
        await wizard.until(other.drafts)
        await wizard.until(lambda: "draft saved" in wizard.text)
        assert other.drafts()[0].profile.title == "half a tit"
        await wizard.press("ctrl+n")
        await wizard.until(lambda: other.drafts()[0].step == 1)


async def test_an_untouched_wizard_leaves_no_draft(tmp_path: Path) -> None:
    async with add_profile(tmp_path) as wizard:
        await wizard.press("ctrl+n", "escape", "escape")
    assert stored(tmp_path).drafts() == []


async def test_leaving_keeps_the_last_key_typed(tmp_path: Path) -> None:
    async with add_profile(tmp_path) as wizard:
        await wizard.type("last key")
        await wizard.press("escape")
        await wizard.until(lambda: wizard.results)
        assert "Kept as a draft" in wizard.text
    assert stored(tmp_path).drafts()[0].profile.title == "last key"


async def test_the_end_of_the_program_keeps_the_last_key_typed(tmp_path: Path) -> None:
    async with add_profile(tmp_path) as wizard:
        await wizard.type("cut off")
        wizard.app.exit()
    assert stored(tmp_path).drafts()[0].profile.title == "cut off"


async def test_a_draft_opens_where_it_was_left_with_its_errors_told(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="x"), step=3) as wizard:
        assert wizard.screen.step == 3
        assert "! 1 Title & channel" in wizard.text
        assert "✓ 2 Method & endpoint" in wizard.text
        await wizard.press("escape", "escape", "escape")
        assert "✗ The title is too short" in wizard.words


async def test_saving_ends_the_draft(tmp_path: Path) -> None:
    async with add_profile(tmp_path, email(title="some hook")) as wizard:
        await wizard.type("s")
        await wizard.until(stored(tmp_path).drafts)
        await wizard.press("ctrl+s")
        await wizard.until(lambda: wizard.results)
    store = stored(tmp_path)
    assert store.drafts() == []
    assert store.get(wizard.results[0] or "").title == "some hooks"


async def test_a_draft_that_cannot_be_kept_is_told_and_typing_goes_on(tmp_path: Path) -> None:
    async with add_profile(tmp_path, size=(120, 36)) as wizard:
        wizard.app.store.close()
        await wizard.type("nowhere to go")
        await wizard.until(lambda: "draft not saved" in wizard.text)
        assert "nowhere to go" in wizard.text
