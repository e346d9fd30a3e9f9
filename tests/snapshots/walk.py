"""The walk through the program: which keys lead from one picture to the next. The tour in the README follows it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from tests.snapshots.world import samples
from wizard.callback import build_request, fresh_values

if TYPE_CHECKING:
    from tests.snapshots.stage import Stage
    from wizard.callback import CallbackRequest


async def walk(on: Stage) -> None:
    """Past every screen, and the states in which each is met."""
    await the_list(on)
    await a_new_profile(on)
    await a_test(on)
    await what_came(on)
    await mishaps(on)


async def the_list(on: Stage) -> None:
    await on.sees("6 profiles", "Variables")
    await on.stop("list", "email_callback_profile", "8 of 8")
    await on.press("2")
    await on.stop("list-request", "POST /email")
    await on.press("4")
    await on.stop("use-it", "curl --fail-with-body")
    await on.press("1", "?")
    await on.stop("help", "Every callback profile you have saved")
    await on.press("escape")
    await on.palette()
    await on.stop("palette", "Test")
    await on.press("escape")


async def a_new_profile(on: Stage) -> None:
    await on.press("a")
    await on.sees("Title & channel")
    await on.type("Order updates")
    await on.stop("step-1-title", "draft saved")
    await on.press("ctrl+n")
    await on.sees("Enter Endpoint")
    await on.type("htp://shop")
    await on.press("shift+tab")
    await on.stop("step-2-wrong", "✗", "draft saved")
    await on.press("tab", *["backspace"] * len("htp://shop"))
    await on.type(f"http://127.0.0.1:{on.app.station.port}/orders")
    await on.stop("step-2-endpoint", "loopback", "draft saved")
    await on.press("ctrl+n", "ctrl+o")
    await on.sees("List Dynamic Variables")
    await on.press("a")
    await on.stop("variables", "8 of 8", "draft saved")
    await on.press("i")
    await on.until(lambda: "List Dynamic Variables" not in on.text, "the end of the variables")
    await on.stop("step-3-body", '"error_message": "<error_message>"', "draft saved")
    await on.press("ctrl+n")
    await on.sees("Add more")
    await on.type("api-key")
    await on.press("tab")
    await on.type("a-secret-of-ours")
    await on.stop("step-4-headers", "draft saved")
    await on.press("ctrl+n")
    await on.sees("Enable Encryption")
    await on.press("space")
    await on.sees("Initialization Vector")
    await on.press("ctrl+g")
    await on.stop("step-5-encryption", "✓ length", "draft saved")
    await on.press("ctrl+n")
    await on.stop("step-6-test-save", "Ready to save", "draft saved")


async def a_test(on: Stage) -> None:
    await on.press("ctrl+t")
    await on.stop("test-before", "fires at", "POST /orders")
    await on.press("enter")
    await on.sees("204 No Content")
    await on.press("1")
    await on.stop("test-passed", "204 No Content", "POST /orders")
    await on.press("3")
    await on.stop("test-connection", "look-up")
    await on.press("4")
    await on.stop("test-values", "message_id")
    await on.press("escape")
    await on.press("escape") if "Test callback" in on.text else None
    await on.sees("Ready to save")
    await on.press("ctrl+s")
    await on.stop("saved", "Saved as IN_", "7 profiles", "204")
    await on.press("3")
    await on.stop("list-deliveries", "1 delivery", "204 No Content")
    await on.press("1")
    await on.until(
        lambda: any(one.title == "Order updates" for one in on.app.station.aiming), "the receiver's knowledge"
    )
    await on.press("t")
    await on.sees("fires at")
    await on.press("a")
    await on.stop("all-statuses", "All 8 delivery statuses")
    await on.press("escape")
    await on.sees("7 profiles")


async def what_came(on: Stage) -> None:
    on.app.station.clear()  # those came several at a time, in no order
    for status in ("Accepted", "Delivered", "Open", "Bounce"):
        await send(on, callback(on, status))
    await send(on, callback(on, "Deferred", tag="before"))
    await on.press("l", "down")
    await on.stop("receiver", "5 callbacks, 1 with problems", "every check holds")
    await on.press("up")
    await on.stop("receiver-problem", "The tag stands before the ciphertext")
    await on.press("escape")
    await on.sees("7 profiles")
    await on.press("down", "w")
    await on.sees("With the key of email_callback_profile")
    await on.paste(callback(on, "Deferred", tag="before").body.decode())
    await on.stop("decrypt", "A change opens 8 of them")
    await on.press("escape")
    await on.sees("7 profiles")


def callback(on: Stage, status: str, *, tag: str = "after") -> CallbackRequest:
    """A callback of a sample. One whose sender writes GCM's `tag` before the ciphertext opens only after a change."""
    profile = next(one for one in samples(on.app.station.port) if one.title == "email_callback_profile")
    assert profile.encryption
    sealed = msgspec.structs.replace(profile, encryption=msgspec.structs.replace(profile.encryption, tag=tag))
    return build_request(sealed, fresh_values(on.app.catalog.channels["email"], status), {})


async def send(on: Stage, request: CallbackRequest) -> None:
    """Send a callback to the program's receiver, as somebody else would."""
    reader, writer = await asyncio.open_connection("127.0.0.1", on.app.station.port)
    writer.write(request.raw)
    await reader.readuntil(b"\r\n\r\n")
    writer.close()


async def mishaps(on: Stage) -> None:
    await on.press("/")
    await on.type("unreach")
    await on.stop("search", "1 of 7", "Title        unreachable")
    await on.press("enter")
    await on.press("t")
    await on.sees("fires at")
    await on.press("enter")
    await on.stop("test-failed", "refused", "failed here")
    await on.press("escape")
    await on.sees("1 of 7")
    await on.press("delete")
    await on.stop("delete", "Delete")
    await on.press("escape")
    await on.press("/")
    await on.type(" nothing")
    await on.stop("nothing-found", "0 of 7")
