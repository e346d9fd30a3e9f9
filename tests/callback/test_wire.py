"""Every algorithm, body format and shape of body, as other people's programs receive and open it."""

from __future__ import annotations

import asyncio
import io
import json
import re
import subprocess
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from werkzeug.formparser import MultiPartParser

from wizard.callback import CallbackRequest, build_request
from wizard.callback.fire import Sender
from wizard.profile.model import (
    ALGORITHMS,
    BODY_FORMATS,
    ENCODINGS,
    CallbackProfile,
    Encryption,
    TestSettings,
)

KEYS = {
    "128": "K1abcdefghijkl2P",
    "192": "K1abcdefghijklmnopqrst2P",
    "256": "K1abcdefghijklmnopqrstuvwxyz012P",
}
IV = "POabcdefghijklLY"

SHAPES = {
    "flat": '{"id": "<id>",\n "state":"<state>", "note" : "<note>", "to": "<to>", "code": "<code>"}',
    "nested": '{"data": {"list": ["<id>", {"deep": "<note>"}, 1.50], "on": true}, "none": null, "more": ["<to>"]}',
    "embedded": '{"line": "id=<id>; to <to>!", "twice": "<state> | <state>", "n": {"x": "a<note>z"}}',
    "renamed": '{"Kennung é \\u00e9": "<id>", "quo\\"ted": "<note>", "": "<to>", "a&b=c d+": "<state>"}',
    "literal": '{"kind": "callback <3 é \\ud83d\\ude00", "n": 12345678901234567890, "e": 1E5, "id": "<id>"}',
    "unknown": '{"id": "<id>", "what": "<no_such_name>", "mixed": "<state> and <nor_this>"}',
}

VALUES = [
    {"id": "64702e3a-7596:1", "state": "Bounce", "note": "", "to": "ada@mail.example", "code": "550"},
    {"id": 'quotes " \' ` \\ " end', "state": "line\nbreak\r\nand\ttab",
     "note": "{}[]<>&=;%+#", "to": "<id>", "code": "${HOME}"},
    {"id": "emoji 🕊️👩‍👩‍👧 🇮🇳", "state": "nul \0 and \x01\x1b[31m\x7f",
     "note": "مرحبا بالعالم שלום", "to": "<note>", "code": "\u2028\ufeff"},
    {"id": "--boundary\r\n--callback-", "state": "]}", "note": "a" * 3000 + "é", "to": " ", "code": "\\u0041\\n"},
]  # fmt: skip

# Opens what Node is given: lines of algorithm, key, IV, encoding, place of the tag and ciphertext.
NODE = """
const crypto = require('crypto');
const opened = JSON.parse(require('fs').readFileSync(0, 'utf8')).map(([name, key, iv, encoding, tag, text]) => {
  let data = Buffer.from(text, encoding);
  const open = crypto.createDecipheriv(name, Buffer.from(key), Buffer.from(iv));
  if (name.endsWith('gcm')) {
    open.setAuthTag(tag === 'after' ? data.subarray(-16) : data.subarray(0, 16));
    data = tag === 'after' ? data.subarray(0, -16) : data.subarray(16);
  }
  return Buffer.concat([open.update(data), open.final()]).toString('utf8');
});
process.stdout.write(JSON.stringify(opened));
"""

Sealed = tuple[str, str, str, str]
"""Plain value, ciphertext, encoding, place of the tag."""


class Endpoint:
    """aiohttp's server: keeps what it is sent as its own parsers read it."""

    def __init__(self) -> None:
        self.raw = b""
        self.fields: dict[str, str] = {}

    async def take(self, request: web.Request) -> web.Response:
        if request.content_type == "multipart/form-data":
            # Its parser reads from the connection, so what else is checked is checked on what was sent.
            # Names are escaped as browsers do (HTML standard); aiohttp leaves that to its user.
            form = await request.post()
            self.fields = {name.replace("%22", '"'): str(value) for name, value in form.items()}
            self.raw = b""
            return web.Response(status=204)
        self.raw = await request.read()
        if request.content_type == "application/x-www-form-urlencoded":
            pairs = parse_qsl(self.raw.decode(), keep_blank_values=True, strict_parsing=True)
            self.fields = dict(pairs)
            assert list(self.fields.items()) == list((await request.post()).items())
        else:
            assert request.content_type == "application/json"
        return web.Response(status=204)


def read_multipart(request: CallbackRequest) -> dict[str, str]:
    """The fields as werkzeug reads them."""
    kind = dict(request.headers)["content-type"]
    boundary = kind.partition("boundary=")[2].encode()
    form, files = MultiPartParser().parse(io.BytesIO(request.body), boundary, len(request.body))
    assert not files
    return dict(form.items(multi=True))


