"""What goes over the wire is what was previewed; what is kept holds no secret; limits, proxies and cancelling hold."""

from __future__ import annotations

import asyncio
import base64
import json
import re

import msgspec
import pytest
from aiohttp import web
from raw_endpoints import OK, answers, closed_port, endpoint, read_request, request_to

from wizard.callback import prepare
from wizard.callback.delivery import Delivery, from_json, to_json, to_json_document
from wizard.callback.fire import Sender, fire
from wizard.callback.outcome.words import KINDS, WORDS
from wizard.callback.secrecy import MASK, scrub, secret_texts
from wizard.catalog import load_catalog
from wizard.profile.headers import basic_authorization
from wizard.profile.model import CallbackProfile, Encryption, Header, TestSettings

PATIENT = TestSettings(connect_timeout=5, timeout=8)
QUICK = TestSettings(connect_timeout=0.35, timeout=0.4)
FEW = TestSettings(connect_timeout=5, timeout=8, response_limit=2000)
CATALOG = load_catalog("")
BODY = '{"id": "<message_id>", "state": "<delivery_status>", "note": "é 🕊️"}'


@pytest.mark.parametrize("body_format", ["json", "form-data", "urlencoded"])
@pytest.mark.parametrize("method", ["POST", "PUT", "GET", "DELETE"])
async def test_what_is_previewed_is_byte_for_byte_what_is_sent(method: str, body_format: str) -> None:
    seen = bytearray()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.extend(await read_request(reader))
        writer.write(OK)

    async with endpoint(talk) as port:
        profile = CallbackProfile(
            method=method,
            endpoint=f"http://127.0.0.1:{port}/Hook/ü?a=1&id=<message_id>&x=%7e|",
            body_format=body_format,
            body=BODY,
            headers=(
                Header(name="X-Twice", value="1"),
                Header(name="api-key", value="${HOOK}"),
                Header(name="x-twice", value="2"),
                Header(name="X-Empty", value=""),
                Header(name="X-Utf8", value=" grüße "),
            ),
            encryption=Encryption(key="k" * 32, iv="i" * 16, parameters=("message_id",)),
        )
        request = prepare(profile, CATALOG, "Bounce", environ={"HOOK": "open sesame"})
        delivery = await fire(request, PATIENT, environ={})
    assert delivery.ok
    assert bytes(seen) == request.raw
    head = seen.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head[1] == f"host: 127.0.0.1:{port}"
    rows = ["X-Twice: 1", "api-key: open sesame", "x-twice: 2", "X-Empty: ", "X-Utf8: grüße"]
    assert head[-5:] == rows
    assert ("content-length" in {line.partition(":")[0] for line in head}) == (method in ("POST", "PUT"))


async def test_headers_of_a_profile_take_the_place_of_the_senders() -> None:
    request = request_to(
        "http://127.0.0.1:1/", User_Agent="mine", ACCEPT="a/b", content_type="application/json"
    )
    names = [name.lower() for name, _ in request.headers]
    assert sorted(names) == ["accept", "content-length", "content-type", "host", "user-agent"]
    assert ("User-Agent", "mine") in request.headers


