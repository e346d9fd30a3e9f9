"""The program's own receiver. The application holds it, so it goes on whatever screen is open."""

from __future__ import annotations

import asyncio
import errno
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.signal import Signal

from wizard.store import StoreError
from wizard.tui.receiver.watched import Watched

if TYPE_CHECKING:
    from textual.timer import Timer

    from wizard.profile import CallbackProfile
    from wizard.receiver import ReceivedCallback, Receiver
    from wizard.tui.app import WizardApp

USUAL_PORT = 8090
PORT_SETTING = "receiver port"
PAUSE = 0.1
"""Seconds between two times that screens are told of what came: a flood must not keep them drawing."""
LOOK = 0.5
"""Seconds between two looks at the store for profiles that are new or changed."""


class Station:
    """Starts, stops and instructs the receiver, on loopback alone, and tells screens by `changed`.

    What came stays until it is cleared, the newest 10,000 callbacks at most, also when the port changes.
    """

    def __init__(self, app: WizardApp) -> None:
        self.app = app
        self.changed: Signal[None] = Signal(app, "receiver")
        """Published when anything here is another, ten times a second at most."""
        self.listening = False
        self.problem = ""
        """Why it does not listen though it was asked to; a sentence."""
        self.answer = ""
        """How it answers, one of `answers.ANSWERS`; empty for 204 at once."""
        self.faulty = 0
        """Callbacks since the last clearing with which something is wrong."""
        self.last_url = ""
        """Where a callback was fired on to last."""
        self._receiver: Receiver | None = None
        self._watched = Watched(app.store)
        self._cleared = 0
        self._told: asyncio.TimerHandle | None = None
        self._next = 0.0
        self._lock = asyncio.Lock()
        self._timer: Timer | None = None

    # -- what it has

    @property
    def url(self) -> str:
        """Where callbacks go to."""
        return self._receiver.url if self._receiver and self.listening else ""

    @property
    def port(self) -> int:
        """The port it listens on, or did last."""
        return self._receiver.port if self._receiver else USUAL_PORT

    @property
    def count(self) -> int:
        """Callbacks that came since the last clearing."""
        return self._receiver.received - self._cleared if self._receiver else 0

    @property
    def callbacks(self) -> tuple[ReceivedCallback, ...]:
        """Those since the last clearing that are kept, newest first."""
        if self._receiver is None or not self.count:
            return ()
        return self._receiver.callbacks[: self.count]

    @property
    def refused(self) -> str:
        """What was turned away, as `2 too large, 1 no HTTP`; empty for nothing."""
        refused = self._receiver.refused if self._receiver else {}
        return ", ".join(f"{count} {reason}" for reason, count in refused.items())

    @property
    def aiming(self) -> list[CallbackProfile]:
        """The saved profiles whose endpoint points here, those used last first."""
        from wizard.receiver.aim import aims_at

        if not self.listening:
            return []
        return [one for one in self._watched.profiles if one.created_at and aims_at(one.endpoint, self.port)]

    # -- start, stop

    async def start(self, port: int | None = None) -> bool:
        """Listen on that port, 0 for any free one, by default on the one used last. False: `problem` says why not."""
        async with self._lock:
            if self._receiver is None:
                self._receiver = await asyncio.to_thread(self._make)
            receiver = self._receiver
            if port is None:
                remembered = await asyncio.to_thread(self._recall)
                port = receiver.port or remembered
            elif self.listening and port == receiver.port:
                return True
            await self._read_profiles()
            return await self._open(receiver, port)

    async def _open(self, receiver: Receiver, port: int) -> bool:
        from wizard.receiver import ReceiverError

        before, was_listening = receiver.port, self.listening
        if was_listening:
            await receiver.stop()
        receiver.port, self.problem = port, ""
        try:
            await receiver.start()
        except ReceiverError as error:
            self.problem = cannot_listen(port, error.__cause__)
            receiver.port, self.listening = before or port, False
            if was_listening:
                with suppress(ReceiverError):
                    await receiver.start()
                    self.listening = True
        else:
            self.listening = True
            self._timer = self._timer or self.app.set_interval(LOOK, self._look)
            await asyncio.to_thread(self._remember, receiver.port)
        self._tell_soon()
        return not self.problem

    async def stop(self) -> None:
        """Close the port. What came stays."""
        async with self._lock:
            if self._receiver is not None and self.listening:
                await self._receiver.stop()
            if self._timer is not None:
                self._timer.stop()
            self._timer = None
            self.listening, self.problem = False, ""
            self._tell_soon()

    def _make(self) -> Receiver:
        import wizard.receiver.http  # noqa: F401 - aiohttp takes half a second to import, so here, in a thread
        from wizard.receiver import Receiver

        return Receiver(catalog=self.app.catalog, on_callback=self._took)

    def _recall(self) -> int:
        with suppress(StoreError, ValueError):
            return int(self.app.store.recall(PORT_SETTING, str(USUAL_PORT)))
        return USUAL_PORT

    def _remember(self, port: int) -> None:
        with suppress(StoreError):
            self.app.store.remember(PORT_SETTING, str(port))

    # -- instructions

    def answer_with(self, name: str, statuses: tuple[int, ...], delay: float) -> None:
        """Answer with these statuses in turn from now on, after `delay` seconds."""
        if self._receiver is not None:
            self._receiver.answer_with(statuses, delay=delay)
            self.answer = name
            self._tell_soon()

    def clear(self) -> None:
        """Forget what came."""
        if self._receiver is not None:
            self._cleared = self._receiver.received
            self.faulty = 0
            self._receiver.refused.clear()
            self._tell_soon()

    # -- what comes

    def _took(self, callback: ReceivedCallback) -> None:
        self.faulty += not callback.ok
        self._tell_soon()

    def _tell_soon(self) -> None:
        if self._told is None:
            loop = asyncio.get_running_loop()
            self._told = loop.call_later(max(0.0, self._next - loop.time()), self._tell)

    def _tell(self) -> None:
        self._told = None
        self._next = asyncio.get_running_loop().time() + PAUSE
        self.changed.publish(None)

    # -- profiles

    async def _look(self) -> None:
        if not self._lock.locked() and await self._read_profiles():
            self._tell_soon()

    async def _read_profiles(self) -> bool:
        try:
            changed = await asyncio.to_thread(self._watched.changed)
        except StoreError:  # the list tells of it; what is known stays good
            return False
        if changed and self._receiver is not None:
            self._receiver.watch(self._watched.profiles)
        return changed


def cannot_listen(port: int, cause: BaseException | None) -> str:
    """Why the port cannot be had, and which key helps."""
    number = getattr(cause, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Press p for another one."
    if number == errno.EACCES:
        return f"Port {port} needs more rights than you have. Press p for one above 1023."
    return f"Port {port} cannot be opened ({getattr(cause, 'strerror', None) or cause}). Press p for another one."