@pytest.mark.parametrize("algorithm", [*ALGORITHMS, None])
async def test_what_is_sent_is_what_others_read_and_open(algorithm: str | None) -> None:
    endpoint = Endpoint()
    app = web.Application()
    app.router.add_post("/hook", endpoint.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/hook"  # type: ignore[union-attr]
    sealed: set[Sealed] = set()
    try:
        async with Sender(TestSettings(), environ={}) as sender:
            # Two of the sets of values for each, in turn.
            cases = [
                (form, body, VALUES[(turn + step) % len(VALUES)])
                for turn, form in enumerate(BODY_FORMATS)
                for step, body in enumerate(SHAPES.values())
                for turn in (turn, turn + 2)
            ]
            for number, (form, body, values) in enumerate(cases):
                encryption = None
                if algorithm:
                    layout = ENCODINGS[number % 3], ("after", "before")[number % 2]
                    encryption = Encryption(
                        algorithm=algorithm,
                        key=KEYS[algorithm[4:7]],
                        iv=IV,
                        encoding=layout[0],
                        tag=layout[1],
                    )
                profile = CallbackProfile(endpoint=url, body=body, body_format=form, encryption=encryption)
                request = build_request(profile, values, {})
                assert (await sender.fire(request)).ok
                if form == "form-data":
                    assert read_multipart(request) == endpoint.fields
                else:
                    assert endpoint.raw == request.body
                found = list(sent_values(json.loads(body), received(endpoint, form, body)))
                for name, wire in found:
                    if encryption is None:
                        assert wire == values[name]
                    else:
                        assert wire == request.sent_values[name].wire
                        sealed.add((values[name], wire, *layout))
                assert {name for name, _ in found} == set(request.sent_values)
    finally:
        await runner.cleanup()
    if algorithm:
        await asyncio.to_thread(open_with_node, algorithm, sorted(sealed))
        if algorithm.endswith("CFB"):
            await asyncio.to_thread(open_with_openssl, algorithm, sorted(sealed))


def received(endpoint: Endpoint, form: str, body: str) -> Any:
    """What arrived, as the tree that the body's template is."""
    template = json.loads(body)
    if form == "json":
        # Numbers and white space are on the wire as they were typed.
        for kept in ("1.50", "12345678901234567890", "1E5", '"note" : ', '\n "state"'):
            assert (kept in body) == (kept.encode() in endpoint.raw)
        return json.loads(endpoint.raw)
    assert list(endpoint.fields) == list(template)
    for kept in ("1.50", "12345678901234567890", "1E5"):
        assert (kept in body) == any(kept in value for value in endpoint.fields.values())
    return {
        name: value if isinstance(template[name], str) else json.loads(value)
        for name, value in endpoint.fields.items()
    }


def sent_values(template: Any, found: Any) -> list[tuple[str, str]]:
    """Each placeholder of the template with what stands in its place; all else must be as in the template."""
    if isinstance(template, dict):
        assert list(found) == list(template)
        return [pair for key in template for pair in sent_values(template[key], found[key])]
    if isinstance(template, list):
        assert len(found) == len(template)
        return [pair for one, other in zip(template, found, strict=True) for pair in sent_values(one, other)]
    if not isinstance(template, str):
        assert found == template
        return []
    parts = re.split(r"<(id|state|note|to|code)>", template)
    pattern = "(.*)".join(re.escape(part) for part in parts[::2])
    match = re.fullmatch(pattern, found, re.DOTALL)
    assert match, (template, found)
    return list(zip(parts[1::2], match.groups(), strict=True))


def open_with_node(algorithm: str, sealed: list[Sealed]) -> None:
    key, name = KEYS[algorithm[4:7]], algorithm.lower()
    jobs = [[name, key, IV, encoding, tag, wire] for _, wire, encoding, tag in sealed]
    done = subprocess.run(
        ["node", "-e", NODE], input=json.dumps(jobs).encode(), capture_output=True, check=True
    )
    assert json.loads(done.stdout) == [plain for plain, *_ in sealed]


def open_with_openssl(algorithm: str, sealed: list[Sealed]) -> None:
    key, name = KEYS[algorithm[4:7]], algorithm.lower()
    command = ["openssl", "enc", "-d", f"-{name}", "-K", key.encode().hex(), "-iv", IV.encode().hex()]
    wires = {plain: wire for plain, wire, encoding, _ in sealed if encoding == "hex"}
    assert len(wires) > 5
    for plain, wire in wires.items():
        done = subprocess.run(command, input=bytes.fromhex(wire), capture_output=True, check=True)
        assert done.stdout.decode() == plain


def test_a_query_carries_values_percent_encoded() -> None:
    profile = CallbackProfile(
        method="GET", endpoint="http://h.test/a?id=<id>&s=<state>&x=<other>&é", body="not sent"
    )
    request = build_request(profile, {"id": "a b&c=d/é", "state": "<id>"}, {})
    assert request.target == "/a?id=a%20b%26c%3Dd%2F%C3%A9&s=%3Cid%3E&x=%3Cother%3E&%C3%A9"
    assert request.body == b""
    assert dict(parse_qsl(request.target.partition("?")[2], keep_blank_values=True))["id"] == "a b&c=d/é"


def test_only_the_chosen_parameters_are_encrypted() -> None:
    encryption = Encryption(algorithm="AES-128-CFB", key=KEYS["128"], iv=IV, parameters=("id", "absent"))
    profile = CallbackProfile(endpoint="http://h.test/", body=SHAPES["flat"], encryption=encryption)
    request = build_request(profile, VALUES[0], {})
    found = {name: sent.encrypted for name, sent in request.sent_values.items()}
    assert found == {"id": True, "state": False, "note": False, "to": False, "code": False}
    assert request.sent_values["id"].plain == VALUES[0]["id"]
    assert request.sent_values["id"].wire in request.body_text
    assert request.sent_values["state"].wire == "Bounce"


def test_the_same_input_gives_the_same_bytes() -> None:
    for form in BODY_FORMATS:
        profile = CallbackProfile(endpoint="http://h.test/", body=SHAPES["nested"], body_format=form)
        assert build_request(profile, VALUES[1], {}).raw == build_request(profile, VALUES[1], {}).raw
