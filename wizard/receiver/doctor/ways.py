"""The list of what people get wrong: every other way in which a sender may have encrypted, each with one difference.

The list depends on the settings alone, never on a value, so its length is fixed: a few hundred trials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.profile.model import ALGORITHMS
from wizard.receiver.doctor.modes import BLOCK, Trial
from wizard.receiver.doctor.readings import Reading, as_bytes, fitted, hashed, readings, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.profile.model import Encryption

SIZES = {16: "AES-128", 24: "AES-192", 32: "AES-256"}
OTHER_MODES = ("CFB8", "CBC", "CTR", "ECB", "OFB")
CUT_TAGS = (12, 8, 4)
"""Tag lengths that libraries are told to use. Behind the ciphertext any length may be left, where a value was cut."""
FINISHES = ("compressed", "padded", "newline-inside", "quoted-inside", "encoded-inside", "utf-16")
"""What a sender may do to the text before it is encrypted."""


class Way(NamedTuple):
    """One way to open a value: its code (empty for the profile's own), and the change to the profile it stands for."""

    code: str
    trial: Trial
    settings: tuple[tuple[str, str], ...] = ()
    note: str = ""
    finish: str = ""
    """What to undo once it is open: one of FINISHES."""


class Secrets(NamedTuple):
    """The settings to start from. Key and IV with references filled in, and as the profile holds them."""

    algorithm: str
    key: str
    iv: str
    tag: str
    key_original: str
    iv_original: str

    @classmethod
    def of(cls, encryption: Encryption, key: str, iv: str) -> Secrets:
        """The settings of a profile; `key` and `iv` are the resolved texts."""
        return cls(encryption.algorithm, key, iv, encryption.tag, encryption.key, encryption.iv)

    @property
    def mode(self) -> str:
        """CFB or GCM."""
        return self.algorithm.rpartition("-")[2]

    @property
    def size(self) -> int:
        """Bytes of the key that the algorithm wants."""
        return int(self.algorithm.split("-")[1]) // 8


def exact_trial(secrets: Secrets) -> Trial | None:
    """The profile's own way; None if key or IV do not have the length that the algorithm wants."""
    key, iv = as_bytes(secrets.key), as_bytes(secrets.iv)
    if key is None or iv is None or len(key) != secrets.size:
        return None
    if len(iv) != BLOCK and not (secrets.mode == "GCM" and len(iv) == 12):
        return None
    return Trial(secrets.mode, key, iv, tag=secrets.tag if secrets.mode == "GCM" else "")


def ways_of(secrets: Secrets) -> tuple[Way, ...]:
    """Every other way, likeliest first, none twice."""
    found: dict[tuple[Trial, str], Way] = {}
    exact = exact_trial(secrets)
    if exact:
        found[exact, ""] = Way("", exact)
    for way in _all(secrets, exact):
        found.setdefault((way.trial, way.finish), way)
    found.pop((exact, ""), None) if exact else None
    return tuple(found.values())


def _all(secrets: Secrets, exact: Trial | None) -> Iterator[Way]:
    key = as_bytes(secrets.key) or secrets.key.encode()
    iv = as_bytes(secrets.iv) or secrets.iv.encode()
    if exact:
        for finish in FINISHES:
            yield Way(finish, exact, finish=finish)
        yield from _layouts(exact)
    yield from _keys(secrets, iv, key)
    yield from _vectors(secrets, key, iv)
    yield from _both(secrets)
    yield from _swapped(secrets, key, iv)
    yield from _algorithms(secrets, key, iv)
    yield from _modes(secrets, key, iv)
    for reading in hashed(key, secrets.size):
        trial = _trial(secrets, reading.data, iv)
        yield Way("key-hashed", trial, (("key", reading.text),), reading.note)


def _layouts(exact: Trial) -> Iterator[Way]:
    if exact.mode != "GCM":
        yield Way("iv-in-front", exact._replace(front=BLOCK))
        return
    other = "before" if exact.tag == "after" else "after"
    yield Way("tag-" + other, exact._replace(tag=other), (("tag", other),))
    for front in (12, 16):
        for tag in (exact.tag, other, "none"):
            note = "" if tag == exact.tag else ("with no tag" if tag == "none" else f"with the tag {tag}")
            yield Way("iv-in-front", exact._replace(front=front, tag=tag), note=note)
    for length in range(15, 3, -1):
        note = f"{length} bytes of it are there"
        yield Way("tag-cut", exact._replace(tag="after", tag_length=length), note=note)
        if length in CUT_TAGS:
            yield Way("tag-cut", exact._replace(tag="before", tag_length=length), note=f"{note}, in front")
    yield Way("tag-missing", exact._replace(tag="none"))


def _trial(secrets: Secrets, key: bytes, iv: bytes, mode: str = "", tag: str = "") -> Trial:
    mode = mode or secrets.mode
    if mode == "GCM":
        return Trial(mode, key, iv, tag=tag or secrets.tag)
    return Trial(mode, key, fitted(iv, BLOCK))


def _keys(secrets: Secrets, iv: bytes, key: bytes) -> Iterator[Way]:
    if len(iv) != BLOCK and not (secrets.mode == "GCM" and len(iv) == 12):
        return  # the IV is what is wrong
    stripped, others = _split(secrets.key, secrets.key_original)
    for reading in stripped:
        yield from _with_key(secrets, reading, iv, "key-stray", ())
    if len(key) != secrets.size:
        whole = fitted(key, secrets.size)
        note = _fit_note(len(key), secrets.size)
        yield Way("key-length", _trial(secrets, whole, iv), (("key", spelled(whole)),), note)
    for reading in others:
        yield from _with_key(secrets, reading, iv, "key-" + reading.code, ())


def _split(resolved: str, original: str) -> tuple[list[Reading], list[Reading]]:
    """The readings that take something away which surely does not belong there, and the rest."""
    every = tuple(readings(resolved, original))
    stripped = [reading for reading in every if reading.note.startswith("without")]
    return stripped, [reading for reading in every if reading not in stripped]


def _with_key(
    secrets: Secrets, reading: Reading, iv: bytes, code: str, more: tuple[tuple[str, str], ...]
) -> Iterator[Way]:
    length = len(reading.data)
    if length in SIZES:
        algorithm = f"{SIZES[length]}-{secrets.mode}"
        change = (("key", reading.text), *more)
        if algorithm != secrets.algorithm:
            change = (("algorithm", algorithm), *change)
        yield Way(code, _trial(secrets, reading.data, iv), change, reading.note)
    if length != secrets.size and reading.data:
        key = fitted(reading.data, secrets.size)
        note = ", ".join(filter(None, (reading.note, _fit_note(length, secrets.size))))
        yield Way(code, _trial(secrets, key, iv), (("key", spelled(key)), *more), note)


def _fit_note(length: int, size: int) -> str:
    return f"cut to {size} bytes" if length > size else f"filled up to {size} bytes with zeros"


def _iv_lengths(secrets: Secrets, data: bytes, text: str) -> Iterator[tuple[bytes, str, str]]:
    """The bytes at every length that the mode takes, each with its text and what was done to it."""
    wanted = (BLOCK,) if secrets.mode == "CFB" else (12, 16)
    if len(data) in wanted or (secrets.mode == "GCM" and 8 <= len(data) <= 64):
        yield data, text, ""
    for size in wanted:
        if data and len(data) != size:
            fit = fitted(data, size)
            yield fit, spelled(fit), _fit_note(len(data), size)


def _vectors(secrets: Secrets, key: bytes, iv: bytes) -> Iterator[Way]:
    if len(key) != secrets.size:
        return
    sizes = (BLOCK,) if secrets.mode == "CFB" else (12, 16)
    for size in sizes:
        yield Way("iv-zeros", _trial(secrets, key, bytes(size)), (("iv", "hex:" + "00" * size),))
    stripped, others = _split(secrets.iv, secrets.iv_original)
    own = Reading("length", iv, secrets.iv_original)
    for reading in (*stripped, own, *others):
        for data, text, note in _iv_lengths(secrets, reading.data, reading.text):
            said = ", ".join(filter(None, (reading.note, note)))
            yield Way("iv-" + reading.code, _trial(secrets, key, data), (("iv", text),), said)


def _both(secrets: Secrets) -> Iterator[Way]:
    """Key and IV misread in the same manner: one habit, so one mistake."""
    vectors = tuple(readings(secrets.iv, secrets.iv_original))
    for key in readings(secrets.key, secrets.key_original):
        for iv in vectors:
            if (key.code, key.note) == (iv.code, iv.note):
                for data, text, _ in _iv_lengths(secrets, iv.data, iv.text):
                    yield from _with_key(secrets, key, data, "key-iv-" + key.code, (("iv", text),))


def _swapped(secrets: Secrets, key: bytes, iv: bytes) -> Iterator[Way]:
    sizes = {len(iv): ""} if len(iv) in SIZES else {}
    sizes.setdefault(secrets.size, _fit_note(len(iv), secrets.size))
    for size, fit in sizes.items():
        algorithm = f"{SIZES[size]}-{secrets.mode}"
        first = () if algorithm == secrets.algorithm else (("algorithm", algorithm),)
        swapped = secrets.iv_original if not fit else spelled(fitted(iv, size))
        for data, text, cut in _iv_lengths(secrets, key, secrets.key_original):
            change = (*first, ("key", swapped), ("iv", text))
            note = ", ".join(filter(None, (fit and f"the key is {fit}", cut and f"the IV is {cut}")))
            yield Way("key-iv-swapped", _trial(secrets, fitted(iv, size), data), change, note)


def _algorithms(secrets: Secrets, key: bytes, iv: bytes) -> Iterator[Way]:
    ordered = sorted(ALGORITHMS, key=lambda name: int(name.split("-")[1]) // 8 != len(key))
    for algorithm in ordered:
        size, mode = int(algorithm.split("-")[1]) // 8, algorithm.rpartition("-")[2]
        same = algorithm == secrets.algorithm
        change: list[tuple[str, str]] = [] if same else [("algorithm", algorithm)]
        note = ""
        data = key
        if len(key) != size:
            data = fitted(key, size)
            change.append(("key", spelled(data)))
            note = f"the key is {_fit_note(len(key), size)}"
        vector = iv
        if mode == "CFB" and len(iv) != BLOCK:
            vector = fitted(iv, BLOCK)
            change.append(("iv", spelled(vector)))
        for tag in ("after", "before") if mode == "GCM" else ("",):
            extra = (("tag", tag),) if tag and tag != secrets.tag else ()
            trial = _trial(secrets, data, vector, mode, tag)
            yield Way("tag-" + tag if same else "algorithm", trial, (*change, *extra), note)


def _modes(secrets: Secrets, key: bytes, iv: bytes) -> Iterator[Way]:
    if len(key) not in SIZES:
        key = fitted(key, secrets.size)
    block = fitted(iv, BLOCK)
    for mode in OTHER_MODES:
        code = "mode-" + mode.lower()
        yield Way(code, Trial(mode, key, b"" if mode == "ECB" else block))
        if mode == "ECB":
            continue
        yield Way(code, Trial(mode, key, b"", front=BLOCK), note="the IV stands in front of the ciphertext")
        yield Way(code, Trial(mode, key, bytes(BLOCK)), note="the IV is all zeros")
    for count in (0, 1, 2):
        counter = iv[:12].ljust(12, b"\0") + count.to_bytes(4)
        yield Way("mode-ctr", Trial("CTR", key, counter), note=f"a 12-byte IV and a counter from {count}")
