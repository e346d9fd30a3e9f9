"""What a check of a received callback says: what is wrong, and the row a screen shows for each field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wizard.receiver.doctor import ValueReport

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKS = (
    "profile",
    "method",
    "content-type",
    "header",
    "body",
    "field",
    "value",
    "error",
    "decryption",
    "doubled",
)
"""Stable names of the checks, in the order of the findings."""


MOST = 200
"""Fields of one kind that a callback may have too many of: no more are told one by one, however many came."""


class Finding(NamedTuple):
    """Something that is wrong with a callback. Holds no secret of the profile, but may hold what came."""

    check: str
    """One of CHECKS."""
    field: str
    """The field, header or variable it is about; empty for the callback as a whole."""
    message: str
    """What is wrong, without a full stop."""
    advice: str = ""
    """What to do, without a full stop."""

    @property
    def sentence(self) -> str:
        """`field: what is wrong; what to do`."""
        told = f"{self.message}; {self.advice}" if self.advice else self.message
        return f"{self.field}: {told}" if self.field else told

    def to_json_document(self) -> dict[str, str]:
        """As it stands among `problems` of `wizard listen --json`."""
        return self._asdict()


def alike(sentence: str) -> str:
    """The same for sentences that differ in their numbers alone."""
    return _NUMBER.sub("#", sentence)


_NUMBER = re.compile(r"\d+")


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several fields, together: one mistake of one sender."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.check, alike(finding.message), finding.advice), []).append(finding)
    return list(groups.values())


class Row(NamedTuple):
    """One field of a callback in three columns: what was meant, what came, what it opens to."""

    field: str
    """Its place in the body, as `data.status`."""
    meant: str
    """As the profile's body has it: a placeholder, a text with one, a literal. Empty for a field it does not have."""
    variable: str
    wire: str | None
    """What came; None where the field is missing."""
    opened: str | None
    """What it is once opened: as it came where it is not encrypted; None where it does not open."""
    fault: str = ""
    """What is wrong with it, as a sentence; empty if nothing is."""
    report: ValueReport | None = None
    """The doctor's report; None for a value that is not encrypted."""
