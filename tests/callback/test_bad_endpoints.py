"""Every bad endpoint that was thought of: each ends in time, in the right phase, with its own kind and sentence."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from raw_endpoints import OK, Talk, answers, closed_port, ending, endpoint, read_request, request_to, reset

from wizard.callback.delivery import Delivery, from_json, to_json
from wizard.callback.fire import fire
from wizard.callback.network.dial import LookUp, Target
from wizard.callback.outcome.groups import GROUPS
from wizard.callback.outcome.words import KINDS
from wizard.callback.request import RequestError
from wizard.callback.response import view
from wizard.profile.model import TestSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

QUICK = TestSettings(connect_timeout=0.35, timeout=0.4)
PATIENT = TestSettings(connect_timeout=5, timeout=8)


async def outcome(
    url: str, settings: TestSettings = PATIENT, *, body: str = "{}", look_up: LookUp | None = None
) -> Delivery:
    """Fire at a URL; fails if that takes much longer than the limit."""
    async with asyncio.timeout(settings.timeout + 4):
        delivery = await fire(request_to(url, body=body), settings, environ={}, look_up=look_up)
    assert delivery.kind in KINDS
    assert delivery.sentence.endswith(".")
    assert from_json(to_json(delivery)) == delivery
    return delivery


async def talked(talk: Talk, settings: TestSettings = PATIENT, *, body: str = "{}") -> Delivery:
    async with endpoint(talk) as port:
        return await outcome(f"http://127.0.0.1:{port}/hook", settings, body=body)


def failed(delivery: Delivery, kind: str, phase: str, sentence: str) -> None:
    assert (delivery.kind, delivery.phase, delivery.ok) == (kind, phase, False), delivery.sentence
    assert re.search(sentence, delivery.sentence), delivery.sentence
    assert delivery.advice


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def test_every_kind_of_failure_can_be_looked_for_in_one_group() -> None:
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(KINDS - {"accepted"})


# Never reached.


async def test_refuses() -> None:
    port = closed_port()
    delivery = await outcome(f"http://127.0.0.1:{port}/")
    failed(delivery, "refused", "connect", f"Nothing listens at 127.0.0.1:{port}: the connection was refused")
    assert [(attempt.address, attempt.outcome) for attempt in delivery.addresses] == [
        ("127.0.0.1", "refused")
    ]


async def test_no_such_name() -> None:
    # `.invalid` is promised never to exist (RFC 6761); resolvers answer that themselves.
    async def nobody(host: str, port: int) -> list[Target]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    delivery = await outcome("http://nowhere.invalid/", look_up=nobody)
    failed(delivery, "name-unknown", "look-up", "There is no host named nowhere.invalid")


@pytest.mark.parametrize("fault", [socket.gaierror(socket.EAI_NODATA, "No address"), None])
async def test_a_name_without_an_address(fault: Exception | None) -> None:
    async def empty(host: str, port: int) -> list[Target]:
        if fault:
            raise fault
        return []

    delivery = await outcome("http://empty.test/", look_up=empty)
    failed(delivery, "name-no-address", "look-up", "The name empty.test is known but has no address")


async def test_a_name_server_that_fails() -> None:
    async def failing(host: str, port: int) -> list[Target]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    delivery = await outcome("http://hooks.test/", look_up=failing)
    failed(delivery, "name-failed", "look-up", "could not be looked up: Temporary failure")


async def test_a_name_server_that_never_answers() -> None:
    async def hanging(host: str, port: int) -> list[Target]:
        await asyncio.Event().wait()
        return []

    delivery = await outcome("http://hooks.test/", QUICK, look_up=hanging)
    failed(delivery, "timeout", "look-up", "hooks.test could not be looked up within 0.35 s")


@asynccontextmanager
async def black_hole() -> AsyncIterator[int]:
    """A socket that listens but whose queue is full leaves further connections without an answer."""
    hole = socket.socket()
    hole.bind(("127.0.0.1", 0))
    hole.listen(0)
    fillers = []
    loop = asyncio.get_running_loop()
    try:
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            fillers.append(filler)
            try:
                async with asyncio.timeout(0.2):
                    await loop.sock_connect(filler, hole.getsockname())
            except TimeoutError:
                break
        yield hole.getsockname()[1]
    finally:
        for filler in [*fillers, hole]:
            filler.close()


async def test_a_black_hole() -> None:
    async with black_hole() as port:
        delivery = await outcome(f"http://127.0.0.1:{port}/", QUICK)
    failed(delivery, "connect-timeout", "connect", "did not take the connection within 0.35 s")
    assert [attempt.outcome for attempt in delivery.addresses] == ["no answer"]


async def test_an_address_that_hangs_is_overtaken_by_the_next() -> None:
    async def two(host: str, port: int) -> list[Target]:
        return [Target(socket.AF_INET, ("127.0.0.1", hole)), Target(socket.AF_INET, ("127.0.0.1", port))]

    async with black_hole() as hole, endpoint(answers(OK)) as port:
        delivery = await outcome(f"http://hooks.test:{port}/", look_up=two)
    assert delivery.ok
    assert delivery.address == f"127.0.0.1:{port}"
    assert sorted(attempt.outcome for attempt in delivery.addresses) == ["connected", "given up"]


async def test_several_addresses_that_hang_share_the_time() -> None:
    async def two(host: str, port: int) -> list[Target]:
        return [Target(socket.AF_INET, ("127.0.0.1", hole)) for _ in range(2)]

    settings = TestSettings(connect_timeout=0.4, timeout=1)
    async with black_hole() as hole:
        delivery = await outcome(f"http://hooks.test:{hole}/", settings, look_up=two)
    failed(delivery, "connect-timeout", "connect", "did not take the connection within 0.4 s")
    assert [attempt.outcome for attempt in delivery.addresses] == ["no answer", "no answer"]


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "::ffff:a9fe:a9fe"],
)
async def test_a_name_that_leads_to_a_clouds_metadata_is_refused_before_connecting(address: str) -> None:
    async def lying(host: str, port: int) -> list[Target]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [Target(socket.AF_INET, ("127.0.0.1", port)), Target(family, (address, port))]

    async with endpoint(answers(OK)) as port:
        delivery = await outcome(f"http://hooks.test:{port}/", look_up=lying)
    failed(
        delivery,
        "metadata-refused",
        "connect",
        "where clouds hand out a machine's credentials; nothing was sent",
    )
    assert delivery.addresses == ()


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "2852039166", "0xa9.0xfe.0xa9.0xfe"],
)
def test_a_clouds_metadata_by_number_is_refused_however_it_is_spelled(host: str) -> None:
    with pytest.raises(RequestError, match="hands out the credentials of a cloud machine"):
        request_to(f"http://{host}/")


async def test_a_name_that_leads_there_at_the_second_look_up_is_refused_then() -> None:
    answers_of_the_resolver = ["127.0.0.1", "169.254.169.254"]

    async def rebinding(host: str, port: int) -> list[Target]:
        return [Target(socket.AF_INET, (answers_of_the_resolver.pop(0), port))]

    async with endpoint(answers(OK)) as port:
        first = await outcome(f"http://hooks.test:{port}/", look_up=rebinding)
        second = await outcome(f"http://hooks.test:{port}/", look_up=rebinding)
    assert first.ok
    failed(second, "metadata-refused", "connect", "hooks.test is 169.254.169.254")


async def test_the_second_address_is_taken_when_the_first_refuses() -> None:
    async def both(host: str, port: int) -> list[Target]:
        return [
            Target(socket.AF_INET, ("127.0.0.2", closed)),
            Target(socket.AF_INET6, ("::1", closed, 0, 0)),
            Target(socket.AF_INET, ("127.0.0.1", port)),
        ]

    closed = closed_port()
    async with endpoint(answers(OK)) as port:
        delivery = await outcome(f"http://hooks.test:{port}/", look_up=both)
    assert delivery.ok
    assert delivery.address == f"127.0.0.1:{port}"
    tried = [(attempt.address, attempt.family) for attempt in delivery.addresses]
    assert tried == [("127.0.0.2", "IPv4"), ("::1", "IPv6"), ("127.0.0.1", "IPv4")]
    assert delivery.addresses[-1].outcome == "connected"


# Reached, but no answer.


async def test_resets_at_once() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reset(writer)

    delivery = await talked(talk)
    assert delivery.phase in ("send", "wait")
    failed(delivery, "reset", delivery.phase, "reset the connection without an answer")


async def test_closes_silently() -> None:
    failed(await talked(answers()), "closed", "wait", "closed the connection without an answer")


async def test_takes_the_request_and_never_answers() -> None:
    delivery = await talked(answers(then="hang"), QUICK)
    failed(delivery, "timeout", "wait", r"took the request but did not answer within 0\.4 s")


async def test_never_reads() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()
        await asyncio.Event().wait()

    delivery = await talked(talk, QUICK, body='{"a": "' + "x" * (24 << 20) + '"}')
    failed(delivery, "timeout", "send", "not the whole request of 251[0-9]{5} bytes within 0.4 s")


async def test_says_100_continue_and_then_nothing() -> None:
    delivery = await talked(answers(b"HTTP/1.1 100 Continue\r\n\r\n", then="hang"), QUICK)
    failed(delivery, "timeout", "wait", "did not answer within")
    assert delivery.notes == ("The endpoint had answered 100 Continue for the time being.",)


async def test_says_100_continue_for_ever() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
            await writer.drain()

    delivery = await talked(talk, QUICK)
    assert (delivery.kind, delivery.phase) == ("timeout", "wait")


async def test_says_100_continue_and_closes() -> None:
    failed(await talked(answers(b"HTTP/1.1 100 Continue\r\n\r\n")), "closed", "wait", "without an answer")


# An answer, but a broken one.


async def test_resets_in_the_headers() -> None:
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\nserv", then="reset"))
    failed(delivery, "reset", "read", "in the middle of its answer; 21 bytes had come")


async def test_resets_in_the_body() -> None:
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", then="reset"))
    failed(delivery, "reset", "read", "in the middle of its answer")
    assert delivery.http_status == 200
    assert delivery.response
    assert delivery.response.body == b"abc"


async def test_closes_in_the_headers() -> None:
    failed(
        await talked(answers(b"HTTP/1.1 200 OK\r\nserv")),
        "closed",
        "read",
        "in the middle of its answer's headers",
    )


async def test_drips() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n")
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.1)

    delivery = await talked(talk, QUICK)
    failed(delivery, "timeout", "read", r"began to answer but was not done within 0\.4 s")
    assert delivery.http_status == 200


async def test_endless_headers() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"x-more: and more\r\n" * 100)
            await writer.drain()

    failed(await talked(talk), "too-many-headers", "read", "more than 100 KiB of headers")


async def test_a_header_with_nul() -> None:
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\nx-a: 1\r\nx-b: a\0b\r\ncontent-length: 0\r\n\r\n"))
    failed(delivery, "bad-header", "read", "does not allow in its headers: x-b: a␀b")


async def test_a_header_name_with_a_space() -> None:
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\nx a: 1\r\ncontent-length: 0\r\n\r\n"))
    failed(delivery, "bad-header", "read", "x a: 1")


@pytest.mark.parametrize(
    "greeting", [b"\x89PNG\r\n\x1a\n\0\0", b"hello there\r\n\r\n", b"ICY 200 OK\r\n\r\n", b"\0\0\0"]
)
async def test_does_not_speak_http(greeting: bytes) -> None:
    delivery = await talked(answers(greeting))
    failed(delivery, "not-http", "read", "does not speak HTTP: it said ")
    assert delivery.http_status is None
    assert delivery.response
    assert delivery.response.body == greeting


@pytest.mark.parametrize(
    ("greeting", "name"),
    [
        (b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "SSH"),
        (b"220 mx.example.com ESMTP Postfix\r\n", "SMTP"),
        (b"-ERR unknown command 'POST'\r\n", "Redis"),
        (b"\0\0\x12\x04\0\0\0\0\0", "HTTP/2"),
    ],
)
async def test_speaks_something_else_and_waits(greeting: bytes, name: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await asyncio.Event().wait()

    failed(await talked(talk, QUICK), "not-http", "read", f"speaks {name}, not HTTP")


async def test_http_0_9() -> None:
    delivery = await talked(answers(b"<html><body>hello</body></html>"))
    failed(delivery, "not-http", "read", "it said <html><body>hello</body></html>")


@pytest.mark.parametrize("line", [b"HTTP/1.1 OK", b"HTTP/1.1 20 OK", b"HTTP/one 200 OK"])
async def test_a_status_line_that_is_none(line: bytes) -> None:
    failed(await talked(answers(line + b"\r\n\r\n")), "not-http", "read", f"it said {line.decode()}")


@pytest.mark.parametrize(
    "chunk", [b"zz\r\nabc\r\n0\r\n\r\n", b"-5\r\nabc\r\n", b"3\r\nab", b"3\r\nabcdef\r\n0\r\n\r\n"]
)
async def test_chunked_nonsense(chunk: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    failed(
        await talked(answers(head, chunk)),
        "bad-chunk",
        "read",
        "chunks that are broken off or not well-formed",
    )


async def test_a_content_length_that_is_too_long() -> None:
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nonly this"))
    failed(delivery, "bad-length", "read", "said Content-Length 500 but closed the connection after 9 bytes")


async def test_a_content_length_that_is_too_short() -> None:
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"))
    assert delivery.ok
    assert delivery.response
    assert delivery.response.body == b"ok"
    assert delivery.notes == ("The endpoint sent 9 bytes more than its Content-Length says.",)


@pytest.mark.parametrize("values", [("2", "3"), ("-2",), ("two",), ("2, 3",), ("9" * 40,)])
async def test_a_content_length_that_cannot_be(values: tuple[str, ...]) -> None:
    rows = "".join(f"Content-Length: {value}\r\n" for value in values).encode()
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\n" + rows + b"\r\nok"))
    failed(delivery, "bad-length", "read", "a Content-Length that cannot be: ")


async def test_a_content_length_doubled_but_the_same_is_accepted() -> None:
    rows = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"
    assert (await talked(answers(rows))).ok


async def test_a_change_of_protocol() -> None:
    delivery = await talked(
        answers(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n\x81\x05hello")
    )
    failed(delivery, "bad-status", "read", "which nobody asked for: HTTP/1.1 101 Switching")


async def test_a_redirect_to_itself_is_shown_and_not_followed() -> None:
    count = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        count += 1
        await answers(b"HTTP/1.1 302 Found\r\nlocation: /hook\r\ncontent-length: 0\r\n\r\n")(reader, writer)

    delivery = await talked(talk)
    assert count == 1
    failed(delivery, "redirect", "", "302 Found, which points to /hook and was not followed")


async def test_a_redirect_to_nonsense() -> None:
    location = b"http://[::1/\x1b[31m" + b"x" * 5000
    delivery = await talked(
        answers(b"HTTP/1.1 301 Moved\r\nlocation: " + location + b"\r\ncontent-length: 0\r\n\r\n")
    )
    failed(delivery, "redirect", "", "points to http://\\[::1/␛\\[31mx+… and was not followed")


# Answers that are whole, and strange.


async def test_answers_before_the_request_is_sent() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        await ending(writer, "hang")

    assert (await talked(talk)).ok


@pytest.mark.parametrize("size", [10, 24 << 20])
async def test_answers_before_the_request_is_sent_and_closes(size: int) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 413 Payload Too Large\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno")
        await writer.drain()
        writer.write_eof()
        await asyncio.sleep(0.05)

    delivery = await talked(talk, body='{"a": "' + "x" * size + '"}')
    assert delivery.http_status == 413
    assert delivery.response
    assert delivery.response.body == b"no"


async def test_a_body_of_100_megabytes_is_cut_at_the_limit() -> None:
    sent = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n")
        for _ in range(100):
            writer.write(b"x" * (1 << 20))
            await writer.drain()
            sent += 1

    delivery = await talked(talk)
    assert delivery.ok
    assert delivery.response
    assert (len(delivery.response.body), delivery.response.truncated) == (65536, True)
    assert sent < 20


async def test_a_gzip_bomb_stays_packed_and_opens_only_so_far() -> None:
    bomb = gzip.compress(bytes(20 << 20), 9)
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(bomb)
    delivery = await talked(answers(head, bomb))
    assert delivery.ok
    assert delivery.response
    assert len(delivery.response.body) == len(bomb)
    assert "unpacked from gzip, in part" in view(delivery.response).note


async def test_a_header_of_64_kib_and_one_of_escapes() -> None:
    rows = b"x-big: " + b"y" * 65536 + b"\r\nx-esc: \x1b]0;title\x07\x1b[2J\r\n"
    delivery = await talked(answers(b"HTTP/1.1 200 OK\r\n" + rows + b"content-length: 0\r\n\r\n"))
    assert delivery.ok
    assert delivery.response
    assert len(delivery.response.header("x-big")) < 5000
    assert len(delivery.response.head) == 16384


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (b"\x1b[2J\x1b]52;c;aGk=\x07", "text", "␛[2J␛]52;c;aGk=␇"),
        (b"[red]not markup[/red]", "text", "[red]not markup[/red]"),
        (b"broken \xff\xfe utf-8", "text", "broken �� utf-8"),
        ("größe".encode("utf-16"), "text", "größe"),
        (bytes(range(200)), "hex", None),
    ],
)
async def test_a_body_that_is_not_what_one_expects(body: bytes, kind: str, text: str | None) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n" % len(body)
    delivery = await talked(answers(head, body))
    assert delivery.ok
    assert delivery.response
    assert delivery.response.body == body
    shown = view(delivery.response)
    assert shown.kind == kind
    assert text is None or shown.text == text


async def test_no_body_at_all_until_the_connection_ends() -> None:
    delivery = await talked(answers(b"HTTP/1.0 200 OK\r\n\r\nall of this"))
    assert delivery.ok
    assert delivery.response
    assert (delivery.response.body, delivery.response.version) == (b"all of this", "HTTP/1.0")


FIRING = """
import asyncio, re, sys
sys.path.insert(0, sys.argv[1])
from raw_endpoints import request_to
from wizard.callback.delivery import to_json
from wizard.callback.fire import fire
from wizard.callback.response import view
from wizard.profile.model import TestSettings

