"""How much a text looks like the variable it should be, in bits.

Only GCM proves that a key is right. For every other mode the plain text itself has to speak: the bits given here are
minus the binary logarithm of the chance that random bytes of that length would read as well, so that ten bits mean
one chance in a thousand and the bits of several values may be added.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.catalog.model import Kind

TEXT = 1.3
"""Bits a byte of printable UTF-8: about four random bytes in ten pass for text."""
WORD = 2.2
"""Bits a byte of letters, space, hyphen and underscore (55 of 256)."""
TOKEN = 1.9
"""Bits a byte of letters, digits and the marks found in addresses and numbers of messages (67 of 256)."""
DIGIT = 4.6
"""Bits a decimal digit (10 of 256)."""

_MESSAGE_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?::\d{1,10})?")
_MESSAGE_ID_BITS = 140.0
_ID_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{4,}")
_TIME = re.compile(
    r"(?:19|20)\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(?::[0-6]\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?"
)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_DATE_WORDS = re.compile(r"(?=.*[A-Za-z]{3}[ ,])(?=(?:.*\d){4})(?=.*\d:\d)[A-Za-z0-9 ,:+./-]{8,}")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'=/-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WORDS = re.compile(r"[A-Za-z][A-Za-z _-]*")
_REPLY_CODE = re.compile(r"[245]\d\d")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\.?")

_FORMS = {
    "message-id": _MESSAGE_ID,
    "time": _TIME,
    "sender": _ADDRESS,
    "recipient": _ADDRESS,
    "error": re.compile(f"{_REPLY_CODE.pattern}|{_ENHANCED.pattern}"),
}
_ID_SHAPE = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh:ddd"
_TIME_SHAPE = "dddd-dd-ddTdd:dd:dd.dddZ"
_WHOLE = {"message-id": 38, "time": 24}
"""Characters of a whole value of that shape."""
_SHAPES = {"message-id": _ID_SHAPE, "time": _TIME_SHAPE}
_SETS = {"h": frozenset("0123456789abcdefABCDEF"), "d": frozenset("0123456789"), "T": frozenset("T ")}
_SHAPE_BITS = {"h": 3.5, "d": DIGIT, "T": 7.0}


class Reading(NamedTuple):
    """What bytes are as text, and the bits of likeness: 0 where they are text, but not this variable's."""

    text: str
    bits: float


class Look(Protocol):
    """What a value should look like. Likeness is the usual one."""

    kind: str

    def read(self, data: bytes) -> Reading | None:
        """What the bytes read as; None if they are no text at all."""

    def bits(self, text: str) -> float:
        """How much a text looks like it; 0 for one that does not."""

    def is_form(self, text: str) -> bool:
        """Whether it has the very form, and is not just text that could be it."""

    def is_cut(self, text: str) -> bool:
        """Whether it is the beginning of one and not all of it."""

    def beginning(self, text: str) -> float:
        """How much it looks like the beginning of one, cut off."""

    def ending(self, text: str) -> float:
        """How much it looks like the rest of one after its first 16 bytes."""


