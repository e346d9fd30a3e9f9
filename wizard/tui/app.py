"""The application: what every screen may ask for, and nothing of any one screen."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import Initialize, Reactive

from wizard.settings import Settings, SettingsError, SettingsFile
from wizard.settings.model import STANDARD
from wizard.tui import job
from wizard.tui.drawing import Drawing
from wizard.tui.keys_in_order import LOOK_AGAIN, KeysInOrder
from wizard.tui.legible import legible
from wizard.tui.profiles.screen import ProfilesScreen
from wizard.tui.theme import BUILTIN_THEMES, usual
from wizard.tui.toasts import ToastsAside
from wizard.tui.widgets.help_keys import HELP_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from textual.command import Provider
    from textual.screen import Screen

    from wizard.catalog import Catalog
    from wizard.store import Store
    from wizard.tui.deliveries.keep import Keeper
    from wizard.tui.editor.session import Lent
    from wizard.tui.receiver.station import Station


def _first_theme(app: Any) -> str:
    name: str = app.settings_file.settings.theme
    return name if name in BUILTIN_THEMES else usual()


def profiles_of_the_palette() -> type[Provider]:
    """Loaded when the palette opens first."""
    from wizard.tui.palette import ProfileProvider

    return ProfileProvider


LAST_KEYS = 1.0
"""Seconds that keys typed before a signal have to be dealt with."""


class WizardApp(Drawing[None], ToastsAside[None], KeysInOrder[None]):
    """Callback Profile Wizard in a terminal. Screens reach the store and the catalog through it."""

    TITLE = "Callback Profile Wizard"
    CSS_PATH = ["app.tcss", "profiles/profiles.tcss"]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *HELP_KEYS,
        Binding("ctrl+p", "command_palette", "Palette", key_display="^p", id="app.palette"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
        Binding(
            "f2",
            "jump",
            "Jump",
            key_display="F2",
            show=False,
            tooltip="Go to a field by its letter",
            id="app.jump",
        ),
        Binding(
            "ctrl+z",
            "suspend_process",
            "Suspend",
            show=False,
            tooltip="Back to the shell; fg comes back",
            id="app.suspend",
        ),
    ]

    COMMANDS = KeysInOrder.COMMANDS | {profiles_of_the_palette}
    theme: Reactive[str] = Reactive(Initialize(_first_theme))

    def __init__(
        self,
        store: Store,
        *,
        demo: bool = False,
        settings: SettingsFile | None = None,
        tour: Path | None = None,
    ) -> None:
        """`settings` end with the program where none are given. `tour` is the file that says that it was shown."""
        self.settings_file = (
            settings or SettingsFile()
        )  # the first picture's colours are worked out right away
        super().__init__()
        self.store = store
        self.demo = demo
        self.tour = tour
        self.editor: Lent | None = None
        """Whom the terminal is lent to now."""
        self.is_to_end = False
        """A signal has asked for the end."""
        self._crashed: BaseException | None = None
        self._use_settings()

    @property
    def settings(self) -> Settings:
        """What the person has set, as far as it can be used."""
        return self.settings_file.settings

    def _use_settings(self, without: frozenset[str] = frozenset()) -> None:
        self.store.region = self.settings.region
        own = self.settings.keys or self.settings.flavour != STANDARD
        if own or self._keymap:
            from wizard.settings.keys import keymap

            self.set_keymap(keymap(self.settings, without))

    async def set_settings(self, changes: Mapping[tuple[str, ...], object]) -> bool:
        """Change settings, by their paths in the file, and keep them; whether that went well is told."""
        try:
            await asyncio.to_thread(self.settings_file.change, changes)
        except SettingsError as error:
            self.notify(str(error), title="Not kept", severity="error", timeout=8)
            return False
        self._use_settings()
        return True

    def watch_theme(self, before: str, after: str) -> None:
        """Keep a theme that was chosen while the program runs."""
        if before != after and self.is_running and after != (self.settings.theme or usual()):
            self.run_worker(self.set_settings({("theme",): None if after == usual() else after}))

    @work(group="settings")
    async def look_at_settings(self) -> None:
        """Once the first picture stands: say in a line what of the settings cannot be used, and go on without."""
        from wizard.tui import faults

        await faults.tell(self, self._use_settings)

    @property
    def catalog(self) -> Catalog:
        """Channels with their variables and statuses, read at first use: the list's first picture needs none."""
        from wizard.catalog import load_catalog

        return load_catalog()

    @cached_property
    def station(self) -> Station:
        """The program's own receiver. It listens once it is asked to, and goes on until the program ends."""
        from wizard.tui.receiver.station import Station

        return Station(self)

    @cached_property
    def keeper(self) -> Keeper:
        """Keeps what was fired."""
        from wizard.tui.deliveries.keep import Keeper

        return Keeper(self)

    async def on_load(self) -> None:
        """The demo's receiver accepts before anything is shown."""
        if self.demo:
            await self.station.start()

    async def on_unmount(self) -> None:
        """Close the receiver's port."""
        if "station" in self.__dict__:
            await self.station.stop()

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, those that could not be read made legible."""
        self.theme_variables = legible(super().get_css_variables())
        return self.theme_variables

    def get_default_screen(self) -> ProfilesScreen:
        """The list is what the program opens on."""
        return ProfilesScreen()

    @work(exclusive=True, group="copy")
    async def copy(self, text: str, what: str, *, secret: bool = False) -> None:
        """Copy `text` and say that `what` was copied, which way, or show it to be selected by hand.

        Goes on beside the screen: a clipboard helper may take its time, and nobody's keys wait for it.
        """
        from wizard.tui import clipboard

        took = await clipboard.copy(text, self._write_out)
        if took.taken:
            self.notify(f"Copied {what} {took.words}." + (" It is a secret." if secret else ""), timeout=4)
        else:
            from wizard.tui.widgets.show_text import ShowText

            self.push_screen(ShowText(what, text, why=f"It was not copied: {took.words}."))

    def copy_to_clipboard(self, text: str) -> None:
        """Where Textual copies by itself (a selection in a field or a pane) it takes the same ways."""
        self._clipboard = text
        self.copy(text, "the selection")

    def _write_out(self, sequence: str) -> None:
        if self._driver is not None:  # Textual has no public way to write a sequence of one's own
            self._driver.write(sequence)
            self._driver.flush()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that has a key on this screen, by name; and the settings."""
        from wizard.tui import palette

        yield from palette.actions(self, screen)
        yield from palette.settings(self)

    async def open_profile(self, profile_id: str) -> None:
        """Show that profile, whatever is open now: each screen is left as by its own key, so no work is lost."""
        while not isinstance(self.screen, ProfilesScreen):
            leave = getattr(self.screen, "leave", None)
            if leave is None:
                self.screen.dismiss(None)
            else:
                await leave()
        self.screen.open_profile(profile_id)

    def _handle_exception(self, error: Exception) -> None:
        # A store that fails under a worker is a sentence, not the end: the screen and what was typed go on.
        from textual.css.query import NoMatches
        from textual.dom import NoScreen
        from textual.worker import WorkerFailed

        from wizard.store import StoreError
        from wizard.tui.widgets.whole import came_too_late

        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, StoreError):
            self.notify(str(cause), title="The store", severity="error", timeout=10)
            return
        ending = self._exit or self._closing or not self._running
        if isinstance(cause, NoMatches | NoScreen) and (ending or came_too_late(cause)):
            return  # a worker came back to a screen that is being taken down
        self._crashed = self._crashed or cause  # what follows comes of it
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the values of local variables, secrets among them.
        from wizard.tui import crash

        self._exit_renderables.append(crash.keep(self._crashed or RuntimeError()))
        self._close_messages_no_wait()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The program is stopped only where a shell can have it go on."""
        return job.can_be_stopped() if action == "suspend_process" else True

    def action_suspend_process(self) -> None:
        """Back to the shell, until `fg`."""
        if self._driver is not None and self._driver.can_suspend and job.is_led():
            self._suspend_signal()
            job.stop_with_leader(self._driver)
        else:
            super().action_suspend_process()

    def action_jump(self) -> None:
        """Show a letter at everything that takes the focus, and go where one is pressed."""
        from wizard.tui.widgets.jump import jump

        jump(self)

    @work
    async def end(self) -> None:
        """End the program from outside: the keys that have come are still dealt with, if that takes no longer than
        keys take."""
        waited = 0.0
        while self.keys_waiting and waited < LAST_KEYS:
            await asyncio.sleep(LOOK_AGAIN)
            waited += LOOK_AGAIN
        await self.action_quit()

    async def action_quit(self) -> None:
        """End the program, once what was typed last has reached the screen that keeps it."""
        caught_up = getattr(self.screen, "caught_up", None)
        if caught_up is not None:
            await caught_up()
        self.exit()

    def action_help(self) -> None:
        """What this screen is for, and its keys."""
        from wizard.tui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen))
