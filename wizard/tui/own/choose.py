"""Every setting, by palette: what it is now, and choosing another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.identity import REGIONS
from wizard.settings.model import FLAVOURS
from wizard.tui.widgets.menu import Option

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from wizard.tui.app import WizardApp

ABOUT = {
    "IN": "India, the first choice",
    "SG": "Singapore",
    "EU": "Europe",
    "US": "United States",
    "standard": "the keys as they are",
    "vim": "hjkl everywhere, ctrl+d and ctrl+u by half a page",
}


class Setting(NamedTuple):
    """A setting as the palette has it. `choose` asks for another value; the app keeps it in the settings file."""

    name: str
    told: Callable[[WizardApp], str]
    choose: Callable[[WizardApp], Awaitable[None] | None]


async def _one_of(app: WizardApp, name: str, choices: Sequence[str], now: str) -> None:
    from wizard.tui.widgets.menu_screen import MenuScreen

    def chosen(value: str | None) -> None:
        if value is not None and value != now:
            app.run_worker(_keep(app, name, value))

    app.push_screen(MenuScreen([Option(each, each, ABOUT[each]) for each in choices], now), chosen)


async def _keep(app: WizardApp, name: str, value: str) -> None:
    if await app.set_settings({(name,): value or None}):
        app.notify(f"{name}: {value or 'as before'}, kept in {app.settings_file.label}", timeout=4)


async def _region(app: WizardApp) -> None:
    await _one_of(app, "region", REGIONS, app.settings.region)


async def _flavour(app: WizardApp) -> None:
    await _one_of(app, "flavour", FLAVOURS, app.settings.flavour)


def _store(app: WizardApp) -> None:
    from wizard.settings.needed import setting_fault
    from wizard.tui.widgets.ask_line import AskLine

    def wrong(answer: str) -> str:
        fault = setting_fault(answer.strip()) if answer.strip() else None
        return "; ".join(fault) if fault else ""

    def chosen(answer: str | None) -> None:
        if answer is not None and answer.strip() != app.settings.store:
            app.run_worker(_keep(app, "store", answer.strip()))

    about = "A file's whole path, or a postgresql:// URL. Empty: the one in your data folder. From the next start on."
    ask = AskLine("Default store", "Path or URL", "Keep", about=about, value=app.settings.store, wrong=wrong)
    app.push_screen(ask, chosen)


def _test(app: WizardApp) -> None:
    from wizard.settings.document import test_changes, test_settings
    from wizard.tui.test.settings import Chosen, SettingsDialog

    def chosen(answer: Chosen | None) -> None:
        if answer is not None:
            app.run_worker(app.set_settings(test_changes(answer.settings)))

    now = test_settings(app.settings.test)
    app.push_screen(SettingsDialog(now, now, whose="new"), chosen)


def _key(app: WizardApp) -> None:
    from wizard.tui.own.own_key import choose_action

    choose_action(app)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        lambda app: f"colours of the screens: {app.current_theme.name}",
        lambda app: app.action_change_theme(),
    ),
    Setting("keys", lambda app: "give an action of this screen another key", _key),
    Setting("flavour of the keys", lambda app: f"standard or vim: {app.settings.flavour}", _flavour),
    Setting("region of new IDs", lambda app: f"IN, SG, EU or US: {app.settings.region}", _region),
    Setting("default store", lambda app: app.settings.store or "the one in your data folder", _store),
    Setting("test", lambda app: "time-outs, certificates and proxy of new profiles", _test),
)
"""In the order of the settings file."""
