"""The whole body encrypted as one, where its values should have been."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wizard.receiver.doctor import words
from wizard.receiver.doctor.likeness import TEXT, Reading, text_of
from wizard.receiver.doctor.report import ValueReport
from wizard.receiver.doctor.search import Sample, search
from wizard.receiver.doctor.writing import MAX_TEXT, Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.receiver.doctor.ways import Way


class BodyLikeness:
    """The look of a callback's body: a JSON object, or a form that has the keys expected."""

    kind = "body"

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)

    def read(self, data: bytes) -> Reading | None:
        """As Likeness.read."""
        text = text_of(data)
        return None if text is None else Reading(text, self.bits(text))

    def bits(self, text: str) -> float:
        """As Likeness.bits."""
        if self.is_form(text):
            return TEXT * len(text) + 16
        found = sum(f"{key}=" in text for key in self._keys)
        return TEXT * len(text) + 8 * found if found else 0.0

    def is_form(self, text: str) -> bool:
        """Whether it is a JSON object."""
        if not text.lstrip().startswith("{"):
            return False
        try:
            return isinstance(json.loads(text), dict)
        except (ValueError, RecursionError):
            return False

    def is_cut(self, text: str) -> bool:
        """A body that is cut is not recognised."""
        return False

    beginning = ending = bits


def open_whole(
    body: bytes, keys: Iterable[str], exact: Way | None, ways: Sequence[Way], encoding: str
) -> ValueReport | None:
    """The report of a body that opens as a whole; None if it does not. A body over 64 KiB is not tried."""
    if not body or len(body) > MAX_TEXT:
        return None
    sample = Sample("body", "", body.decode("utf-8", "replace").strip(), BodyLikeness(keys), encoding)
    raw = Written(body, "raw")
    sample.prepend(raw)
    verdict = search([sample], (exact, *ways) if exact else ways)
    if verdict is None or not verdict.is_believed:
        return None
    found = verdict.fits[0]
    if not sample.likeness.bits(found.text):
        return None
    note = ""
    if verdict.way.code:
        note = "and besides: " + words.advice(verdict.way.code, verdict.way.note)[:-1]
    return ValueReport(
        name="body",
        opened=False,
        value=found.text,
        diagnosis="whole-body",
        advice=words.advice("whole-body", note),
        settings=dict(verdict.way.settings),
        confidence="proof" if found.proven else "sure",
        wire=sample.text,
        tried=sample.tried,
    )
