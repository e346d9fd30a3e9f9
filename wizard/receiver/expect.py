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

    def unmet(self, callback: ReceivedCallback) -> str:
        """Why the callback does not meet it, as a sentence without a full stop; empty if it does."""
        return self.compare(callback.values)

    def compare(self, values: dict[str, str]) -> str:
        """As `unmet`, for the values of a callback."""
        if self.name not in values:
            return f"{self.name}: expected {self.value!r}, but there is no such value that can be read"
        found = values[self.name]
        return "" if found == self.value else f"{self.name}: expected {self.value!r}, got {found[:200]!r}"


def unmet(expectations: list[Expectation], callback: ReceivedCallback) -> list[str]:
    """The sentences of all that the callback does not meet."""
    values = callback.values if expectations else {}
    return [told for expectation in expectations if (told := expectation.compare(values))]
