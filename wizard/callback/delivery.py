"""A delivery: one firing of a callback and what came of it. What is kept of it holds no secret."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Phase = Literal["", "look-up", "connect", "tls", "send", "wait", "read"]
"""What a firing goes through, in this order: a name's addresses, a connection, TLS, the request on its way, silence
until the first byte of the answer, the answer."""

Rows = tuple[tuple[str, str], ...]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The shape shared by all parts of a delivery. Unknown keys are passed over: a newer program may have kept them."""


class SentValue(Record, frozen=True):
    """A variable's value as it is and as it went on the wire: the same, unless it is encrypted."""

    plain: str
    wire: str
    encrypted: bool = False


class SentRequest(Record, frozen=True):
    """The request as sent, secret header values masked. Body as on the wire."""

    method: str
    url: str
    target: str
    headers: Rows = ()
    body: bytes = b""


class Response(Record, frozen=True):
    """What came back. `status` 0: something came, but it was no HTTP; `body` holds its bytes.

    `head` is the status line and headers as they came, interim answers included, at most 16 KiB; `body` is as
    framed by HTTP but otherwise raw (still compressed, say). Nothing in here may be trusted: see `response`.
    """

    status: int = 0
    reason: str = ""
    version: str = ""
    headers: Rows = ()
    head: bytes = b""
    body: bytes = b""
    truncated: bool = False
    """Whether there was more than the kept limit; the rest was not read."""

    def header(self, name: str) -> str:
        """The value of the first header of that name, letter case aside; "" if there is none."""
        folded = name.lower()
        return next((value for key, value in self.headers if key.lower() == folded), "")


class Attempt(Record, frozen=True):
    """An address that was tried. `outcome`: connected, given up (another was quicker), or why it failed."""

    address: str
    outcome: str
    ms: float = 0.0

    @property
    def family(self) -> str:
        """`IPv6` or `IPv4`."""
        return "IPv6" if ":" in self.address else "IPv4"


class Certificate(Record, frozen=True):
    """The endpoint's certificate. Times are ISO 8601 in UTC; `days_left` is negative once it has expired."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    valid_from: str
    valid_until: str
    days_left: int
    self_signed: bool = False


class TlsInfo(Record, frozen=True):
    """The TLS of a connection. `verified` false: the check was switched off, or it failed."""

    version: str = ""
    cipher: str = ""
    verified: bool = False
    certificate: Certificate | None = None


class Delivery(Record, frozen=True):
    """One firing. Times in milliseconds; `at` is when it began, ISO 8601 in UTC.

    `kind` is a stable code of what happened, `sentence` says it, `advice` what to try next, `notes` what is worth
    knowing besides. `phase` is where it failed, "" where it did not fail. `ok`: a 2xx answer came, whole.
    """

    id: str
    at: str
    request: SentRequest
    profile_id: str = ""
    delivery_status: str = ""
    values: dict[str, str] = {}
    sent_values: dict[str, SentValue] = {}
    response: Response | None = None
    phases: dict[str, float] = {}
    elapsed_ms: float = 0.0
    ok: bool = False
    phase: Phase = ""
    kind: str = ""
    sentence: str = ""
    advice: str = ""
    notes: tuple[str, ...] = ()
    addresses: tuple[Attempt, ...] = ()
    address: str = ""
    """The address that was talked to, with its port."""
    proxy: str = ""
    """The proxy it went through, without credentials; "" for none."""
    verify: bool = True
    """False: certificates were not checked, by setting."""
    tls: TlsInfo | None = None

    @property
    def http_status(self) -> int | None:
        """The status of the answer; None where none came."""
        return self.response.status if self.response and self.response.status else None


_DECODER = msgspec.json.Decoder(Delivery)


def to_json(delivery: Delivery) -> bytes:
    """The delivery as one JSON document, for keeping; bytes in it as base64."""
    return msgspec.json.encode(delivery)


def from_json(data: bytes | str) -> Delivery:
    """The delivery that `to_json` wrote. Raises msgspec.DecodeError for anything else."""
    return _DECODER.decode(data)


def to_json_document(delivery: Delivery) -> dict[str, Any]:
    """A firing as `wizard test --json` prints it; the keys are a promise to scripts.

    Header rows are objects of name and value, since a name may stand twice. Bodies are text: the response's decoded
    for reading, what is no text with U+FFFD in place of it.
    """
    request, response = delivery.request, delivery.response
    return {
        "status": delivery.delivery_status,
        "ok": delivery.ok,
        "http_status": delivery.http_status,
        "error": None if delivery.ok else delivery.sentence,
        "phase": delivery.phase or None,
        "elapsed_ms": delivery.elapsed_ms,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": _rows(request.headers),
            "body": request.body.decode(errors="replace"),
        },
        "response": None
        if response is None
        else {
            "headers": _rows(response.headers),
            "body": _text(response),
            "truncated": response.truncated,
        },
    }


def _rows(rows: Rows) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in rows]


def _text(response: Response) -> str:
    from wizard.callback.response import plain_text

    return plain_text(response)
