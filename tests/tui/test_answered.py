"""A question is answered once, however late the answer comes and whatever was opened over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import open_store
from wizard.tui.app import WizardApp
from wizard.tui.help import HelpScreen
from wizard.tui.profiles.screen import ProfilesScreen
from wizard.tui.widgets.menu_screen import MenuScreen

if TYPE_CHECKING:
    from pathlib import Path


async def test_help_that_overtakes_an_answer_goes_with_the_question(tmp_path: Path) -> None:
    app = WizardApp(open_store(tmp_path / "p.db", environ={}))
    async with app.run_test() as pilot:
        await pilot.press("o")
        menu = app.screen
        assert isinstance(menu, MenuScreen)
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        menu.dismiss("title")  # the Enter that was pressed before F1
        await pilot.pause()
        assert isinstance(app.screen, ProfilesScreen)
        assert app.screen.search_query.sort == "title"
        menu.dismiss("title")
        await pilot.pause()
        assert isinstance(app.screen, ProfilesScreen)
    app.store.close()
