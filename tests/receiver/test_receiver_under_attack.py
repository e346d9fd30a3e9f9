"""Whatever is thrown at the receiver is refused or shown; what is counted is never lost, and memory has bounds."""

from __future__ import annotations

import asyncio
import json

import pytest
from receiving import checks, profile, request, send, take

from wizard.receiver import ReceivedCallback, Receiver

GOOD = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"


async def connect(receiver: Receiver, data: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", receiver.port)
    writer.write(data)
    return reader, writer


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the connection is closed."""
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    "junk",
    [
        b"\0\0\0\0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"GET\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\n" + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\n" + b"".join(b"X%d: a\r\n" % at for at in range(2000)) + b"\r\n",
    ],
)
async def test_junk_is_refused_and_the_next_callback_taken(
    junk: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    async with Receiver() as receiver:
        reader, writer = await connect(receiver, junk)
        writer.write_eof()
        answer = await end_of(reader)
        assert not answer.startswith(b"HTTP/1.1 2")
        writer.close()
        assert await send(receiver, GOOD) == [204]
        assert receiver.received == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "odd",
    [
        b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
        b"PROPFIND /a/../b HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET http://other.example/x HTTP/1.1\r\nHost: h\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nX: \xff\xfe\r\nContent-Length: 3\r\n\r\n\xff\0\x1b",
        b'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 14\r\n\r\n{"a":"\\ud800"}',
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    ],
)
async def test_odd_requests_are_shown(odd: bytes) -> None:
    async with Receiver(profiles=[profile()]) as receiver:
        callback = await take(receiver, odd)
        assert callback.number == 1
        assert json.dumps(callback.to_json_document()).isascii()
        assert not callback.ok


async def test_bodies_over_the_limit() -> None:
    async with Receiver(max_body=1000) as receiver:
        announced = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n"
        assert await send(receiver, announced) == [413]
        chunk = b"190\r\n" + b"a" * 400 + b"\r\n"
        chunked = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 4
        assert await send(receiver, chunked) == [413]
        assert await send(
            receiver, b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + b"a" * 1000
        ) == [204]
        assert receiver.refused == {"too large": 2}
        assert receiver.received == 1


async def test_a_hundred_megabytes_are_refused_while_they_come() -> None:
    async with Receiver() as receiver:
        reader, writer = await connect(
            receiver, b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"100000\r\n" + bytes(1 << 20) + b"\r\n"
        sent = 0
        try:
            for _ in range(100):
                writer.write(chunk)
                await asyncio.wait_for(writer.drain(), 5)
                sent += 1
        except (ConnectionError, TimeoutError):
            pass
        assert b"413" in (await end_of(reader))[:20] or sent < 100
        writer.close()
        assert receiver.received == 0
        assert await send(receiver, GOOD) == [204]


async def test_many_bodies_at_once_have_a_bound_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.receiver.server.INCOMING", 1_000_000)
    head = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n"
    async with Receiver(max_body=900_000) as receiver:
        held = [await connect(receiver, head + bytes(600_000)) for _ in range(10)]
        answers = asyncio.as_completed([asyncio.wait_for(reader.read(12), 10) for reader, _ in held])
        for refused in [next(answers) for _ in range(9)]:
            assert await refused == b"HTTP/1.1 503"
        assert await send(receiver, GOOD) == [204]
        assert receiver.refused["too much at once"] == 9
        for _, writer in held:
            writer.close()
        whole = head + bytes(900_000)
        assert await send(receiver, whole) == [204]


async def test_a_body_that_is_no_callback_is_kept_and_not_taken_apart() -> None:
    body = ("{" + ",".join(f'"{at:x}":[]' for at in range(40_000)) + "}").encode()
    head = b"POST /hook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    async with Receiver(profiles=[profile()]) as receiver:
        callback = await take(receiver, head % len(body) + body)
        assert callback.body == body
        assert ("body", "") in checks(callback)
        assert "more than 256 KiB" in callback.wire.fault


async def test_slow_bodies_end_and_hurt_nobody_else() -> None:
    async with Receiver(timeout=0.3) as receiver:
        reader, writer = await connect(receiver, b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\na")
        assert await send(receiver, GOOD) == [204]
        assert (await end_of(reader)).startswith(b"HTTP/1.1 408")
        writer.close()
        assert receiver.refused["too slow"] == 1


async def test_half_requests_and_silence_end() -> None:
    async with Receiver(idle=0.3) as receiver:
        held = [
            await connect(receiver, data)
            for data in (b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: h\r\nX: ")
        ]
        for reader, writer in held:
            assert await end_of(reader) == b""
            writer.close()
        reader, writer = await connect(
            receiver, b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nabc"
        )
        writer.close()
        assert await send(receiver, GOOD) == [204]
        assert receiver.received == 1


async def test_connections_have_a_bound_and_the_new_come_through() -> None:
    async with Receiver(connections=20) as receiver:
        held = [await connect(receiver) for _ in range(200)]
        for at in range(5):
            assert await send(receiver, GOOD) == [204], at
        assert receiver.refused["too many connections"] >= 180
        for _, writer in held:
            writer.close()


async def test_readers_get_every_callback_in_order_though_the_ring_is_small() -> None:
    async with Receiver(kept=50) as receiver:
        numbers: list[list[int]] = [[], []]

        async def read(into: list[int], pause: float) -> None:
            async for callback in receiver:
                into.append(callback.number)
                if len(into) % 40 == 0:
                    await asyncio.sleep(pause)
                if callback.number == 1000:
                    return

        readers = [
            asyncio.create_task(read(into, pause)) for into, pause in zip(numbers, (0, 0.005), strict=True)
        ]
        await asyncio.sleep(0)
        await asyncio.gather(*(send(receiver, GOOD * 100, answers=100) for _ in range(10)))
        await asyncio.wait_for(asyncio.gather(*readers), 10)
        assert numbers[0] == numbers[1] == list(range(1, 1001))
        assert (receiver.received, len(receiver.callbacks), receiver.dropped) == (1000, 50, 950)


async def test_the_newest_are_kept_where_nobody_reads() -> None:
    async with Receiver(kept=100, kept_bytes=100_000) as receiver:
        await send(receiver, GOOD * 500, answers=500)
        assert receiver.received == 500
        assert receiver.callbacks[0].number == 500
        assert sum(callback.size for callback in receiver.callbacks) <= 100_000
        large = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + bytes(300_000)
        assert (await take(receiver, large)).number == 501
        assert len(receiver.callbacks) == 1


async def test_readers_end_with_the_receiver() -> None:
    async with Receiver() as receiver:
        await send(receiver, GOOD)
        reader = receiver.__aiter__()
        assert (await anext(reader)).number == 1
        rest = asyncio.create_task(anext(reader, None))
    assert await asyncio.wait_for(rest, 5) is None


async def test_a_receiver_that_starts_again_goes_on_counting() -> None:
    receiver = Receiver()
    for round_ in (1, 2):
        async with receiver:
            await send(receiver, GOOD)
            numbers = []
            async for callback in receiver:
                numbers.append(callback.number)
                if len(numbers) == round_:
                    break
            assert numbers == list(range(1, round_ + 1))
            late = asyncio.create_task(anext(receiver._ring.read(round_ + 1), None))
            await asyncio.sleep(0)
            assert not late.done()
        assert await asyncio.wait_for(late, 5) is None


async def test_a_fault_of_the_listener_is_not_answered_to_the_sender() -> None:
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda loop, context: faults.append(context["exception"])
    )

    def fail(callback: ReceivedCallback) -> None:
        raise RuntimeError("a screen's fault")

    async with Receiver(on_callback=fail) as receiver:
        assert await send(receiver, GOOD) == [204]
        assert receiver.received == 1
    assert [str(fault) for fault in faults] == ["a screen's fault"]


async def test_a_sender_that_waits_to_be_told_to_go_on() -> None:
    async with Receiver() as receiver:
        reader, writer = await connect(
            receiver, b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).startswith(b"HTTP/1.1 100")
        writer.write(b"{}")
        assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).startswith(b"HTTP/1.1 204")
        writer.close()


async def test_a_body_that_is_not_what_it_says() -> None:
    made = profile(headers=(), encryption=None)
    async with Receiver(profiles=[made]) as receiver:
        raw = request(made).raw
        for wire in (b"", b"[]", b"\xff\xfe", b'{"a"', b"{" * 50_000):
            head = b"POST /hook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            callback = await take(receiver, head % len(wire) + wire)
            assert ("body", "") in checks(callback)
        assert (await take(receiver, raw)).ok
