"""Runs of the program that share one start of Python: a server process that has the program's modules loaded forks
itself for each. What runs is the program's own entrance, in a process of its own, with the streams of a real run."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from importlib import import_module
from typing import Any

SECONDS = 60
LOADED = (
    "asyncio",
    "csv",
    "wizard.callback.fire",
    "wizard.callback.network.transport",
    "wizard.profile.files",
)


class Forks:
    """Starts the server, and asks it for runs."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        argv = [sys.executable, "-m", "tests.cli.forks", str(theirs.fileno())]
        self._server = subprocess.Popen(argv, pass_fds=[theirs.fileno()])
        theirs.close()
        ours.settimeout(SECONDS + 30)
        self._stream = ours.makefile("rw")

    def run(self, argv: list[str], env: dict[str, str], cwd: str, streams: tuple[str, str, str]) -> int:
        """Run with these arguments; `streams` are the files for stdin, stdout and stderr. The exit status."""
        self._stream.write(json.dumps({"argv": argv, "env": env, "cwd": cwd, "streams": streams}) + "\n")
        self._stream.flush()
        return int(self._stream.readline())

    def stop(self) -> None:
        """End the server."""
        self._stream.close()
        self._server.wait(SECONDS)


def _serve(descriptor: int) -> None:
    from wizard.cli.main import COMMANDS

    for name in (*LOADED, *(f"wizard.cli.{module}" for module in COMMANDS.values())):
        import_module(name)
    with socket.socket(fileno=descriptor) as channel:
        stream = channel.makefile("rw")
        for line in stream:
            child = os.fork()
            if not child:
                _run(json.loads(line))
            _, status = os.waitpid(child, 0)
            stream.write(f"{os.waitstatus_to_exitcode(status)}\n")
            stream.flush()


def _run(asked: dict[str, Any]) -> None:
    """In the child: become the program, and never come back."""
    signal.alarm(SECONDS)
    stdin, stdout, stderr = asked["streams"]
    wrote = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(os.open(stdin, os.O_RDONLY), 0)
    os.dup2(os.open(stdout, wrote), 1)
    os.dup2(os.open(stderr, wrote), 2)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.argv = ["wizard", *asked["argv"]]
    status = 1
    try:
        from wizard.__main__ import main

        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
