"""Firing, measured side by side with httpx used as plainly as it can be. Run it: `python tests/bench/fire.py`.

Prints, as ratios, one firing against the shortest httpx script (start of Python and imports included), and 2,000
firings at 32 a time against a loop over a bare httpx client. The server is aiohttp's, in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

COUNT, AT_A_TIME, ROUNDS, STARTS = 2000, 32, 5, 9

# Python keeps what it has compiled, as it does for a person; some machines for tests switch that off.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

SERVER = """
import asyncio, sys
from aiohttp import web

async def take(request):
    await request.read()
    return web.Response(status=204)

async def main():
    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""

BODY = '{"message_id": "<message_id>", "delivery_status": "<delivery_status>", "error_message": "<error_message>"}'

SHORTEST = """
import httpx
httpx.post({url!r}, content={body!r}, headers={{"content-type": "application/json"}})
"""

OURS = """
import asyncio
from wizard.callback import prepare
from wizard.callback.fire import fire
from wizard.catalog import load_catalog
from wizard.profile.model import CallbackProfile
request = prepare(CallbackProfile(endpoint={url!r}, body={body!r}), load_catalog())
assert asyncio.run(fire(request)).ok
"""


async def bare(url: str) -> float:
    """Requests a second of a bare client."""
    import httpx

    left = COUNT
    limits = httpx.Limits(max_connections=AT_A_TIME, max_keepalive_connections=AT_A_TIME)

    async def work(client: httpx.AsyncClient) -> None:
        nonlocal left
        while left:
            left -= 1
            response = await client.post(url, content=BODY, headers={"content-type": "application/json"})
            assert response.status_code == 204

    async with httpx.AsyncClient(limits=limits) as client:
        began = time.perf_counter()
        await asyncio.gather(*(work(client) for _ in range(AT_A_TIME)))
        return COUNT / (time.perf_counter() - began)


async def ours(url: str) -> float:
    """Requests a second of a volley."""
    from wizard.callback.many import Volley
    from wizard.catalog import load_catalog
    from wizard.profile.model import CallbackProfile

    catalog = load_catalog()
    statuses = [status.name for status in catalog.channels["email"].statuses]
    profile = CallbackProfile(endpoint=url, body=BODY)
    volley = Volley(profile, catalog, count=COUNT, concurrency=AT_A_TIME, statuses=statuses)
    summary = await volley.run()
    assert summary.accepted == COUNT, summary
    return summary.rate


def seconds(command: list[str]) -> float:
    """How long a process takes."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRON)
    return time.perf_counter() - began


def side_by_side(times: int, **runs: Callable[[], float]) -> dict[str, list[float]]:
    """Each run in turn, so that what else the machine does falls on all alike."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(run())
    return found


def main() -> None:
    """Measure and print."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    url = f"http://127.0.0.1:{server.stdout.readline().strip()}/hook"
    try:
        python = [sys.executable, "-c"]
        commands = {
            "shortest": [*python, SHORTEST.format(url=url, body=BODY)],
            "ours": [*python, OURS.format(url=url, body=BODY)],
        }
        with tempfile.TemporaryDirectory() as folder:
            profile = Path(folder) / "profile.json"
            profile.write_text(
                json.dumps({"title": "bench", "channel": "email", "endpoint": url, "body": BODY})
            )
            command = [sys.executable, "-m", "wizard", "test", str(profile), "--json"]
            if subprocess.run(command, capture_output=True, env=ENVIRON).returncode == 0:
                commands["wizard test"] = command
            runs = {name: (lambda argv=argv: seconds(argv)) for name, argv in commands.items()}
            starts = {name: min(times) for name, times in side_by_side(STARTS, **runs).items()}
        for name, best in starts.items():
            print(
                f"one firing, {name:<12} {best:6.3f} s   {best / starts['shortest']:5.2f} x the shortest httpx script"
            )
        rates = side_by_side(
            ROUNDS, bare=lambda: asyncio.run(bare(url)), volley=lambda: asyncio.run(ours(url))
        )
        middle = {name: median(found) for name, found in rates.items()}
        for name, rate in middle.items():
            print(
                f"{COUNT} at {AT_A_TIME}, {name:<12} {rate:6.0f} a second   {rate / middle['bare']:5.2f} x bare httpx"
            )
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
