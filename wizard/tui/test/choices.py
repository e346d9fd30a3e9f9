"""What a person decides before firing: delivery status, values, named sets of them, test settings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from wizard.tui.test import sets, tell
from wizard.tui.test.firing import Firing
from wizard.tui.test.values import ValuesForm
from wizard.tui.widgets.menu import Chip
from wizard.tui.widgets.whole import whole

if TYPE_CHECKING:
    from wizard.callback import CallbackRequest


class Choices(Firing):
    """Firing, and the choices that shape the next request."""

    class Keep(Message):
        """Sets of values or test settings are to be kept: `what` in words."""

        def __init__(self, panel: Choices, what: str) -> None:
            super().__init__()
            self.panel = panel
            self.what = what

    # -- the next request

    def renew(self) -> None:
        """Fresh values for the next callback, those that a person chose kept."""
        self.trial.renew()
        self.fill_values()
        self.rebuild()

    def rebuild(self) -> None:
        """Make the next request of the values as they stand."""
        self.ready.clear()
        self.filled.clear()
        self._build()

    @work(exclusive=True, group="build")
    async def _build(self) -> None:
        from wizard.callback import RequestError

        trial = self.trial
        request: CallbackRequest | None = None
        try:
            request = await asyncio.to_thread(trial.made, trial.values, trial.status)
            trial.problem = ""
        except RequestError as error:
            trial.problem = str(error)
        trial.request = request
        self.ready.set()
        if not whole(self):
            return
        self.show_values()
        if not request and not self.delivery:
            self.tell(tell.problem(trial.problem))
        self.built()

    def fill_values(self) -> None:
        """Fill in the form, as long as it is looked at: it costs a callback's own time otherwise."""
        if self.tab == "values":
            self.query_one(ValuesForm).fill(self.trial.values)
            self.show_values()

    def show_values(self) -> None:
        """Show in the form how the values are sent."""
        if self.tab == "values":
            self.query_one(ValuesForm).show(self.trial.chosen, self.trial.request)

    @on(ValuesForm.Ready)
    def _values_ready(self) -> None:
        form = self.query_one(ValuesForm)
        form.stands = True
        if self.tab == "values":
            self.fill_values()
            self.focus_tab()
        form.release_keys()

    def built(self) -> None:
        """The next request stands."""
        self.fill()

    def show_choices(self) -> None:
        """Bring the chips and the warning in line with what is chosen."""
        self.query_one("#status", Chip).value = self.trial.status
        self.query_one("#sets", Chip).value = sets.label(self.trial)
        self.query_one("#unchecked").set_class(self.trial.unchecked, "-on")

    @on(Chip.Changed, "#status")
    def _status_chosen(self, event: Chip.Changed) -> None:
        self.trial.status = event.value
        self.renew()

    @on(ValuesForm.Changed)
    def _value_typed(self, event: ValuesForm.Changed) -> None:
        self.trial.chosen[event.name] = event.value
        self.trial.values = {**self.trial.values, event.name: event.value}
        self.show_choices()
        self.rebuild()

    def action_choose_status(self) -> None:
        """Choose the delivery status."""
        self.query_one("#status", Chip).action_open()

    @on(ValuesForm.Fresh)
    def action_fresh(self) -> None:
        """Forget the values that were typed, make new ones, and show what they make."""
        self.trial.choose_set("")
        self.show_choices()
        self.renew()
        if self.tab != "values":
            self.tab = "request"

    # -- sets of values, settings

    @on(sets.Wanted)
    @work(exclusive=True, group="ask")
    async def action_choose_set(self) -> None:
        """Choose a set of values, keep the changed ones as a set, or forget one."""
        from wizard.tui.widgets.menu_screen import MenuScreen

        region = self.query_one("#sets").region
        menu = MenuScreen(sets.options(self.trial), self.trial.set_name, (region.x, region.bottom))
        chosen = await self.app.push_screen_wait(menu)
        if chosen is None:
            return
        if chosen == sets.KEEP:
            await self._keep_set()
        elif chosen == sets.DROP:
            name = self.trial.set_name
            self.trial.drop_set(name)
            self.post_message(self.Keep(self, f"The set “{name}” is forgotten"))
        else:
            self.trial.choose_set(chosen)
            self.renew()
        self.show_choices()

    @on(ValuesForm.Keep)
    @work(exclusive=True, group="ask")
    async def _keep_asked(self) -> None:
        await self._keep_set()
        self.show_choices()

    async def _keep_set(self) -> None:
        if not self.trial.chosen:
            self.notify("Change a value first: a set keeps what you typed.", timeout=4)
            return
        name = await self.app.push_screen_wait(sets.ask_name(self.trial))
        if name:
            self.trial.keep_set(name)
            self.post_message(self.Keep(self, f"Kept as “{name}”"))

    @work(exclusive=True, group="ask")
    async def action_settings(self) -> None:
        """Time-outs, certificates, proxy."""
        from wizard.settings.document import test_changes, test_settings
        from wizard.tui.test.settings import SettingsDialog

        usual_ones = test_settings(self.app.settings.test)
        answer = await self.app.push_screen_wait(SettingsDialog(self.trial.settings, usual_ones))
        if answer is None:
            return
        self.trial.settings = answer.settings
        self.show_choices()
        self.rebuild()
        if answer.scope == "new":
            await self.app.set_settings(test_changes(answer.settings))
        if answer.scope != "test":
            also = " for new profiles and" if answer.scope == "new" else ""
            self.post_message(self.Keep(self, f"The test settings are kept{also}"))
