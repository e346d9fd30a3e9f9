"""One firing, from its start to the delivery that is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.callback.delivery import Delivery, Response
from wizard.callback.network.journal import Failure, Journal
from wizard.callback.outcome.diagnosis import diagnose
from wizard.callback.outcome.hints import verdict
from wizard.callback.outcome.words import words
from wizard.callback.secrecy import MASK, scrub, scrub_bytes
from wizard.callback.values import iso_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.delivery import Rows
    from wizard.callback.network.proxy import Proxy
    from wizard.callback.request import CallbackRequest
    from wizard.profile.model import TestSettings

HEAD_KEPT = 16 << 10
"""Bytes kept of an answer's status line and headers as they came."""
CUT = "…"
"""Ends a value that was cut short."""
ROWS_KEPT, VALUE_KEPT = 100, 4096
"""Header rows kept of an answer, and characters of each value."""


class Firing:
    """A firing under way: what is known of it so far. `delivery` may be asked for once it has ended."""

    def __init__(
        self, request: CallbackRequest, settings: TestSettings, proxy: Proxy | None, journal: Journal
    ) -> None:
        self.request = request
        self.settings = settings
        self.proxy = proxy
        self.journal = journal
        self.failure: Failure | None = None
        self._at = iso_time()
        self._status = 0
        self._reason = self._version = ""
        self._headers: Sequence[tuple[bytes, bytes]] = ()
        self._body = bytearray()
        self._truncated = False

    def answered(
        self, status: int, headers: Sequence[tuple[bytes, bytes]], reason: bytes, version: bytes
    ) -> None:
        """A status line with headers has come."""
        self.journal.answered = True
        self._status, self._headers = status, headers
        self._reason, self._version = _text(reason), _text(version)

    def take(self, part: bytes) -> bool:
        """Keep a part of the answer's body. False when no more is wanted."""
        room = self.settings.response_limit - len(self._body)
        self._body += part[:room]
        self._truncated = len(part) > room
        return not self._truncated

    def fail(self, error: BaseException) -> None:
        """The firing ended with an error. A Failure tells its kind, anything else is looked into."""
        self.failure = diagnose(error, self.journal)

    def delivery(self) -> Delivery:
        """What is kept of the firing; no secret is in it, not even where the endpoint sent one back."""
        journal, request = self.journal, self.request
        journal.end()
        response = self._response()
        notes = self._notes(response)
        if self.failure is None and response is not None:
            kind, sentence, advice = verdict(request, response)
        else:
            kind, sentence, advice = self._told(self.failure or Failure("closed"))
        if request.secrets:
            sentence = scrub(sentence, request.secrets)
            response, more = _without_secrets(response, request.secrets)
            notes += more
        return Delivery(
            id=_new_id(),
            at=self._at,
            profile_id=request.profile_id,
            delivery_status=request.delivery_status,
            values=request.values,
            sent_values=request.sent_values,
            request=request.as_sent(),
            response=response,
            phases=journal.phases(),
            elapsed_ms=journal.elapsed_ms,
            ok=kind == "accepted",
            phase=journal.phase if self.failure else "",
            kind=kind,
            sentence=sentence,
            advice=advice,
            notes=tuple(notes),
            addresses=tuple(journal.link.attempts),
            address=journal.link.address,
            proxy=self.proxy.url if self.proxy else "",
            verify=self.settings.verify or request.scheme == "http",
            tls=journal.link.tls,
        )

    def _response(self) -> Response | None:
        journal = self.journal
        if not self._status:
            # What is no HTTP is kept too: somebody will want to see it.
            raw = bytes(journal.head[: self.settings.response_limit])
            return Response(body=raw, truncated=journal.received > len(raw)) if raw else None
        return Response(
            status=self._status,
            reason=self._reason,
            version=self._version,
            headers=tuple(
                (_text(name)[:VALUE_KEPT], _cut(_text(value))) for name, value in self._headers[:ROWS_KEPT]
            ),
            head=bytes(journal.head[:HEAD_KEPT]),
            body=bytes(self._body),
            truncated=self._truncated,
        )

    def _told(self, failure: Failure) -> tuple[str, str, str]:
        kind, variant = failure.kind, self.journal.phase
        if kind == "client-certificate" and not self.settings.client_certificate:
            variant_name = "none"
        elif kind == "bad-length" and "got" in failure.facts:
            variant_name = "short"
        elif failure.facts.get("speaks"):
            variant_name = "speaks"
        else:
            variant_name = variant
        # Some quote what came, cut short: a secret in it may be cut too.
        facts = {name: scrub(text, self.request.secrets, cut=True) for name, text in failure.facts.items()}
        return kind, *words(kind, variant_name, self._facts() | facts)

    def _facts(self) -> dict[str, str]:
        """What the sentences may speak of."""
        request, journal, settings = self.request, self.journal, self.settings
        place = f"{request.host}:{request.port}"
        certificate = journal.link.tls.certificate if journal.link.tls else None
        facts = {
            "host": request.host,
            "endpoint": request.host,
            "port": str(request.port),
            "address": journal.link.address or _tried(journal, request.port) or place,
            "limit": f"{settings.timeout:g} s",
            "connect_limit": f"{min(settings.connect_timeout, settings.timeout):g} s",
            "total": str(len(request.raw)),
            "received": str(journal.received),
            "elapsed": f"{journal.elapsed_ms / 1000:.1f} s",
            "proxy": self.proxy.url if self.proxy else "",
            "detail": "",
            "until": f", on {certificate.valid_until[:10]}" if certificate else "",
            "since": f": it is from {certificate.valid_from[:10]}" if certificate else "",
            "issuer": f": {certificate.issuer}" if certificate else "",
            "names": ", ".join(certificate.names[:3])
            if certificate and certificate.names
            else "another host",
        }
        if self.proxy and not journal.sent:
            facts["host"], facts["address"] = self.proxy.host, f"the proxy {self.proxy.url}"
        return facts

    def _notes(self, response: Response | None) -> list[str]:
        journal, notes = self.journal, []
        if self.proxy:
            notes.append(f"Sent through the proxy {self.proxy.url}.")
        if self.request.scheme == "https" and not self.settings.verify:
            notes.append("The endpoint's certificate was not checked: anyone may have answered.")
        certificate = journal.link.tls.certificate if journal.link.tls else None
        if certificate and 0 <= certificate.days_left < 14 and not self.failure:
            notes.append(f"The endpoint's certificate expires in {certificate.days_left} days.")
        if self.failure and journal.interim:
            interim = scrub(_text(journal.interim[9:60]), self.request.secrets, cut=True)
            notes.append(f"The endpoint had answered {interim} for the time being.")
        if self.failure and journal.reused and not journal.received:
            notes.append(
                "The connection was kept from the callback before: the endpoint may have closed it for being idle."
            )
        if response and len(self._headers) > ROWS_KEPT:
            notes.append(f"Only {ROWS_KEPT} of {len(self._headers)} headers were kept.")
        beyond = self._beyond(response)
        if beyond > 0:
            notes.append(f"The endpoint sent {beyond} bytes more than its Content-Length says.")
        return notes

    def _beyond(self, response: Response | None) -> int:
        """Bytes that came after the end of the answer."""
        if self.failure or self._truncated or response is None or not response.header("content-length"):
            return 0
        if not self.journal.head_end:
            return 0
        return self.journal.received - self.journal.head_end - len(self._body)


