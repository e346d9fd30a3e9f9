"""From an error in the middle of a firing to the fault behind it, by what was sent and what had come back.

The evidence is the bytes themselves: the texts of the libraries' errors are theirs to change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.callback.network.journal import Failure
from wizard.callback.text import safe_line

if TYPE_CHECKING:
    from wizard.callback.network.journal import Journal

H11_LIMIT = 100 << 10
"""Bytes of a status line with headers above which h11 gives up."""

_GREETINGS = (
    (re.compile(rb"SSH-"), "SSH"),
    (re.compile(rb"220[ -].*(?:SMTP|mail)", re.IGNORECASE), "SMTP"),
    (re.compile(rb"220[ -].*FTP", re.IGNORECASE), "FTP"),
    (re.compile(rb"\+OK"), "POP3"),
    (re.compile(rb"\* OK"), "IMAP"),
    (re.compile(rb"-(?:ERR|DENIED)"), "Redis"),
    (re.compile(rb"\0\0.\x04\0", re.DOTALL), "HTTP/2"),
    (re.compile(rb".\0\0\0\x0a[0-9]\.", re.DOTALL), "MySQL"),
)


def diagnose(error: BaseException, journal: Journal) -> Failure:
    """The fault behind an error that a firing ended with; `unexpected` for one that nobody thought of."""
    if isinstance(error, TimeoutError):
        return _not_http(journal) or Failure("timeout")
    if isinstance(error, Failure):
        if error.kind in ("reset", "closed"):
            return _not_http(journal) or error
        return error
    import httpcore

    if isinstance(error, httpcore.ProxyError):
        return Failure("proxy-refused", detail=safe_line(str(error)))
    if isinstance(error, httpcore.RemoteProtocolError):
        return _broken_answer(journal)
    return Failure("unexpected", detail=safe_line(f"{type(error).__name__}: {error}")[:200])


def _broken_answer(journal: Journal) -> Failure:
    raw = bytes(journal.head[journal.final_start :])
    if not raw:
        return Failure("closed")
    fault = _not_http(journal)
    if fault:
        return fault
    if not journal.head_end:
        return Failure("too-many-headers" if len(raw) > H11_LIMIT else "closed")
    lengths = [value for name, value in _headers(raw) if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in _headers(raw))
    if not journal.answered:
        if raw[9:12] == b"101":
            return Failure("bad-status", detail=_short(raw.split(b"\n")[0].strip()))
        if lengths and (len(set(lengths)) > 1 or not lengths[0].isdigit() or len(lengths[0]) > 18):
            return Failure("bad-length", detail=", ".join(_short(length) for length in lengths[:3]))
        return Failure("bad-header", detail=_short(_worst(raw)))
    if chunked:
        return Failure("bad-chunk")
    said = lengths[0].decode(errors="replace") if lengths else "?"
    return Failure("bad-length", detail=said, got=str(journal.received - len(journal.head)))


def _not_http(journal: Journal) -> Failure | None:
    """The fault of an answer that is not HTTP/1, as far as it has come; None where it may be."""
    raw = bytes(journal.head[journal.final_start :])
    if not raw or journal.answered:
        return None
    if raw[:1] in (b"\x15", b"\x16") and raw[1:2] in (b"\x03", b""):
        return Failure("plain-tls")
    line = raw[:200].split(b"\n")[0].strip()
    if raw[:5] == b"HTTP/"[: len(raw)] and (
        not journal.head_end or re.match(rb"HTTP/1\.[01] [0-9]{3}\b", line)
    ):
        return None
    name = next((name for pattern, name in _GREETINGS if pattern.match(raw)), "")
    return Failure("not-http", detail=_short(line) or "nothing that can be read", speaks=name)


def _headers(raw: bytes) -> list[tuple[bytes, bytes]]:
    rows = (line.partition(b":") for line in raw.split(b"\n")[1:] if b":" in line)
    return [(name.strip().lower(), value.strip()) for name, _, value in rows]


def _worst(raw: bytes) -> bytes:
    """The header line that is most likely at fault: the first that is not `name: value` in lawful characters."""
    for line in raw.rstrip(b"\r\n").split(b"\n")[1:]:
        line = line.rstrip(b"\r")
        if not re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00\r]*", line):
            return line
    return raw.split(b"\n")[0].strip()


def _short(data: bytes) -> str:
    text = safe_line(data.decode(errors="replace"))
    return text if len(text) <= 60 else text[:59] + "…"