def text_of(data: bytes) -> str | None:
    """The bytes as printable UTF-8 text, line breaks and tabs allowed; None if they are not that."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if text.isprintable() or text.translate(_BREAKS).isprintable():
        return text
    return None


def words_bits(text: str) -> float:
    """How much a text is in small letters and spaces, as words are, where base64 would be in all its letters."""
    spaces, small = text.count(" "), sum(map(str.islower, text))
    others = len(text) - spaces - small
    if others > 0.15 * len(text):
        return 0.0
    # In base64 26 letters of 64 are small, and one is a plus, which a form makes a space.
    return 1.3 * small + 6 * spaces + 0.7 * others - math.log2(math.comb(len(text), others))


_BREAKS = {ord(mark): None for mark in "\t\r\n"}


class AnyLikeness:
    """The look of a value whose variable nobody named: that of whichever variable it fits best."""

    kind = "any"

    def __init__(self, looks: tuple[Likeness, ...]) -> None:
        self._looks = looks
        self._cost = math.log2(len(looks))

    def read(self, data: bytes) -> Reading | None:
        """As Likeness.read."""
        text = text_of(data)
        return None if text is None else Reading(text, self.bits(text))

    def bits(self, text: str) -> float:
        """As Likeness.bits, less what the choice costs."""
        return max(0.0, max(look.bits(text) for look in self._looks) - self._cost)

    def is_form(self, text: str) -> bool:
        """As Likeness.is_form."""
        return any(look.is_form(text) for look in self._looks)

    def is_cut(self, text: str) -> bool:
        """As Likeness.is_cut."""
        return any(look.is_cut(text) for look in self._looks)

    def beginning(self, text: str) -> float:
        """As Likeness.beginning; only a shape that is more than text counts."""
        return max(
            0.0, max(look.beginning(text) for look in self._looks if look.kind in _SHAPES) - self._cost
        )

    def ending(self, text: str) -> float:
        """As Likeness.ending."""
        return max(0.0, max(look.ending(text) for look in self._looks) - self._cost)


class Likeness:
    """The look of one variable: its kind, and the values that the catalog knows for it."""

    def __init__(self, kind: Kind, known: tuple[str, ...] = ()) -> None:
        self.kind: str = kind
        self._kind = kind
        self._known = frozenset(value.casefold() for value in known)
        self._known_cost = math.log2(
            3 * max(1, len(known))
        )  # 3: as it stands, all capitals, all small letters

    def read(self, data: bytes) -> Reading | None:
        """What the bytes read as; None if they are no text at all. Empty bytes are text of no weight."""
        text = text_of(data)
        return None if text is None else Reading(text, self.bits(text))

    def bits(self, text: str) -> float:
        """How much a text looks like this variable; 0 for one that does not."""
        if not text:
            return 0.0
        if text.casefold() in self._known:
            return max(0.0, 8 * len(text) - self._known_cost)
        return _BITS[self._kind](text)

    def is_form(self, text: str) -> bool:
        """Whether it is a value in the variable's own form, and not just text that could be one."""
        form = _FORMS.get(self.kind)
        return text.casefold() in self._known or (form is not None and form.fullmatch(text) is not None)

    def is_cut(self, text: str) -> bool:
        """Whether the text is the beginning of such a value and not all of it."""
        shape = _SHAPES.get(self.kind)
        return shape is not None and 8 < len(text) < _WHOLE[self.kind] and _shape_bits(text, shape) > 0

    def beginning(self, text: str) -> float:
        """How much a text looks like the beginning of such a value, cut off; 0 for one that does not."""
        shape = _SHAPES.get(self.kind)
        if shape:
            return _shape_bits(text, shape)
        folded = text.casefold()
        starts = sum(known.startswith(folded) for known in self._known)
        if starts and len(text) >= 3:
            return max(0.0, 8 * len(text) - self._known_cost)
        if self.kind == "status":
            return 0.0
        if self.kind in ("sender", "recipient"):
            return TOKEN * len(text) if _ID_TOKEN.fullmatch(text) else 0.0
        return TEXT * len(text.encode())

    def ending(self, text: str) -> float:
        """How much a text looks like the rest of such a value after its first 16 bytes; 0 for one that does not."""
        shape = _SHAPES.get(self.kind)
        if shape:
            return _shape_bits(text, shape[16:])
        if self.kind == "status":
            return 0.0
        if self.kind in ("sender", "recipient"):
            return TOKEN * len(text) if re.fullmatch(r"[A-Za-z0-9._%+'=/@-]+", text) else 0.0
        return TEXT * len(text.encode())


def _shape_bits(text: str, shape: str) -> float:
    total = 0.0
    if not text or len(text) > len(shape):
        return 0.0
    for letter, place in zip(text, shape, strict=False):
        allowed = _SETS.get(place)
        if (letter not in allowed) if allowed else letter != place:
            return 0.0
        total += _SHAPE_BITS.get(place, 8.0)
    return total


def _message_id(text: str) -> float:
    if _MESSAGE_ID.fullmatch(text):
        return _MESSAGE_ID_BITS
    if len(text) > 8 and _shape_bits(text, _ID_SHAPE):
        return 0.0  # the beginning of one, cut off
    return TOKEN * len(text) if _ID_TOKEN.fullmatch(text) else 0.0


def _status(text: str) -> float:
    return WORD * len(text) if 3 <= len(text) <= 24 and _WORDS.fullmatch(text) else 0.0


def _time(text: str) -> float:
    if _TIME.fullmatch(text):
        return 4.0 * len(text)
    if _EPOCH.fullmatch(text):
        return DIGIT * len(text)
    return TOKEN * len(text) if _DATE_WORDS.fullmatch(text) else 0.0


def _address(text: str) -> float:
    if _ADDRESS.fullmatch(text):
        # The place of the @ and of the dot are free; what else stands there is not.
        return TOKEN * (len(text) - 2) + 16 - 2 * math.log2(len(text))
    if "@" in text[1:-1] and " " in text:
        return TEXT * len(text.encode())
    return 0.0


def _error(text: str) -> float:
    if _REPLY_CODE.fullmatch(text):
        return 15.8
    if _ENHANCED.fullmatch(text):
        return DIGIT * len(text) + 5
    return TEXT * len(text.encode())


def _text(text: str) -> float:
    return TEXT * len(text.encode())


_BITS = {
    "message-id": _message_id,
    "status": _status,
    "time": _time,
    "sender": _address,
    "recipient": _address,
    "error": _error,
    "text": _text,
}


def likeness_of(channel: Channel | None, name: str) -> Likeness:
    """The look of the variable of that name; any text where the channel has no such variable."""
    variable = channel.variable(name) if channel else None
    if channel is None or variable is None:
        return Likeness("text")
    if name == channel.status_variable:
        return Likeness("status", tuple(status.name for status in channel.statuses))
    known = {status.values[name] for status in channel.statuses if name in status.values}
    if variable.kind == "error":
        known.add(variable.example)
    return Likeness(variable.kind, tuple(sorted(known)))
