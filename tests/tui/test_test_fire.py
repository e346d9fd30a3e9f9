"""Firing one callback from the Test screen: what is shown is what is sent, and what came of it is told and kept."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from tests.tui.firing_support import SECRET, email, on_test_screen, serving
from wizard.profile import Encryption, Header, TestSettings
from wizard.tui.test.panel import TestPanel
from wizard.tui.test.values import ValueLine
from wizard.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from pathlib import Path


async def test_what_the_request_tab_shows_is_what_enter_sends(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        head, _, body = session.shown().partition("\n\n")
        await session.press("enter")
        await session.sees("✓ Accepted: 204 No Content.")
        assert endpoint.bodies == [body.encode()]
        first, *rows = head.split("\n")
        assert first == "POST /hook HTTP/1.1"
        sent = [f"{name}: {value}" for name, value in endpoint.headers[0]]
        assert rows == [row.replace(SECRET, "••••••••") for row in sent]
        await session.until(lambda: session.store.count_deliveries() == 1)
        (kept,) = session.store.deliveries()
        assert (kept.delivery_status, kept.http_status, kept.ok) == ("Bounce", 204, True)


async def test_each_callback_has_fresh_values(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        for count in (1, 2, 3):
            await session.press("enter")
            await session.until(lambda count=count: len(endpoint.bodies) == count)
            await session.until(lambda: not session.app.screen.query_one(TestPanel).firing)
        assert len({json.loads(body)["message_id"] for body in endpoint.bodies}) == 3


async def test_enter_sends_the_letter_that_was_typed_just_before(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("4")
        await session.until(lambda: isinstance(session.app.focused, ValueLine))
        for key in ("end", *"-typed", "enter"):
            session._key(key)
        await session.until(lambda: endpoint.bodies)
        assert json.loads(endpoint.bodies[0])["message_id"].endswith(":1-typed")
        await session.sees("message_id *")


async def test_any_delivery_status_can_be_chosen(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("s")
        await session.sees("Kaleyra held it back")
        await session.press("b", "enter")  # from Bounce on, the next that begins with it
        await session.sees('"delivery_status": "Blocked"')
        await session.press("enter")
        await session.until(lambda: endpoint.bodies)
        assert json.loads(endpoint.bodies[0])["delivery_status"] == "Blocked"


async def test_under_a_menu_and_under_help_the_screen_stays_in_sight(tmp_path: Path) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        for key, words in (("s", "Kaleyra held it back"), ("?", "Fires a dummy callback")):
            await session.press(key)
            await session.sees(words)
            assert session.app.screen.styles.background.a < 1
            await session.press("escape")
            await session.until(lambda words=words: words not in session.words)


async def test_a_refused_connection_is_told_with_its_phase_and_what_to_try(tmp_path: Path) -> None:
    async with on_test_screen(tmp_path, email("http://127.0.0.1:9")) as session:
        await session.press("enter")
        await session.sees("✗ Nothing listens at 127.0.0.1:9")
        assert "→ Start the endpoint, or check its host and port." in session.words
        assert "✗ connect" in session.words
        await session.reads("failed here")  # the Connection tab has opened by itself


async def test_escape_cancels_at_once_and_what_was_cancelled_is_kept(tmp_path: Path) -> None:
    async def never(_: int) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(never) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("enter")
        await session.until(lambda: endpoint.bodies)
        await session.sees("Firing Bounce at")
        assert "Cancel" in session.keys
        assert "Close" not in session.keys
        await session.press("escape")
        await session.sees("✗ Cancelled after")
        assert "the callback all the same" in session.words
        assert "Close" in session.keys
        await session.until(lambda: session.store.count_deliveries() == 1)
        assert session.store.deliveries()[0].kind == "cancelled"
        await session.press("escape")
        await session.until(lambda: not session.app.screen.query(TestPanel))


async def test_a_missing_variable_of_the_environment_is_named_and_nothing_is_fired(tmp_path: Path) -> None:
    async with serving() as endpoint:
        profile = email(endpoint.url, headers=(Header(name="api-key", value="${NO_SUCH_NAME_HERE}"),))
        from tests.tui.firing_support import running
        from wizard.tui.test.screen import TestScreen

        async with running(tmp_path, bare=True) as session:
            await session.app.push_screen(TestScreen(session.store.add(profile), "x"))
            await session.sees("needs the environment variable NO_SUCH_NAME_HERE, which is not set")
            await session.press("enter")
            await session.settle()
            assert not endpoint.bodies


async def test_all_eight_statuses_fill_a_table_and_each_line_opens_its_delivery(tmp_path: Path) -> None:
    async def picky(number: int) -> web.StreamResponse:
        return web.Response(status=422 if number in (3, 4) else 200)

    async with serving(picky) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("a")
        await session.sees("✗ 6 of 8 delivery statuses were accepted.")
        fired = [json.loads(body)["delivery_status"] for body in endpoint.bodies]
        assert fired == [
            "Accepted",
            "Delivered",
            "Open",
            "Bounce",
            "Deferred",
            "Blocked",
            "Suppressed",
            "Failed",
        ]
        assert [line.split()[1] for line in session.text.splitlines() if " 422 " in line] == [
            "Bounce",
            "Deferred",
        ]
        await session.press("down", "down", "down", "enter")
        await session.sees("Compare")
        await session.reads('"delivery_status": "Bounce"')
        assert "✗ Not accepted: 422" in session.text
        await session.until(lambda: session.store.count_deliveries() == 8)


async def test_no_secret_stands_in_any_tab(tmp_path: Path) -> None:
    async def echo(number: int) -> web.StreamResponse:
        sent = dict(endpoint.headers[number])
        return web.json_response({"you sent": sent["api-key"]}, headers={"echo": sent["api-key"]})

    key, vector = "k" * 16, "v" * 16
    encryption = Encryption(algorithm="AES-128-CFB", key=key, iv=vector)
    async with (
        serving(echo) as endpoint,
        on_test_screen(tmp_path, email(endpoint.url, encryption=encryption)) as session,
    ):
        await session.press("enter")
        await session.reads("you sent")
        panel = session.app.screen.query_one(TestPanel)
        for number, (tab, _) in enumerate(panel.TABS, 1):
            await session.press(str(number))
            await session.until(lambda tab=tab: panel.tab == tab)
            for way in ("raw", "hex", "decoded"):
                for secret in (SECRET, key, vector):
                    assert secret not in session.text + session.shown()
                if tab not in ("request", "response"):
                    break
                await session.press("x")
                await session.until(lambda way=way: panel.way == way)
            if tab == "values":
                await session.press("escape")


async def test_encrypted_values_stand_beside_what_they_were(tmp_path: Path) -> None:
    encryption = Encryption(algorithm="AES-256-GCM", key="k" * 32, iv="v" * 16, parameters=("error_code",))
    async with (
        serving() as endpoint,
        on_test_screen(tmp_path, email(endpoint.url, encryption=encryption)) as session,
    ):
        sent = json.loads(session.shown().partition("\n\n")[2].partition("\n\n")[0])
        assert sent["error_code"] != "550"
        await session.press("4")
        await session.sees("as it is")
        lines = {line.split()[1]: line for line in session.text.splitlines() if "_" in line}
        assert "550" in lines["error_code"]
        assert sent["error_code"][:20] in lines["error_code"]
        assert "as it is" in lines["error_status"]


HOSTILE = b"[bold red]not markup[/] \x1b[31m\x1b[2J\x1b]0;owned\x07 \xe2\x80\xaeabc\r\nsecond line"


async def test_what_an_endpoint_sends_is_text_and_nothing_else(tmp_path: Path) -> None:
    async def hostile(_: int) -> web.StreamResponse:
        return web.Response(body=HOSTILE, headers={"x-note": "[red]a[/]"}, reason="[b]Fine[/b]")

    async with serving(hostile) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("enter")
        await session.sees("Accepted: 200 [b]Fine[/b]")
        await session.sees("[bold red]not markup[/] ␛[31m␛[2J␛]0;owned␇ ‹U+202E›abc")
        assert "second line" in session.text
        assert "x-note: [red]a[/]" in session.text
        for _ in range(3):
            assert "\x1b" not in session.text
            assert "\u202e" not in session.text
            await session.press("x")


async def test_a_response_can_be_read_decoded_raw_in_hex_and_folded(tmp_path: Path) -> None:
    import gzip

    body = gzip.compress(json.dumps({"a": {"b": [1, 2]}, "c": "Grüße"}, ensure_ascii=False).encode())

    async def packed(_: int) -> web.StreamResponse:
        return web.Response(
            body=body, headers={"content-encoding": "gzip", "content-type": "application/json"}
        )

    async with serving(packed) as endpoint, on_test_screen(tmp_path, email(endpoint.url)) as session:
        await session.press("enter")
        await session.sees("Accepted")
        text = await session.reads('  "a": {\n    "b": [\n      1,\n')
        assert '"c": "Grüße"' in text
        assert "Unpacked from gzip." in text
        await session.press("z")
        await session.reads('"a": { … },  4 lines folded')
        await session.press("z", "z", "x")
        assert "Grüße" not in await session.reads("HTTP/1.1 200 OK␍")
        await session.press("x")
        text = await session.reads("000000  ")
        assert text.startswith("000000  48 54 54 50 2f 31 2e 31  20 32 30 30 20 4f 4b 0d  HTTP/1.1 200 OK.")


async def test_bytes_that_are_no_text_are_laid_out_in_hex_and_fit_the_screen(tmp_path: Path) -> None:
    async def binary(_: int) -> web.StreamResponse:
        return web.Response(body=bytes(range(256)) * 4, content_type="application/octet-stream")

    for size, bytes_a_line in (((80, 24), 16), ((120, 36), 8)):  # side by side there is room for eight
        folder = tmp_path / str(size[0])
        folder.mkdir()
        async with (
            serving(binary) as endpoint,
            on_test_screen(folder, email(endpoint.url), size=size) as session,
        ):
            await session.press("enter")
            await session.sees("Not text.")
            panes = list(session.app.screen.query(TextPane))
            pane = panes[1] if size[0] >= 120 else panes[0]
            offsets = [line.plain[:6] for line in pane.lines if line.plain[6:8] == "  "]
            assert offsets[1] == f"{bytes_a_line:06x}"
            assert len(pane._rows) == len(pane.lines)  # none is wrapped


async def test_a_body_of_a_megabyte_in_one_line_is_drawn(tmp_path: Path) -> None:
    async def large(_: int) -> web.StreamResponse:
        return web.Response(text="x" * (1 << 20))

    profile_settings = TestSettings(response_limit=1 << 20)
    async with (
        serving(large) as endpoint,
        on_test_screen(tmp_path, email(endpoint.url, test=profile_settings)) as session,
    ):
        await session.press("enter")
        await session.sees("Content-Length: 1048576")
        await session.press("end")
        await session.sees("x" * 50)
        assert session.shown().count("x") >= 1 << 20


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_nothing_is_cut_off_at_either_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with serving() as endpoint, on_test_screen(tmp_path, email(endpoint.url), size=size) as session:
        for words in (
            "Delivery status Bounce ▾ Values fresh ▾",
            "Fire All Many",
            "All statuses",
            "Enter fires at",
        ):
            assert words in session.words
        for key in ("Fire", "Status", "All", "Settings", "Many", "Help", "Close"):
            assert key in session.keys
        assert all(len(line) <= size[0] for line in session.text.splitlines())
