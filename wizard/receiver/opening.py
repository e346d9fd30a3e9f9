"""Opens what was received: a body by its profile, or whatever a person pastes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wizard.callback.template import Found, Template, template_of
from wizard.receiver.body import WireBody, looks_like, read_body, urlencoded
from wizard.receiver.doctor import Doctor, Value, ValueReport
from wizard.receiver.doctor.likeness import likeness_of
from wizard.receiver.doctor.words import advice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

_REQUEST_LINE = re.compile(rb"\s*([A-Z]{3,10}) (\S+) HTTP/1\.[01]\r?\n")
_HEADER = re.compile(rb"^(content-type|content-encoding)\s*:\s*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)

MOST_LOOSE = 50
"""Values that are looked into of a body that has none of the profile's fields: each may take milliseconds."""


class NoEncryption(ValueError):  # noqa: N818 - it says what there is none of
    """The profile encrypts nothing, so there is nothing to open. Its text is a sentence."""


class BodyReport(NamedTuple):
    """A body that was looked into: one report a value that should be encrypted, in the body's order."""

    values: tuple[ValueReport, ...]
    body: WireBody

    @property
    def all_opened(self) -> bool:
        """Whether every value opened as the profile says, and there was one."""
        return bool(self.values) and all(report.opened for report in self.values)


class Opener:
    """Opens the callbacks of one profile. Raises profile.references.MissingReference for a `${NAME}` that is not set.

    `doctor` is None where the profile encrypts nothing, `template` where its body is no JSON object.
    """

    def __init__(
        self, profile: CallbackProfile, channel: Channel | None, environ: Mapping[str, str] | None = None
    ) -> None:
        self.channel = channel
        self.template: Template | None = template_of(profile, channel)
        encryption = profile.encryption
        self.doctor = Doctor(encryption, channel=channel, environ=environ) if encryption else None
        variables = self.template.variables if self.template else (channel.variable_names if channel else ())
        chosen = encryption.parameters if encryption else ()
        self.encrypted = frozenset(variables if chosen is None else chosen)
        self._expected = profile.body_format

    def values_of(self, found: Sequence[Found]) -> list[Value]:
        """What of a body should be encrypted."""
        return [
            Value(part.variable, part.wire, part.leaf.field)
            for part in found
            if part.wire is not None and not part.fault and part.variable in self.encrypted
        ]

    def open(self, found: Sequence[Found]) -> tuple[ValueReport, ...]:
        """Every value that should be encrypted, with the doctor's word on what does not open."""
        if self.doctor is None:
            return ()
        reports = list(self.doctor.open_values(self.values_of(found)))
        bare = {report.name for report in reports if report.diagnosis == "not-encrypted"}
        if any(
            report.value for report in reports if report.name in bare
        ):  # empty ones alone may be a sender's habit
            left = sorted(self.encrypted - bare)
            change = {"parameters": left} if left else {"encryption": None}
            reports = [
                msgspec.structs.replace(report, settings=change) if report.name in bare else report
                for report in reports
            ]
        return (*reports, *self._unexpected(found))

    def open_body(self, body: bytes, content_type: str = "", coding: str = "") -> BodyReport:
        """Opens a body. Raises NoEncryption."""
        if self.doctor is None:
            raise NoEncryption("The profile encrypts nothing: its callbacks can be read as they come.")
        wire = read_body(body, content_type, coding, self._expected)
        return BodyReport(self._open_wire(body, wire), wire)

    def open_query(self, query: str) -> BodyReport:
        """Opens the query of a callback that has no body. Raises NoEncryption."""
        if self.doctor is None:
            raise NoEncryption("The profile encrypts nothing: its callbacks can be read as they come.")
        raw = query.encode("utf-8", "replace")
        wire = urlencoded(raw)
        return BodyReport(self._open_wire(raw, wire), wire)

    def _open_wire(self, body: bytes, wire: WireBody) -> tuple[ValueReport, ...]:
        assert self.doctor is not None
        if wire.fields is not None:
            found = self.found_in(wire)
            if any(part.wire is not None for part in found):
                return self.open(found)
        keys = self.template.keys if self.template else self.encrypted
        candidates = [body, body.strip().strip(b'"')]
        if wire.fields and len(wire.fields) == 1:
            candidates.insert(0, str(*wire.fields.values()).encode("utf-8", "replace"))
        for candidate in candidates:
            if whole := self.doctor.open_whole(candidate, keys):
                return (whole,)
        if wire.fields:
            loose = [Value(name, text, name) for name, text in wire.fields.items() if isinstance(text, str)]
            return self.doctor.open_values(loose[:MOST_LOOSE])
        return (self.doctor.open_value(body.decode("utf-8", "replace")),)

    def found_in(self, wire: WireBody) -> list[Found]:
        """The parts of a received body, laid against the profile's."""
        return self.template.read(wire.fields) if self.template and wire.fields is not None else []

    def _unexpected(self, found: Sequence[Found]) -> list[ValueReport]:
        """Values that are encrypted though the profile sends them plain."""
        assert self.doctor is not None
        reports: list[ValueReport] = []
        for part in found:
            if not part.wire or not part.variable or part.variable in self.encrypted:
                continue
            if likeness_of(self.channel, part.variable).bits(part.wire) >= 20:
                continue  # it reads as it is
            opened = self.doctor.agree([Value(part.variable, part.wire, part.leaf.field)])
            if opened:
                change = {"parameters": sorted(self.encrypted | {part.variable})}
                reports.append(
                    msgspec.structs.replace(
                        opened[0],
                        opened=False,
                        diagnosis="not-in-parameters",
                        advice=advice("not-in-parameters"),
                        settings=change,
                    )
                )
        return reports


def open_pasted(
    data: bytes,
    profile: CallbackProfile,
    channel: Channel | None,
    environ: Mapping[str, str] | None = None,
    *,
    name: str = "",
) -> BodyReport:
    """Opens what a person pastes or pipes in: a body of any format, a whole HTTP request, or a single value.

    `name` says which variable a single value is. Raises NoEncryption, and profile.references.MissingReference.
    """
    opener = Opener(profile, channel, environ)
    if opener.doctor is None:
        raise NoEncryption("The profile encrypts nothing: its callbacks can be read as they come.")
    if line := _REQUEST_LINE.match(data):
        head, _, body = data[line.end() :].replace(b"\r\n\r\n", b"\n\n", 1).partition(b"\n\n")
        if not body.strip():
            return opener.open_query(line[2].decode("latin-1").partition("?")[2])
        rows = {key.lower(): value.decode("latin-1") for key, value in _HEADER.findall(head)}
        return opener.open_body(body, rows.get(b"content-type", ""), rows.get(b"content-encoding", ""))
    wire = read_body(data) if looks_like(data) and not name else None
    if wire is not None and wire.fields and _is_body(wire, opener):
        return opener.open_body(data)
    if name or len(data) < 4096:
        report = opener.doctor.open_value(data.decode("utf-8", "replace"), name)
        if report.diagnosis != "unopened" or name:
            return BodyReport((report,), WireBody("other", None))
    return opener.open_body(data)


def _is_body(wire: WireBody, opener: Opener) -> bool:
    """Not a single value whose base64 ends in `=` and so passes for a form."""
    assert wire.fields is not None
    known = set(opener.template.keys if opener.template else ()) | opener.encrypted
    return wire.format != "urlencoded" or not known.isdisjoint(wire.fields) or len(wire.fields) > 1
