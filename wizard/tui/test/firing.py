"""Firing one callback, all delivery statuses, or many, from a screen that goes on working meanwhile."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.reactive import reactive

from wizard.tui.active import with_own_keys
from wizard.tui.deliveries.reader import Reader
from wizard.tui.test import tell
from wizard.tui.test.engine import Engine
from wizard.tui.test.tally import Tally
from wizard.tui.widgets.whole import whole

if TYPE_CHECKING:
    from textual.content import Content
    from textual.worker import Worker

    from wizard.callback import CallbackRequest, Delivery
    from wizard.tui.app import WizardApp
    from wizard.tui.test.many import Many
    from wizard.tui.test.trial import Trial

BEAT = 0.1
"""Seconds between two pictures of something under way."""


class Firing(Reader):
    """What a test panel does with a Trial. Subclasses show it."""

    app: WizardApp
    firing: reactive[str] = reactive("", init=False)
    """What is under way: `one`, `all`, `many`, or nothing."""

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial
        self.ready = asyncio.Event()
        """Set while the trial's request is made of the values as they stand."""
        self.delivery: Delivery | None = None
        """The last firing of one callback."""
        self.round: dict[str, Delivery | None] = {}
        """What came of each status in the last round of all of them; None where nothing has yet."""
        self.tally: Tally | None = None
        """How the last firing of many went, or goes."""
        self._engine = Engine()
        self._ended: Delivery | None = None
        self._began = 0.0
        self._shown_busy = False
        self._worker: Worker[None] | None = None

    def tell(self, content: Content) -> None:
        """Say how it stands."""
        raise NotImplementedError

    def renew(self) -> None:
        """Make the next request."""
        raise NotImplementedError

    def show_round(self) -> None:
        """A line of the round has changed."""
        raise NotImplementedError

    # -- the beat

    def on_mount(self) -> None:
        """What is under way moves, once it takes long enough to be seen."""
        self._beat = self.set_interval(BEAT, self._under_way, pause=True)
        self._engine.start()

    def on_unmount(self) -> None:
        """Nothing goes on firing unseen."""
        self._engine.close()

    def watch_firing(self, firing: str) -> None:
        """While something is under way say so, and how to stop it."""
        if not whole(self):
            return  # closed while it fired: there are no keys left to tell of
        if firing:
            self._began = time.monotonic()
            self._shown_busy = False
            self._beat.reset()
            self._beat.resume()
        else:
            self._beat.pause()
            self.refresh_bindings()

    def _under_way(self) -> None:
        if not self._shown_busy:
            # Not at once: drawing the keys anew would cost the callback time that is not its own.
            self._shown_busy = True
            self.refresh_bindings()
        waited, own = time.monotonic() - self._began, partial(with_own_keys, self.app)
        sign = tell.wheel(waited, moves=self.app.animation_level != "none")
        if self.firing == "many" and self.tally is not None:
            self._engine.call(self.tally.take)
            self._keep_some(self.tally)
            self.tell(tell.many_under_way(self.trial, sign, own))
            if self.tab == "many":
                self.fill(home=False)
        else:
            status = self.trial.status
            if self.firing == "all":
                status = next((name for name, delivery in self.round.items() if delivery is None), status)
            self.tell(tell.under_way(self.trial, status, waited, sign, own))

    def cancel(self) -> None:
        """Stop what is under way. What had begun is told of and kept as cancelled."""
        if self._worker is not None:
            self._worker.cancel()

    # -- one

    def fire(self) -> None:
        """Fire the trial's request."""
        self._worker = self._fire()

    @work(exclusive=True, group="fire")
    async def _fire(self) -> None:
        # What was typed last may be on its way into the request.
        await self.ready.wait()
        if self.trial.request is None:
            self.tell(tell.problem(self.trial.problem))
            return
        self.firing = "one"
        try:
            await self._send(self.trial.request)
        finally:
            self.firing = ""
            if whole(self) and self._ended is not None:
                self.delivery = self._ended
                self.tell(tell.outcome(self.delivery))
                if self.tab not in ("connection", "values"):
                    self.tab = "response" if self.delivery.response else "connection"
                self.renew()

    async def _send(self, request: CallbackRequest) -> None:
        """Fire, and keep what came of it; cancelled, what came of it until then."""
        from wizard.callback.fire import fire

        self._ended = None
        settings = self.trial.settings
        try:
            await self._engine.run(lambda: fire(request, settings, on_end=self._note))
        finally:
            if self._ended is not None:
                self.app.keeper.keep(self._ended)

    def _note(self, delivery: Delivery) -> None:
        self._ended = delivery

    # -- every delivery status

    def fire_all(self) -> None:
        """Fire every delivery status, one after the other."""
        self._worker = self._fire_all()

    @work(exclusive=True, group="fire")
    async def _fire_all(self) -> None:
        from wizard.callback import RequestError

        planned = list(self.trial.round())
        self.round = dict.fromkeys((name for name, _ in planned), None)
        self.firing = "all"
        self.tab = "all"
        self.show_round()
        wrong = ""
        try:
            for name, values in planned:
                request = await asyncio.to_thread(self.trial.made, values, name)
                try:
                    await self._send(request)
                finally:
                    self.round[name] = self._ended
                    if whole(self):
                        self.show_round()
        except RequestError as error:
            wrong = str(error)
        finally:
            self.firing = ""
            if whole(self):
                self.tell(tell.problem(wrong) if wrong else tell.round_told(self.round))
                self.show_round()

    # -- many

    def fire_many(self, many: Many) -> None:
        """Fire many, some at a time."""
        self._worker = self._fire_many(many)

    @work(exclusive=True, group="fire")
    async def _fire_many(self, many: Many) -> None:
        from wizard.callback import RequestError, ValuesError
        from wizard.callback.many import Volley

        trial = self.trial
        mix = [status.name for status in trial.channel.statuses] if many.mix else [trial.status]
        try:
            volley = Volley(
                trial.profile,
                self.app.catalog,
                count=many.number,
                concurrency=many.concurrency,
                statuses=mix,
                chosen=trial.chosen_for_mix() if many.mix else trial.chosen,
            )
        except (RequestError, ValuesError, ValueError) as error:
            self.tell(tell.problem(str(error)))
            return
        tally = self.tally = Tally(volley, mix)
        self.firing = "many"
        self.tab = "many"
        try:
            await self._engine.run(lambda: volley.run(tally.add))
        finally:
            self.firing = ""
            tally.take()
            self._keep_some(tally)
            if whole(self):
                self.tell(tell.many_told(tally))
                self.fill(home=False)

    def _keep_some(self, tally: Tally) -> None:
        if fired := tally.take_waiting():
            self.app.keeper.keep(*fired)
