"""The screens on which every action is carried out, and the ways to them from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.snapshots.walk import callback, send
from wizard.store import ProfileQuery

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.snapshots.stage import Stage


async def _list(on: Stage) -> None:
    await on.sees("6 profiles", "Variables")


async def _list_empty(on: Stage) -> None:
    on.app.store.delete(*[row.id for row in on.app.store.window(ProfileQuery(), 0, 100)])
    await on.press("f5")
    await on.sees("No callback profile yet")


async def _list_nothing_found(on: Stage) -> None:
    await _list(on)
    await on.press("/")
    await on.type("nowhere")
    await on.press("enter")
    await on.sees("No profile fits")


async def _list_marked(on: Stage) -> None:
    await _list(on)
    await on.press("space", "space")
    await on.sees("2 marked")


async def _list_deliveries(on: Stage) -> None:
    await _list(on)
    await on.press("3", "enter")
    await on.sees("1 delivery")


async def _wizard(on: Stage, step: int = 1) -> None:
    await on.press("a")
    await on.sees("Title & channel")
    await on.type("Order updates")
    if step > 1:
        await on.press("ctrl+n")
        await on.sees("Enter Endpoint")
        await on.type(f"http://127.0.0.1:{on.app.station.port}/orders")
    for _ in range(2, step):
        await on.press("ctrl+n")
    if step == 5:
        await on.press("space")
    await on.sees("draft saved")


async def _variables(on: Stage) -> None:
    await _wizard(on, 3)
    await on.press("ctrl+o")
    await on.sees("List Dynamic Variables")


async def _test(on: Stage) -> None:
    await on.press("t")
    await on.sees("fires at")


async def _values(on: Stage) -> None:
    await _test(on)
    await on.press("4")
    await on.sees("message_id")


async def _fired(on: Stage) -> None:
    await _test(on)
    await on.press("enter")
    await on.sees("204 No Content")


async def _deliveries(on: Stage) -> None:
    await _fired(on)
    await on.press("d")
    await on.sees("Deliveries")


async def _deliveries_empty(on: Stage) -> None:
    await _list(on)
    await on.press("end", "t")
    await on.sees("fires at")
    await on.press("d")
    await on.sees("Nothing has been fired yet")


async def _delivery(on: Stage) -> None:
    await _fired(on)
    await on.press("o")
    await on.rest()


async def _receiver_empty(on: Stage) -> None:
    await on.press("l")
    await on.sees("Nothing has come to")


async def _receiver(on: Stage) -> None:
    await send(on, callback(on, "Deferred", tag="before"))
    await on.press("l")
    await on.sees("1 callback")


async def _decrypt_empty(on: Stage) -> None:
    await on.press("w")
    await on.sees("With the key of")
    await on.press("tab", "tab", "tab")


async def _decrypt(on: Stage) -> None:
    await on.press("w")
    await on.sees("With the key of")
    await on.paste(callback(on, "Deferred", tag="before").body.decode())
    await on.sees("opens")


def _step(number: int) -> Callable[[Stage], Awaitable[None]]:
    return lambda on: _wizard(on, number)


SCREENS: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "list": _list,
    "list-empty": _list_empty,
    "list-nothing-found": _list_nothing_found,
    "list-marked": _list_marked,
    "list-deliveries": _list_deliveries,
    **{f"step-{number}": _step(number) for number in range(1, 7)},
    "variables": _variables,
    "test": _test,
    "test-values": _values,
    "test-fired": _fired,
    "deliveries": _deliveries,
    "deliveries-empty": _deliveries_empty,
    "delivery": _delivery,
    "receiver": _receiver,
    "receiver-empty": _receiver_empty,
    "decrypt": _decrypt,
    "decrypt-empty": _decrypt_empty,
}
"""How to come to each."""
