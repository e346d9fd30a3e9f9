"""A person's own settings at work on the screens: theme, keys, flavour, region, test; help and palette know them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.command import CommandPalette
from textual.widgets import OptionList

from tests.tui.receiver_support import Session
from wizard.profile import CallbackProfile
from wizard.settings import load
from wizard.store import ProfileQuery, open_store
from wizard.tui.app import WizardApp
from wizard.tui.help import HelpScreen
from wizard.tui.widgets.menu_screen import MenuScreen
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@asynccontextmanager
async def with_settings(
    tmp_path: Path, text: str = "", *titles: str, tour: bool = False, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Session]:
    """The list on a store with these titles, by the settings file of `text`."""
    path = tmp_path / "settings.toml"
    if text:
        path.write_text(text)
    store = open_store(tmp_path / "profiles.db")
    for title in titles:
        store.add(
            CallbackProfile(title=title, endpoint="http://127.0.0.1:9/", events=("Email Send",), body="{}")
        )
    settings = load({"WIZARD_SETTINGS": str(path)})
    app = WizardApp(store, settings=settings, tour=tmp_path / "data" / "tour-shown" if tour else None)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Session(app, pilot)
    store.close()


async def test_a_theme_of_the_file_stands_from_the_first_picture_and_another_is_remembered(
    tmp_path: Path,
) -> None:
    async with with_settings(tmp_path, 'theme = "nord"  # cold\n') as session:
        assert session.app.theme == "nord"
        session.app.theme = "dracula"
        await session.until(lambda: "dracula" in (tmp_path / "settings.toml").read_text())
        assert (tmp_path / "settings.toml").read_text() == 'theme = "dracula"  # cold\n'
    async with with_settings(tmp_path) as session:
        assert session.app.theme == "dracula"
        session.app.theme = "wizard"
        await session.until(lambda: "theme" not in (tmp_path / "settings.toml").read_text())


async def test_own_keys_work_and_stand_at_the_foot_in_help_and_in_the_palette(tmp_path: Path) -> None:
    text = '[keys.list]\nadd = "n"\nreload = ["f6", "ctrl+l"]\n'
    async with with_settings(tmp_path, text, "one", "two", size=(120, 60)) as session:
        await session.sees("2 profiles", "n Add New", "e Edit")
        foot = session.text.splitlines()[-1]
        assert foot.index("n Add New") < foot.index("e Edit")  # in its place, not behind all others
        commands = {each.title: each.help for each in session.app.get_system_commands(session.app.screen)}
        assert commands["Add New"] == "key n  ·  wizard add FILE"
        assert commands["Reload"] == "key f6, ^l  ·  wizard list"
        await session.press("?")
        await session.sees("n  Add New", "f6, ^l  Reload")
        await session.press("escape", "a")
        assert session.app.screen is session.app.screen_stack[0]
        await session.press("n")
        await session.sees("Title & channel")


async def test_vim_moves_as_vim_does_and_the_common_keys_stay(tmp_path: Path) -> None:
    titles = [f"profile {number:02}" for number in range(40)]
    async with with_settings(tmp_path, 'flavour = "vim"', *titles) as session:
        await session.sees("40 profiles", "profile 39")
        shown = session.app.screen.query_one("#profiles")
        await session.press("j", "j", "k")
        await session.until(lambda: shown.cursor == 1)  # type: ignore[attr-defined]
        await session.press("ctrl+d")
        await session.until(lambda: shown.cursor > 5)  # type: ignore[attr-defined]
        await session.press("g", "l")
        await session.until(lambda: session.app.screen.has_class("-open"))
        await session.press("h")
        await session.until(lambda: not session.app.screen.has_class("-open"))
        await session.press("x")
        await session.sees("Delete “profile 39”?")


async def test_what_cannot_be_used_is_told_in_a_line_and_the_rest_works(tmp_path: Path) -> None:
    text = 'theme = "nord"\n[keys.list]\nadd = "n"\ntest = "c"\n'
    async with with_settings(tmp_path, text, "one", size=(120, 36)) as session:
        await session.sees("settings.toml, line 4: c is already", "t Test", "n Add New", "c Copy ID")
        assert session.app.theme == "nord"
    async with with_settings(tmp_path, "theme =") as session:
        await session.sees("settings.toml, line 1:", "1 profile")


async def test_another_key_is_given_by_pressing_it_and_kept_with_the_comments(tmp_path: Path) -> None:
    async with with_settings(tmp_path, "# mine\n", "one", size=(120, 50)) as session:
        await session.sees("1 profile")
        command = next(
            each
            for each in session.app.get_system_commands(session.app.screen)
            if each.title == "Settings: keys"
        )
        command.callback()
        await session.until(
            lambda: isinstance(session.app.screen, MenuScreen) and session.app.screen.query(OptionList)
        )
        await session.settle()
        menu = session.app.screen.query_one(OptionList)
        titles = [str(menu.get_option_at_index(index).prompt) for index in range(menu.option_count)]
        menu.highlighted = next(index for index, title in enumerate(titles) if "Duplicate" in title)
        await session.press("enter")
        await session.sees("Press the new key for Duplicate.")
        await session.press("t")
        await session.sees("t is already the key of list.test (Test)")
        await session.press("f9")
        path = tmp_path / "settings.toml"
        await session.until(lambda: path.read_text() == '# mine\n\n[keys.list]\nduplicate = "f9"\n')
        await session.until(lambda: session.app.settings.keys == {"list.duplicate": "f9"})
        await session.press("f9")
        await session.sees("one copy")


async def test_region_flavour_and_test_settings_are_chosen_by_palette(tmp_path: Path) -> None:
    async with with_settings(tmp_path, size=(120, 36)) as session:
        await session.press("ctrl+p")
        await session.type("region")
        await session.sees("Settings: region of new IDs")
        await session.until(lambda: session.app.screen.query_one(OptionList).option_count == 1)
        await session.press("enter")
        await session.sees("Singapore")
        await session.press("s", "enter")
        await session.until(lambda: session.app.store.region == "SG")
        assert load({"WIZARD_SETTINGS": str(tmp_path / "settings.toml")}).settings.region == "SG"


async def test_the_palette_finds_profiles_and_goes_to_one_from_any_screen(tmp_path: Path) -> None:
    titles = [f"order watcher {number:03}" for number in range(300)]
    async with with_settings(tmp_path, "", *titles, size=(120, 36)) as session:
        await session.sees("300 profiles")
        await session.press("a")
        await session.sees("Title & channel")
        await session.type("unfinished")
        await session.press("ctrl+p")
        assert isinstance(session.app.screen, CommandPalette)
        await session.paste("order watcher 123")
        await session.sees("order watcher 123")
        await session.until(lambda: session.app.screen.query_one(OptionList).option_count == 1)
        await session.press("enter")
        await session.until(lambda: session.app.screen.has_class("-open"))
        await session.sees("order watcher 123", "Overview")
        assert [draft.profile.title for draft in session.app.store.drafts()] == ["unfinished"]


async def test_the_tour_is_shown_once_and_any_key_goes_on(tmp_path: Path) -> None:
    async with with_settings(tmp_path, "", "one", tour=True) as session:
        await session.sees("First steps", "adds a profile in six short steps", "^p finds every action")
        await session.press("t")  # a key does what it does anyway
        await session.sees("Delivery status")
        await session.press("escape")
        await session.sees("Overview")
        assert "First steps" not in session.text
    assert (tmp_path / "data" / "tour-shown").exists()


async def test_what_stood_behind_the_tour_has_the_pane_s_width(tmp_path: Path) -> None:
    async with with_settings(tmp_path, "", "one", tour=True) as session:
        await session.sees("First steps")
        await session.press("down")
        await session.until(lambda: session.app.screen.query_one("DetailPane").shown)
        (saved,) = session.app.store.window(ProfileQuery(), 0, 1)
        await session.sees(saved.id)


async def test_every_dialog_has_help_that_says_what_it_is_for(tmp_path: Path) -> None:
    async with with_settings(tmp_path, "", "one") as session:
        await session.sees("1 profile")
        await session.press("delete", "?")
        assert isinstance(session.app.screen, HelpScreen)
        await session.sees("Nothing is done before you say yes.", "y  Yes")
        await session.press("escape", "escape", "slash", "?")
        await session.sees("F1 Help")  # ? is a character to search for now
        await session.press("f1")
        assert isinstance(session.app.screen, HelpScreen)


async def test_keys_of_editing_and_of_menus_are_a_persons_own_too(tmp_path: Path) -> None:
    text = '[keys]\n"text-field.undo" = "f8"\n"text-field.delete-left-word" = "f10"\n"menu.down" = "down,n"\n'
    async with with_settings(tmp_path, text, "one") as session:
        await session.press("a")
        await session.sees("Title & channel")
        title = session.app.focused
        assert isinstance(title, TextInput)
        await session.type("Order updates")
        await session.press("f10")
        await session.until(lambda: title.value == "Order ")
        await session.press("f8")
        await session.until(lambda: title.value == "Order updates")
        await session.press("ctrl+w")  # not its key any more
        assert title.value == "Order updates"
        await session.press("escape", "o")
        await session.until(lambda: isinstance(session.app.screen, MenuScreen))
        menu = session.app.screen.query_one(OptionList)
        before = menu.highlighted
        await session.press("n")
        assert menu.highlighted == (before or 0) + 1
