"""`wizard demo`: the screens on a throw-away store, with sample profiles and a receiver to fire at."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from wizard.cli import outcome
from wizard.cli.door import Door, command
from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT_SETTING = "receiver port"
"""Where the screens look for the port of their receiver, in the store."""


class _Ended(SystemExit):
    """The session or the terminal ends: SIGTERM or SIGHUP came."""


@command(
    "demo",
    ("wizard demo", "Look around; t fires a callback, l shows how it arrives. Nothing is kept."),
    own_store=True,
)
@click.pass_obj
def demo_command(door: Door) -> int:
    """Open the screens on a throw-away store with sample profiles and a local receiver.

    Everything stays on this machine, and is deleted at the end.
    """
    if door.location:
        raise Mistake(
            "--store: the demo has a throw-away store of its own; leave it out, or start wizard without demo"
        )
    try:
        with _signals(), tempfile.TemporaryDirectory(prefix="wizard-demo-") as folder:  # made with mode 0700
            _outlived(folder)
            location = os.path.join(folder, "demo.db")
            _fill(location)
            return door.screens(location, demo=True)
    except _Ended as end:
        outcome.vanish(end.code)


@contextmanager
def _signals() -> Iterator[None]:
    """Signals that would end the process at once raise instead, so that what is open is closed and deleted."""

    def leave(number: int, _: Any) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise _Ended(128 + number)

    before: dict[int, Any] = {}
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            before[number] = signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _outlived(folder: str) -> None:
    """Have the folder deleted even where this process is killed: a child waits for its end and deletes what is left."""
    if not hasattr(os, "fork"):
        return
    ended, held = os.pipe()
    if os.fork():
        os.close(ended)  # `held` is closed with this process, however it ends
        return
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        os.close(held)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.read(ended, 1)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os._exit(0)


def _fill(location: str) -> None:
    from wizard.receiver.demo import demo_profiles
    from wizard.store import open_store

    store = open_store(location)
    try:
        port = _free_port()
        # The list shows what was added last at its top.
        store.add_all(tuple(reversed(demo_profiles(port))))
        store.remember(PORT_SETTING, str(port))
    finally:
        store.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
