"""Callbacks a second through the receiver, with checks and decryption, beside a bare aiohttp handler.

    python -m tests.bench.receiver [--callbacks 50000] [--concurrency 64] [--rounds 3]

Server and client are two processes; both servers get the same bytes from the same client, in turns. Prints the two
rates, their ratio, what was lost and how memory grew, and exits 1 if the ratio is under 0.5 or anything was lost. The
ratio of the servers' own CPU time tells the same on a machine that has other work to do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time

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


async def fire(port: int, requests: list[bytes], concurrency: int) -> tuple[float, int]:
    loop = asyncio.get_running_loop()
    supply = iter(requests)
    start = time.perf_counter()
    clients = []
    for _ in range(concurrency):
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


def measure(kind: str, requests: list[bytes], concurrency: int) -> tuple[float, int, dict]:  # type: ignore[type-arg]
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.receiver", "--serve", kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    port = json.loads(server.stdout.readline())["port"]
    asyncio.run(fire(port, requests[:500], concurrency))
    seconds, ok = asyncio.run(fire(port, requests[500:], concurrency))
    server.stdin.write(b"\n")
    server.stdin.flush()
    report = json.loads(server.stdout.readline())
    server.wait(10)
    return (len(requests) - 500) / seconds, ok, report


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--callbacks", type=int, default=50_000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", choices=("ours", "bare"))
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve_ours() if options.serve == "ours" else serve_bare())
        return 0
    requests = make_requests(options.callbacks + 500)
    share = [requests[: options.callbacks // options.rounds + 500], requests]
    ratios, works, lost = [], [], 0
    for at in range(options.rounds):
        mine = share[at == options.rounds - 1]
        bare, _, idle = measure("bare", share[0], options.concurrency)
        ours, ok, report = measure("ours", mine, options.concurrency)
        lost += len(mine) - 500 - ok + len(mine) - report["seen"] + report["received"] - report["seen"]
        ratios.append(ours / bare)
        marks = report["memory"]
        work = idle["cpu"] / len(share[0]) / (report["cpu"] / len(mine))
        works.append(work)
        kept = [mark // 1024 for mark in marks[:: max(1, len(marks) // 8)]]
        print(f"bare {bare:6.0f}/s   ours {ours:6.0f}/s   ratio {ours / bare:.2f}   by CPU time {work:.2f}")
        print(f"  received {report['received']}   with problems {report['bad']}   memory MiB {kept}")
    ratio = statistics.median(ratios)
    print(
        f"ratio {ratio:.2f} (budget 0.5), by CPU time of the servers {statistics.median(works):.2f}, lost {lost}"
    )
    return 0 if ratio >= 0.5 and lost == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
