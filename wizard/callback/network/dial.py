"""From a host's name to a connected socket: look-up, refusal of what must not be called, addresses in turn."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.callback.delivery import Attempt
from wizard.callback.network.journal import Failure
from wizard.profile.endpoint import is_metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.network.journal import Journal

STAGGER = 0.25
"""Seconds after which the next address is tried beside one that has not answered (RFC 8305)."""
MOST_ADDRESSES = 8


class Target(NamedTuple):
    """An address of the endpoint, as the socket module takes it."""

    family: int
    place: tuple[Any, ...]

    @property
    def address(self) -> str:
        """The address alone, as text."""
        return str(self.place[0])


LookUp = Callable[[str, int], Awaitable[list[Target]]]


async def look_up(host: str, port: int) -> list[Target]:
    """The addresses that the machine's resolver gives for a host. Raises socket.gaierror.

    Runs in a thread of its own that nobody waits for: a resolver may hang for a minute, and neither a time-out
    nor the end of the program should. A host that is an address needs no thread.
    """
    try:
        return _ask(host, port, socket.AI_NUMERICHOST)
    except socket.gaierror:
        pass
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Target]] = loop.create_future()

    def settle(found: list[Target] | None, error: Exception | None) -> None:
        if not answer.done():
            if error:
                answer.set_exception(error)
            else:
                answer.set_result(found or [])

    def work() -> None:
        found, fault = None, None
        try:
            found = _ask(host, port, 0)
        except Exception as error:
            fault = error
        with suppress(RuntimeError):  # The loop is closed: nobody waits any more.
            loop.call_soon_threadsafe(settle, found, fault)

    threading.Thread(target=work, name=f"look-up {host}", daemon=True).start()
    return await answer


def _ask(host: str, port: int, flags: int) -> list[Target]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(Target(family, place) for family, _, _, _, place in found))


async def dial(host: str, port: int, journal: Journal, look_up: LookUp = look_up) -> socket.socket:
    """A connected, non-blocking socket. Raises Failure; every address tried is written into the journal's link."""
    journal.enter("look-up")
    try:
        async with asyncio.timeout_at(journal.until):
            targets = _in_turn(await _resolved(host, port, look_up))
            journal.enter("connect")
            _refuse_metadata(targets)
            return await _first(targets, journal)
    except TimeoutError:
        raise Failure("connect-timeout" if journal.phase == "connect" else "timeout") from None


async def _resolved(host: str, port: int, look_up: LookUp) -> list[Target]:
    try:
        targets = await look_up(host, port)
    except socket.gaierror as error:
        raise Failure(_name_fault(error), detail=str(error.strerror or error)) from error
    except (OSError, UnicodeError) as error:
        raise Failure("name-failed", detail=str(error)) from error
    if not targets:
        raise Failure("name-no-address")
    return targets


def _name_fault(error: socket.gaierror) -> str:
    no_address = (getattr(socket, "EAI_NODATA", None), getattr(socket, "EAI_ADDRFAMILY", None))
    if error.errno == socket.EAI_NONAME:
        return "name-unknown"
    return "name-no-address" if error.errno in no_address else "name-failed"


def _refuse_metadata(targets: Sequence[Target]) -> None:
    """Refuse by what the name was resolved to, at the moment of connecting: no spelling and no second look-up
    gets around it. One such address among several is enough, for the next try might take it."""
    for target in targets:
        if is_metadata(target.address):
            raise Failure("metadata-refused", address=target.address)


def _in_turn(targets: list[Target]) -> list[Target]:
    """The addresses with the two families taking turns, the resolver's first one first."""
    first = targets[0].family
    ours = [target for target in targets if target.family == first]
    others = [target for target in targets if target.family != first]
    mixed = [target for pair in zip_longest(ours, others) for target in pair if target]
    return mixed[:MOST_ADDRESSES]


async def _first(targets: list[Target], journal: Journal) -> socket.socket:
    """The socket of the first address that takes the connection. Raises Failure when none does."""
    attempts = _Attempts(journal)
    if len(targets) == 1:
        connected = await attempts.connect(targets[0])
        if connected is None:
            raise attempts.failure()
        return connected
    left = deque(targets)
    waiting: set[asyncio.Task[socket.socket | None]] = set()
    try:
        while left or waiting:
            if left:
                waiting.add(asyncio.create_task(attempts.connect(left.popleft())))
            done, waiting = await asyncio.wait(
                waiting, timeout=STAGGER if left else None, return_when=asyncio.FIRST_COMPLETED
            )
            sockets = [connected for task in done if (connected := task.result())]
            for late in sockets[1:]:
                late.close()
            if sockets:
                attempts.won = True
                return sockets[0]
    finally:
        for task in waiting:
            task.cancel()
        # They end at once, and then each has told how its try went.
        for ended in await asyncio.gather(*waiting, return_exceptions=True):
            if isinstance(ended, socket.socket):
                ended.close()
    raise attempts.failure()


class _Attempts:
    """The tries to connect of one firing."""

    def __init__(self, journal: Journal) -> None:
        self._link = journal.link
        self._errors: list[OSError] = []
        self.won = False

    async def connect(self, target: Target) -> socket.socket | None:
        """A connected socket, or None where the address did not take the connection."""
        began = time.perf_counter()
        outcome = "connected"
        connection = None
        try:
            connection = socket.socket(target.family, socket.SOCK_STREAM)
            connection.setblocking(False)
            await asyncio.get_running_loop().sock_connect(connection, target.place)
        except OSError as error:
            self._errors.append(error)
            outcome = _REASONS.get(error.errno or 0) or (error.strerror or "failed").lower()
            if connection:
                connection.close()
            return None
        except asyncio.CancelledError:
            outcome = "given up" if self.won else "no answer"
            if connection:
                connection.close()
            raise
        else:
            self._link.address = _spell(target)
            return connection
        finally:
            ms = round((time.perf_counter() - began) * 1000, 2)
            self._link.attempts.append(Attempt(address=target.address, outcome=outcome, ms=ms))

    def failure(self) -> Failure:
        """Why no address took the connection: a refusal says most, for somebody was there to refuse."""
        codes = [error.errno for error in self._errors]
        if errno.ECONNREFUSED in codes:
            return Failure("refused")
        if errno.ETIMEDOUT in codes:
            return Failure("connect-timeout")
        if errno.ECONNRESET in codes:
            return Failure("reset")
        detail = next((error.strerror for error in self._errors if error.strerror), "unknown reason")
        return Failure("unreachable", detail=detail)


_REASONS = {
    errno.ECONNREFUSED: "refused",
    errno.ETIMEDOUT: "no answer",
    errno.ENETUNREACH: "no way there",
    errno.EHOSTUNREACH: "no way there",
    errno.ECONNRESET: "reset",
}


def _spell(target: Target) -> str:
    address, port = target.place[:2]
    return f"[{address}]:{port}" if ":" in str(address) else f"{address}:{port}"
