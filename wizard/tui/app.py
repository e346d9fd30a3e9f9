"""The application: what every screen may ask for, and nothing of any one screen."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import Reactive

from wizard.tui.profiles.screen import ProfilesScreen
from wizard.tui.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

    from wizard.callback import Delivery
    from wizard.catalog import Catalog
    from wizard.store import Store
    from wizard.tui.receiver.station import Station


HIDDEN = ("app.focus", "screen.", "scroll_", "page_", "move(", "page(", "go(", "app.simulate")
"""Beginnings of actions that move the focus or a cursor: keys for fingers, nothing to be looked up by name."""


class WizardApp(App[None]):
    """Callback Profile Wizard in a terminal. Screens reach the store and the catalog through it."""

    TITLE = "Callback Profile Wizard"
    CSS_PATH = ["app.tcss", "profiles/profiles.tcss"]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", key_display="?", id="app.help"),
        Binding("ctrl+p", "command_palette", "Palette", key_display="^p", id="app.palette"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
    ]

    theme = Reactive(DARK.name)

    def __init__(self, store: Store, *, demo: bool = False) -> None:
        super().__init__()
        self.store = store
        self.demo = demo
        self._crashed: BaseException | None = None

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

    async def on_load(self) -> None:
        """The demo's receiver accepts before anything is shown."""
        if self.demo:
            await self.station.start()

    async def on_unmount(self) -> None:
        """Close the receiver's port."""
        if "station" in self.__dict__:
            await self.station.stop()

    def get_default_screen(self) -> ProfilesScreen:
        """The list is what the program opens on."""
        return ProfilesScreen()

    @work(thread=True)
    def keep_delivery(self, delivery: Delivery) -> None:
        """Record a firing; the app does it, so that a screen that closes meanwhile loses nothing."""
        self.store.record(delivery)

    async def copy(self, text: str, what: str, *, secret: bool = False) -> None:
        """Copy `text` and say that `what` was copied, which way, or show it to be selected by hand."""
        from wizard.tui import clipboard

        where = await clipboard.copy(self, text)
        if where is None:
            from wizard.tui.widgets.show_text import ShowText

            self.push_screen(ShowText(f"No clipboard here: select {what} by hand", text))
        else:
            self.notify(f"Copied {what} {where}." + (" It is a secret." if secret else ""), timeout=4)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that has a key on this screen, by name; and the theme."""
        seen = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.action in seen or not binding.description or not active.enabled:
                continue
            if binding.action.startswith(HIDDEN) or binding.action == "command_palette":
                continue
            seen.add(binding.action)
            run = partial(self.run_action, binding.action, default_namespace=active.node)
            yield SystemCommand(binding.description, f"key {self.get_key_display(binding)}", run)
        yield SystemCommand("Theme", "Colours of the screens", self.action_change_theme)

    def _handle_exception(self, error: Exception) -> None:
        # A store that fails under a worker is a sentence, not the end: the screen and what was typed go on.
        from textual.css.query import NoMatches
        from textual.worker import WorkerFailed

        from wizard.store import StoreError

        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, StoreError):
            self.notify(str(cause), title="The store", severity="error", timeout=10)
            return
        if isinstance(cause, NoMatches) and (self._exit or self._closing or not self._running):
            return  # a worker came back to a screen that is being taken down
        self._crashed = cause
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the values of local variables, secrets among them.
        from wizard.tui import crash

        self._exit_renderables.append(crash.keep(self._crashed or RuntimeError()))
        self._close_messages_no_wait()

    def action_help(self) -> None:
        """What this screen is for, and its keys."""
        from wizard.tui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen))
