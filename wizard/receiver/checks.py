"""Checks a received callback against the profile it belongs to."""

from __future__ import annotations

import os
import time
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wizard.profile.headers import MEDIA_TYPES, is_secret
from wizard.profile.references import MissingReference, resolve
from wizard.receiver.body import WireBody, read_body, urlencoded
from wizard.receiver.doctor import Value, ValueReport
from wizard.receiver.findings import MOST, Finding
from wizard.receiver.glance import Glance
from wizard.receiver.opening import Opener
from wizard.receiver.wellformed import check_errors, misformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.callback.template import Found
    from wizard.catalog import Catalog
    from wizard.profile.model import CallbackProfile

REST = 40
"""Times its own duration that a vain search for a diagnosis is followed by rest: a flood of callbacks that nothing
opens must not keep the receiver from answering."""


class Message(Protocol):
    """What the checks read of a callback."""

    method: str
    path: str
    body: bytes

    @property
    def raw_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The header rows as they came."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The header rows in their order."""

    def header(self, name: str) -> str:
        """The first row of that name, letter case aside; empty if there is none."""


class Examination(NamedTuple):
    """The outcome of the checks. `pending`: some value does not open, and why has not been looked into yet."""

    findings: tuple[Finding, ...]
    wire: WireBody
    found: list[Found]
    reports: dict[str, ValueReport]
    """By the field's path and its variable, as `key_of` makes it."""
    pending: bool = False


def key_of(field: str, variable: str) -> str:
    """How a value's report is found again: a text field may hold several variables."""
    return f"{field}\0{variable}"


def plain_of(report: ValueReport | None) -> str | None:
    """What a value is under the profile as it stands, even where it is too short for a proof; None if it is shut."""
    if report is None or report.opened:
        return report.value if report else None
    return report.guess or None if report.diagnosis == "too-short" else None


