"""The screens on which every action is carried out, and the ways to them from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tests.snapshots.walk import callback, send
from wizard.store import ProfileQuery

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.snapshots.stage import Stage
    from wizard.callback import CallbackRequest

Scene: TypeAlias = "Callable[[Stage], Awaitable[None]]"


async def the_list(on: Stage) -> None:
    await on.sees("6 profiles", "Variables")


async def list_empty(on: Stage) -> None:
    on.app.store.delete(*[row.id for row in on.app.store.window(ProfileQuery(), 0, 100)])
    await on.press("f5")
    await on.sees("No callback profile yet")


async def list_nothing_found(on: Stage) -> None:
    await the_list(on)
    await on.press("/")
    await on.type("nowhere")
    await on.press("enter")
    await on.sees("No profile fits")


async def marked(on: Stage) -> None:
    await the_list(on)
    await on.press("space", "space", "down", "down", "space")
    await on.sees("3 marked")


async def list_deliveries(on: Stage) -> None:
    await the_list(on)
    await on.press("3", "enter")
    await on.sees("1 delivery")


async def wizard(on: Stage, step: int = 1, endpoint: str = "") -> None:
    """Step `step` of a new profile that is right so far; without an `endpoint` it aims at the receiver."""
    await on.press("a")
    await on.sees("Title & channel")
    await on.type("Order updates")
    if step > 1:
        await on.press("ctrl+n")
        await on.sees("Enter Endpoint")
        await on.type(endpoint or f"http://127.0.0.1:{on.app.station.port}/orders")
    await on.press(*["ctrl+n"] * (step - 2))
    await on.sees("draft saved")


async def encryption(on: Stage, endpoint: str = "") -> None:
    await wizard(on, 5, endpoint)
    await on.press("space")
    await on.sees("Initialization Vector")


async def variables(on: Stage) -> None:
    await wizard(on, 3)
    await on.press("ctrl+o")
    await on.sees("List Dynamic Variables")


async def test_panel(on: Stage) -> None:
    await on.press("t")
    await on.sees("fires at")


async def values(on: Stage) -> None:
    await test_panel(on)
    await on.press("4")
    await on.sees("message_id")


async def fired(on: Stage) -> None:
    await test_panel(on)
    await on.press("enter")
    await on.sees("204 No Content")


async def deliveries(on: Stage) -> None:
    await fired(on)
    await on.press("d")
    await on.sees("Deliveries")


async def deliveries_empty(on: Stage) -> None:
    await the_list(on)
    await on.press("end")
    await test_panel(on)
    await on.press("d")
    await on.sees("Nothing has been fired yet")


async def delivery(on: Stage) -> None:
    await fired(on)
    await on.press("o")
    await on.rest()


async def receiver_empty(on: Stage) -> None:
    await on.press("l")
    await on.sees("Nothing has come to")


async def receiver(on: Stage) -> None:
    await received(on, callback(on, "Deferred", tag="before"))


async def received(on: Stage, one: CallbackRequest) -> None:
    await send(on, one)
    await on.press("l")
    await on.sees("1 callback")


async def decrypt_opened(on: Stage) -> None:
    await on.press("w")
    await on.sees("With the key of")


async def decrypt_empty(on: Stage) -> None:
    await decrypt_opened(on)
    await on.press("tab", "tab", "tab")


async def decrypt(on: Stage) -> None:
    await decrypt_opened(on)
    await on.paste(callback(on, "Deferred", tag="before").body.decode())
    await on.sees("opens")


def _step(number: int) -> Scene:
    return lambda on: wizard(on, number)


SCREENS: dict[str, Scene] = {
    "list": the_list,
    "list-empty": list_empty,
    "list-nothing-found": list_nothing_found,
    "list-marked": marked,
    "list-deliveries": list_deliveries,
    **{f"step-{number}": _step(number) for number in range(1, 7)},
    "step-5": encryption,
    "variables": variables,
    "test": test_panel,
    "test-values": values,
    "test-fired": fired,
    "deliveries": deliveries,
    "deliveries-empty": deliveries_empty,
    "delivery": delivery,
    "receiver": receiver,
    "receiver-empty": receiver_empty,
    "decrypt": decrypt,
    "decrypt-empty": decrypt_empty,
}
"""How to come to each."""
