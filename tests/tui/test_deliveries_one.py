"""One delivery: read, compared with the one before, fired again, copied, saved; never with a secret in it."""

from __future__ import annotations

import base64
import json
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from tests.tui.firing_support import SECRET, email, running, serving
from tests.tui.test_deliveries_list import fire_each
from wizard.profile import Encryption, Header
from wizard.tui.deliveries.one import DeliveryScreen
from wizard.tui.test.panel import TestPanel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

    from tests.tui.firing_support import Session
    from wizard.profile import CallbackProfile

OSC52 = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


@asynccontextmanager
async def on_newest(
    folder: Path, profile: CallbackProfile, *statuses: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Session]:
    """The screen of the newest of these firings of a saved profile."""
    async with running(folder, size, bare=True) as session:
        saved = session.store.add(profile)
        await fire_each(session, saved, *statuses)
        row = session.store.deliveries(saved.id)[0]
        await session.app.push_screen(DeliveryScreen(session.store.delivery(row.id)))
        await session.sees("Compare")
        yield session


def written(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program writes to the terminal besides its screen: a copy goes that way over SSH."""
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    monkeypatch.delenv("TMUX", raising=False)
    found: list[str] = []
    driver = session.app._driver
    assert driver
    monkeypatch.setattr(driver, "write", found.append)
    return found


def copied(found: list[str]) -> str:
    return base64.b64decode(OSC52.findall("".join(found))[-1]).decode()


async def test_its_tabs_tell_all_of_it(tmp_path: Path) -> None:
    encryption = Encryption(algorithm="AES-256-GCM", key="k" * 32, iv="v" * 16, parameters=("error_code",))
    async with (
        serving() as endpoint,
        on_newest(tmp_path, email(endpoint.url, encryption=encryption), "Bounce") as session,
    ):
        await session.sees("Bounce")
        assert "just now" in session.words
        await session.sees("my hook")
        text = await session.reads("Encrypted values")
        assert "api-key: ••••••••" in text
        assert "550" in text
        await session.press("2")
        await session.reads("HTTP/1.1 204 No Content")
        await session.press("3")
        await session.reads("Talked to")
        await session.press("4")
        text = await session.reads("recipient_mail")
        assert "→ " in text
        assert SECRET not in text


async def test_compare_shows_lines_that_differ_from_the_one_before(tmp_path: Path) -> None:
    async def changing(number: int) -> web.StreamResponse:
        return web.json_response({"count": number, "same": True})

    async with (
        serving(changing) as endpoint,
        on_newest(tmp_path, email(endpoint.url), "Open", "Bounce") as session,
    ):
        await session.press("5")
        lines = (await session.reads("Before")).splitlines()
        at = lines.index('-   "delivery_status": "Open",')
        assert lines[at + 1] == '+   "delivery_status": "Bounce",'
        assert '-   "count": 0,' in lines
        assert '+   "count": 1,' in lines
        assert '    "same": true' in lines
        await session.press("[")
        await session.reads("There is no delivery before this one.")


async def test_compare_lays_a_body_out_that_was_sent_in_one_line(tmp_path: Path) -> None:
    body = '{"status":"<delivery_status>","kind":"email"}'
    async with (
        serving() as endpoint,
        on_newest(tmp_path, email(endpoint.url, body=body), "Open", "Bounce") as session,
    ):
        await session.press("5")
        lines = (await session.reads("Before")).splitlines()
        at = lines.index('-   "status": "Open",')
        assert lines[at + 1] == '+   "status": "Bounce",'
        assert '    "kind": "email"' in lines


async def test_fire_again_sends_the_same_bytes(tmp_path: Path) -> None:
    encryption = Encryption(algorithm="AES-128-CFB", key="k" * 16, iv="v" * 16)
    profile_of = {"encryption": encryption, "body_format": "form-data"}
    async with (
        serving() as endpoint,
        on_newest(tmp_path, email(endpoint.url, **profile_of), "Bounce") as session,
    ):
        await session.press("f")
        await session.until(lambda: len(endpoint.bodies) == 2)
        assert endpoint.bodies[0] == endpoint.bodies[1]
        assert endpoint.headers[0] == endpoint.headers[1]
        await session.sees("Accepted")
        await session.until(lambda: session.store.count_deliveries() == 2)
        await session.press("enter")  # and once more
        await session.until(lambda: len(endpoint.bodies) == 3)
        assert endpoint.bodies[2] == endpoint.bodies[0]


async def test_fire_again_says_if_the_profile_was_changed_and_asks(tmp_path: Path) -> None:
    async with serving() as endpoint, on_newest(tmp_path, email(endpoint.url), "Bounce") as session:
        (row,) = session.store.deliveries()
        saved = session.store.get(row.profile_id)
        session.store.change(
            msgspec.structs.replace(saved, body='{"x": "<error_code>"}'), seen=saved.modified_at
        )
        await session.press("f")
        await session.sees("The profile was changed since")
        assert "Other than then: the body." in session.words
        await session.press("n")
        await session.until(lambda: "was changed since" not in session.words)
        assert len(endpoint.bodies) == 1
        await session.press("f")
        await session.sees("The profile was changed since")
        await session.press("y")
        await session.until(lambda: len(endpoint.bodies) == 2)
        assert endpoint.bodies[1] == b'{"x": "550"}'


async def test_fire_again_with_changes_begins_with_its_status_and_values(tmp_path: Path) -> None:
    async with serving() as endpoint, on_newest(tmp_path, email(endpoint.url), "Blocked") as session:
        await session.press("r")
        await session.until(lambda: session.app.screen.query(TestPanel))
        await session.sees("Delivery status Blocked ▾")
        await session.reads(json.loads(endpoint.bodies[0])["message_id"])
        assert len(endpoint.bodies) == 1
        await session.press("4")
        await session.sees("What you type stays")
        await session.press("end", "2", "enter")
        await session.until(lambda: len(endpoint.bodies) == 2)
        first, second = (json.loads(body) for body in endpoint.bodies)
        assert second.pop("message_id") == first.pop("message_id") + "2"
        assert first == second


async def test_one_of_a_profile_that_is_gone_can_be_read_but_not_fired(tmp_path: Path) -> None:
    async with serving() as endpoint, on_newest(tmp_path, email(endpoint.url), "Bounce") as session:
        session.store.delete(session.store.deliveries()[0].profile_id)
        await session.press("f")
        await session.sees("It cannot be fired again")
        assert len(endpoint.bodies) == 1


async def test_copies_hold_no_secret_and_nothing_that_a_shell_obeys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hostile(_: int) -> web.StreamResponse:
        return web.Response(body=f"\x1b[2Jrm {SECRET}\n".encode(), content_type="text/plain")

    headers = (Header(name="api-key", value=SECRET), Header(name="x-token", value="${TOKEN_OF_TESTS}"))
    monkeypatch.setenv("TOKEN_OF_TESTS", "resolved-token")
    async with (
        serving(hostile) as endpoint,
        on_newest(tmp_path, email(endpoint.url, headers=headers), "Bounce") as session,
    ):
        found = written(session, monkeypatch)
        for key, what, holds in (
            ("y", "the curl command", "curl --include"),
            ("b", "the request, secrets masked,", "POST /hook HTTP/1.1"),
            ("p", "the response", "␛[2Jrm ••••••••"),
        ):
            await session.press(key)
            await session.sees(f"Copied {what} through the terminal")
            text = copied(found)
            assert holds in text
            assert SECRET not in text
            assert "resolved-token" not in text
            assert "\x1b" not in text
            if key == "y":
                assert '"${TOKEN_OF_TESTS}"' in text


async def test_it_is_saved_to_a_new_file_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def binary(_: int) -> web.StreamResponse:
        return web.Response(body=bytes(range(256)))

    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with serving(binary) as endpoint, on_newest(tmp_path, email(endpoint.url), "Bounce") as session:
        await session.press("w")
        await session.sees("JSON, secrets masked")
        await session.press("enter")
        await session.sees("Readable by you alone.")
        await session.press("enter")
        await session.until(lambda: list(folder.glob("bounce-*.json")))
        (file,) = folder.glob("bounce-*.json")
        await session.until(lambda: file.read_bytes().endswith(b"\n"))
        assert file.stat().st_mode & 0o777 == 0o600
        saved = json.loads(file.read_text())
        assert (saved["status"], saved["ok"], saved["http_status"]) == ("Bounce", True, 200)
        assert saved["values"]["error_code"] == "550"
        assert SECRET not in file.read_text()

        await session.press("w")
        await session.sees("JSON, secrets masked")
        await session.press("enter")
        await session.sees("Readable by you alone.")
        await session.press("enter")
        await session.sees("There is such a file already")
        await session.press("escape")

        await session.press("w")
        await session.sees("JSON, secrets masked")
        await session.press("end", "enter")
        await session.sees("Readable by you alone.")
        await session.press("enter")
        await session.until(lambda: list(folder.glob("*.bin")))
        (body,) = folder.glob("*.bin")
        await session.until(lambda: body.stat().st_size)
        assert body.read_bytes() == bytes(range(256))


async def test_request_and_response_stand_side_by_side_where_there_is_room(tmp_path: Path) -> None:
    async with (
        serving() as endpoint,
        on_newest(tmp_path, email(endpoint.url), "Bounce", size=(120, 36)) as session,
    ):
        await session.until(
            lambda: any(
                "POST /hook HTTP/1.1" in line and "HTTP/1.1 204 No Content" in line
                for line in session.text.splitlines()
            )
        )
