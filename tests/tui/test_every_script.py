"""Characters of two cells, of none, and those that run from right to left: every row stays as wide as the terminal."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec
import pytest
from rich.cells import cell_len
from textual.geometry import Size

from tests.snapshots.frame import strips
from tests.snapshots.stage import stage
from tests.snapshots.world import samples
from wizard.callback.delivery import Delivery, Response, SentRequest
from wizard.profile import Header

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.snapshots.stage import Stage

WORDS = "日本語 👩‍👩‍👧 e\u0301 שלום مرحبا 🇮🇳 ﷽"
SIZES = ((61, 17), (40, 12), (80, 24))


@asynccontextmanager
async def in_every_script() -> AsyncIterator[Stage]:
    """The program over a profile whose every text is WORDS, and that has been fired at an endpoint that speaks so."""
    async with stage([(80, 24)]) as on:
        one = next(iter(samples(on.app.station.port)))
        body = f'{{"{WORDS}": "{WORDS * 4} <message_id>"}}'
        profile = msgspec.structs.replace(
            one,
            title=f"order {WORDS}",
            endpoint=f"http://127.0.0.1:9/{WORDS.replace(' ', '-')}",
            body=body,
            headers=(Header(name="x-word", value=WORDS),),
        )
        store = on.app.store
        kept = store.add_all((profile,))[0]
        store.record(
            Delivery(
                id="spoken",
                at="2026-03-14T09:26:50.000Z",
                request=SentRequest("POST", kept.endpoint, "/", (("x-word", WORDS),), body.encode()),
                profile_id=kept.id,
                delivery_status="Bounce",
                response=Response(
                    status=500, headers=(("X-Word", WORDS),), body=f'{{"told": "{WORDS * 9}"}}'.encode()
                ),
                kind="http-error",
                sentence=f"The endpoint said: {WORDS}",
            )
        )
        await on.press("f5", "home")
        await on.sees("7 profiles")
        yield on


async def whole(on: Stage, told: str, *texts: str) -> None:
    """In every size each row has the cells of the terminal, as the terminal counts them, and the texts stand there."""
    for size in SIZES:
        await on.pilot.resize_terminal(*size)
        await on.rest()
        rows = strips(on.app)
        assert on.app.size == Size(*size)
        assert {row.cell_length for row in rows} == {size[0]}, (told, size)
        assert {cell_len(row.text) for row in rows} == {size[0]}, (told, size, on.text)
        if size == SIZES[-1]:
            for text in texts:
                assert text in on.text, (told, on.text)


async def test_a_profile_in_every_script_on_the_list_and_in_its_pane() -> None:
    async with in_every_script() as on:
        for tab in "1234":
            await on.press(tab)
            await whole(on, f"list, tab {tab}", "order 日本語")
        await on.press("/")
        await on.type("日本")
        await on.sees("1 of 7")
        await whole(on, "search", "日本")


async def test_a_delivery_and_its_response_in_every_script() -> None:
    async with in_every_script() as on:
        await on.press("3")
        await on.sees("1 delivery")
        await on.press("tab", "enter") if "Response" not in on.text else None
        await whole(on, "deliveries")
        on.app.push_screen(delivery_screen(on))
        await on.sees("Compare")
        for tab in "12345":
            await on.press(tab)
            await whole(on, f"delivery, tab {tab}", *(("日本語",) if tab in "12" else ()))


def delivery_screen(on: Stage) -> object:
    from wizard.tui.deliveries.one import DeliveryScreen

    return DeliveryScreen(on.app.store.delivery("spoken"))


async def test_the_wizard_and_the_test_screen_in_every_script() -> None:
    async with in_every_script() as on:
        await on.press("d")
        await on.sees("Title & channel")
        for step in range(1, 7):
            await whole(on, f"step {step}", *(("日本語",) if step in (1, 2, 3) else ()))
            await on.press("ctrl+n")
        await on.press("ctrl+t")
        await on.rest()
        await whole(on, "test")


async def test_the_palette_and_a_message_in_every_script() -> None:
    async with in_every_script() as on:
        on.app.notify(f"Kept {WORDS}", markup=False, timeout=60)
        await whole(on, "a message", "Kept 日本語")
        await on.palette()
        await on.type("日本")
        await on.sees("order 日本語")
        await whole(on, "palette")


@pytest.mark.parametrize("tab", "1234")
async def test_what_came_in_every_script(tab: str) -> None:
    async with stage([(80, 24)]) as on:
        body = f'{{"message_id": "{WORDS}", "{WORDS}": 1}}'.encode()
        head = f"POST /bounces HTTP/1.1\r\nHost: a\r\nX-Word: {WORDS}\r\nContent-Length: {len(body)}\r\n\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", on.app.station.port)
        writer.write(head.encode() + body)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()
        await on.press("l", tab)
        await on.sees("1 callback")
        await whole(on, f"receiver, tab {tab}", *(("日本語",) if tab in "13" else ()))
