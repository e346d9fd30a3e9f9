"""Callbacks a second through the receiver, with checks and decryption: `python -m tests.bench receiver`.

Server and client are two processes; both servers get the same bytes from the same client, in turns. What the servers'
processor time says is the same on a machine that has other work to do.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.sides import ENVIRON, PYTHON, Figure, Outcome

if TYPE_CHECKING:
    from tests.bench.sides import Run

COUNT, AT_A_TIME, WARM_UP = 50_000, 64, 500
KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"


def profile():  # type: ignore[no-untyped-def]
    from wizard.catalog import load_catalog
    from wizard.profile.body_edit import clipboard_text
    from wizard.profile.model import CallbackProfile, Encryption, Header

    channel = load_catalog().channel("email")
    assert channel is not None
    return channel, CallbackProfile(
        id="IN_bench",
        title="bench",
        endpoint="http://127.0.0.1:1/hook",
        body=clipboard_text(channel.variable_names),
        headers=(Header(name="api-key", value="s3cret"),),
        encryption=Encryption(algorithm="AES-256-GCM", key=KEY, iv=IV),
    )


def memory() -> int:
    """Resident KiB now, not at the peak."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


async def serve_ours() -> None:
    from wizard.receiver.server import Receiver

    _, made = profile()
    seen = bad = last = 0
    async with Receiver(profiles=[made]) as receiver:
        before = time.process_time()
        print(json.dumps({"port": receiver.port}), flush=True)
        stop = asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)

        async def watch() -> None:
            nonlocal seen, bad, last
            async for callback in receiver:
                seen += 1
                bad += not callback.ok or callback.number != last + 1
                last = callback.number

        watcher = asyncio.create_task(watch())
        marks = [memory()]
        while not stop.done():
            await asyncio.wait([stop], timeout=0.5)
            marks.append(memory())
        await asyncio.sleep(0.1)
        watcher.cancel()
        report = {"received": receiver.received, "seen": seen, "bad": bad, "memory": marks}
        print(json.dumps(report | {"cpu": time.process_time() - before}), flush=True)


async def serve_bare() -> None:
    from aiohttp import web

    async def handler(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=204)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    before = time.process_time()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    print(json.dumps({"cpu": time.process_time() - before}), flush=True)


class Client(asyncio.Protocol):
    """One kept connection that sends the next request as soon as the last is answered."""

    def __init__(self, requests, done) -> None:  # type: ignore[no-untyped-def]
        self.requests, self.done, self.answered, self.ok = requests, done, 0, 0

    def connection_made(self, transport) -> None:  # type: ignore[no-untyped-def]
        self.transport = transport
        self.send()

    def send(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.transport.close()
        else:
            self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.answered += data.count(b"\r\n\r\n")
        self.ok += data.startswith(b"HTTP/1.1 204")
        self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def fire(port: int, requests: list[bytes]) -> tuple[float, int]:
    loop = asyncio.get_running_loop()
    supply = iter(requests)
    start = time.perf_counter()
    clients = []
    for _ in range(AT_A_TIME):
        done = loop.create_future()
        _, client = await loop.create_connection(lambda done=done: Client(supply, done), "127.0.0.1", port)
        clients.append(client)
    await asyncio.gather(*(client.done for client in clients))
    return time.perf_counter() - start, sum(client.ok for client in clients)


def make_requests(count: int) -> list[bytes]:
    from wizard.callback.request import RequestMaker
    from wizard.callback.values import fresh_values

    channel, made = profile()
    maker = RequestMaker(made, {})
    names = [status.name for status in channel.statuses]
    return [maker.request(fresh_values(channel, names[at % len(names)])).raw for at in range(count)]


def against(kind: str, requests: list[bytes]) -> tuple[float, int, dict]:  # type: ignore[type-arg]
    """Callbacks a second at one of the servers, how many it answered with 204, and what it tells at its end."""
    server = subprocess.Popen(
        [PYTHON, "-m", "tests.bench.receiver", kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRON,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    port = json.loads(server.stdout.readline())["port"]
    asyncio.run(fire(port, requests[:WARM_UP]))
    seconds, ok = asyncio.run(fire(port, requests[WARM_UP:]))
    server.stdin.write(b"\n")
    server.stdin.flush()
    report = json.loads(server.stdout.readline())
    server.wait(10)
    return (len(requests) - WARM_UP) / seconds, ok, report


def measure(run: Run) -> Outcome:
    """The two servers in turn; ours gets all 50,000 in its last round, and must have lost none."""
    rounds = run.times(5)
    requests = make_requests(COUNT + WARM_UP)
    share = requests[: COUNT // rounds + WARM_UP]
    rates: dict[str, list[float]] = {"bare": [], "ours": []}
    work: dict[str, list[float]] = {"bare": [], "ours": []}
    lost = 0
    for number in range(rounds):
        mine = requests if number == rounds - 1 else share
        rate, _, idle = against("bare", share)
        rates["bare"].append(rate)
        work["bare"].append(len(share) / idle["cpu"])
        rate, ok, report = against("ours", mine)
        rates["ours"].append(rate)
        work["ours"].append(len(mine) / report["cpu"])
        lost += len(mine) - WARM_UP - ok + len(mine) - report["seen"]
    memory = report["memory"]
    what = f"callbacks taken in, opened and checked, {AT_A_TIME} at a time"
    how = {"unit": "/s", "more_is_better": True}
    return Outcome(
        [
            Figure(what, "bare aiohttp handler", rates["ours"], rates["bare"], budget=0.5, **how),
            Figure(
                "… by the servers' processor time", "bare aiohttp handler", work["ours"], work["bare"], **how
            ),
        ],
        notes=[
            f"receiver: {lost} of {COUNT:,} callbacks lost; memory {memory[0] / 1024:.0f} MiB at first, "
            f"{max(memory) / 1024:.0f} MiB at most, {memory[-1] / 1024:.0f} MiB at the end"
        ],
    )


if __name__ == "__main__":
    asyncio.run(serve_ours() if sys.argv[1] == "ours" else serve_bare())
