"""The real executable, each test in a home and a store of its own."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.cli.forks import Forks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODY = '{"message_id": "<message_id>", "delivery_status": "<delivery_status>"}'


class Ended(NamedTuple):
    """How a run of `wizard` ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def _ended(status: int, out: bytes, err: bytes) -> Ended:
    assert b"Traceback" not in err, err.decode()
    return Ended(status, out.decode(), err.decode())


class Wizard:
    """Runs `wizard` as a shell would: no terminal, a store of its own."""

    def __init__(self, folder: Path, forks: Forks) -> None:
        self.folder = folder
        self.store = folder / "profiles.db"
        keep = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR", "SYSTEMROOT")
        self.env = {name: os.environ[name] for name in keep if name in os.environ}
        self.env |= {
            "WIZARD_STORE": str(self.store),
            "WIZARD_INPUT_TIMEOUT": "1",
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }
        self._forks = forks

    def argv(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "wizard", *map(str, arguments)]

    def __call__(self, *arguments: object, stdin: str | bytes = b"", **env: str) -> Ended:
        """A run in a process of its own that shares its start with others (see `forks`)."""
        with tempfile.TemporaryDirectory() as name:
            streams = tuple(os.path.join(name, stream) for stream in ("in", "out", "err"))
            with open(streams[0], "wb") as stream:
                stream.write(stdin.encode() if isinstance(stdin, str) else stdin)
            argv = [str(argument) for argument in arguments]
            status = self._forks.run(argv, self.env | env, str(self.folder), streams)
            out, err = (open(stream, "rb").read() for stream in streams[1:])  # noqa: SIM115
        return _ended(status, out, err)

    def fresh(self, *arguments: object, stdin: str | bytes = b"", **env: str) -> Ended:
        """A run of the real executable in a fresh Python."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        ended = subprocess.run(
            self.argv(*arguments),
            input=data,
            capture_output=True,
            cwd=self.folder,
            env=self.env | env,
            timeout=60,
            check=False,
        )
        return _ended(ended.returncode, ended.stdout, ended.stderr)

    def start(self, *arguments: object, **settings: Any) -> subprocess.Popen[str]:
        """Start and not wait, with pipes for stdout and stderr."""
        pipe = subprocess.PIPE
        usual: dict[str, Any] = {"stdout": pipe, "stderr": pipe, "stdin": subprocess.DEVNULL, "text": True}
        usual |= {"cwd": self.folder, "env": self.env}
        return subprocess.Popen(self.argv(*arguments), **(usual | settings))

    def add(self, **keys: Any) -> str:
        """Add a profile; its ID."""
        ended = self("add", "-", stdin=json.dumps(document(**keys)))
        assert ended.status == 0, ended.err
        return ended.out.strip()


def document(**keys: Any) -> dict[str, Any]:
    """A valid profile as a JSON file has it, with these keys instead."""
    usual = {
        "title": "email_callback_profile",
        "channel": "email",
        "events": ["Email Send"],
        "method": "POST",
        "endpoint": "https://hooks.example.com/email",
        "body": BODY,
    }
    return usual | keys


def write(folder: Path, **keys: Any) -> Path:
    """A file with such a profile."""
    path = folder / "profile.json"
    path.write_text(json.dumps(document(**keys)))
    return path


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    server = Forks()
    yield server
    server.stop()


@pytest.fixture
def wizard(tmp_path: Path, forks: Forks) -> Wizard:
    return Wizard(tmp_path, forks)


class Endpoint:
    """A real HTTP server on loopback. `/N` answers with status N, `/hang` never does, `/turns` does neither
    and 500 in turn. Keeps what it got."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self._ready.wait(20)

    def url(self, path: object) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def _run(self) -> None:
        from aiohttp import web

        async def answer(request: web.Request) -> web.Response:
            self.got.append(Got(request.path, dict(request.headers), await request.read()))
            if request.path == "/hang" or (request.path == "/turns" and len(self.got) % 2):
                await asyncio.Event().wait()
            if request.path == "/turns":
                return web.Response(status=500)
            if request.path == "/escape":
                return web.Response(status=500, text="\x1b[2J\x1b]0;owned\x07")
            status = int(request.path[1:])
            return web.Response(status=status, headers={"Location": "/204"} if status == 302 else None)

        async def start() -> None:
            application = web.Application()
            application.router.add_route("*", "/{path:.*}", answer)
            runner = web.AppRunner(application)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.port = runner.addresses[0][1]
            self._ready.set()

        self.loop.run_until_complete(start())
        self.loop.run_forever()

    def stop(self) -> None:
        async def end() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.loop.call_soon(self.loop.stop)

        asyncio.run_coroutine_threadsafe(end(), self.loop)
        self.thread.join(10)
        self.loop.close()


class Got(NamedTuple):
    """A request as the endpoint got it."""

    path: str
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="session")
def _endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.stop()


@pytest.fixture
def endpoint(_endpoint: Endpoint) -> Endpoint:
    _endpoint.got.clear()
    return _endpoint