async def test_an_answer_is_kept_whole() -> None:
    head = b"HTTP/1.1 201 Made It\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 3\r\n\r\n"
    async with endpoint(answers(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", head, b"abc")) as port:
        request = request_to(f"http://localhost:{port}/hook")
        delivery = await fire(request, PATIENT, environ={})
    response = delivery.response
    assert response
    assert (delivery.ok, delivery.sentence, delivery.phase, delivery.advice) == (
        True,
        "Accepted: 201 Made It.",
        "",
        "",
    )
    assert response.headers == (("X-One", "1"), ("x-one", "2"), ("Content-Length", "3"))
    assert (response.body, response.version, response.reason) == (b"abc", "HTTP/1.1", "Made It")
    assert response.head.endswith(head)
    assert list(delivery.phases) == ["look-up", "connect", "send", "wait", "read"]
    assert delivery.elapsed_ms >= sum(delivery.phases.values()) - 1
    assert delivery.address.endswith(f":{port}")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", delivery.at)


def test_the_document_for_scripts_keeps_its_keys() -> None:
    delivery = msgspec.convert(
        {
            "id": "1",
            "at": "",
            "ok": True,
            "delivery_status": "Open",
            "elapsed_ms": 4.5,
            "request": {
                "method": "POST",
                "url": "http://h/",
                "target": "/",
                "headers": [["a", "b"]],
                "body": "aGk=",
            },
            "response": {
                "status": 200,
                "headers": [["c", "d"]],
                "body": "eHl6",
            },
        },
        Delivery,
    )
    document = to_json_document(delivery)
    assert list(document) == [
        "status", "ok", "http_status", "error", "phase", "elapsed_ms", "request", "response",
    ]  # fmt: skip
    assert document["request"] == {
        "method": "POST",
        "url": "http://h/",
        "headers": [{"name": "a", "value": "b"}],
        "body": "hi",
    }
    assert list(document["response"]) == ["headers", "body", "truncated"]
    assert (document["error"], document["phase"]) == (None, None)
    json.dumps(document)
    failed = msgspec.structs.replace(delivery, ok=False, phase="connect", sentence="No.", response=None)
    document = to_json_document(failed)
    assert (document["error"], document["phase"], document["http_status"], document["response"]) == (
        "No.",
        "connect",
        None,
        None,
    )


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 103 SECRET\r\n\r\nno HTTP",
        b"SECRET is what it says",
        b"x" * 30 + b"SECRET" + b"x" * 3000,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (FEW.response_limit - 12) + b"SECRET and more",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * (4096 - 12) + b"SECRET\r\ncontent-length: 0\r\n\r\n",
    ],
)
async def test_nor_part_of_a_secret_where_its_answer_was_cut(answer: bytes) -> None:
    secret = "sent-back-and-cut-in-half"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer.replace(b"SECRET", secret.encode()))
        writer.close()

    async with endpoint(talk) as port:
        delivery = await fire(request_to(f"http://127.0.0.1:{port}/", api_key=secret), FEW, environ={})
    kept = [to_json(delivery).decode(), *delivery.notes, delivery.sentence]
    assert delivery.response
    kept += [delivery.response.body.decode(), delivery.response.head.decode()]
    assert not [text for text in kept if secret[:6] in text]


