"""What the receiver's tests share: a profile, its requests, and a client that says exactly what it means to."""

from __future__ import annotations

import asyncio
from typing import Any

from doctor_cases import IV, KEYS

from wizard.callback.request import CallbackRequest, build_request
from wizard.callback.values import fresh_values
from wizard.catalog import load_catalog
from wizard.profile.body_edit import clipboard_text
from wizard.profile.model import CallbackProfile, Encryption, Header
from wizard.receiver import ReceivedCallback, Receiver

CHANNEL = load_catalog().channel("email")
assert CHANNEL is not None
BODY = clipboard_text(CHANNEL.variable_names)


def profile(**more: Any) -> CallbackProfile:
    settings: dict[str, Any] = {
        "id": "IN_1",
        "title": "hooks",
        "endpoint": "http://127.0.0.1:1/hook",
        "body": BODY,
        "headers": (Header(name="api-key", value="s3cret"),),
        "encryption": Encryption(key=KEYS[256], iv=IV),
    }
    return CallbackProfile(**(settings | more))


def request(made: CallbackProfile, status: str = "Bounce", **values: str) -> CallbackRequest:
    return build_request(made, fresh_values(CHANNEL, status) | values, {})


async def send(receiver: Receiver, raw: bytes, *, answers: int = 1) -> list[int]:
    """Sends bytes on one connection, and gives the statuses that come back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", receiver.port)
    writer.write(raw)
    statuses = []
    for _ in range(answers):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        statuses.append(int(head.split()[1]))
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await reader.readexactly(int(line.partition(b":")[2]))
    writer.close()
    return statuses


async def take(receiver: Receiver, raw: bytes) -> ReceivedCallback:
    """Sends one request and gives the callback that it became."""
    await send(receiver, raw)
    return receiver.callbacks[0]


def checks(callback: ReceivedCallback) -> list[tuple[str, str]]:
    """Which checks found something, and about what."""
    return [(finding.check, finding.field) for finding in callback.problems]