def peak():
    # Not from getrusage, whose peak a new program inherits from the one that started it.
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])

async def run(ports):
    idle = 0
    for port in ports:
        delivery = await fire(request_to(f"http://127.0.0.1:{port}/"), TestSettings(timeout=1), environ={})
        to_json(delivery)
        if delivery.response:
            view(delivery.response)
        idle = idle or peak()
    print(peak() - idle)

asyncio.run(run(sys.argv[2:]))
"""


async def test_none_of_them_fills_the_memory() -> None:
    bomb = gzip.compress(bytes(60 << 20), 9)

    def endless(head: bytes, part: bytes) -> Talk:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_request(reader)
            writer.write(head)
            while True:
                writer.write(part)
                await writer.drain()

        return talk

    packed = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(bomb)
    talks = [
        answers(OK),
        endless(b"HTTP/1.1 200 OK\r\ncontent-length: 1048576000\r\n\r\n", b"x" * (1 << 20)),
        endless(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
        answers(packed, bomb),
        endless(b"HTTP/1.1 200 OK\r\n", b"x-more: and more\r\n" * 1000),
        endless(b"HTTP/1.1 200 OK\r\nx-one: ", b"y" * (1 << 20)),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        endless(b"", b"z" * (1 << 20)),
    ]
    async with AsyncExitStack() as stack:
        ports = [str(await stack.enter_async_context(endpoint(talk))) for talk in talks]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FIRING, str(Path(__file__).parent), *ports, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
    assert int(said) < 40 << 10  # in KiB
