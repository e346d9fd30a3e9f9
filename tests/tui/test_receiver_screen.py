"""Receiver: what comes is seen at once, opened and checked, and none of it can harm the screen."""

from __future__ import annotations

import json
import socket
import stat
from typing import TYPE_CHECKING

import pytest

from tests.support.endpoint import Endpoint
from tests.tui.receiver_support import body_of, change, profile, program, request, sealed
from wizard.profile import Header
from wizard.tui.decrypt.screen import DecryptScreen
from wizard.tui.profiles.screen import ProfilesScreen
from wizard.tui.receiver.answers import Answer, read, wrong
from wizard.tui.receiver.detail import CallbackPane
from wizard.tui.receiver.screen import ReceiverScreen
from wizard.tui.test.screen import TestScreen
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
async def test_a_callback_is_a_row_opened_and_checked(tmp_path: Path, size: tuple[int, int]) -> None:
    shop = profile()
    async with program(tmp_path, shop, size=size) as run:
        await run.listen()
        assert "Nothing has come" in run.text
        await run.press("question_mark")
        await run.sees("A local endpoint that runs inside this program")
        await run.press("escape")
        assert await run.takes(request(shop)) == [204]
        await run.sees("/hook", "Bounce", "every check holds", "Meant", "On the wire", "Opens to")
        assert "1 callback" in run.text
        assert "<delivery_status>" in run.text
        await run.press("enter")
        pane = run.app.screen.query_one(CallbackPane)
        await run.until(lambda: "As it should be" in pane.text)
        assert "550 5.1.1" in pane.text
        assert "Decryption" in pane.text
        await run.press("2")
        await run.sees("POST /hook HTTP/1.1")
        await run.press("3")
        await run.sees('"delivery_status": ')
        await run.press("4")
        await run.sees("000000  7b ")


async def test_of_two_quick_tabs_the_second_stays_and_keys_find_the_newest_while_rows_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        await run.takes(request(shop))
        await run.sees("every check holds")
        pane = run.app.screen.query_one(CallbackPane)
        pane.tab = "headers"
        pane.tab = "fields"  # before the strip has told of the first
        await run.quiet()
        assert pane.tab == "fields"
        monkeypatch.setattr(WindowedList, "current", None)  # as in a flood, where no row stands for long
        await run.press("2")
        await run.sees("POST /hook HTTP/1.1")