class Examiner:
    """Checks callbacks of one profile. What depends on the profile alone is worked out once."""

    def __init__(
        self, profile: CallbackProfile, catalog: Catalog, environ: Mapping[str, str] | None = None
    ) -> None:
        where = os.environ if environ is None else environ
        self.profile = profile
        self.channel = catalog.channel(profile.channel)
        variables = self.channel.variables if self.channel else ()
        self.message_variable = next((one.name for one in variables if one.kind == "message-id"), "")
        self.status_variable = self.channel.status_variable if self.channel else ""
        self.warnings: tuple[str, ...] = ()
        """What keeps some check from being made, as sentences."""
        self._unreadable = ""
        self.opener = self._opener(where)
        self.rows = self._header_rows(where)
        self._has_body = profile.method not in ("GET", "DELETE")
        self.media = MEDIA_TYPES.get(profile.body_format, "") if self._has_body else ""
        self._vain = 0
        self._rest_until = 0.0
        self.glance = Glance(self)

    @property
    def name(self) -> str:
        """The profile's title, or its ID where it has none."""
        return self.profile.title or self.profile.id

    def _opener(self, environ: Mapping[str, str]) -> Opener:
        import msgspec

        try:
            return Opener(self.profile, self.channel, environ)
        except MissingReference as error:
            self._unreadable = f"{error.name} is not set, and the key or the IV needs it"
            self.warnings += (
                f"{self.name}: values cannot be opened, for {self._unreadable}; set it and start again.",
            )
            return Opener(msgspec.structs.replace(self.profile, encryption=None), self.channel, environ)

    def _header_rows(self, environ: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
        rows: list[tuple[str, str, bool]] = []
        for header in self.profile.headers:
            try:
                rows.append((header.name, resolve(header.value, environ).strip(" \t"), is_secret(header)))
            except MissingReference as error:
                told = f"{self.name}: the header {header.name} cannot be checked, for {error.name} is not set"
                self.warnings += (f"{told}; set it and start again.",)
        return tuple(rows)

    def read(self, message: Message) -> WireBody:
        """The fields of a callback: those of its body, or of its query where the profile's method has no body."""
        if not self._has_body:
            return urlencoded(message.path.partition("?")[2].encode("utf-8", "surrogateescape"))
        coding = message.header("content-encoding")
        return read_body(message.body, message.header("content-type"), coding, self.profile.body_format)

    def opens(self, wire: WireBody) -> bool:
        """Whether every value opens as this profile says: a sign that the callback is its."""
        doctor = self.opener.doctor
        if doctor is None:
            return False
        values = self.opener.values_of(self.opener.found_in(wire))
        return bool(values) and doctor.agree(values) is not None

    def header_share(self, message: Message) -> float:
        """The share of the profile's header rows that came with their value; a little under 1 where it has none."""
        if not self.rows:
            return 0.9
        got = {(name.lower(), value) for name, value in message.headers}
        return sum((name.lower(), value) in got for name, value, _ in self.rows) / len(self.rows)

    def examine(self, message: Message, *, wire: WireBody | None = None, deep: bool = False) -> Examination:
        """Makes every check. Without `deep`, why a value does not open is left for later, and `pending` says so."""
        wire = wire or self.read(message)
        findings = [*self._check_method(message), *self._check_headers(message)]
        if wire.fields is None and self._has_body:
            findings.append(Finding("body", "", wire.fault, "look at what came, byte by byte"))
        found = self.opener.found_in(wire)
        reports, pending = self._open(message, wire, found, deep)
        findings += self._check_fields(wire, found)
        findings += self._check_values(found, reports)
        if not pending:
            findings += self._check_opened(reports)
        return Examination(tuple(findings), wire, found, reports, pending)

    def _open(
        self, message: Message, wire: WireBody, found: list[Found], deep: bool
    ) -> tuple[dict[str, ValueReport], bool]:
        doctor = self.opener.doctor
        if doctor is None:
            return {}, False
        values = self.opener.values_of(found)
        reports = doctor.agree(values) if values else None
        if reports is not None:
            return {key_of(report.field, report.name): report for report in reports}, False
        if not deep:
            return {}, bool(values) or not found
        return {
            key_of(report.field, report.name): report for report in self._search(message, wire, values)
        }, False

    def _search(self, message: Message, wire: WireBody, values: Sequence[Value]) -> Sequence[ValueReport]:
        now = time.monotonic()
        if self._vain >= 3 and now < self._rest_until:
            return [_left_alone(value) for value in values]
        if self._has_body:
            reports = self.opener.open_body(message.body, message.header("content-type")).values
        else:
            reports = self.opener.open_query(message.path.partition("?")[2]).values
        in_vain = any(report.diagnosis == "unopened" for report in reports)
        self._vain = self._vain + 1 if in_vain else 0
        self._rest_until = now + REST * (time.monotonic() - now)
        return reports

    def wake(self) -> None:
        """Lets the next search be made at once."""
        self._vain = 0

    def _check_method(self, message: Message) -> Iterator[Finding]:
        if message.method != self.profile.method:
            told = f"It came by {message.method}, not by {self.profile.method}"
            yield Finding("method", "", told, "set the method of the sender")
        if not self.media:
            return
        stated = message.header("content-type")
        media = stated.partition(";")[0].strip().lower()
        fits = media == self.media or (self.media == "application/json" and media.endswith("+json"))
        if not fits:
            told = f"The Content-Type is {stated}, not {self.media}" if stated else "There is no Content-Type"
            yield Finding("content-type", "content-type", told, f"send the body as {self.media}")

    def _check_headers(self, message: Message) -> Iterator[Finding]:
        if not self.rows:
            return
        got: dict[str, list[str]] = {}
        for name, value in message.headers:
            got.setdefault(name.lower(), []).append(value)
        for name, value, secret in self.rows:
            values = got.get(name.lower(), [])
            if value in values:
                values.remove(value)
            elif not values:
                yield Finding(
                    "header", name, "The header is missing", "let the sender send it with every callback"
                )
            else:
                came = "" if secret else f": {values.pop(0)}"
                yield Finding(
                    "header", name, f"The header has another value{came}", "compare it with the profile's"
                )

    def _check_fields(self, wire: WireBody, found: list[Found]) -> Iterator[Finding]:
        if wire.fields is None or self.opener.template is None:
            return
        for name in wire.doubled[:MOST]:
            yield Finding("field", name, "The field stands twice", "send it once; the last one counts here")
        missing: set[str] = set()
        for part in found:
            field = part.leaf.field
            if part.wire is None and field not in missing:
                missing.add(field)
                yield Finding("field", field, "The field is missing", "compare the body with the profile's")
            elif part.fault:
                yield Finding(
                    "field", field, f"The field {part.fault}", "compare the body with the profile's"
                )
        extra = list(islice(self.opener.template.extra(wire.fields), MOST + 1))
        for name in extra[:MOST]:
            yield Finding(
                "field", name, "The profile has no such field", "compare the body with the profile's"
            )
        if len(extra) > MOST:
            told = f"There are more than {MOST} fields that the profile does not have"
            yield Finding("field", "", told, "look whose body this is")

    def _check_values(self, found: list[Found], reports: dict[str, ValueReport]) -> Iterator[Finding]:
        if self.channel is None:
            return
        values = self._plain(found, reports)
        for name, text in values.items():
            if finding := misformed(self.channel, name, text):
                yield finding
        yield from check_errors(self.channel, values)

    def plain_values(self, examination: Examination) -> dict[str, str]:
        """The variables that can be read, opened where they were encrypted."""
        return self._plain(examination.found, examination.reports)

    def _plain(self, found: list[Found], reports: dict[str, ValueReport]) -> dict[str, str]:
        encrypted = self.opener.encrypted if self.profile.encryption else frozenset[str]()
        values: dict[str, str] = {}
        for part in found:
            name, text = part.variable, part.wire
            if not name or text is None or part.fault:
                continue
            if name in encrypted:
                text = plain_of(reports.get(key_of(part.leaf.field, name)))
            if text is not None:
                values[name] = text
        return values

    def _check_opened(self, reports: dict[str, ValueReport]) -> Iterator[Finding]:
        if self._unreadable:
            told = f"The values cannot be opened, for {self._unreadable}"
            yield Finding("decryption", "", told, "set it and start again")
        for report in reports.values():
            # What is too short to be sure of under the profile's own settings is no fault of the sender.
            if plain_of(report) is None:
                yield Finding("decryption", report.name, report.advice.removesuffix("."))


def _left_alone(value: Value) -> ValueReport:
    told = "It does not open; the reason was not looked for, since nothing opened the ones before it."
    return ValueReport(
        name=value.name,
        opened=False,
        value=None,
        diagnosis="unopened",
        advice=told,
        wire=value.wire,
        field=value.field,
    )
