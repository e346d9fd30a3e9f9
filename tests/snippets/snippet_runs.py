"""Runs snippets as a person would: saved to a file, secrets in the environment, in a process of their own."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from wizard.callback.request import CallbackRequest, build_request
from wizard.callback.snippets import snippet
from wizard.callback.values import fresh_values
from wizard.catalog import load_catalog
from wizard.profile.body_edit import clipboard_text
from wizard.profile.model import CallbackProfile, Encryption, Header

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CHANNEL = load_catalog().channel("email")
assert CHANNEL is not None
KEYS = {128: "K1abcdefghijkl2P", 192: "K1abcdefghijklmnopqrst2P", 256: "K1abcdefghijklmnopqrstuvwxyz012P"}
IV = "POabcdefghijklLY"
LANGUAGES = {"receiver-python": ("receiver.py", sys.executable), "receiver-node": ("receiver.mjs", "node")}
ENVIRON = {"HOOK_API_KEY": "s3cret", "TOKEN": "t0ken"}
_PORT = re.compile(rb"(?:127\.0\.0\.1:|on port )(\d+)")


def profile(**more: Any) -> CallbackProfile:
    settings: dict[str, Any] = {
        "id": "IN_453d2677-2c91-4610-9c01-eefbeec5f697",
        "title": "hooks",
        "endpoint": "https://hooks.example.com/email",
        "body": clipboard_text(CHANNEL.variable_names),
        "headers": (
            Header(name="api-key", value="${HOOK_API_KEY}"),
            Header(name="Authorization", value="Bearer ${TOKEN}"),
        ),
    }
    return CallbackProfile(**(settings | more))


def encryption(algorithm: str, **more: Any) -> Encryption:
    key = KEYS[int(algorithm.split("-")[1])]
    return Encryption(**({"algorithm": algorithm, "key": key, "iv": IV} | more))


def callback(made: CallbackProfile, status: str = "Bounce") -> CallbackRequest:
    """A request of the profile; its values are what the receiver should print."""
    return build_request(made, fresh_values(CHANNEL, status), os.environ | ENVIRON)


class Running:
    """A receiver that runs."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process = process
        self.port = port

    async def send(self, raw: bytes) -> int:
        """Sends a request as it is, and gives the status of the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(raw)
        line = await asyncio.wait_for(reader.readline(), 20)
        writer.close()
        return int(line.split()[1])

    async def printed(self) -> bytes:
        """The next line of JSON that it prints; Flask greets first."""
        assert self.process.stdout is not None
        line = b" "
        while line and not line.startswith(b"{"):
            line = await asyncio.wait_for(self.process.stdout.readline(), 20)
        return line


def save(file: Path, text: str) -> None:
    """Writes a file, with the folder that it is in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@asynccontextmanager
async def running(made: CallbackProfile, kind: str, folder: Path) -> AsyncIterator[Running]:
    """Starts the receiver of a snippet on a free port, and stops it."""
    name, program = LANGUAGES[kind]
    save(folder / name, snippet(made, kind))
    settings = made.encryption
    secrets = {"CALLBACK_KEY": settings.key, "CALLBACK_IV": settings.iv} if settings else {}
    plain = {name: text.removeprefix("hex:").removeprefix("base64:") for name, text in secrets.items()}
    process = await asyncio.create_subprocess_exec(
        program,
        str(folder / name),
        env={**os.environ, **ENVIRON, **plain, "PORT": "0"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        told = b""
        while not (match := _PORT.search(told)):
            line = await asyncio.wait_for(process.stderr.readline(), 60)
            assert line, told
            told += line
        yield Running(process, int(match[1]))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
