"""What the tests of Receiver and Decrypt share: the real program, a real store, callbacks over real sockets."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec
from textual import events
from textual.keys import _character_to_key

from wizard.callback import build_request, fresh_values
from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, clipboard_text
from wizard.store import open_store
from wizard.tui.app import WizardApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"
CHANNEL = load_catalog().channels["email"]
change = msgspec.structs.replace


def profile(title: str = "shop", path: str = "hook", port: int = 1, **values: object) -> CallbackProfile:
    """A profile of all variables, encrypted with GCM, aimed at that port of this machine."""
    base = CallbackProfile(
        title=title,
        events=CHANNEL.events,
        endpoint=f"http://127.0.0.1:{port}/{path}",
        body=clipboard_text(CHANNEL.variable_names),
        encryption=Encryption(algorithm="AES-256-GCM", key=KEY, iv=IV),
    )
    return change(base, **values)


def sealed(one: CallbackProfile, **values: object) -> CallbackProfile:
    """The profile with its encryption changed: what a sender does that is set up otherwise."""
    assert one.encryption
    return change(one, encryption=change(one.encryption, **values))


def request(one: CallbackProfile, status: str = "Bounce") -> bytes:
    """A callback of the profile, byte for byte."""
    return build_request(one, fresh_values(CHANNEL, status), {}).raw


def body_of(one: CallbackProfile, status: str = "Bounce") -> str:
    """The body of a callback of the profile."""
    return build_request(one, fresh_values(CHANNEL, status), {}).body.decode()


async def send(port: int, *raw: bytes) -> list[int]:
    """Send requests over one connection; the statuses of the answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    statuses = []
    for one in raw:
        writer.write(one)
        head = await reader.readuntil(b"\r\n\r\n")
        statuses.append(int(head.split()[1]))
        length = next(
            (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), b":0"
        )
        await reader.readexactly(int(length.partition(b":")[2]))
    writer.close()
    await writer.wait_closed()
    return statuses


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Session:
    """One run of the program, standing on the list."""

    def __init__(self, app: WizardApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def port(self) -> int:
        """The receiver's port."""
        return self.app.station.port

    async def press(self, *keys: str) -> None:
        """Press the keys one after the other, each once the one before has had its effect."""
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            event = events.Key(name, key if len(key) == 1 else None)
            event.set_sender(self.app)
            assert self.app._driver
            self.app._driver.send_message(event)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type the text."""
        for character in text:
            await self.press("space" if character == " " else character)

    async def paste(self, text: str) -> None:
        """Paste the text as a terminal does."""
        assert self.app._driver
        self.app._driver.send_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Let the loop turn until no widget has anything to do."""
        idle = 0
        pumps: list[MessagePump] = []
        while idle < 8:
            await asyncio.sleep(0)
            if idle == 0:
                pumps = [self.app, *self.app.screen.walk_children(with_self=True)]
            busy = self.app.keys_waiting or any(
                pump._next_callbacks or (pump._running and pump.message_queue_size) for pump in pumps
            )
            idle = 0 if busy else idle + 1

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until it holds: for what happens in a thread."""
        for _ in range(1000):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"it never came to hold; the screen:\n{self.text}")

    async def sees(self, *texts: str) -> None:
        """Wait until all of it stands on the screen."""
        await self.until(lambda: all(text in self.text for text in texts))

    async def listen(self) -> None:
        """Open the Receiver, listening at a free port."""
        await self.app.station.start(0)
        await self.press("l")
        await self.sees(f"● http://127.0.0.1:{self.port}/")

    async def takes(self, *raw: bytes) -> list[int]:
        """Send requests to the receiver; the statuses it answers with."""
        return await send(self.port, *raw)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def words(self) -> str:
        """What the screen says, frames and line breaks aside."""
        return " ".join(self.text.replace("│", " ").split())


@asynccontextmanager
async def program(
    folder: Path, *profiles: CallbackProfile, size: tuple[int, int] = (100, 30), demo: bool = False
) -> AsyncIterator[Session]:
    """The program over a store in `folder` that holds these profiles, the first on top."""
    store = open_store(folder / "store.db")
    store.add_all(tuple(reversed(profiles)))
    if demo:
        store.remember("receiver port", str(free_port()))
    app = WizardApp(store, demo=demo)
    try:
        async with app.run_test(size=size) as pilot:
            session = Session(app, pilot)
            await session.settle()
            if profiles:
                await session.sees(profiles[0].title)
            yield session
    finally:
        store.close()