async def test_it_goes_on_while_other_screens_are_open(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        await run.press("escape")
        assert isinstance(run.app.screen, ProfilesScreen)
        await run.takes(request(shop, "Open"), request(shop, "Bounce"))
        await run.sees(f"● listening at 127.0.0.1:{run.port}, 2 callbacks")
        await run.press("l")
        await run.sees("2 callbacks")
        rows = [line for line in run.lines if "/hook" in line]
        assert "Bounce" in rows[0]
        assert "Open" in rows[1]


async def test_it_says_who_aims_at_it_and_fires_that_profile(tmp_path: Path) -> None:
    async with program(tmp_path, profile()) as run:
        await run.listen()
        await run.sees("No profile aims here yet")
        run.app.store.add(profile("aimed", port=run.port))
        run.app.store.add(change(profile("secured"), endpoint=f"https://127.0.0.1:{run.port}/"))
        await run.sees("fires a test callback of “aimed”, which aims here", "1 profile aims here")
        await run.press("t")
        assert isinstance(run.app.screen, TestScreen)
        await run.sees("POST /hook HTTP/1.1")
        await run.press("enter")
        await run.until(lambda: run.app.station.count)
        await run.press("escape")
        await run.sees("aimed", "every check holds")


async def test_what_is_saved_meanwhile_or_still_unfinished_is_checked_with(tmp_path: Path) -> None:
    from wizard.store import Draft

    async with program(tmp_path, profile("other", "other"), profile("second", "second")) as run:
        await run.listen()
        unfinished = profile("not saved yet", "draft")
        run.app.store.keep_draft(Draft(id="draft_1", profile=unfinished))
        watched = run.app.station._watched
        await run.until(lambda: any(one.title == "not saved yet" for one in watched.profiles))
        await run.takes(request(unfinished))
        await run.sees("not saved yet  every check holds")


async def test_what_stays_shut_is_explained_and_opened_in_decrypt(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        await run.takes(request(sealed(shop, encoding="hex")))
        await run.sees("1 problem", "The ciphertext is written in another encoding")
        assert "→ <delivery_status>" in run.text
        await run.press("w")
        assert isinstance(run.app.screen, DecryptScreen)
        await run.sees("None of the 8 values opens as the profile says", 'encoding = "hex"')
        await run.press("u")
        await run.sees("All 8 values open with this change", "Bounce")


async def test_nothing_that_comes_reaches_the_terminal_or_is_taken_for_markup(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[31m[bold]x[/bold]\u202e\x9b2J"
    title = "shop"
    hostile = json.dumps(
        {"message_id": evil, "[red]key[/]": evil, "delivery_status": "<b>"}, ensure_ascii=False
    )
    head = b"POST /a%1b[31m HTTP/1.1\r\nhost: x\r\nx-evil: [blink]a\x9b31mb\r\ncontent-type: application/json\r\n"
    raw = hostile.encode().replace(b"\\u001b", b"\x1b")
    async with program(tmp_path, change(profile(title), encryption=None), profile("two", "two")) as run:
        await run.listen()
        await run.takes(
            head + b"content-length: %d\r\n\r\n" % len(hostile.encode()) + hostile.encode(),
            head + b"content-length: %d\r\n\r\n" % len(raw) + raw,
        )
        await run.sees("2 callbacks")
        for row in ("home", "down"):
            for tab in ("1", "2", "3", "4"):
                await run.press(row, tab)
                await run.settle()
                shown = "".join(run.lines)
                assert all(character.isprintable() for character in shown), (row, tab)
        await run.press("home", "down", "1", "enter")
        await run.sees("[bold]x[/bold]")
        await run.press("escape", "w")
        await run.until(lambda: run.app.screen.is_mounted)
        assert all(character.isprintable() for character in "".join(run.lines))


async def test_secrets_in_headers_are_masked_on_the_screen_and_whole_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shop = profile(headers=(Header(name="api-key", value="s3cret-value"),))
    raw = request(shop)
    async with program(tmp_path, shop) as run:
        await run.listen()
        await run.takes(raw)
        await run.sees("every check holds")
        await run.press("2")
        await run.sees("api-key: ••••••••")
        assert "s3cret" not in run.text
        await run.press("w")
        await run.sees("All 8 values open")
        assert "s3cret" not in run.text
        await run.press("escape", "s")
        await run.sees("Save the request", "callback-1.http")
        await run.press("enter")
        await run.until((tmp_path / "callback-1.http").exists)
        await run.press("s")
        await run.sees("callback-1-2.http")
    saved = tmp_path / "callback-1.http"
    assert saved.read_bytes().split(b"\r\n\r\n")[1] == raw.split(b"\r\n\r\n")[1]
    assert b"api-key: s3cret-value" in saved.read_bytes()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


async def test_a_port_that_is_taken_is_told_and_another_one_is_a_key_away(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with program(tmp_path, profile()) as run:
            run.app.store.remember("receiver port", str(port))
            await run.press("l")
            await run.sees(f"Port {port} is taken by another program. Press p for another one.")
            await run.press("p", "down", "enter")
            await run.sees("● http://127.0.0.1:")
            first = run.port
            assert first != port
            # Asked for a taken one, it keeps the one it has.
            assert not await run.app.station.start(port)
            assert run.app.station.listening
            await run.sees(f"● http://127.0.0.1:{first}/", f"Port {port} is taken")
            await run.press("p", "enter")
            await run.sees("○ Not listening")
    # The port in use is remembered for the next time.
    async with program(tmp_path) as run:
        assert run.app.station._recall() == first


async def test_what_came_stays_when_the_port_changes_and_the_port_is_free_at_the_end(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        await run.takes(request(shop))
        first = run.port
        assert await run.app.station.start(0)
        assert run.port != first
        await run.takes(request(shop))
        await run.sees("2 callbacks")
        last = run.port
    for port in (first, last):
        with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
            probe.connect(("127.0.0.1", port))


async def test_it_plays_an_endpoint_in_trouble(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        assert await run.takes(request(shop)) == [204]
        await run.press("r", "down", "down", "enter")
        await run.sees("answers 500, 500, then 204")
        assert await run.takes(*[request(shop)] * 4) == [500, 500, 204, 204]


async def test_clear_forgets_what_came(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        await run.takes(request(shop), b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nno")
        await run.sees("2 callbacks, 1 with problems")
        await run.press("x")
        await run.sees("Nothing has come")
        await run.takes(request(shop))
        await run.sees("1 callback")
        assert run.app.screen.query_one(WindowedList).total == 1


async def test_a_callback_is_fired_on_with_the_bytes_it_came_with(tmp_path: Path) -> None:
    shop = profile()
    with Endpoint((500,)) as endpoint:
        async with program(tmp_path, shop) as run:
            await run.listen()
            raw = request(shop)
            await run.takes(raw)
            await run.sees("every check holds")
            await run.press("f", "enter")
            await run.sees("Fire callback 1 on", "✗ The endpoint is missing")
            await run.paste(f"{endpoint.url}/mine")
            await run.press("enter")
            await run.until(lambda: endpoint.received)
            await run.sees("500")
            await run.press("escape")
            assert isinstance(run.app.screen, ReceiverScreen)
            await run.press("f")
            await run.sees(f"{endpoint.url}/mine")
        assert endpoint.received[0].path == "/mine"
        assert endpoint.received[0].body == raw.partition(b"\r\n\r\n")[2]


async def test_the_newest_is_shown_unless_an_older_one_is_looked_at(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop) as run:
        await run.listen()
        rows = run.app.screen.query_one(WindowedList)
        await run.takes(request(shop), request(shop))
        await run.until(lambda: rows.total == 2)
        assert rows.current == "2"
        await run.takes(request(shop))
        await run.until(lambda: rows.current == "3")
        await run.press("down")
        await run.takes(request(shop))
        await run.until(lambda: rows.total == 4)
        assert rows.current == "2"
        await run.press("home", "enter")
        await run.takes(request(shop))
        await run.until(lambda: rows.total == 5)
        assert rows.current == "4"


async def test_none_is_lost_in_a_flood_and_the_screen_is_told_seldom(tmp_path: Path) -> None:
    import asyncio

    shop = profile()
    told = 0

    def count(_: None) -> None:
        nonlocal told
        told += 1

    async with program(tmp_path, shop) as run:
        await run.listen()
        run.app.station.changed.subscribe(run.app.screen, count)
        raw = [request(shop) for _ in range(20)]
        await asyncio.gather(*(run.takes(*raw) for _ in range(15)))
        await run.sees("300 callbacks")
        rows = run.app.screen.query_one(WindowedList)
        await run.until(lambda: rows.total == 300)
        assert told < 150
        await run.press("end")
        await run.until(lambda: rows.current == "1")


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
async def test_every_size_of_terminal_shows_something_sensible(tmp_path: Path, size: tuple[int, int]) -> None:
    shop = profile()
    async with program(tmp_path, size=size) as run:
        run.app.store.add(shop)
        await run.app.station.start(0)
        await run.press("l")
        await run.takes(request(shop), request(sealed(shop, tag="before")))
        await run.until(lambda: run.app.screen.query_one(WindowedList).total == 2)
        await run.press("enter", "2", "1", "escape", "w", "escape")
        await run.pilot.resize_terminal(80, 24)
        await run.sees("2 callbacks", "Opens to")


async def test_the_demo_listens_before_anything_is_shown(tmp_path: Path) -> None:
    shop = profile()
    async with program(tmp_path, shop, demo=True, size=(80, 24)) as run:
        assert run.app.station.listening
        await run.sees("fires a Bounce at the receiver")
        await run.takes(request(shop))
        await run.sees("1 callback came")
        assert body_of(shop)


async def test_sixteen_colours_and_a_change_of_theme(tmp_path: Path) -> None:
    """A theme's colour may be one that Textual alone knows by name."""
    async with program(tmp_path, profile()) as run:
        await run.listen()
        for theme in ("ansi-dark", "textual-light"):
            run.app.theme = theme
            await run.takes(request(profile()), request(sealed(profile(), key="x" * 32)))
            await run.press("down")
            await run.sees("1 problem", "Bounce")


async def test_it_answers_as_somebody_writes(tmp_path: Path) -> None:
    async with program(tmp_path, profile()) as run:
        await run.listen()
        await run.press("r", "end", "enter")
        await run.sees("503, 503, 204 after 1 s")
        await run.press("ctrl+u")
        await run.type("418, 600")
        await run.press("enter")
        await run.sees("'600' is no status to answer with")
        await run.press("backspace", "backspace", "backspace")
        await run.type("202")
        await run.press("enter")
        await run.sees("answers 418, 202")
        assert await run.takes(*[request(profile())] * 3) == [418, 202, 202]


@pytest.mark.parametrize(
    "text", ["", "soon", "200 after", "200 after 3601", "200 after -1", "99", "200,,204", "²"]
)
def test_what_is_no_answer(text: str) -> None:
    assert wrong(text)


def test_an_answer_as_it_is_written() -> None:
    assert read(" 500,500 , 204 after 0.5s") == Answer("500, 500, 204 after 0.5 s", "", (500, 500, 204), 0.5)
