"""Where something comes in from outside, each as a function: an input in, all that the program tells of it out.

A refusal in the program's own words is an answer. Any other exception is a fault, and so is a secret of ours in what
is told.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tests.cli.damage import GOOD, JSON, PIECES
from wizard.callback import prepare, preview_request
from wizard.callback.fire import Sender
from wizard.callback.request import RequestError
from wizard.callback.response import plain_text, view
from wizard.catalog import CatalogError, load_catalog
from wizard.profile import (
    BodyError,
    CallbackProfile,
    Encryption,
    Header,
    ProfileFileError,
    TestSettings,
    check,
    check_body,
    check_file,
    check_headers,
    format_body,
    insert,
    merge,
    placeholders,
    read_profiles,
    remove,
    selected,
    set_variables,
    write_profiles,
)
from wizard.receiver import Receiver, open_pasted

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "planted-7f3a-secret"
KEY = "planted-aes-key-0123456789abcdef"
ENVIRON = {"HOOK_API_KEY": SECRET, "HOOK_KEY": KEY}
LIMITS = TestSettings(connect_timeout=2, timeout=3)

CATALOG = load_catalog("")
EMAIL = CATALOG.channels["email"]
BODY = '{"message_id": "<message_id>", "n": [1, {"x": "a <error_code>"}], "s": "<delivery_status>"}'


class Door(NamedTuple):
    """What comes in there looks like `seeds`, damaged with `pieces`; `use` takes one input."""

    about: str
    share: int
    """Of 200 inputs, how many go in here."""
    seeds: tuple[bytes, ...]
    pieces: tuple[bytes, ...]
    use: Callable[[bytes], str]


def profile(**more: object) -> CallbackProfile:
    """One with a secret of each kind."""
    given: dict[str, object] = {
        "id": "IN_00000000-0000-4000-8000-000000000000",
        "title": "hooks",
        "events": ("Email Send",),
        "endpoint": "http://127.0.0.1:1/hook",
        "body": BODY,
        "headers": (Header(name="api-key", value=SECRET), Header(name="x-other", value="${HOOK_API_KEY}")),
        "encryption": Encryption(key=KEY, iv="POabcdefghijklLY"),
    }
    return msgspec.convert(given | more, CallbackProfile)


def profile_file(data: bytes) -> str:
    """Read, checked, written again both ways, and read back the same."""
    _, problems = check_file(data, CATALOG, name="")
    told = [problem.sentence for problem in problems]
    try:
        profiles = read_profiles(data)
    except ProfileFileError as error:
        return "\n".join([*told, str(error)])
    for each in profiles:
        told += [problem.sentence for problem in check(each, CATALOG)]
    for form in ("toml", "json"):
        told.append(write_profiles(profiles, form=form, reveal=False))
        text = write_profiles(profiles, form=form, reveal=True)
        assert read_profiles(text.encode(), name=f"x.{form}") == profiles
    return "\n".join(told)


def catalog_file(data: bytes) -> str:
    """A channel file in WIZARD_CATALOG."""
    folder = _folder()
    (folder / "one.toml").write_bytes(data)
    load_catalog.cache_clear()
    try:
        found = load_catalog(str(folder))
    except CatalogError as error:
        return str(error)
    for channel in found.channels.values():
        preview_request(profile(channel=channel.id), found)
    return ""


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="wizard-soak-"))


def request_body(data: bytes) -> str:
    """Everything that is done with a body as it is typed, and the request it makes."""
    text = data.decode(errors="surrogateescape")
    problems = check_body(text, EMAIL)
    right = not any(problem.is_error for problem in problems)
    told = [problem.sentence for problem in problems]
    placeholders(text)
    names = selected(text, EMAIL)
    changes: tuple[Callable[[], str], ...] = (
        lambda: format_body(text),
        lambda: insert(text, EMAIL.variable_names),
        lambda: remove(text, names),
        lambda: merge(text, BODY),
        lambda: merge(BODY, text),
        lambda: set_variables(text, EMAIL.variable_names[:3], EMAIL),
    )
    for change in changes:
        try:
            changed = change()
            assert not right or isinstance(json.loads(changed), dict)
        except BodyError as error:
            told.append(str(error))
    for body_format in ("json", "form-data", "urlencoded"):
        made = profile(body=text, body_format=body_format)
        told.append(preview_request(made, CATALOG, environ=ENVIRON).text)
        try:
            prepare(made, CATALOG, environ=ENVIRON).raw  # noqa: B018
        except RequestError as error:
            told.append(str(error))
    return "\n".join(told)


def header_rows(data: bytes) -> str:
    """Rows of headers, a line each; and the endpoint, which is typed beside them."""
    rows = []
    for line in data.decode(errors="surrogateescape").split("\n")[:40]:
        name, _, value = line.partition(":")
        rows.append(Header(name=name, value=value.strip(" ")))
    told = [problem.sentence for problem in check_headers(tuple(rows), "json")]
    endpoint = rows[0].value if rows[0].name == "endpoint" else "http://127.0.0.1:1/hook"
    made = profile(headers=tuple(rows), endpoint=endpoint)
    told += [problem.sentence for problem in check(made, CATALOG)]
    told.append(preview_request(made, CATALOG, environ=ENVIRON).text)
    try:
        raw = prepare(made, CATALOG, environ=ENVIRON).raw
        head = raw.partition(b"\r\n\r\n")[0]
        assert b"\n" not in head.replace(b"\r\n", b""), head
    except RequestError as error:
        told.append(str(error))
    return "\n".join(told)


def ciphertext(data: bytes) -> str:
    """Whatever is pasted to be opened."""
    report = open_pasted(data, profile(), EMAIL, ENVIRON)
    told = [json.dumps(value.to_json_document(reveal=False)) for value in report.values]
    return "\n".join(told)


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The loop of everything that goes over a socket."""
    return asyncio.new_event_loop()


