"""Saving a delivery, or a part of it, to a file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.tui.widgets.menu import Option

if TYPE_CHECKING:
    from wizard.callback.delivery import Delivery

PARTS = (
    Option("delivery", "Whole delivery", "JSON, secrets masked"),
    Option("request", "Request", "as sent, secrets masked"),
    Option("response", "Response", "as it came, head and body"),
    Option("body", "Response body", "its bytes, unpacked"),
)


def parts(delivery: Delivery) -> list[Option]:
    """What there is to be saved."""
    return [part for part in PARTS if delivery.response is not None or part.value in ("delivery", "request")]


def content(delivery: Delivery, part: str) -> bytes:
    """The bytes of a part."""
    if part == "request":
        sent = delivery.request
        rows = "".join(f"{name}: {value}\r\n" for name, value in sent.headers)
        return f"{sent.method} {sent.target} HTTP/1.1\r\n{rows}\r\n".encode() + sent.body
    if part == "delivery" or delivery.response is None:
        import msgspec

        return msgspec.json.format(msgspec.json.encode(_document(delivery)), indent=2) + b"\n"
    if part == "response":
        return delivery.response.head + delivery.response.body
    from wizard.callback.response import unpack

    return unpack(delivery.response)[0]


def _document(delivery: Delivery) -> dict[str, Any]:
    """What `wizard test --json` prints of it, and what only the screens tell."""
    from wizard.callback.delivery import to_json_document

    return {
        "id": delivery.id,
        "profile_id": delivery.profile_id,
        "at": delivery.at,
        **to_json_document(delivery),
        "sentence": delivery.sentence,
        "advice": delivery.advice,
        "notes": delivery.notes,
        "values": delivery.values,
        "phases": delivery.phases,
        "address": delivery.address,
        "tls": delivery.tls,
    }


def suggested(delivery: Delivery, part: str) -> str:
    """A file name that tells what it is, in the folder that the program was started in."""
    status = re.sub(r"[^A-Za-z0-9]+", "-", delivery.delivery_status).strip("-").lower() or "callback"
    moment = re.sub(r"[^0-9]", "", delivery.at)[:14]
    ending = {"delivery": "json", "request": "http", "response": "http", "body": "bin"}[part]
    name = "" if part == "delivery" else f"-{part}"
    return f"{status}-{moment}{name}.{ending}"


def wrong(path: str) -> str:
    """What keeps a file from being written there, in a sentence; "" for nothing."""
    if not path:
        return "Write the file's name."
    place = Path(path).expanduser()
    try:
        if place.is_dir():
            return "That is a folder: add a file name."
        if place.exists():
            return "There is such a file already: choose another name."
        if not place.parent.is_dir():
            return f"There is no folder {place.parent}."
    except (OSError, ValueError) as error:
        return f"That cannot be a file's name: {error}."
    return ""


def write(path: str, data: bytes) -> Path:
    """Write a new file that only its owner can read; one that is there is never written over. Raises OSError."""
    place = Path(path).expanduser().absolute()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return place
