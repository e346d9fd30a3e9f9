"""Whatever can be thrown at the receiver, while its screen is open in a terminal.

`python -m tests.soak receiver [--callbacks 1000000] [--connections 10000] [--picture FILE.png]`

The whole program runs in a pseudo-terminal on its Receiver screen. Slow clients hang on all the while, one byte a
second; then come junk and half requests, callbacks full of escapes, bodies of 100 MB, bodies by the hundred that never
end, connections that are opened and held, and a flood of small callbacks. After each the screen has to answer a key,
the count to be right to the last one, the newest to stand on top, and memory to have its bound. No escape of a
sender's may reach the terminal.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import select
import socket
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.terminal import Terminal
from wizard.callback import build_request, fresh_values
from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, clipboard_text
from wizard.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNEL = load_catalog().channels["email"]
BOUND = 320
"""MiB that the program may hold at any time: itself, 64 MiB of callbacks, and what is made of them."""
HOSTILE = b"\x1b]0;pwned\x07\x1b[2J\x1b[31mPWNED\x9b31m\x00\xff\xfe"
LEAKS = (b"\x1b]0;pwned", b"\x1b[2JPWNED", b"\x1b[31mPWNED", b"\x9b31m", "\u202e".encode())


def the_profile(port: int) -> CallbackProfile:
    return CallbackProfile(
        title="soak",
        events=CHANNEL.events,
        endpoint=f"http://127.0.0.1:{port}/hook",
        body=clipboard_text(CHANNEL.variable_names),
        encryption=Encryption(algorithm="AES-256-GCM", key="K" * 32, iv="I" * 16),
    )


def connect(port: int, data: bytes = b"") -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), 10)
    sock.sendall(data)
    return sock


def head(size: int, more: bytes = b"", path: bytes = b"/hook") -> bytes:
    return (
        b"POST %b HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n"
        % (
            path,
            more,
            size,
        )
    )


# -- each attack tells how many callbacks it sent whole


def junk(port: int) -> int:
    """Bytes that are no HTTP, requests that stop half way, NUL, methods and paths that nobody has heard of."""
    source = random.Random(5)
    taken = 0
    halves = [b"POST / HT", b"POST / HTTP/1.1\r\nHost:", head(50) + b"abc", b"\x16\x03\x01" + bytes(300)]
    for at in range(2000):
        with suppress(OSError), connect(port) as sock:
            data = source.randbytes(source.randrange(1, 4000)) if at % 2 else halves[at // 2 % len(halves)]
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
            while sock.recv(4096):
                pass
    for method in (b"PUT", b"DELETE", b"PROPFIND", b"OPTIONS", b"TRACE"):
        with connect(port, method + b" /nobody/knows?a=%00 HTTP/1.1\r\nHost: x\r\n\r\n") as sock:
            taken += sock.recv(100).startswith(b"HTTP/1.1 204")
    return taken


def escapes(port: int) -> int:
    """What steers a terminal, in the path, header rows, the body's names and values, and in place of a body."""
    text = json.dumps({"\x1b[31mPWNED": "\x1b]0;pwned\x07", "\u202edlrow": "\x9b31m\x1b[2JPWNED"})
    plain = json.dumps({"\u202edlrow": "\u202e\x9b31m"}, ensure_ascii=False).encode()
    bodies = [
        HOSTILE * 20,
        text.encode(),
        plain,
        b"\x00" * 500,
        b'{"message_id": "' + HOSTILE + b'"}',
        b"\xff" * 99,
    ]
    taken = 0
    for _ in range(50):
        for body in bodies:
            more = b"X-Evil: \xff\xfe\x9b31m\r\n"
            with connect(port, head(len(body), more, b"/hook?%c2%9b31m=%1b[2J") + body) as sock:
                taken += sock.recv(100).startswith(b"HTTP/1.1 204")
    return taken


def large(port: int) -> int:
    """100 MB, announced and not: refused before they are there."""
    for at in range(10):
        chunked = b"POST /hook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        with suppress(OSError), connect(port, chunked if at % 2 else head(100_000_000)) as sock:
            block = b"100000\r\n" + bytes(1 << 20) + b"\r\n" if at % 2 else bytes(1 << 20)
            for _ in range(100):
                sock.sendall(block)
    return 0


def hoards(port: int) -> int:
    """Large bodies that nearly end, hundreds at once, and bodies that are small to send and large to keep."""
    taken = 0
    socks = []
    for _ in range(300):
        with suppress(OSError):
            socks.append(connect(port, head(10 << 20)))
            socks[-1].settimeout(0.2)
            socks[-1].sendall(bytes(9 << 20))
    keys = ("{" + ",".join(f'"{at:x}":[]' for at in range(700_000)) + "}").encode()
    for body in [keys, keys[:250_000] + b"}", b"&".join(b"%x=" % at for at in range(900_000))] * 5:
        with connect(port, head(len(body)) + body) as sock:
            taken += sock.recv(100).startswith(b"HTTP/1.1 204")
    for sock in socks:
        sock.close()
    return taken


def held(port: int, count: int) -> int:
    """Connections opened and held, and callbacks that have to get through meanwhile."""
    taken = 0
    held_open = []
    for at in range(count):
        with suppress(OSError):
            held_open.append(connect(port, b"" if at % 2 else b"POST /hook HTT"))
        if at % 1000 == 999:
            with connect(port, head(2) + b"{}") as sock:
                taken += sock.recv(100).startswith(b"HTTP/1.1 204")
    for sock in held_open:
        sock.close()
    return taken


