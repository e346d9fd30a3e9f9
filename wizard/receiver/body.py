"""The body of a callback taken apart into its fields, whatever came."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import msgspec

from wizard.profile.headers import MEDIA_TYPES

FORMATS = {media: name for name, media in MEDIA_TYPES.items()}
MAX_FIELDS = 1000
"""Fields of a form that are looked at."""
MAX_READ = 256 << 10
"""Bytes of a body that is taken apart; a larger one is no callback, and would keep everything else waiting."""
MAX_INFLATED = MAX_READ + 1
"""Bytes at which a compressed body stops being inflated."""

_BOUNDARY = re.compile(r'boundary="?([^";]{1,200})"?', re.IGNORECASE)
_NAME = re.compile(rb';\s*name="?((?:[^"\\]|\\.)*)"?', re.IGNORECASE)
_USUAL_NAME = re.compile(rb'\r\nContent-Disposition: form-data; name="([A-Za-z0-9_.-]+)"', re.IGNORECASE)
_FIRST_LINE = re.compile(rb"\s*--([^\r\n]{1,200})\r?\n")
_FORM = re.compile(rb"[^=&\s{]{1,200}=[^\n]*")


class WireBody(NamedTuple):
    """A body as it was read. `fields` has the top-level keys; None where the body has no fields."""

    format: str
    """json, form-data or urlencoded; `empty`, or `other` for what is none of them."""
    fields: dict[str, Any] | None
    doubled: tuple[str, ...] = ()
    """Keys that stand twice; the last one counts."""
    fault: str = ""
    """Why there are no fields, as half a sentence."""


def read_body(body: bytes, content_type: str = "", coding: str = "", expected: str = "") -> WireBody:
    """Reads a body by its Content-Type, or by its looks where that says nothing or is wrong.

    `coding` is its Content-Encoding; `expected` the format that is tried first where there is no Content-Type.
    """
    if coding and coding.lower() in ("gzip", "deflate", "x-gzip"):
        inflated = _inflate(body)
        if inflated is None:
            return WireBody("other", None, fault=f"The body does not unpack as {coding.lower()}")
        body = inflated
    if len(body) > MAX_READ:
        return WireBody("other", None, fault="The body has more than 256 KiB: it is not taken apart")
    if not body.strip():
        return WireBody("empty", None, fault="The body is empty")
    stated = FORMATS.get(content_type.partition(";")[0].strip().lower(), "")
    first = stated or expected or looks_like(body)
    read = _read(first, body, content_type)
    if read.fields is None:
        looks = looks_like(body)
        if looks not in (first, ""):
            other = _read(looks, body, content_type)
            return other if other.fields is not None else read
    return read


def looks_like(body: bytes) -> str:
    """The format that a body seems to have; "" for none."""
    start = body.lstrip()[:1]
    if start in (b"{", b"["):
        return "json"
    if (match := _FIRST_LINE.match(body)) and b"--" + match[1] + b"--" in body:
        return "form-data"
    return "urlencoded" if _FORM.fullmatch(body.strip()[:100_000]) else ""


def _read(name: str, body: bytes, content_type: str) -> WireBody:
    if name == "json":
        return _json(body)
    if name == "form-data":
        return _multipart(body, content_type)
    if name == "urlencoded":
        return urlencoded(body)
    return WireBody("other", None, fault="The body is neither JSON nor a form")


def _inflate(body: bytes) -> bytes | None:
    for window in (47, -15):  # gzip or zlib by its head, else bare deflate
        try:
            return zlib.decompressobj(window).decompress(body, MAX_INFLATED)
        except zlib.error:
            continue
    return None


class _Pairs:
    """Notes doubled keys while JSON objects are put together."""

    def __init__(self) -> None:
        self.doubled: list[str] = []

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    self.doubled.append(name)
                seen.add(name)
        return made


def plain_json(body: bytes) -> dict[str, str] | None:
    """The quick way for what most callbacks are: an object of texts without escapes; None for anything else.

    Without escapes each quote begins or ends a key or a text, so their count shows that no key stands twice.
    """
    if b"\\" in body:
        return None
    try:
        fields = _TEXTS.decode(body)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None
    return fields if body.count(b'"') == 4 * len(fields) else None


_TEXTS = msgspec.json.Decoder(dict[str, str])


def _json(body: bytes) -> WireBody:
    if (quick := plain_json(body)) is not None:
        return WireBody("json", quick)
    pairs = _Pairs()
    try:
        value = json.loads(body, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        return WireBody("other", None, fault=_not_json(body, error))
    except UnicodeDecodeError as error:
        return WireBody("other", None, fault=f"The body is not UTF-8 at byte {error.start}")
    except (ValueError, RecursionError):
        return WireBody("other", None, fault="The body is JSON nested or numbers written beyond all reason")
    if not isinstance(value, dict):
        return WireBody("json", None, fault="The body is JSON, but not an object")
    return WireBody("json", value, tuple(pairs.doubled))


def _not_json(body: bytes, error: json.JSONDecodeError) -> str:
    """Where and why, in the words that the editor of a request body has too."""
    from wizard.profile.fault import json_fault
    from wizard.profile.tokens import Lines

    text = body.decode("utf-8", "replace")
    fault = json_fault(text)
    if fault is None:
        return f"The body is not JSON (line {error.lineno}, column {error.colno})"
    line, column = Lines(text).place(fault.offset)
    return f"The body is not JSON. {fault.message} (line {line}, column {column})"


def urlencoded(body: bytes) -> WireBody:
    """An urlencoded form, as a body or a URL's query."""
    fields: dict[str, Any] = {}
    doubled: list[str] = []
    for pair in body.strip().split(b"&", MAX_FIELDS)[:MAX_FIELDS]:
        name, equals, value = pair.replace(b"+", b" ").partition(b"=")
        if not name and not equals:
            continue
        key = _text(unquote_to_bytes(name))
        if key in fields:
            doubled.append(key)
        fields[key] = _text(unquote_to_bytes(value))
    return WireBody("urlencoded", fields, tuple(doubled))


def _multipart(body: bytes, content_type: str) -> WireBody:
    found = _BOUNDARY.search(content_type)
    boundary = found[1].strip().encode("latin-1", "replace") if found else b""
    if not boundary and (match := _FIRST_LINE.match(body)):
        boundary = match[1].strip()
    line = b"--" + boundary
    if not boundary or line not in body:
        return WireBody("other", None, fault="The body does not have the parts that its boundary announces")
    fields: dict[str, Any] = {}
    doubled: list[str] = []
    if body.startswith(line):
        body = b"\r\n" + body
    for part in body.split(b"\n" + line, MAX_FIELDS)[1:]:
        if part.startswith(b"--"):
            return WireBody("form-data", fields, tuple(doubled))
        head, blank, content = part.partition(b"\r\n\r\n")
        name = _USUAL_NAME.fullmatch(head) or _NAME.search(head)
        if not blank or name is None:
            continue
        key = name[1].decode() if name.re is _USUAL_NAME else _text(_field_name(name[1]))
        if key in fields:
            doubled.append(key)
        fields[key] = _text(content.removesuffix(b"\r"))
    return WireBody("form-data", fields or None, tuple(doubled), "The last boundary of the body is missing")


def _field_name(name: bytes) -> bytes:
    """As browsers escape it (three characters), or with backslashes."""
    name = name.replace(b"%22", b'"').replace(b"%0D", b"\r").replace(b"%0A", b"\n")
    return re.sub(rb"\\(.)", rb"\1", name)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