async def test_no_secret_is_kept_even_where_the_endpoint_sends_it_back() -> None:
    secrets = {
        "HOOK": 'ope"n/sesame',
        "PLAIN": "plain-reference",
        "AESKEY": "K1abcdefghijklmnopqrstuvwxyz012P",
    }
    profile = CallbackProfile(
        endpoint="",
        body=BODY,
        headers=(
            Header(name="api-key", value="${HOOK}"),
            Header(name="X-Shop", value="shop ${PLAIN}"),
            Header(name="X-Hidden", value="typed-in-the-clear", secret=True),
            basic_authorization("user", "hunter2-hunter2"),
        ),
        encryption=Encryption(key="${AESKEY}", iv="POabcdefghijklLY"),
    )
    never = [
        *secrets.values(), "typed-in-the-clear", "hunter2-hunter2", "POabcdefghijklLY",
        profile.headers[3].value.partition(" ")[2], json.dumps(secrets["HOOK"])[1:-1],
    ]  # fmt: skip

    async def echo(request: web.Request) -> web.Response:
        sent = dict(request.headers)
        pair = base64.b64decode(sent["Authorization"].partition(" ")[2]).decode()
        said = json.dumps({"headers": sent, "key": secrets["AESKEY"], "pair": pair, "raw": secrets["HOOK"]})
        status = 302 if "redirect" in request.path else 200
        response = web.Response(text=said, status=status, reason="Got typed-in-the-clear")
        response.headers["Location"] = f"/{secrets['PLAIN']}"
        response.headers["X-Echo"] = sent["X-Hidden"]
        if "gzip" in request.path:
            response.enable_compression(web.ContentCoding.gzip)
        return response

    app = web.Application()
    app.router.add_post("/{tail:.*}", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    await (site := web.TCPSite(runner, "127.0.0.1", 0)).start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    try:
        for path in ("plain", "redirect", "gzip"):
            target = msgspec.structs.replace(profile, endpoint=f"http://127.0.0.1:{port}/{path}")
            request = prepare(target, CATALOG, "Bounce", environ=secrets)
            assert secrets["HOOK"].encode() in request.raw
            delivery = await fire(request, PATIENT, environ={})
            assert delivery.http_status == (302 if path == "redirect" else 200)
            kept = to_json(delivery)
            assert from_json(kept) == delivery
            assert delivery.response
            document = json.dumps(to_json_document(delivery))
            everything = [
                kept.decode(), document, repr(delivery), repr(request), request.display(),
                delivery.response.body.decode(errors="replace"), delivery.response.head.decode(errors="replace"),
            ]  # fmt: skip
            for secret in never:
                for text in everything:
                    assert secret not in text
            assert "sent a secret back" in delivery.notes[-1]
            assert "${HOOK}" in document
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    "echoed",
    [
        r"sé+c\/ret&<\"1",  # PHP, told to leave what is not ASCII
        r"s\u00e9+c\/ret&<\"1",  # PHP
        r"sé+c/ret\u0026\u003c\"1",  # Go
        r"s\u00E9\u002Bc/ret\u0026\u003C\u00221",  # .NET
        "sé+c/ret&amp;&lt;&quot;1",
        "sé+c/ret&amp;&lt;&#34;1",
    ],
)
def test_a_secret_is_masked_however_the_endpoint_spells_it(echoed: str) -> None:
    profile = CallbackProfile(
        endpoint="http://h.test/", headers=(Header(name="api-key", value='sé+c/ret&<"1'),)
    )
    assert scrub(f"you sent {echoed}!", secret_texts(profile, {})) == f"you sent {MASK}!"


