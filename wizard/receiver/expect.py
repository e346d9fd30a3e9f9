"""What a script expects of a received callback: `NAME=VALUE`, where a name is a variable's or a field's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wizard.receiver.received import ReceivedCallback


class Expectation(NamedTuple):
    """A value that a callback should carry, opened where it is encrypted."""

    name: str
    value: str

    @classmethod
    def read(cls, text: str) -> Expectation:
        """From `NAME=VALUE`; all after the first `=` is the value. Raises ValueError with a sentence."""
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ValueError(
                f"{text!r} is not NAME=VALUE; write a variable's name, an equals sign, and its value"
            )
        return cls(name.strip(), value)


def unmet(expectations: list[Expectation], callback: ReceivedCallback) -> list[str]:
    """What the callback does not meet, as sentences without a full stop. Of several values of one name any will do."""
    if not expectations:
        return []
    wanted: dict[str, list[str]] = {}
    for expectation in expectations:
        wanted.setdefault(expectation.name, []).append(expectation.value)
    values = callback.values
    return [
        _missed(name, texts, values.get(name))
        for name, texts in wanted.items()
        if values.get(name) not in texts
    ]


def _missed(name: str, wanted: list[str], found: str | None) -> str:
    expected = f"{name}: expected {' or '.join(map(repr, wanted))}"
    if found is None:
        return f"{expected}, but there is no such value that can be read"
    return f"{expected}, got {found[:200]!r}"
