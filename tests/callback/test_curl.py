"""Requests copied as curl: pasted into a shell, a real curl sends what the program sends, and no secret is in them."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from aiohttp import web

from wizard.callback import prepare
from wizard.callback.curl import curl
from wizard.callback.delivery import from_json, to_json
from wizard.callback.fire import fire
from wizard.catalog import load_catalog
from wizard.profile.headers import basic_authorization
from wizard.profile.model import CallbackProfile, Encryption, Header, TestSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CATALOG = load_catalog("")
ENVIRON = {
    "HOOK": 'it\'s "a" $ecret `x` \\ !bang',
    "PART": "p a r t",
    "CALLBACK_API_KEY": "typed $in! 'clear'",
}
FLAT = '{"id": "<message_id>", "state": "<delivery_status>", "note": "<error_message>"}'
AWKWARD = {"error_message": "it's `$(x)` \"q\" !! \\n \\ \n two\tlines\r\n 🕊️ \x01\x7f $'a'"}

KEY = Header(name="api-key", value="${HOOK}")
PROFILES: dict[str, tuple[CallbackProfile, dict[str, str]]] = {
    "plain": (CallbackProfile(body=FLAT), {}),
    "put": (CallbackProfile(method="PUT", body=FLAT), {}),
    "get": (CallbackProfile(method="GET", endpoint="?id=<message_id>&s=<delivery_status>&x=[1]{2}"), {}),
    "delete": (CallbackProfile(method="DELETE", headers=(KEY,)), {}),
    "no body": (CallbackProfile(body=""), {}),
    "urlencoded": (CallbackProfile(body=FLAT, body_format="urlencoded"), {}),
    "form data": (CallbackProfile(body=FLAT, body_format="form-data"), {}),
    "reference": (CallbackProfile(body=FLAT, headers=(KEY,)), {}),
    "reference in the middle": (
        CallbackProfile(body=FLAT, headers=(Header(name="X-A", value="a'b ${PART}!c ${HOOK}"),)), {}
    ),
    "literal ${": (CallbackProfile(body=FLAT, headers=(Header(name="X-A", value="$${HOOK} $HOME `ls`"),)), {}),
    "typed secret": (
        CallbackProfile(body=FLAT, headers=(Header(name="api-key", value=ENVIRON["CALLBACK_API_KEY"]),)), {}
    ),
    "doubled and empty": (
        CallbackProfile(body=FLAT, headers=tuple(Header(name="X-A", value=value) for value in ("1", "", "2"))), {}
    ),
    "own agent and type": (
        CallbackProfile(
            body=FLAT,
            headers=(Header(name="User-Agent", value="me/1"), Header(name="content-type", value="application/x+json")),
        ),
        {},
    ),
    "awkward json": (CallbackProfile(body=FLAT), AWKWARD),
    "awkward urlencoded": (CallbackProfile(body=FLAT, body_format="urlencoded"), AWKWARD),
    "awkward form data": (CallbackProfile(body=FLAT, body_format="form-data"), AWKWARD),
    "nul in form data": (CallbackProfile(body=FLAT, body_format="form-data"), {"error_message": "a\0b"}),
    "encrypted": (CallbackProfile(body=FLAT, encryption=Encryption(key="${HOOK}12345678", iv="i" * 16)), {}),
    "dots in the path": (CallbackProfile(endpoint="/a/../b/./c?d=%2e%2e", body=FLAT), {}),
    "non-ascii path": (CallbackProfile(endpoint="/ü/é?ä=ö", body=FLAT), {}),
    "time-outs": (CallbackProfile(body=FLAT, test=TestSettings(connect_timeout=3, timeout=7, proxy="none")), {}),
    "large": (CallbackProfile(body='{"a": "' + "x" * 60_000 + '"}'), {}),
    "not ascii header": (CallbackProfile(body=FLAT, headers=(Header(name="X-A", value="größe 🕊️"),)), {}),
    "windows lines": (CallbackProfile(body=FLAT.replace(", ", ",\r\n\t")), {}),
}  # fmt: skip


class Seen(NamedTuple):
    """A request as a server took it."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


