"""The receiver: a local endpoint that takes callbacks in, checks them, and loses none that it has counted."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import time
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

from wizard.receiver.findings import Finding
from wizard.receiver.matching import Matcher
from wizard.receiver.received import ReceivedCallback
from wizard.receiver.ring import Ring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from aiohttp import web

    from wizard.catalog import Catalog
    from wizard.profile.model import CallbackProfile
    from wizard.receiver.checks import Examiner

MAX_BODY = 10 << 20
"""Bytes of a body that are taken unless another limit is set."""
KEPT = 10_000
"""Callbacks that are kept."""
KEPT_BYTES = 64 << 20
"""Bytes of callbacks that are kept."""
INCOMING = 64 << 20
"""Bytes of bodies that may be on their way in at once, and at least one of the largest allowed."""
REMEMBERED = 50_000
"""Messages that are remembered in order to notice one that comes again."""
CONNECTIONS = 1000
"""Connections that may be open at a time; beyond, the idle one that came first makes room."""


class ReceiverError(Exception):
    """The receiver cannot start. Its text is a sentence that says what to do."""


def read_answers(text: str) -> tuple[int, ...]:
    """`500,500,204` as statuses to answer with, in turn. Raises ValueError with a sentence."""
    statuses: list[int] = []
    for part in text.split(","):
        if not part.strip().isdecimal() or not 200 <= int(part) <= 599:
            raise ValueError(
                f"{part.strip()!r} is no status to answer with; give numbers from 200 to 599, as 500,500,204"
            )
        statuses.append(int(part))
    return tuple(statuses)


class Receiver:
    """An HTTP endpoint in this event loop: `async with Receiver(port=8090) as receiver`.

    It is ready, and `url` is known, once the block is entered. Answers 204 by default; `respond` gives statuses to
    answer in turn, the last for good; `delay` is seconds to wait before each answer, `body` what to answer with.
    `path` is the only one taken where it is set. Bodies larger than `max_body` bytes get 413, ones slower than
    `timeout` seconds 408, too many large ones at once 503; a connection that sends no request for `idle` seconds is
    closed.

    Read callbacks with `async for callback in receiver`: everyone gets each that is kept or still to come, once and
    in order. `on_callback` is called with each in the event loop. `callbacks` has the newest first.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        profiles: Iterable[CallbackProfile] = (),
        respond: int | Sequence[int] = (),
        delay: float = 0.0,
        body: bytes | str = b"",
        path: str = "",
        max_body: int = MAX_BODY,
        timeout: float = 30.0,
        idle: float = 30.0,
        kept: int = KEPT,
        kept_bytes: int = KEPT_BYTES,
        connections: int = CONNECTIONS,
        patience: float = 30.0,
        catalog: Catalog | None = None,
        environ: Mapping[str, str] | None = None,
        on_callback: Callable[[ReceivedCallback], object] | None = None,
    ) -> None:
        from wizard.catalog import load_catalog

        self.host = host
        self.port = port
        self._body = body.encode() if isinstance(body, str) else body
        self._path = path
        self._max_body = max_body
        self._timeout = timeout
        self._idle = idle
        self._connections = connections
        self._ring_size = (kept, kept_bytes, patience)
        self._catalog = catalog or load_catalog()
        self._environ = environ
        self._on_callback = on_callback
        self._matcher = Matcher(profiles, self._catalog, environ)
        self._server: asyncio.Server | None = None
        self._listener: web.Server | None = None
        self._ring = Ring(*self._ring_size)
        self._seen: OrderedDict[int, int] = OrderedDict()
        self.answer_with(respond, delay=delay)
        self.refused: Counter[str] = Counter()
        """What was answered but is no callback, by reason: `too large`, `too slow`, `no HTTP`, …"""

    def watch(self, profiles: Iterable[CallbackProfile]) -> None:
        """Checks callbacks against these profiles from now on."""
        self._matcher = Matcher(profiles, self._catalog, self._environ)

    def answer_with(self, respond: int | Sequence[int] = (), *, delay: float = 0.0) -> None:
        """Answers with these statuses in turn from the next callback on, the last for good, `delay` s after it came."""
        statuses = (respond,) if isinstance(respond, int) else tuple(respond)
        self._answers = statuses or (204 if not self._body else 200,)
        self._answered = self._ring.count
        self._delay = delay

    @property
    def url(self) -> str:
        """Where callbacks go to, with the path if only one is taken."""
        host = self.host
        if host in ("", "0.0.0.0", "::"):
            host = "127.0.0.1" if host != "::" else "::1"
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}{self._path or '/'}"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know before the first callback, as sentences."""
        told: list[str] = []
        if not _is_loopback(self.host):
            told.append(
                f"The receiver listens on {self.host or 'every address'}: whoever reaches this machine can send to it, "
                "and what they send is shown. Leave --host out to take callbacks from this machine alone."
            )
        if 0 < len(self._matcher) <= 20:
            told += [line for at in range(len(self._matcher)) for line in self._matcher.examiner(at).warnings]
        return tuple(told)

    @property
    def received(self) -> int:
        """Callbacks that were counted so far."""
        return self._ring.count

    @property
    def dropped(self) -> int:
        """Callbacks that were counted and are no longer kept."""
        return self._ring.dropped

    @property
    def callbacks(self) -> tuple[ReceivedCallback, ...]:
        """Those that are kept, newest first."""
        return tuple(self._ring)

    def __aiter__(self) -> AsyncIterator[ReceivedCallback]:
        return self._ring.read()

    async def __aenter__(self) -> Receiver:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Opens the port. Raises ReceiverError where that cannot be."""
        from wizard.receiver import http

        host = "127.0.0.1" if self.host == "localhost" else self.host
        most = min(self._connections, _open_files() - 100)
        self._room = http.Room(max(INCOMING, self._max_body))
        listener = http.Listener(self._take, self._refuse, most=max(most, 10), idle=self._idle)
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(listener, host or None, self.port, backlog=512)
        except (OSError, OverflowError) as error:
            raise ReceiverError(_cannot_open(self.host, self.port, error)) from error
        self._listener = listener
        self._ring.reopen()
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Closes the port and every connection; readers end once they have taken what is kept."""
        if self._server is not None and self._listener is not None:
            self._server.close()
            self._ring.close()
            await self._listener.shutdown(0.2)
            self._server = None

    def _refuse(self, reason: str) -> None:
        self.refused[reason] += 1

    async def _take(self, request: web.BaseRequest) -> web.StreamResponse:
        from wizard.receiver import http

        connection = request.protocol
        connection.busy = True  # type: ignore[attr-defined]
        try:
            if self._path and request.raw_path.partition("?")[0] != self._path.partition("?")[0]:
                self._refuse("another path")
                return http.plain_refusal(404, f"Callbacks go to {self._path}")
            try:
                body = await http.read_whole(request, self._max_body, self._timeout, self._room)
            except http.TooLarge:
                self._refuse("too large")
                told = f"Larger than {self._max_body} bytes; start the receiver with a larger --max-body"
                return http.plain_refusal(413, told)
            except http.TooMuch:
                self._refuse("too much at once")
                return http.plain_refusal(503, "Too many large bodies come at once; send it again")
            except http.TooSlow:
                self._refuse("too slow")
                return http.plain_refusal(408, f"The body did not come within {self._timeout:g} s")
            if self._ring.is_full:
                await self._ring.room()
            number = self._receive(request.method, request.raw_path, http.raw_headers(request), body)
            status = self._answers[min(number - self._answered, len(self._answers)) - 1]
            if self._delay:
                await asyncio.sleep(self._delay)
            return http.answer(status, self._body)
        finally:
            connection.busy = False  # type: ignore[attr-defined]

    def _receive(self, method: str, path: str, headers: tuple[tuple[bytes, bytes], ...], body: bytes) -> int:
        """Counts, checks and keeps a callback, and hands it on. Nothing in here waits, so numbers have no gaps."""
        number = self._ring.count + 1
        callback = ReceivedCallback(number, time.time(), method, path, headers, body)
        match = self._matcher.match(callback)
        values = callback.judge(match)
        if match.examiners:
            self._note_doubled(callback, match.examiners[0], values)
        elif len(self._matcher):
            callback.add(Finding("profile", "", match.note.removesuffix("."), "compare it with the profiles"))
        self._ring.put(callback)
        if self._on_callback is not None:
            try:
                self._on_callback(callback)
            except Exception as error:  # a screen's fault must not be answered to the sender
                loop = asyncio.get_running_loop()
                loop.call_exception_handler(
                    {"message": "a receiver's on_callback failed", "exception": error}
                )
        return number

    def _note_doubled(self, callback: ReceivedCallback, examiner: Examiner, values: dict[str, str]) -> None:
        """Notes that the message came before with the same status; it comes once with each."""
        message = values.get(examiner.message_variable)
        if not message:
            return
        mark = hash((examiner.profile.id, message, values.get(examiner.status_variable)))
        before = self._seen.get(mark)
        if before is None:
            self._seen[mark] = callback.number
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            return
        told = f"The same message and status came before, as callback {before}"
        advice = "look whether the sender repeats what was accepted"
        callback.add(Finding("doubled", examiner.message_variable, told, advice))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _open_files() -> int:
    try:
        import resource

        return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    except (ImportError, OSError):
        return 512


def _cannot_open(host: str, port: int, error: BaseException) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program; choose another with --port NUMBER, or --port 0 for "
            "any free one."
        )
    if number == errno.EACCES:
        return f"Port {port} needs more rights than you have; choose one above 1023 with --port NUMBER."
    if isinstance(error, OverflowError):
        return f"{port} is no port; choose one from 0 to 65535 with --port NUMBER."
    return f"{host} is no address of this machine; leave --host out, or give one of its addresses."
