"""The other end: takes callbacks in, opens them, checks them, and says why one does not open.

    async with Receiver(port=8090, profiles=[profile]) as receiver:
        async for callback in receiver:
            print(callback.to_json_document())

The names are loaded when first used: aiohttp only when a receiver starts, cryptography when a value is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.lazily import lazily

if TYPE_CHECKING:
    from wizard.receiver.doctor import Doctor, Value, ValueReport, apply
    from wizard.receiver.expect import Expectation, unmet
    from wizard.receiver.findings import Finding, Row, alike, grouped
    from wizard.receiver.forwarding import forward, forward_request
    from wizard.receiver.opening import BodyReport, NoEncryption, Opener, open_pasted
    from wizard.receiver.received import ReceivedCallback
    from wizard.receiver.server import Receiver, ReceiverError, read_answers

_HOMES = {
    "doctor": "Doctor Value ValueReport apply",
    "expect": "Expectation unmet",
    "findings": "Finding Row alike grouped",
    "forwarding": "forward forward_request",
    "opening": "BodyReport NoEncryption Opener open_pasted",
    "received": "ReceivedCallback",
    "server": "Receiver ReceiverError read_answers",
}

__all__ = [
    "BodyReport",
    "Doctor",
    "Expectation",
    "Finding",
    "NoEncryption",
    "Opener",
    "ReceivedCallback",
    "Receiver",
    "ReceiverError",
    "Row",
    "Value",
    "ValueReport",
    "alike",
    "apply",
    "forward",
    "forward_request",
    "grouped",
    "open_pasted",
    "read_answers",
    "unmet",
]

__getattr__ = lazily(__name__, _HOMES)