def flood(port: int, count: int) -> int:
    """Callbacks as fast as they are answered, over 16 connections."""
    profile = the_profile(port)
    requests = [
        build_request(profile, fresh_values(CHANNEL, CHANNEL.statuses[at % 8].name), {}).raw
        for at in range(64)
    ]

    async def one(share: int, start: int) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answered = 0
        for at in range(share):
            writer.write(requests[(start + at) % len(requests)])
            answered += (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
        writer.close()
        return answered

    async def every() -> int:
        return sum(await asyncio.gather(*(one(count // 16, at) for at in range(16))))

    return asyncio.run(every())


def drip(port: int) -> int:
    """Slow clients: a byte a second, until they are sent away, and then again."""
    socks: list[socket.socket] = []
    while True:
        while len(socks) < 100:
            socks.append(connect(port, head(1000)))
        for sock in list(socks):
            try:
                sock.sendall(b"a")
            except OSError:
                socks.remove(sock)
        time.sleep(1)


class Attacked:
    """The program under attack, and what is known of it."""

    def __init__(self, terminal: Terminal, port: int) -> None:
        self.terminal, self.port = terminal, port
        self.taken = self.peak = 0
        self.columns = 120

    def memory(self) -> int:
        with open(f"/proc/{self.terminal.process.pid}/statm") as file:
            resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
        self.peak = max(self.peak, resident)
        return resident

    def run(self, attack: Callable[..., int], *arguments: Any) -> None:
        """Make an attack in a process of its own; see that all of it was taken in, and the screen lives."""
        queue: multiprocessing.Queue[int] = multiprocessing.Queue()
        process = multiprocessing.Process(target=lambda: queue.put(attack(self.port, *arguments)))
        began = time.monotonic()
        process.start()
        slowest, looked = 0.0, began
        while process.is_alive() or queue.empty():
            self.drain(0.05)
            if time.monotonic() - looked > 5:
                slowest = max(slowest, self.answers())
                looked = time.monotonic()
                self.memory()
        taken = queue.get()
        process.join()
        took = time.monotonic() - began
        self.taken += taken
        self.repaint()
        self.counts()
        slowest = max(slowest, self.answers())
        print(
            f"{attack.__name__}: {took:.0f} s, {taken:,} callbacks taken, none lost; the screen answered a key in "
            f"{slowest * 1000:.0f} ms at most; {self.memory()} MiB",
            flush=True,
        )
        assert self.peak <= BOUND, f"{self.peak} MiB"

    def drain(self, seconds: float) -> bytes:
        """What was written, unread by the emulator: in Python that is slower than what it would measure."""
        if not select.select([self.terminal.process.fd], [], [], seconds)[0]:
            return b""
        data = os.read(self.terminal.process.fd, 1 << 16)
        self.terminal.raw += data
        return data

    def repaint(self) -> None:
        """Let the emulator see the screen again, all of it."""
        self.columns = 241 - self.columns
        self.terminal.resize(self.columns, 36)

    def answers(self) -> float:
        """Seconds that a key takes to have its effect."""
        began = time.perf_counter()
        self.terminal.send("2")
        written = b""
        while b" HTTP/1.1" not in written:
            written += self.drain(0.5)
            assert time.perf_counter() - began < 30, "2 had no effect"
        took = time.perf_counter() - began
        self.terminal.send("1")
        while self.drain(0.3) and time.perf_counter() - began < took + 1:
            pass
        return took

    def counts(self) -> None:
        """The screen has counted what the senders were told was taken."""
        told = f"{self.taken:,} callback{'s' if self.taken != 1 else ''}"
        self.terminal.wait(f" {told}", 60)


def main(arguments: list[str]) -> None:
    """Attack in every way, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak receiver", description=__doc__)
    parser.add_argument("--callbacks", type=int, default=1_000_000)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        location = os.path.join(folder, "soak.db")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        store = open_store(location)
        store.add_all((the_profile(port),))
        store.remember("receiver port", str(port))
        store.close()
        command = [sys.executable, "-m", "wizard", "--store", location]
        with Terminal(command, (120, 36), {"HOME": folder}) as terminal:
            terminal.wait("soak")
            terminal.press("l")
            terminal.wait(f"Nothing has come to http://127.0.0.1:{port}/ yet")
            attacked = Attacked(terminal, port)
            print(f"at rest: {attacked.memory()} MiB", flush=True)
            slow = multiprocessing.Process(target=drip, args=(port,), daemon=True)
            slow.start()
            with connect(
                port, build_request(the_profile(port), fresh_values(CHANNEL, "Bounce"), {}).raw
            ) as sock:
                attacked.taken += sock.recv(100).startswith(b"HTTP/1.1 204")
            attacked.counts()
            attacked.run(junk)
            attacked.run(escapes)
            attacked.run(large)
            attacked.run(hoards)
            attacked.run(held, options.connections)
            attacked.run(flood, options.callbacks // 16 * 16)
            slow.kill()
            terminal.settle()
            attacked.repaint()
            if options.picture:
                terminal.picture(options.picture)
            leaks = [leak for leak in LEAKS if leak in terminal.raw]
            assert not leaks, f"reached the terminal: {leaks}"
            print(
                f"peak {attacked.peak} MiB; {len(terminal.raw):,} bytes to the terminal, none of a sender's escapes"
            )
            terminal.press("escape", "q")
            assert terminal.finish() == 0
