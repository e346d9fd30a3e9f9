"""What is wrong with a text that is not TOML, in words for a person. `tomllib` finds it, in its own words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from wizard.profile.misspelt import Fault

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_WORDS: tuple[tuple[str, str, str], ...] = (
    (r"Expected '=' after a key", "An = is missing after the key", "write key = value"),
    (r"Expected newline or end of document", "Something stands behind a finished line", "start a new line"),
    (
        r"Unclosed array",
        "A list is not closed, or a comma is missing in it",
        "write ] at its end, commas between",
    ),
    (r"Unclosed inline table", "A { } is not closed, or a comma is missing in it", "write } at its end"),
    (r"Unterminated string|Expected \"'|Expected '\"", "A text is not closed", "write its closing quote"),
    (
        r"(Illegal|Found invalid) character '\\n'",
        "A text is not closed in its line",
        'use """ for several lines',
    ),
    (
        r"Unescaped '\\'",
        "A backslash in a text in double quotes needs another",
        "write \\\\, or use single quotes",
    ),
    (r"(Illegal|Found invalid) character", "A control character stands here", "take it out"),
    (
        r"Invalid value",
        "This is no value",
        "put a text in quotes; others are numbers, true, false, [ ] and { }",
    ),
    (
        r"Cannot (overwrite|declare|mutate)|Duplicate inline",
        "This key or table stands a second time",
        "keep one",
    ),
    (r"Cannot redefine", "This key or table stands a second time", "keep one"),
    (r"Invalid initial character|Invalid statement", "A line must begin with a key", "write key = value"),
    (
        r"Expected ']",
        "The ] of a table's name is missing",
        "write [name], or [[profiles]] for one of several",
    ),
    (r"Escaped character is not", "This escape spells half of a character", "write the character itself"),
    (r"Invalid hex|Invalid date|Exceeds", "This value cannot be read", "put it in quotes if it is a text"),
)

# tomllib takes a time that grows with the square of a key's parts, and real keys have few.
_LONG_KEY = re.compile(
    r"""^[ \t]*\[*(?:[ \t]*(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*\.){100}""", re.MULTILINE
)


def toml_data(text: str) -> dict[str, Any] | Fault:
    """The data of a TOML text, or its first fault."""
    if long := _LONG_KEY.search(text):
        return Fault(long.start(), "This key has more than 100 parts", "take it out")
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Fault(0, "Lists or tables stand too deep in one another", "make them flatter")
    except ValueError as error:
        return _fault(text, str(error))


def _fault(text: str, words: str) -> Fault:
    match = _PLACE.search(words)
    offset = len(text)
    if match and match[1]:
        starts = [0, *(end.end() for end in re.finditer("\n", text))]
        offset = starts[min(int(match[1]), len(starts)) - 1] + int(match[2]) - 1
    elif not match:
        offset = 0
    said = _PLACE.sub("", words)
    for pattern, message, advice in _WORDS:
        if re.match(pattern, said):
            return Fault(offset, message, advice)
    return Fault(offset, f"This is not TOML: {said}", "mend it, or start from `wizard export`")
