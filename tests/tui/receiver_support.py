"""What the tests of Receiver and Decrypt share: the real program, a real store, callbacks over real sockets."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec

from tests.support import session
from wizard.callback import build_request, fresh_values
from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, clipboard_text
from wizard.store import open_store
from wizard.tui.app import WizardApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

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


class Session(session.Session):
    """One run of the program, standing on the list."""

    @property
    def port(self) -> int:
        """The receiver's port."""
        return self.app.station.port

    async def listen(self) -> None:
        """Open the Receiver, listening at a free port."""
        await self.app.station.start(0)
        await self.press("l")
        await self.sees(f"● http://127.0.0.1:{self.port}/")

    async def takes(self, *raw: bytes) -> list[int]:
        """Send requests to the receiver; the statuses it answers with."""
        return await send(self.port, *raw)


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
            run = Session(app, pilot)
            await run.settle()
            if profiles:
                await run.sees(profiles[0].title)
            yield run
    finally:
        store.close()
