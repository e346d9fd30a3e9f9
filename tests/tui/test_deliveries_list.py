"""The Deliveries tab: what was fired from a profile, found by outcome and delivery status, opened by Enter."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec
from aiohttp import web

from tests.tui.firing_support import email, running, serving
from wizard.callback import build_request, fresh_values
from wizard.callback.fire import fire
from wizard.catalog import load_catalog
from wizard.tui.deliveries.one import DeliveryScreen
from wizard.tui.deliveries.screen import DeliveriesScreen
from wizard.tui.deliveries.view import DeliveriesView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.firing_support import Session
    from wizard.callback import Delivery
    from wizard.profile import CallbackProfile


async def fire_each(session: Session, profile: CallbackProfile, *statuses: str) -> None:
    """Fire these delivery statuses and keep what came of them."""
    channel = load_catalog().channel(profile.channel)
    assert channel
    for status in statuses:
        request = build_request(profile, fresh_values(channel, status), delivery_status=status)
        session.store.record(await fire(request))


async def every_second(number: int) -> web.StreamResponse:
    return web.Response(status=500 if number % 2 else 204, reason="[b]no[/]" if number % 2 else None)


async def test_the_pane_lists_them_the_newest_first_and_filters_them(tmp_path: Path) -> None:
    async with serving(every_second) as endpoint, running(tmp_path, (100, 30)) as session:
        profile = session.store.add(email(endpoint.url))
        other = session.store.add(email(endpoint.url, title="another"))
        await fire_each(session, profile, "Open", "Bounce", "Open", "Bounce", "Blocked")
        await session.press("f5")
        await session.sees("my hook")
        await session.press("3")
        await session.sees("5 deliveries")
        rows = [line for line in session.text.splitlines() if "just now" in line]
        statuses = [row.partition("just now")[2].split()[0] for row in rows]
        assert statuses == ["Blocked", "Bounce", "Open", "Bounce", "Open"]
        assert ["✓" in row for row in rows] == [True, False, True, False, True]
        assert "500 [b]no[/]" in rows[1]

        await session.press("enter")
        await session.until(lambda: session.app.screen.has_class("-open"))
        await session.sees("esc Back")
        await session.press("o")
        await session.sees("everything else")
        await session.press("down", "down", "enter")
        await session.sees("2 of 5")
        await session.press("s")
        await session.sees("The recipient opened it")
        await session.press("o", "enter")
        await session.sees("No delivery fits")
        await session.press("c")
        await session.sees("5 deliveries")
        await session.press("escape")
        await session.until(lambda: not session.app.screen.has_class("-open"))
        assert session.app.screen.search_query.method == ""  # type: ignore[attr-defined]

        await session.press("down" if session.app.screen.current == profile.id else "up")  # type: ignore[attr-defined]
        await session.until(lambda: session.app.screen.query_one(DeliveriesView).owner == other.id)
        await session.sees("Nothing has been fired yet")


async def test_they_are_found_by_what_went_wrong(tmp_path: Path) -> None:
    async with serving(every_second) as endpoint, running(tmp_path, bare=True) as session:
        profile = session.store.add(email(endpoint.url))
        await fire_each(session, profile, "Open", "Bounce")
        await fire_each(session, msgspec.structs.replace(profile, endpoint="http://127.0.0.1:9/"), "Failed")
        await session.app.push_screen(DeliveriesScreen(profile))
        for letter, shown in (("a", ["Open"]), ("n", ["Failed", "Bounce"]), ("n", ["Failed"])):
            await session.press("o")
            await session.sees("look-up, refused, no way there")
            await session.press(letter, "enter")
            await session.sees(f"{len(shown)} of 3")
            rows = [row.partition("just now") for row in session.text.splitlines()]
            assert [row.split()[0] for _, found, row in rows if found] == shown


async def test_enter_opens_one_and_brackets_go_to_its_neighbours(tmp_path: Path) -> None:
    async with serving(every_second) as endpoint, running(tmp_path) as session:
        profile = session.store.add(email(endpoint.url))
        await fire_each(session, profile, "Open", "Bounce", "Blocked")
        await session.press("f5")
        await session.sees("my hook")
        await session.press("3")
        await session.sees("3 deliveries")
        await session.press("enter")
        await session.until(lambda: session.app.screen.has_class("-open"))
        await session.press("down", "enter")
        await session.until(lambda: isinstance(session.app.screen, DeliveryScreen))
        await session.sees("Bounce")
        assert '"delivery_status": "Bounce"' in await session.reads("POST /hook HTTP/1.1")
        await session.press("[")
        await session.reads('"delivery_status": "Open"')
        await session.press("[")
        await session.sees("This is the oldest one kept.")
        await session.press("]", "]")
        await session.reads('"delivery_status": "Blocked"')
        await session.press("escape")
        await session.sees("3 deliveries")


async def test_the_test_screen_leads_to_them_also_for_a_draft(tmp_path: Path) -> None:
    from wizard.tui.test.screen import TestScreen

    async with serving() as endpoint, running(tmp_path, bare=True) as session:
        await session.app.push_screen(TestScreen(email(endpoint.url), "draft_7"))
        await session.sees("HTTP/1.1")
        await session.press("enter")
        await session.sees("Accepted")
        await session.until(lambda: session.store.count_deliveries("draft_7") == 1)
        await session.press("d")
        await session.sees("1 delivery")
        await session.press("escape")
        await session.sees("Accepted")


async def test_firings_are_kept_in_the_order_in_which_they_ended(tmp_path: Path) -> None:
    async with serving() as endpoint, running(tmp_path) as session:
        profile = session.store.add(email(endpoint.url))
        channel = load_catalog().channel(profile.channel)
        assert channel
        fired = []
        for status in ("Open", "Bounce", "Blocked"):
            request = build_request(profile, fresh_values(channel, status), delivery_status=status)
            fired.append(await fire(request))
        record, others = session.store.record, Event()

        def slow_at_first(*some: Delivery) -> None:
            if fired[0] in some:
                others.wait(0.2)  # nobody is to come before it meanwhile
            record(*some)
            if fired[0] not in some:
                others.set()

        with patch.object(session.store, "record", slow_at_first):
            for each in fired:
                session.app.keeper.keep(each)
            await session.app.workers.wait_for_complete()
        kept = session.store.deliveries(profile.id)
        assert [row.id for row in reversed(kept)] == [each.id for each in fired]
