"""A callback that was received: its bytes, and what the checks make of them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from wizard.callback.template import shown
from wizard.profile.headers import is_secret
from wizard.profile.model import Header
from wizard.profile.references import names_in
from wizard.receiver.checks import Examination, Examiner, plain_of
from wizard.receiver.findings import MOST, Finding, Row
from wizard.receiver.rows import rows_of

if TYPE_CHECKING:
    from wizard.profile.model import CallbackProfile
    from wizard.receiver.body import WireBody
    from wizard.receiver.matching import Match

GLANCED = 16 << 10
"""Bytes of a body that gets the quick look; a larger one is read once, for the full checks."""
RawHeaders = tuple[tuple[bytes, bytes], ...]


class ReceivedCallback:
    """One callback. Its bytes are kept as they came; all else is worked out from them when it is asked for.

    Everything in it came from outside and is hostile until shown otherwise: nothing is escaped here.
    """

    __slots__ = (
        "_examination",
        "_extra",
        "_good",
        "_head",
        "_match",
        "_rows",
        "_wire",
        "body",
        "method",
        "note",
        "number",
        "path",
        "received_at",
        "size",
    )

    def __init__(
        self, number: int, received_at: float, method: str, path: str, raw_headers: RawHeaders, body: bytes
    ) -> None:
        self.number = number
        """1 for the first that a receiver took in."""
        self.received_at = received_at
        """Seconds since 1970."""
        self.method = method
        self.path = path
        """Path and query as in the request line."""
        self._head = b"".join([name + b": " + value + b"\r\n" for name, value in raw_headers])
        self._rows: RawHeaders | None = raw_headers
        self.body = body
        """As it came, still compressed if it was; chunks of a chunked body put together."""
        self.note = ""
        """Why no profile fits, or that several do; a sentence."""
        self._match: tuple[Examiner, ...] = ()
        self._wire: WireBody | None = None
        self._examination: Examination | None = None
        self._extra: tuple[Finding, ...] = ()
        self._good = False
        self.size = len(body) + len(path) + len(self._head) + 1000
        """Bytes that it takes up, roughly."""

    def __repr__(self) -> str:
        return f"<callback {self.number}: {self.method} {self.path[:80]!r}, {len(self.body)} bytes>"

    @property
    def at(self) -> str:
        """When it came, ISO 8601 in UTC with milliseconds."""
        moment = datetime.fromtimestamp(self.received_at, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    @property
    def raw_headers(self) -> RawHeaders:
        """Name and value of each row as they came, in their order, doubled ones twice."""
        if self._rows is not None:
            return self._rows
        lines = (line.partition(b": ") for line in self._head.split(b"\r\n")[:-1])
        return tuple((name, value) for name, _, value in lines)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The header rows as text: UTF-8, or Latin-1 where they are not."""
        return tuple((_decoded(name), _decoded(value)) for name, value in self.raw_headers)

    def header(self, name: str) -> str:
        """The first row of that name, letter case aside; empty if there is none."""
        wanted = name.lower().encode("latin-1", "replace")
        for key, value in self.raw_headers:
            if key.lower() == wanted:
                return _decoded(value)
        return ""

    @property
    def raw(self) -> bytes:
        """The request as it came: request line, header rows, body. A chunked body stands in one piece."""
        line = f"{self.method} {self.path} HTTP/1.1\r\n".encode("utf-8", "surrogateescape")
        return line + self._head + b"\r\n" + self.body

    @property
    def profiles(self) -> tuple[CallbackProfile, ...]:
        """The profiles that fit; it is checked as the first. None: no profile fits, or none was given."""
        return tuple(examiner.profile for examiner in self._match)

    @property
    def profile(self) -> CallbackProfile | None:
        """The profile it was checked as."""
        return self._match[0].profile if self._match else None

    @property
    def wire(self) -> WireBody:
        """The body taken apart."""
        return self._examined().wire

    @property
    def fields(self) -> dict[str, Any]:
        """The top-level fields as they came, still encrypted; empty where the body has none."""
        return dict(self.wire.fields or {})

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong. Costs little: why a value does not open is not looked into."""
        if self._good:
            return not self._extra
        examination = self._examined()
        return not (examination.findings or examination.pending or self._extra)

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Everything that is wrong. The first call may take some milliseconds where a value does not open."""
        return (*self._extra, *self._examined(deep=True).findings)

    @property
    def rows(self) -> list[Row]:
        """The fields in three columns: meant, on the wire, opened."""
        examination = self._examined(deep=True)
        if self._match:
            return rows_of(self._match[0], examination)
        return [
            Row(name, "", "", shown(value), shown(value))
            for name, value in islice((examination.wire.fields or {}).items(), MOST)
        ]

    @property
    def decrypted(self) -> dict[str, str | None]:
        """Each encrypted variable and its plain text; None where it does not open. Empty without encryption."""
        reports = self._examined(deep=True).reports.values()
        return {report.name: plain_of(report) for report in reports}

    @property
    def values(self) -> dict[str, str]:
        """Every variable and field that can be read, opened where it was encrypted: what `--expect` compares."""
        values = {name: value for name, value in self.fields.items() if isinstance(value, str)}
        for row in self.rows:
            if row.opened is not None:
                values[row.field] = row.opened
                if row.variable:
                    values[row.variable] = row.opened
            elif row.wire is not None and row.report:
                values.pop(row.field, None)
        return values

    def examine_again(self) -> None:
        """Looks once more why values do not open, where that was left out because nothing opened those before."""
        if self._match:
            self._match[0].wake()
        self._examination = None

    def judge(self, match: Match) -> dict[str, str]:
        """Makes the quick checks, and gives the variables that can be read. For the receiver, once."""
        self._match = match.examiners
        self.note = match.note
        if not self._match:
            return {}
        examiner = self._match[0]
        if examiner.glance.fits and len(self.body) <= GLANCED:
            values = examiner.glance.look(self, match.wire)
            if values is not None:
                self._good = True
                return values
        self._wire = match.wire
        return examiner.plain_values(self._examined())

    def add(self, finding: Finding) -> None:
        """Adds what only the receiver can know, such as that the callback came twice."""
        self._extra += (finding,)

    def forget(self) -> None:
        """Lets go of what can be worked out again: a receiver keeps thousands of callbacks."""
        self._examination = self._wire = self._rows = None

    def _examined(self, *, deep: bool = False) -> Examination:
        examination = self._examination
        if examination is None or (deep and examination.pending):
            examiner = self._match[0] if self._match else None
            examination = (
                examiner.examine(self, wire=self._wire, deep=deep) if examiner else self._unmatched()
            )
            self._examination = examination
            self._wire = examination.wire
        return examination

    def _unmatched(self) -> Examination:
        from wizard.receiver.matching import read_message

        wire = self._wire or read_message(self)
        return Examination((), wire, [], {})

    def to_json_document(self, *, reveal: bool = False) -> dict[str, Any]:
        """One line of `wizard listen --json`. Without `reveal`, the values of secret headers are `••••••••`."""
        document: dict[str, Any] = _clean(
            {
                "method": self.method,
                "path": self.path,
                "headers": [
                    {"name": name, "value": value if reveal or not self.is_secret(name) else "••••••••"}
                    for name, value in self.headers
                ],
                "fields": self.fields,
                "decrypted": self.decrypted,
                "problems": [finding.to_json_document() for finding in self.problems],
            }
        )
        return document

    def is_secret(self, name: str) -> bool:
        """Whether a header's value is to be hidden: by its row in the profile, else by its name.

        A row that reads its value from the environment (`${NAME}`) is hidden unless it is marked as no secret: here
        it comes with the value, which the profile does not hold.
        """
        profile = self.profile
        rows = profile.headers if profile else ()
        own = next((header for header in rows if header.name.lower() == name.lower()), None)
        if own and own.secret is None and names_in(own.value):
            return True
        return is_secret(own or Header(name=name, value=""))


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _clean(node: Any) -> Any:
    """Without halves of characters, which no encoder takes."""
    if isinstance(node, str):
        return node if node.isascii() else node.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(node, dict):
        return {_clean(key): _clean(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_clean(value) for value in node]
    return node