def _tried(journal: Journal, port: int) -> str:
    """The addresses that were tried, for a sentence."""
    tried = [f"[{it.address}]" if ":" in it.address else it.address for it in journal.link.attempts]
    return " and ".join(f"{address}:{port}" for address in dict.fromkeys(tried))


def _without_secrets(response: Response | None, secrets: frozenset[str]) -> tuple[Response | None, list[str]]:
    """The response with secrets that it echoes masked, and a note if there were any."""
    if response is None:
        return None, []
    import msgspec

    rows: Rows = tuple((scrub(name, secrets), _scrubbed(value, secrets)) for name, value in response.headers)
    body = response.body
    if response.header("content-encoding"):
        from wizard.callback.response import unpack

        # A secret may hide in what is packed; if one does, the unpacked body is kept in its place.
        unpacked, _ = unpack(response)
        if scrub_bytes(unpacked, secrets) != unpacked:
            body = unpacked
            rows = tuple(row for row in rows if row[0].lower() != "content-encoding")
    clean = msgspec.structs.replace(
        response,
        reason=scrub(response.reason, secrets),
        headers=rows,
        head=scrub_bytes(response.head, secrets, cut=len(response.head) == HEAD_KEPT),
        body=scrub_bytes(body, secrets, cut=response.truncated),
    )
    if clean == response:
        return response, []
    return clean, [f"The endpoint sent a secret back; in what is kept it reads {MASK}."]


def _scrubbed(value: str, secrets: frozenset[str]) -> str:
    """A header's value, cut or not, without secrets."""
    whole = value.removesuffix(CUT)
    return scrub(whole, secrets, cut=whole != value) + value[len(whole) :]


def _new_id() -> str:
    from uuid import uuid4

    return uuid4().hex


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _cut(text: str) -> str:
    return text if len(text) <= VALUE_KEPT else text[:VALUE_KEPT] + CUT
