"""The decryption doctor: opens values, and says of each that does not open which single thing differs."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wizard.receiver.doctor import special
from wizard.receiver.doctor.likeness import TEXT, AnyLikeness, Likeness, likeness_of, text_of, words_bits
from wizard.receiver.doctor.modes import invalid_tag, quick_opener
from wizard.receiver.doctor.password import MARK, salted_ways
from wizard.receiver.doctor.report import ValueReport, changed, looks_right, opened, quoted, report
from wizard.receiver.doctor.search import (
    CHANGED,
    EXACT,
    Fit,
    Sample,
    Verdict,
    fit,
    one_spelling,
    search,
    tag_is_there,
)
from wizard.receiver.doctor.ways import FINISHES, Secrets, Way, exact_trial, ways_of
from wizard.receiver.doctor.whole import open_whole
from wizard.receiver.doctor.writing import MAX_TEXT, Written, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wizard.catalog import Channel
    from wizard.profile.model import Encryption

SHORT = 6
"""Bytes below which no single value can be sure under a change."""
KNOWN = 12.0
"""Bits that a fault needs where other values have shown already that key and IV are right."""


class Value(NamedTuple):
    """A value to open. `variable` decides what it should look like: its name if None; empty: it could be any."""

    name: str
    wire: str
    field: str = ""
    variable: str | None = None

    @property
    def looks_like(self) -> str:
        """The variable that it stands for."""
        return self.name if self.variable is None else self.variable


class Doctor:
    """Opens values under one profile's encryption. Keep it for many bodies; one thread at a time.

    References (`${NAME}`) in key and IV are read from `environ`; profile.references.MissingReference if one is not
    set. Wrong settings, of a length that fits no algorithm say, are no error: they are among what is diagnosed.
    """

    def __init__(
        self,
        encryption: Encryption,
        *,
        channel: Channel | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        from wizard.profile.references import resolve

        where = os.environ if environ is None else environ
        self.encryption = encryption
        self.channel = channel
        self._secrets = Secrets.of(encryption, resolve(encryption.key, where), resolve(encryption.iv, where))
        trial = exact_trial(self._secrets)
        self._exact = Way("", trial) if trial else None
        self._looks: dict[str, Likeness | AnyLikeness] = {}
        self._last: Way | None = None

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every other way that is tried, likeliest first."""
        return ways_of(self._secrets)

    def open_value(self, text: str, name: str = "") -> ValueReport:
        """Opens one value, as pasted: white space and quotes around it do not count."""
        bare = text.strip("\t\r\n ").strip("\"'") if text.strip() else text
        (report,) = self.open_values([Value(name, bare)])
        spaced = text.strip("\t\r\n\"'")
        if report.opened or spaced == bare:
            return report
        # A space at either end may have been a plus.
        (other,) = self.open_values([Value(name, spaced)])
        return other if other.diagnosis == "spaces-for-plus" else report

    def open_values(self, values: Sequence[Value]) -> tuple[ValueReport, ...]:
        """Opens the values of one body, judged together, one report each in their order."""
        return self._open(values, deep=True) or ()

    @property
    def is_proven(self) -> bool:
        """Whether a value that opens is proven by a tag."""
        return self._secrets.mode == "GCM"

    def opener(self) -> Callable[[str], str | None]:
        """A function that opens a value exactly as the profile says, or gives None. It judges nothing.

        The quickest way there is, for values whose form is checked by others.
        """
        if self._exact is None:
            return lambda text: None
        read, decrypt = reader(self.encryption.encoding), quick_opener(self._exact.trial)

        def open_exactly(text: str) -> str | None:
            try:
                plain = decrypt(read(text))
                opened = plain.decode()
            except (ValueError, invalid_tag()):
                return None
            return opened if opened.isprintable() else text_of(plain)

        return open_exactly

    def agree(self, values: Sequence[Value]) -> tuple[ValueReport, ...] | None:
        """The reports where the profile opens every value as it stands; None where that needs a closer look.

        Costs some microseconds a value, where `open_values` may cost milliseconds.
        """
        return self._open(values, deep=False)

    def open_whole(self, body: bytes, keys: Iterable[str]) -> ValueReport | None:
        """The report of a body that was encrypted as a whole; None if this one was not. `keys` are those expected."""
        return open_whole(body, keys, self._exact, self.ways, self.encryption.encoding)

    def _open(self, values: Sequence[Value], *, deep: bool) -> tuple[ValueReport, ...] | None:
        samples = [self._sample(value) for value in values]
        reports: dict[int, ValueReport] = {}
        live: list[int] = []
        for at, sample in enumerate(samples):
            if sample.text:
                live.append(at)
            else:
                reports[at] = self._empty(sample, None)
        exact = {at: found for at in live if self._exact and (found := samples[at].exact(self._exact))}
        if self._agrees(samples, exact, len(live)):
            reports.update({at: opened(samples[at], found, self.channel) for at, found in exact.items()})
        elif not deep:
            return None
        else:
            self._examine(samples, live, exact, reports)
        return tuple(reports[at] for at in range(len(samples)))

    def _sample(self, value: Value) -> Sample:
        variable = value.looks_like
        if variable not in self._looks:
            self._looks[variable] = self._look(variable)
        return Sample(value.name, value.field, value.wire, self._looks[variable], self.encryption.encoding)

    def _look(self, variable: str) -> Likeness | AnyLikeness:
        if variable or self.channel is None:
            return likeness_of(self.channel, variable)
        return AnyLikeness(tuple(likeness_of(self.channel, name) for name in self.channel.variable_names))

    def _empty(self, sample: Sample, way: Way | None) -> ValueReport:
        """The report of a value with nothing in it; `way` is the one that opens the others of its body."""
        has_tag = way is not None and way.trial.mode == "GCM" and way.trial.tag != "none"
        if way and way.code and not has_tag and (self._secrets.mode == "GCM" or self._exact is None):
            nothing = Written(b"", self.encryption.encoding)
            return changed(sample, Fit(way, nothing, "", 0, False), self.encryption.encoding)
        if self._secrets.mode == "GCM":
            return report(sample, "not-encrypted", "", note="it is empty; GCM makes 16 bytes even of nothing")
        if self._exact is None:
            return report(sample, "unopened", None, note="the key or the IV has a wrong length")
        return report(sample, "opened", "", opened=True, confidence="sure")

    def _agrees(self, samples: list[Sample], exact: dict[int, Fit], count: int) -> bool:
        """Whether the profile's own way opens every value, and nothing asks for a closer look."""
        if len(exact) < count or self._exact is None:
            return False
        if any(found.padded or not found.is_text for found in exact.values()):
            return False
        if all(found.proven for found in exact.values()):
            return all(looks_right(samples[at], found) for at, found in exact.items())
        score = sum(found.bits for found in exact.values() if found.bits)
        if not all(found.bits for found in exact.values()):
            return False
        return Verdict(self._exact, exact, score, count).is_believed

    def _examine(
        self, samples: list[Sample], live: list[int], exact: dict[int, Fit], reports: dict[int, ValueReport]
    ) -> None:
        for at in live:
            found = exact.get(at)
            if found and found.proven:
                reports[at] = self._proven(samples[at], found)
            elif not (found and found.bits) and (plain := special.never_encrypted(samples[at])):
                reports[at] = report(samples[at], plain[0], plain[1], confidence="sure")
        rest = [at for at in live if at not in reports]
        verdict = self._believed([samples[at] for at in rest])
        if verdict and any(entry.opened for entry in reports.values()):
            verdict = tag_is_there(verdict)
        if verdict:
            verdict = one_spelling(verdict) if self.encryption.encoding == "hex" else verdict
            for place, at in enumerate(rest):
                found = self._preferred(verdict.fits.get(place), exact.get(at), verdict.way)
                if found:
                    reports[at] = self._report(samples[at], found)
            for at, sample in enumerate(samples):
                if not sample.text:
                    reports[at] = self._empty(sample, verdict.way)
        rest = [at for at in rest if at not in reports]
        sure = verdict is not None or any(entry.opened for entry in reports.values())
        self._leftovers(samples, rest, exact, verdict, sure, reports)

    @staticmethod
    def _preferred(found: Fit | None, exact: Fit | None, way: Way) -> Fit | None:
        """The profile's own way where it does as well: a short value reads alike in several modes."""
        if exact is None or exact.needs_change:
            return found
        if found is None:
            return None if way.code else exact
        as_good = found.text == exact.text or (not way.code and exact.bits >= found.bits)
        return exact if as_good else found

    def _report(self, sample: Sample, found: Fit) -> ValueReport:
        cut = not found.proven and sample.likeness.is_cut(found.text)
        if cut and (found.way.code == "tag-missing" or not (found.bits or found.way.code)):
            return report(sample, "cut-short", found.text, confidence="sure")
        return (
            changed(sample, found, self.encryption.encoding)
            if found.needs_change
            else opened(sample, found, self.channel)
        )

    def _believed(self, samples: list[Sample]) -> Verdict | None:
        """The way that opens these values, if it can be believed."""
        if not samples or any(len(sample.text) > MAX_TEXT for sample in samples):
            return None
        if len(samples) == 1 and (salted := self._salted(samples[0])):
            return salted
        exact = search(samples, (self._exact,)) if self._exact else None
        other = search(samples, (self._last, *self.ways) if self._last else self.ways)
        believed = [verdict for verdict in (exact, other) if verdict and verdict.is_believed]
        if not believed:
            return None
        verdict = max(believed, key=lambda verdict: verdict.score)
        if verdict.way.code == "iv-in-front":
            spoilt = self._spoilt(samples)
            if spoilt > verdict.score or (spoilt == verdict.score and verdict.begins_midway):
                return None
        if verdict.way.code:
            self._last = verdict.way  # the next body is likely to come from the same sender
        return verdict

    def _spoilt(self, samples: list[Sample]) -> float:
        """The bits for another IV: in CFB and CBC an IV in front and a wrong one look alike but for the beginning."""
        return sum(special.other_iv(sample, self._exact.trial) for sample in samples) if self._exact else 0.0

    def _salted(self, sample: Sample) -> Verdict | None:
        for written in sample.written:
            if written.data.startswith(MARK):
                body = written._replace(data=written.data[16:])
                for way in salted_ways(written.data, self._secrets.key.encode()):
                    sample.tried += 1
                    found = fit(way, body, sample.likeness)
                    if found and found.bits >= CHANGED:
                        return Verdict(way, {0: found}, found.bits, 1)
        return None

    def _proven(self, sample: Sample, found: Fit) -> ValueReport:
        """A value whose tag fits: it is open, and may still have been put up wrongly before it was encrypted."""
        if found.padded:
            return changed(sample, found, self.encryption.encoding)
        if looks_right(sample, found):
            return opened(sample, found, self.channel)
        for finish in FINISHES:
            sample.tried += 1
            undone = fit(found.way._replace(code=finish, finish=finish), found.written, sample.likeness)
            if undone and undone.is_text and (looks_right(sample, undone) or finish == "compressed"):
                return changed(sample, undone, self.encryption.encoding)
        if not found.is_text:
            return report(sample, "not-text", found.text, confidence="proof")
        return opened(sample, found, self.channel)

    def _leftovers(
        self,
        samples: list[Sample],
        rest: list[int],
        exact: dict[int, Fit],
        verdict: Verdict | None,
        sure: bool,
        reports: dict[int, ValueReport],
    ) -> None:
        """Values that the group's way leaves shut: each may have a fault of its own."""
        trial = verdict.way.trial if verdict else (self._exact.trial if self._exact else None)
        if not sure and self._spoilt([samples[at] for at in rest]) >= CHANGED:
            for at in rest:
                reports[at] = report(samples[at], "iv-differs", None, confidence="sure")
            return
        for at in rest:
            sample = samples[at]
            alone = self._believed([sample]) if len(samples) > 1 else None
            alone = tag_is_there(alone) if alone and sure else alone
            wanted = KNOWN if sure else CHANGED
            if alone:
                reports[at] = self._report(sample, alone.fits[0])
            elif trial and special.altered(sample, trial, wanted):
                reports[at] = report(sample, "altered", None, confidence="sure")
            elif trial and (left := special.cut_short(sample, trial, wanted)) is not None:
                reports[at] = report(sample, "cut-short", left, confidence="sure")
            else:
                reports[at] = self._shut(sample, exact.get(at))

    def _shut(self, sample: Sample, exact: Fit | None) -> ValueReport:
        if exact and exact.bits:
            note = f"as set it would read {quoted(exact.text)}"
            return report(sample, "too-short", None, confidence="unsure", note=note, guess=exact.text)
        if exact and TEXT * len(exact.text) >= CHANGED:
            note = f"it reads {quoted(exact.text)}"
            return report(sample, "unlike", None, confidence="unsure", note=note, guess=exact.text)
        if len(sample.text) > MAX_TEXT:
            note = f"with more than {MAX_TEXT} characters no other way was tried"
            return report(sample, "unopened", None, note=note)
        if min((len(written.data) for written in sample.written), default=0) < SHORT:
            found = search([sample], self.ways)
            if found and any(one.bits for one in found.fits.values()):
                return report(sample, "too-short", None, confidence="unsure")
        if sample.likeness.kind in ("error", "text", "any") and words_bits(sample.text) >= EXACT:
            return report(sample, "not-encrypted", sample.text, confidence="sure")
        return report(sample, "unopened", None)
