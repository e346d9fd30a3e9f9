"""`${NAME}` in a text stands for an environment variable, read when a callback is fired and never stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_REFERENCE = re.compile(rf"\$\$\{{|\$\{{({_NAME})\}}")
_NEARLY = re.compile(r"(?<!\$)\$\{[^}]*\}?")


class MissingReference(Exception):  # noqa: N818 - the name says what is missing, as KeyError's does
    """A text refers to an environment variable that is not set. `name` is the variable's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the environment variable {name} is not set")
        self.name = name


def names_in(text: str) -> tuple[str, ...]:
    """The environment variables that a text refers to, each once, in the text's order."""
    if "${" not in text:
        return ()
    return tuple(dict.fromkeys(match[1] for match in _REFERENCE.finditer(text) if match[1]))


def resolve(text: str, environ: Mapping[str, str]) -> str:
    """The text with each `${NAME}` replaced by its value and each `$${` by `${`.

    Values are taken as they are: a reference inside a value is not followed. Raises MissingReference.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not name:
            return "${"
        if name not in environ:
            raise MissingReference(name)
        return environ[name]

    return _REFERENCE.sub(value, text) if "${" in text else text


def escape(text: str) -> str:
    """The text that `resolve` gives back as it was, whatever the environment holds."""
    return text.replace("${", "$${")


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text cut into literal parts and references: (part as typed, whether it is a reference)."""
    parts: list[tuple[str, bool]] = []
    start = 0
    for match in _REFERENCE.finditer(text):
        if match[1]:
            if match.start() > start:
                parts.append((text[start : match.start()], False))
            parts.append((match[0], True))
            start = match.end()
    if start < len(text):
        parts.append((text[start:], False))
    return tuple(parts)


def malformed(text: str) -> str:
    """The first part that looks like a reference and is none, `${my-key}` say; "" if there is none."""
    for match in _NEARLY.finditer(text) if "${" in text else ():
        if not _REFERENCE.fullmatch(match[0]):
            return match[0]
    return ""
