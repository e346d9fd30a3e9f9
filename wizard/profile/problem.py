"""A fault found in a profile, told so that a person can act on it."""

from __future__ import annotations

from typing import Literal, NamedTuple


def plain(text: str, limit: int = 60) -> str:
    """Another's text as it may stand in a sentence: on one line, without control characters, not too long."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return short if short.isprintable() else repr(short)[1:-1]


class Problem(NamedTuple):
    """What is wrong with one field. `line` and `column` count from 1 in the field's text; 0: unknown."""

    path: str
    """The field as a profile file spells it: `title`, `headers.2.value`, `encryption.key`."""
    message: str
    """What is wrong, without a full stop."""
    advice: str = ""
    """What to do, without a full stop."""
    severity: Literal["error", "warning"] = "error"
    line: int = 0
    column: int = 0

    @property
    def is_error(self) -> bool:
        """Whether it stops a Save; a warning does not."""
        return self.severity == "error"

    @property
    def sentence(self) -> str:
        """`what is wrong (where); what to do`, for showing at the field itself."""
        place = f" (line {self.line}, column {self.column})" if self.line else ""
        return f"{self.message}{place}; {self.advice}" if self.advice else self.message + place

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


def warning(path: str, message: str, advice: str = "", *, line: int = 0, column: int = 0) -> Problem:
    """A problem that does not stop a Save."""
    return Problem(path, message, advice, "warning", line, column)


def hidden(path: str, value: str) -> Problem | None:
    """The fault of a value copied from where bullets stand for secrets; kept, it would replace the secret."""
    if "••••" not in value:
        return None
    told = "The value is bullets, which stand for a secret that was hidden"
    return Problem(path, told, "write the secret, or ${NAME}; `wizard export` writes files to be read back")
