"""Diagnoses of values that no change of settings opens: never encrypted, cut short, altered, another IV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.receiver.doctor.likeness import TEXT, text_of
from wizard.receiver.doctor.modes import BLOCK, TAG, attempt, unproven_gcm
from wizard.receiver.doctor.search import EXACT
from wizard.receiver.doctor.writing import MAX_TEXT, read_exact

if TYPE_CHECKING:
    from wizard.receiver.doctor.modes import Trial
    from wizard.receiver.doctor.search import Sample
    from wizard.receiver.doctor.writing import Written

REST = 4
"""Bytes at which what is left of a tag proves the value (the way `tag-cut`): less of it may stand behind the text, or
part of a character where there is no tag."""
_PLAIN_MARKS = frozenset(".@:,;!?'()<>")


def never_encrypted(sample: Sample) -> tuple[str, str] | None:
    """(code, plain text) of a value that reads without being decrypted at all."""
    look, text = sample.likeness, sample.text
    if len(text) > MAX_TEXT:
        return None
    coded = read_exact(text, sample.encoding) is not None
    if look.is_form(text) and (not coded or look.bits(text) >= EXACT):
        return "not-encrypted", text
    if not sample.written and text_of(text.encode("utf-8", "replace")) is not None:
        return "not-encrypted", text  # no encoding has such a text: words with spaces and stops
    if not coded and _PLAIN_MARKS.intersection(text) and all(_is_doubtful(way) for way in sample.written):
        return "not-encrypted", text
    for written in sample.written:
        reading = sample.likeness.read(written.data)
        if reading and reading.bits >= EXACT and look.is_form(reading.text):
            return "only-encoded", reading.text
    return None


def _is_doubtful(written: Written) -> bool:
    return "ragged" in written.mended or len(written.data) < TAG


def cut_short(sample: Sample, trial: Trial, wanted: float) -> str | None:
    """What is left of a value whose end is missing."""
    for written in sample.written:
        data = written.data
        if trial.mode == "GCM":
            body = data[TAG:] if trial.tag == "before" else data
            plain = unproven_gcm(trial.key, trial.iv, body) if 8 <= len(trial.iv) <= 128 else b""
        else:
            opened = attempt(trial, data)
            plain = opened.plain if opened else b""
        text, bits = _best_beginning(sample, plain)
        if text and bits >= wanted:
            return text
    return None


def _best_beginning(sample: Sample, plain: bytes) -> tuple[str, float]:
    """The text at the front of bytes that may end in a few of a tag."""
    best = ("", 0.0)
    for cut in range(min(REST, len(plain))):
        text = text_of(plain[: len(plain) - cut])
        if text is not None:
            bits = sample.likeness.beginning(text)
            if bits > best[1]:
                best = (text, bits)
    return best


def altered(sample: Sample, trial: Trial, wanted: float) -> bool:
    """Whether a GCM value reads although its tag does not fit. Its text is not handed out."""
    if trial.mode != "GCM" or trial.tag == "none":
        return False
    for written in sample.written:
        if len(written.data) <= TAG:
            continue
        body = written.data[TAG:] if trial.tag == "before" else written.data[:-TAG]
        plain = unproven_gcm(trial.key, trial.iv, body)
        reading = sample.likeness.read(plain)
        if trial.tag == "after" and _goes_on(sample, unproven_gcm(trial.key, trial.iv, written.data)):
            continue
        if reading and max(reading.bits, TEXT * len(plain) if wanted < EXACT else 0) >= wanted:
            return True
    return False


def _goes_on(sample: Sample, plain: bytes) -> bool:
    """Whether the text goes on where the tag should be, to the end: then the value was cut, not changed."""
    return _best_beginning(sample, plain)[1] > 0


def other_iv(sample: Sample, trial: Trial) -> float:
    """The bits that speak for a right key with another IV: in CFB and CBC that spoils the first 16 bytes alone."""
    if trial.mode not in ("CFB", "CBC"):
        return 0.0
    for written in sample.written:
        opened = attempt(trial, written.data)
        if opened and len(opened.plain) > BLOCK and text_of(opened.plain[:BLOCK]) is None:
            # The 16 bytes may have cut a character in two: at most three bytes of it remain.
            text = text_of(opened.plain[BLOCK:])
            if text:
                return sample.likeness.ending(text)
    return 0.0
