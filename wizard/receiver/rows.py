"""The three columns in which a received callback is shown."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from wizard.callback.template import shown
from wizard.receiver.checks import Examination, Examiner, key_of, plain_of
from wizard.receiver.findings import MOST, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows_of(examiner: Examiner, examination: Examination) -> list[Row]:
    """A callback's fields in the order of the profile's body, then what came besides."""
    # Of several findings about a field the first is shown.
    faults = {finding.field: finding.sentence for finding in reversed(examination.findings)}
    encrypted = examiner.opener.encrypted if examiner.profile.encryption else frozenset[str]()
    rows: list[Row] = []
    for part in examination.found:
        name, leaf = part.variable, part.leaf
        report = examination.reports.get(key_of(leaf.field, name))
        opened = plain_of(report) if name in encrypted else part.wire
        fault = (faults.get(name, "") if name else "") or faults.get(leaf.field, "")
        rows.append(Row(leaf.field, leaf.meant, name, part.wire, opened, fault, report))
    return [*rows, *_besides(examiner, examination, {row.field for row in rows}, faults)]


def _besides(
    examiner: Examiner, examination: Examination, known: set[str], faults: dict[str, str]
) -> Iterator[Row]:
    """A body that was encrypted whole, and fields that the profile does not have."""
    for report in examination.reports.values():
        if report.field not in known:
            yield Row(report.field or report.name, "", report.name, report.wire, None, report.advice, report)
            known.add(report.field)
    template, fields = examiner.opener.template, examination.wire.fields
    if template and fields is not None:
        for name in islice(template.extra(fields), MOST):
            if name not in known:
                wire = shown(fields.get(name))
                yield Row(name, "", "", wire, wire, faults.get(name, ""))
