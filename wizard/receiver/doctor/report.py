"""What the doctor says of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wizard.receiver.doctor import words
from wizard.receiver.doctor.doubt import doubt

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.profile.model import Encryption
    from wizard.receiver.doctor.search import Fit, Sample

Confidence = Literal["proof", "sure", "unsure", ""]
"""proof: GCM's tag fits. sure: by chance it would read so well less than once in a million values. unsure: too short
to tell. Empty: nothing is claimed."""


class ValueReport(msgspec.Struct, frozen=True, kw_only=True):
    """One value: whether it opens as the profile says, and if not, what would open it."""

    name: str
    """The dynamic variable, or the key it stands under where the profile does not know it."""
    opened: bool
    """It opens as the profile stands."""
    value: str | None
    """The plain text, as the profile or as the change gives it; None where nothing opens it."""
    diagnosis: str
    """A stable code, one of `words.CODES`: `opened`, `key-hex`, `tag-before`, `unopened`, …"""
    advice: str
    """What differs and what to do, in a sentence or two."""
    settings: dict[str, Any] = {}
    """The change that would open it, as keys of the profile file's encryption table; empty if no setting would.

    `{"encryption": None}` fits a sender that encrypts nothing: leave the table out. May hold the key: mask it before
    it is shown to anyone but the profile's owner.
    """
    confidence: Confidence = ""
    wire: str = ""
    """What came, before it was opened."""
    field: str = ""
    """The place in the body, as `data.status`; empty for a value that came alone."""
    tried: int = 0
    """How many ways were tried."""
    remark: str = ""
    """What is odd about a value that opens, in a sentence; `advice` says it too."""
    guess: str = ""
    """What the profile's settings give where that is too short, or too unlike the variable, to be claimed."""

    def to_json_document(self, *, reveal: bool = True) -> dict[str, Any]:
        """The object that `wizard decrypt --json` prints for a value. Without `reveal`, key and IV are `••••••••`."""
        settings = dict(self.settings)
        if not reveal:
            settings.update({name: "••••••••" for name in ("key", "iv") if name in settings})
        return {
            "name": self.name,
            "opened": self.opened,
            "value": self.value,
            "diagnosis": self.diagnosis,
            "advice": self.advice,
            "settings": settings,
        }


def apply(encryption: Encryption, settings: dict[str, Any]) -> Encryption | None:
    """The encryption with a report's change made; None where the change is to encrypt nothing."""
    if "encryption" in settings:
        return None
    change = {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
    return msgspec.structs.replace(encryption, **change)


def report(
    sample: Sample,
    code: str,
    value: str | None,
    *,
    note: str = "",
    opened: bool = False,
    settings: dict[str, Any] | None = None,
    confidence: Confidence = "",
    guess: str = "",
) -> ValueReport:
    """The report of one sample, with its sentence."""
    return ValueReport(
        name=sample.name,
        opened=opened,
        value=value,
        diagnosis=code,
        advice=words.unopened(sample.tried, note) if code == "unopened" else words.advice(code, note),
        settings=settings or {},
        confidence=confidence,
        wire=sample.text,
        field=sample.field,
        tried=sample.tried,
        guess=guess,
    )


def changed(sample: Sample, found: Fit, agreed: str) -> ValueReport:
    """The report of a value that opens after a change; `agreed` is the encoding that the profile says."""
    written, way = found.written, found.way
    transport = list(written.mended)
    settings: dict[str, Any] = dict(way.settings)
    if written.twice:
        transport.insert(0, "double-encoded")
    elif written.encoding != agreed:
        settings["encoding"] = written.encoding
        transport.insert(0, "encoding")
    code, notes = way.code, [str(settings.get("algorithm", "")), way.note]
    if found.padded and code:
        notes.append("with padding")
    elif found.padded:
        code = "padded"
    elif not found.is_text:
        notes.append("though not to UTF-8 text")
    if code == "tag-cut" and {"unpadded", "ragged"}.intersection(transport):
        code, notes = "cut-short", []  # whoever cuts a tag on purpose encodes what is left of it properly
    if not code:
        code = min(transport, key=_first_to_mend)
        transport.remove(code)
        if code == "encoding":
            notes.insert(0, str(settings[code]))
    notes.append(words.also(transport))
    note = ", ".join(filter(None, notes))
    proven = found.proven and not (way.trial.mode == "GCM" and way.trial.tag == "none")
    return report(
        sample,
        "cut-short" if code == "ragged" else code,
        found.text,
        settings=settings,
        confidence="proof" if proven else "sure",
        note=note,
    )


_ORDER = (
    "double-encoded",
    "encoding",
    "ragged",
    "spaces-for-plus",
    "percent-encoded",
    "json-escaped",
    "line-breaks",
)


def _first_to_mend(code: str) -> int:
    return _ORDER.index(code) if code in _ORDER else len(_ORDER)


def quoted(text: str) -> str:
    """A text in quotes, cut to fit into a sentence."""
    return '"' + (text if len(text) <= 40 else text[:39] + "…") + '"'


def opened(sample: Sample, found: Fit, channel: Channel | None) -> ValueReport:
    """The report of a value that opens as the profile stands, with a remark where it is not what it should be."""
    confidence: Confidence = "proof" if found.proven else "sure"
    told = report(sample, "opened", found.text, opened=True, confidence=confidence)
    remark = doubt(sample.name, sample.likeness, found.text, channel)
    return msgspec.structs.replace(told, remark=remark, advice=remark) if remark else told


def looks_right(sample: Sample, found: Fit) -> bool:
    """Whether what a tag has proven also has the form of its variable; empty text has."""
    return found.is_text and (
        sample.likeness.kind == "any" or not found.text or sample.likeness.bits(found.text) > 0
    )