class _Endpoint:
    """Answers every connection with what it is given, and hangs up."""

    def __init__(self) -> None:
        self.answer = b""
        self.server = loop().run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port: int = self.server.sockets[0].getsockname()[1]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self.answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        writer.close()


_endpoint = cache(_Endpoint)


def http_response(data: bytes) -> str:
    """What an endpoint answers a firing with."""
    endpoint = _endpoint()
    endpoint.answer = data.replace(b"SECRET", SECRET.encode())
    made = profile(endpoint=f"http://127.0.0.1:{endpoint.port}/hook")
    request = prepare(made, CATALOG, environ=ENVIRON)

    async def fire() -> str:
        async with Sender(LIMITS, environ={}) as sender:
            delivery = await sender.fire(request)
        told = [delivery.sentence, delivery.advice, repr(msgspec.json.encode(delivery))]
        if delivery.response:
            shown = view(delivery.response)
            assert not {*shown.text} & {*map(chr, range(32))} - {"\n", "\t"}, shown.text
            told += [shown.text, shown.note, plain_text(delivery.response)]
        return "\n".join(told)

    return loop().run_until_complete(fire())


class _Listening:
    def __init__(self) -> None:
        self.receiver = Receiver(profiles=[profile()])
        loop().run_until_complete(self.receiver.start())


_listening = cache(_Listening)


def incoming_request(data: bytes) -> str:
    """What somebody sends to the receiver; the next good one is taken all the same."""
    receiver = _listening().receiver

    before = receiver.received

    async def send() -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", receiver.port)
        try:
            writer.write(data)
            writer.write_eof()
            await asyncio.wait_for(reader.read(), 10)
        except OSError:  # hung up on
            pass
        writer.close()
        taken = receiver.callbacks[: receiver.received - before]
        told = [json.dumps(each.to_json_document()) for each in taken]
        told += [finding.message for each in taken for finding in each.problems]
        return "\n".join(told)

    return loop().run_until_complete(send())


def close() -> None:
    """Let go of every socket and file."""
    if _listening.cache_info().currsize:
        loop().run_until_complete(_listening().receiver.stop())
    if _endpoint.cache_info().currsize:
        _endpoint().server.close()
    loop().run_until_complete(loop().shutdown_asyncgens())
    loop().close()
    shutil.rmtree(_folder())


CHANNEL_FILE = (Path(__file__).parents[2] / "wizard/catalog/channels/email.toml").read_bytes()
SEALED = prepare(profile(), CATALOG, environ=ENVIRON)
SAVED = JSON.replace('"api-key"', '"api-key", "secret": true')
HTTP = (
    *(
        b"\r\n",
        b"\r",
        b"\n",
        b":",
        b" ",
        b"\xff",
        b"\0",
        b"-1",
        b"99999999999999999999",
        b"SECRET",
        b"\x1b[2J",
    ),
    *(
        b"Content-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"0\r\n\r\n",
    ),
)
TEXT = (
    *PIECES,
    b"<message_id>",
    b"${HOOK_API_KEY}",
    b"$${",
    b"\x1b]0;x\x07",
    "\u202e".encode(),
    b"[bold]",
    b"%s{0}",
)

DOORS: dict[str, Door] = {
    "profile files": Door("TOML and JSON", 60, (*GOOD, SAVED.encode()), TEXT, profile_file),
    "catalog": Door("channel files", 10, (CHANNEL_FILE,), TEXT, catalog_file),
    "request bodies": Door(
        "as typed", 40, (BODY.encode(), b"{}", b'{"a": {"b": "<x>"}}'), TEXT, request_body
    ),
    "headers": Door(
        "rows, and the endpoint",
        40,
        (
            b"api-key: ${HOOK_API_KEY}\nAuthorization: Basic cGxhbnRlZDpw\nContent-Type: application/json",
            b"endpoint: https://hooks.example.com:8443/a/b?c=d#e\ncookie: a=b; c=d\nx-token: $${NOT}",
        ),
        (
            *TEXT,
            b":",
            b"Host: x\n",
            b"Content-Length: 1\n",
            b"multipart/form-data",
            b"http://[::1",
            b"@",
            b"\r\n",
        ),
        header_rows,
    ),
    "ciphertexts": Door(
        "pasted", 15, (SEALED.body, SEALED.raw), (*TEXT, b"=", b"A", b"%2B", b"&"), ciphertext
    ),
    "HTTP responses": Door(
        "of an endpoint",
        15,
        (
            b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"ok": "SECRET"',
            b"HTTP/1.1 301 Moved\r\nLocation: http://169.254.169.254/\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"6\r\nSECRET\r\n0\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 500 SECRET\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0abc",
        ),
        HTTP,
        http_response,
    ),
    "incoming requests": Door(
        "at the receiver",
        15,
        (
            SEALED.raw,
            b"POST /x?a=b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 66\r\n\r\n"
            b'--b\r\nContent-Disposition: form-data; name="message_id"\r\n\r\nx\r\n--b--\r\n',
        ),
        HTTP,
        incoming_request,
    ),
}