@asynccontextmanager
async def server() -> AsyncIterator[tuple[str, list[Seen]]]:
    """aiohttp's server, its URL and what it has seen."""
    seen: list[Seen] = []

    async def take(request: web.Request) -> web.Response:
        rows = sorted(
            (name.decode().lower(), value.decode(errors="replace")) for name, value in request.raw_headers
        )
        seen.append(Seen(request.method, request.raw_path, rows, await request.read()))
        return web.Response(status=204)

    app = web.Application(client_max_size=1 << 24)
    app.router.add_route("*", "/{tail:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}", seen  # type: ignore[union-attr]
    finally:
        await runner.cleanup()


async def pasted(command: str, shell: str = "bash") -> tuple[int, str]:
    """Run a command as a shell does; gives its status and what it said."""
    environ = {"PATH": os.environ["PATH"], "HOME": "/nowhere", **ENVIRON}
    process = await asyncio.create_subprocess_exec(
        shell, "-c", command, env=environ, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complained = await process.communicate()
    assert process.returncode is not None
    return process.returncode, (said + complained).decode(errors="replace")


@pytest.mark.parametrize("name", PROFILES)
async def test_curl_sends_the_same_as_the_program(name: str) -> None:
    profile, chosen = PROFILES[name]
    async with server() as (url, seen):
        path = profile.endpoint
        profile = msgspec.structs.replace(
            profile, endpoint=url + (path if path.startswith("/") else f"/hook{path}")
        )
        encryption = profile.encryption
        environ = {**ENVIRON, "HOOK": "k" * 24} if encryption else ENVIRON
        request = prepare(profile, CATALOG, "Bounce", chosen, environ)
        delivery = from_json(to_json(await fire(request, profile.test, environ={})))
        assert delivery.ok
        command = curl(delivery.request, profile)
        assert command == curl(request.as_sent(), profile)
        status, said = await pasted(command)
        assert status == 0, said
    assert len(seen) == 2
    assert seen[1] == seen[0]
    assert "typed $in" not in command
    assert ENVIRON["HOOK"] not in command


async def test_a_posix_shell_will_do_for_usual_requests() -> None:
    profile = CallbackProfile(body=FLAT, headers=(KEY, Header(name="X-A", value="a ${PART}")))
    async with server() as (url, seen):
        request = prepare(msgspec.structs.replace(profile, endpoint=url), CATALOG, "Bounce", {}, ENVIRON)
        status, said = await pasted(curl(request.as_sent(), profile), "sh")
        assert status == 0, said
    assert ("api-key", ENVIRON["HOOK"]) in seen[0].headers
    assert ("x-a", "a p a r t") in seen[0].headers


async def test_a_variable_that_is_missing_stops_the_command() -> None:
    profile = CallbackProfile(
        endpoint="http://127.0.0.1:1/", body=FLAT, headers=(Header(name="X-Token", value="abcdef"),)
    )
    command = curl(prepare(profile, CATALOG).as_sent(), profile)
    status, said = await pasted(command)
    assert status != 0
    assert "set it to the value of X-Token" in said


def test_secrets_are_written_only_when_asked_for() -> None:
    profile = CallbackProfile(
        endpoint="http://127.0.0.1:1/",
        body=FLAT,
        headers=(basic_authorization("me", "pass word"), Header(name="api-key", value="Bearer ${HOOK}")),
        test=TestSettings(proxy="http://me:typed-pass@proxy.test:8080"),
    )
    sent = prepare(profile, CATALOG, environ=ENVIRON).as_sent()
    hidden = curl(sent, profile)
    assert profile.headers[0].value not in hidden
    assert "typed-pass" not in hidden
    assert '"${CALLBACK_AUTHORIZATION:?' in hidden
    assert "'api-key: Bearer '\"${HOOK}\"" in hidden
    revealed = curl(sent, profile, reveal=True)
    assert f"'Authorization: {profile.headers[0].value}'" in revealed
    assert ENVIRON["HOOK"] not in revealed
    # Without the profile, or with one that was changed since, what is masked stays a variable.
    changed = msgspec.structs.replace(profile, headers=profile.headers[:1])
    for other in (None, changed):
        told = curl(sent, other, reveal=True)
        assert "•" not in told
        assert '"${CALLBACK_AUTHORIZATION:?' in told
        assert '"${CALLBACK_API_KEY:?' in told


def test_test_settings_are_passed_on() -> None:
    test = TestSettings(
        verify=False,
        ca_file="/a b.pem",
        client_certificate="~/me x.pem",
        client_key="/k",
        proxy="http://${P}:1",
    )
    profile = CallbackProfile(endpoint="https://h.test/", body=FLAT, test=test)
    told = curl(prepare(profile, CATALOG).as_sent(), profile)
    for part in (
        "--insecure",
        "--cacert '/a b.pem'",
        "--cert ~/'me x.pem'",
        "--key /k",
        '--proxy http://"${P}":1',
    ):
        assert part in told