@pytest.mark.parametrize(
    ("status", "rows", "credentials", "told"),
    [
        (401, "", "", "401 Unauthorized. No credentials were sent. Add the header"),
        (
            401,
            "WWW-Authenticate: Basic realm=x",
            "k",
            "were sent in api-key. It asks for Basic realm=x. Compare",
        ),
        (403, "", "k", "403 Forbidden. Credentials were sent in api-key. They may be wrong or lack a right"),
        (404, "", "", "404 Not Found for POST http://127.0.0.1:PORT/hook. Check the path"),
        (
            405,
            "Allow: GET",
            "",
            "405 Method Not Allowed for POST http://127.0.0.1:PORT/hook. It allows GET. Let",
        ),
        (407, "", "", "The proxy wants credentials"),
        (413, "", "", "The body has 20 bytes"),
        (415, "", "", "the body was sent as application/json. Choose the body format"),
        (400, "", "", "does not like what it read"),
        (422, "", "", "does not like what it read"),
        (429, "Retry-After: 30", "", "It asks to wait 30 seconds. Wait, or fire fewer"),
        (429, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT", "", "until Wed, 21 Oct 2026 07:28:00 GMT."),
        (500, "", "", "500 Internal Server Error. The endpoint failed while it worked"),
        (502, "", "", "A gateway answered"),
        (503, "Retry-After: 5", "", "It asks to wait 5 seconds. The endpoint is not ready"),
        (504, "", "", "A gateway answered"),
        (301, "Location: https://127.0.0.1:PORT/hook", "", "It only wants https://"),
        (308, "Location: /hook/", "", "It only wants a slash at the end"),
        (302, "Location: /login?next=/hook", "", "looks like a log-in page"),
        (307, "Location: http://other.test/", "", "points to http://other.test/ and was not followed"),
        (304, "", "", "does not say where to"),
        (418, "", "", "only a status from 200 to 299 counts"),
        (799, "", "", "Not accepted: 799."),
    ],
)
async def test_every_status_has_its_hint(status: int, rows: str, credentials: str, told: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        row = rows.replace("PORT", str(port)) + "\r\n" if rows else ""
        await answers(f"HTTP/1.1 {status} \r\n{row}Content-Length: 0\r\n\r\n".encode())(reader, writer)

    async with endpoint(talk) as port:
        headers = {"api-key": credentials} if credentials else {}
        delivery = await fire(request_to(f"http://127.0.0.1:{port}/hook", **headers), PATIENT, environ={})
    assert delivery.http_status == status
    assert (delivery.ok, delivery.phase) == (False, "")
    assert delivery.kind == ("redirect" if "Location" in rows else "http-error")
    assert told.replace("PORT", str(port)) in f"{delivery.sentence} {delivery.advice}"


async def test_the_kept_part_of_an_answer_can_be_chosen() -> None:
    async with endpoint(answers(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789")) as port:
        for limit, kept, truncated in ((0, b"", True), (4, b"0123", True), (10, b"0123456789", False)):
            settings = TestSettings(response_limit=limit)
            delivery = await fire(request_to(f"http://127.0.0.1:{port}/"), settings, environ={})
            assert delivery.ok
            assert delivery.response
            assert (delivery.response.body, delivery.response.truncated) == (kept, truncated)


async def test_a_firing_can_be_cancelled_and_is_accounted_for() -> None:
    ended: list[Delivery] = []
    arrived = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        arrived.set()
        await reader.read()

    async with endpoint(talk) as port:
        request = request_to(f"http://127.0.0.1:{port}/")
        task = asyncio.create_task(fire(request, PATIENT, environ={}, on_end=ended.append))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [(it.kind, it.phase, it.ok) for it in ended] == [("cancelled", "wait", False)]
    assert ended[0].sentence.startswith("Cancelled after 0.")


async def test_connections_are_kept_and_a_lost_one_is_told_as_such() -> None:
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        for _ in range(3):
            await read_request(reader)
            writer.write(OK)
        await read_request(reader)

    async with endpoint(talk) as port, Sender(PATIENT, environ={}) as sender:
        request = request_to(f"http://127.0.0.1:{port}/")
        found = [await sender.fire(request) for _ in range(4)]
    assert connections == 1
    assert [it.kind for it in found] == ["accepted"] * 3 + ["closed"]
    assert list(found[1].phases) == ["send", "wait", "read"]
    assert found[1].address == found[0].address
    assert "closed it for being idle" in found[3].notes[0]


async def test_a_faulty_program_part_is_an_outcome_too() -> None:
    async def broken(host: str, port: int) -> list[object]:
        raise ZeroDivisionError("oh")

    delivery = await fire(request_to("http://a.test/"), PATIENT, environ={}, look_up=broken)  # type: ignore[arg-type]
    assert (delivery.kind, delivery.sentence) == (
        "unexpected",
        "The callback could not be fired: ZeroDivisionError: oh.",
    )


def test_every_sentence_can_be_filled_from_what_is_known() -> None:
    from wizard.callback.firing import Firing
    from wizard.callback.network.journal import Failure, Journal

    for key in WORDS:
        kind, _, variant = key.partition("/")
        journal = Journal(handshakes=0, until=0)
        journal.enter("wait")
        firing = Firing(request_to("http://127.0.0.1:1/"), PATIENT, None, journal)
        facts = {"speaks": "X"} if variant == "speaks" else {"got": "1"} if variant == "short" else {}
        firing.failure = Failure(kind, file="f", **facts)
        told = firing.delivery()
        assert told.kind in KINDS
        assert told.sentence.endswith(".")
        assert "{" not in told.sentence + told.advice


# Proxies.


async def proxy_talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    proxied.append(head)
    if "credentials" in head.split()[1]:
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
    else:
        writer.write(OK)


proxied: list[str] = []


async def test_a_proxy_from_the_environment_and_its_exceptions() -> None:
    proxied.clear()
    async with endpoint(proxy_talk) as proxy, endpoint(answers(OK)) as port:
        environ = {
            "HTTP_PROXY": f"http://me:pass-word@127.0.0.1:{proxy}",
            "no_proxy": "other.test, .inner.test:80",
        }
        through = await fire(request_to("http://hooks.test/a?b"), PATIENT, environ=environ)
        local = await fire(request_to(f"http://127.0.0.1:{port}/"), PATIENT, environ=environ)
        named = await fire(request_to(f"http://a.localhost:{port}/"), QUICK, environ=environ)
    assert through.ok
    assert through.proxy == f"http://127.0.0.1:{proxy}"
    assert through.notes == (f"Sent through the proxy http://127.0.0.1:{proxy}.",)
    assert proxied[0].startswith("POST http://hooks.test/a?b HTTP/1.1\r\n")
    assert base64.b64encode(b"me:pass-word").decode() in proxied[0]
    assert b"pass-word" not in to_json(through)
    # The endpoint is on this machine: the proxy would look for it on its own.
    assert (local.ok, local.proxy, named.proxy) == (True, "", "")
    for exempt in ("http://other.test/", "http://deep.other.test/", "http://x.inner.test/"):
        direct = await fire(request_to(exempt), QUICK, environ=environ, look_up=nowhere)
        assert (direct.kind, direct.proxy) == ("name-no-address", "")


async def nowhere(host: str, port: int) -> list[object]:
    return []


async def test_a_proxy_that_is_set_is_used_for_every_endpoint() -> None:
    proxied.clear()
    async with endpoint(proxy_talk) as proxy:
        settings = msgspec.structs.replace(PATIENT, proxy="${MY_PROXY}")
        environ = {"MY_PROXY": f"http://127.0.0.1:{proxy}", "NO_PROXY": "*"}
        assert (await fire(request_to("http://127.0.0.1:1/"), settings, environ=environ)).ok
        tunnel = await fire(request_to("https://credentials.test:444/hook"), settings, environ=environ)
        direct = msgspec.structs.replace(PATIENT, proxy="none")
        environ = {"http_proxy": f"http://127.0.0.1:{proxy}"}
        alone = await fire(request_to("http://hooks.test/"), direct, environ=environ, look_up=nowhere)
    assert (tunnel.kind, tunnel.phase) == ("proxy-refused", "connect")
    assert "would not connect to credentials.test: 407 Proxy Authentication Required" in tunnel.sentence
    assert proxied[1].startswith("CONNECT credentials.test:444 HTTP/1.1\r\n")
    assert (alone.kind, alone.proxy) == ("name-no-address", "")


@pytest.mark.parametrize(
    ("proxy", "kind", "told"),
    [
        ("socks5://127.0.0.1:1", "proxy-setting", "socks5 proxies are not supported"),
        ("http://", "proxy-setting", "it has no host"),
        ("http://h:99999", "proxy-setting", "it is no URL"),
        ("http://a..b:80", "proxy-setting", "its host cannot be written"),
        ("${NOWHERE}", "proxy-setting", "NOWHERE is not set"),
        (f"http://127.0.0.1:{closed_port()}", "refused", "Nothing listens at the proxy http://127.0.0.1"),
    ],
    ids=["socks", "no host", "no URL", "odd host", "missing reference", "nobody there"],
)
async def test_a_proxy_that_cannot_be_used(proxy: str, kind: str, told: str) -> None:
    settings = msgspec.structs.replace(PATIENT, proxy=proxy)
    delivery = await fire(request_to("http://hooks.test/"), settings, environ={})
    assert (delivery.kind, delivery.phase) == (kind, "connect")
    assert told in delivery.sentence


async def test_metadata_is_not_called_through_a_proxy_either() -> None:
    settings = msgspec.structs.replace(PATIENT, proxy="http://127.0.0.1:1")
    request = msgspec.structs.replace(request_to("http://a.test/"), host="169.254.169.254")
    delivery = await fire(request, settings, environ={})
    assert (delivery.kind, delivery.phase) == ("metadata-refused", "connect")
