"""The main job as its user does it: from an empty list to a tested, saved profile whose ID is copied."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.endpoint import Endpoint
    from tests.support.terminal import Terminal

VARIABLES = (
    *("message_id", "delivery_status", "from_mail", "recipient_mail"),
    *("delivery_time", "error_code", "error_status", "error_message"),
)
OSC52 = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_by_keyboard_alone(
    size: tuple[int, int], start: Callable[..., Terminal], endpoint: Endpoint, command: Callable[..., Any]
) -> None:
    screen = start(size=size)
    screen.wait("Press a to add the first one")
    screen.press("a")
    screen.wait("Title & channel")
    screen.type("Shop receipts")
    screen.press("ctrl+n")
    screen.wait("Enter Endpoint")
    screen.type(f"{endpoint.url}/hook")
    screen.press("ctrl+n")
    screen.wait("Request Body")
    screen.press("ctrl+o")
    screen.wait("List Dynamic Variables")
    screen.press("a")
    screen.wait("8 of 8")
    screen.press("i")
    screen.wait_gone("List Dynamic Variables")
    screen.wait('"error_message": "<error_message>"')

    # A plain callback, before anything is saved.
    screen.press("ctrl+t")
    screen.wait("Enter fires at")
    screen.press("enter")
    screen.wait("204 No Content")
    assert len(endpoint.received) == 1
    plain = json.loads(endpoint.received[0].body)
    assert tuple(plain) == VARIABLES
    assert plain["delivery_status"] == "Bounce"
    assert plain["error_code"] == "550"
    screen.press("escape")

    # The same, encrypted with a generated key.
    screen.press("ctrl+n", "ctrl+n")
    screen.wait("Enable Encryption")
    screen.press("space")
    screen.wait("Initialization Vector")
    screen.press("ctrl+g")
    screen.press("ctrl+t")
    screen.wait("Enter fires at")
    screen.press("enter")
    screen.wait("204 No Content")
    assert len(endpoint.received) == 2
    sealed = json.loads(endpoint.received[1].body)
    assert tuple(sealed) == VARIABLES
    assert "Bounce" not in sealed.values()
    # 6 bytes of "Bounce" and the 16 of the tag.
    assert len(base64.b64decode(sealed["delivery_status"])) == 22
    screen.press("escape")

    screen.press("ctrl+s")
    screen.wait("Saved as IN_")
    screen.wait("Shop receipts")
    screen.press("c")
    screen.wait("Copied the ID")
    copied = OSC52.findall(bytes(screen.raw))
    screen.press("q")
    assert screen.finish() == 0

    (row,) = command("list", "--json")
    assert base64.b64decode(copied[-1]).decode() == row["id"]
    assert (row["title"], row["encryption"]) == ("Shop receipts", "AES-256-GCM")
    saved = command("show", row["id"], "--json", "--reveal")
    assert tuple(json.loads(saved["body"])) == VARIABLES
    assert len(saved["encryption"]["key"]) == 32


def test_by_mouse(start: Callable[..., Terminal], endpoint: Endpoint, command: Callable[..., Any]) -> None:
    screen = start(size=(120, 36))
    screen.wait("Press a to add the first one")
    screen.click("Add New")
    screen.wait("Title & channel")
    screen.type("Clicked")
    screen.click("2 Method & endpoint")
    screen.wait("Enter Endpoint")
    screen.click("https://hooks.example.com/email")
    screen.type(f"{endpoint.url}/clicked")
    screen.click("3 Variables & body")
    screen.wait("Request Body")
    screen.click(" View ")
    screen.wait("List Dynamic Variables")
    screen.click("Select All")
    screen.wait("8 of 8")
    screen.click(" X ")
    screen.wait_gone("List Dynamic Variables")
    screen.click("6 Test & save")
    screen.wait(" Save ")
    screen.click(" Test ")
    screen.wait("Enter fires at")
    screen.click(" Fire ")
    screen.wait("204 No Content")
    assert [request.path for request in endpoint.received] == ["/clicked"]
    screen.click("Close")
    screen.wait(" Save ")
    screen.click(" Save ")
    screen.wait("Saved as IN_")
    screen.click("q Quit")
    assert screen.finish() == 0
    (row,) = command("list", "--json")
    assert (row["title"], row["endpoint"]) == ("Clicked", f"{endpoint.url}/clicked")


def test_a_kill_in_mid_typing_loses_nothing(start: Callable[..., Terminal]) -> None:
    screen = start()
    screen.wait("Press a to add the first one")
    screen.press("a")
    screen.wait("Title & channel")
    screen.type("Never lost")
    screen.wait("draft saved")
    screen.process.kill(9)
    again = start()
    again.wait("Press a to")
    again.press("a")
    again.wait("Go on with “Never lost”")
    again.press("enter")
    again.wait("Never lost")
