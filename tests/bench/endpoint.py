"""An endpoint to fire at, in a process of its own: aiohttp, as plain as it can be."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from tests.bench.sides import ENVIRON, PYTHON


class Endpoint:
    """Answers 204 to everything. A context manager that gives its URL."""

    def __enter__(self) -> str:
        command = [PYTHON, "-m", "tests.bench.endpoint"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRON)
        assert self._process.stdout
        return f"http://127.0.0.1:{self._process.stdout.readline().strip()}/hook"

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


async def serve() -> None:
    """Tell the port, then answer until ended."""
    from aiohttp import web

    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=204)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
