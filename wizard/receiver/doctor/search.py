"""Finds the one way that opens the values of a body: judged together, for they have one sender and one mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.receiver.doctor.finishes import undo, without_padding
from wizard.receiver.doctor.likeness import TEXT, text_of
from wizard.receiver.doctor.modes import BLOCK_MODES, STREAM_MODES, TAG, attempt
from wizard.receiver.doctor.writing import Written, read_bytes, read_exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.receiver.doctor.likeness import Look
    from wizard.receiver.doctor.ways import Way

EXACT = 20.0
"""Bits that make the profile's own settings believed: they are what is expected."""
MENDED = 24.0
"""Bits that make them believed for a text that had to be mended first."""
CHANGED = 40.0
"""Bits that make a change believed: with a few hundred ways tried at a value, chance reaches them once in 10^9."""
CLEAR = 64.0
"""Bits at which the search ends: what comes later in the list could not do better."""
MISS = 16.0
"""Bits that a value costs which a way does not open, though it opens others."""
READABLE = 48.0
"""Bits of mere text that make the profile's own settings believed for a body whose values have unusual forms."""
ALPHABET = 2.0
"""Bits a byte of base64, where it decodes to what is looked for: 64 of 256."""
_PREFIX = 1024
_BREAK_PADDING = (b"\t", b"\n", b"\r")  # padding of 9, 10 and 13 bytes passes for text
_WEIGHTS = {"message-id": 3.5, "time": 4.0, "sender": 2.0, "recipient": 2.0, "status": 6.0}


class Fit(NamedTuple):
    """A way that opens a value, how the value was written, and the bits that speak for it."""

    way: Way
    written: Written
    text: str
    bits: float
    proven: bool
    padded: bool = False
    is_text: bool = True
    as_agreed: bool = False
    """Written exactly as the profile says."""

    @property
    def needs_change(self) -> bool:
        """Whether the profile as it stands would not give this text."""
        return bool(self.way.code) or self.padded or not self.is_text or not self.as_agreed


class Sample:
    """One value under examination."""

    def __init__(self, name: str, field: str, text: str, likeness: Look, encoding: str) -> None:
        self.name = name
        self.field = field
        self.text = text
        self.likeness = likeness
        self.encoding = encoding
        self.tried = 0
        self._written: tuple[Written, ...] | None = None

    @property
    def written(self) -> tuple[Written, ...]:
        """Every reading of the text as bytes."""
        if self._written is None:
            self._written = read_bytes(self.text, self.encoding)
        return self._written

    def prepend(self, written: Written) -> None:
        """Adds a reading that no encoding gives: bytes that came as they are."""
        self._written = (written, *self.written)

    @property
    def weight(self) -> float:
        """How telling this value can be."""
        return _WEIGHTS.get(self.likeness.kind, 1.3) * min(len(self.text), 80)

    def exact(self, way: Way) -> Fit | None:
        """What the profile's own way makes of the text as it stands."""
        data = read_exact(self.text, self.encoding)
        if data is None:
            return None
        self.tried += 1
        found = fit(way, Written(data, self.encoding), self.likeness)
        return found._replace(as_agreed=True) if found else None

    def best(self, way: Way) -> Fit | None:
        """The best that the way can do, over every reading of the text."""
        best: Fit | None = None
        for written in self.written:
            self.tried += 1
            found = fit(way, written, self.likeness)
            if found and written == (written.data, self.encoding, "", ()):
                found = found._replace(as_agreed=True)
            if found and (best is None or found.bits > best.bits):
                best = found
        return best


class Verdict(NamedTuple):
    """A way, what it opens (by the sample's place in the list), and the bits that speak for it."""

    way: Way
    fits: dict[int, Fit]
    score: float
    size: int
    """How many samples were looked at."""

    @property
    def is_believed(self) -> bool:
        """Whether the bits are enough for what is claimed."""
        if self.way.code:
            return self.score >= CHANGED
        fits = self.fits.values()
        if any(found.needs_change for found in fits):
            return self.score >= MENDED
        readable = sum(TEXT * len(found.text) for found in fits)
        return self.score >= EXACT or (1 < self.size == len(fits) and readable >= READABLE)

    @property
    def begins_midway(self) -> bool:
        """Whether no text begins as a sentence or a number does: then its beginning may be missing."""
        return not any(found.text[:1].isupper() or found.text[:1].isdigit() for found in self.fits.values())


def fit(way: Way, written: Written, likeness: Look) -> Fit | None:
    """What a way makes of a value; None if it is not even text and no tag proves it."""
    data = written.data
    if len(data) > 2 * _PREFIX and way.trial.mode in STREAM_MODES and not way.finish:
        start = attempt(way.trial, data[:_PREFIX])
        if start is None or all(text_of(start.plain[: len(start.plain) - cut]) is None for cut in range(4)):
            return None
    opened = attempt(way.trial, data)
    if opened is None:
        return None
    plain: bytes | None = opened.plain
    if way.finish:
        plain = undo(way.finish, opened.plain, proven=opened.proof >= 8 * TAG)
        if plain is None:
            return None
    assert plain is not None
    reading = likeness.read(plain)
    padded = False
    if (reading is None or plain[-1:] in _BREAK_PADDING) and way.trial.mode not in BLOCK_MODES:
        bare = without_padding(plain)
        inside = likeness.read(bare) if bare is not None else None
        if inside is not None:
            reading, padded = inside, True
    proven = opened.proof >= 8 * TAG
    if reading is None:
        text = plain.decode("latin-1")
        return Fit(way, written, text, float(opened.proof), True, is_text=False) if proven else None
    bits = opened.proof + reading.bits
    if way.finish == "encoded-inside" and reading.bits:
        bits += ALPHABET * len(opened.plain)
    if opened.proof and not proven and not reading.bits:
        bits = 0.0  # four bytes of a tag are not proof enough for what does not look right
    return Fit(way, written, reading.text, bits, proven, padded)


def search(samples: Sequence[Sample], ways: Iterable[Way]) -> Verdict | None:
    """The way that speaks loudest for itself over all samples; None if none opens any. Believe it only if told to."""
    order = sorted(range(len(samples)), key=lambda at: -samples[at].weight)
    best: Verdict | None = None
    for way in ways:
        fits: dict[int, Fit] = {}
        score = 0.0
        for rank, at in enumerate(order):
            found = samples[at].best(way)
            if found:
                fits[at] = found
            if found is None or found.text or found.bits:  # empty text speaks for nothing and against nothing
                score += found.bits if found and found.bits else -MISS
            if rank == 1 and not fits:
                break  # the two that would tell the most tell nothing
        if fits and (best is None or score > best.score):
            best = Verdict(way, fits, score, len(samples))
            if score >= CLEAR and len(fits) == len(samples):
                break
    return best


def tag_is_there(verdict: Verdict) -> Verdict | None:
    """A verdict on values whose sender does send whole tags: what is missing is then the end of the value."""
    if verdict.way.code == "tag-missing":
        return None
    if verdict.way.code != "tag-cut":
        return verdict
    way = verdict.way._replace(code="cut-short")
    return verdict._replace(way=way, fits={at: found._replace(way=way) for at, found in verdict.fits.items()})


def one_spelling(verdict: Verdict) -> Verdict:
    """Values without + and / could be either base64; one sender writes them all the same."""
    encodings = {found.written.encoding for found in verdict.fits.values()}
    if not {"base64", "base64url"} <= encodings:
        return verdict
    fits = {
        at: found._replace(written=found.written._replace(encoding="base64url"))
        for at, found in verdict.fits.items()
    }
    return verdict._replace(fits=fits)
