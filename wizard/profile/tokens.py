"""The text of a request body cut into JSON tokens, placeholders among them; broken JSON is cut up too.

White space, key order, the spelling of numbers and escapes: all stay as typed, since everything that reads or
changes a body works on spans of its text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["key", "string", "placeholder", "number", "word", "punctuation", "space", "fault"]

SPACE = re.compile(r"[ \t\r\n]*+")
STRICT_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
RUN = re.compile(r'[^ \t\r\n"{}\[\],:]++')
WORDS = ("true", "false", "null")
PLACEHOLDER = re.compile(r"<([A-Za-z][A-Za-z0-9_.:-]*)>")
"""`<name>`: a letter, then letters, digits, `_`, `.`, `:` and `-` (Kaleyra's samples have dotted names)."""

# A string that is not closed ends with its line, so that one missing quote does not swallow the rest.
_STRING = r'"(?:[^"\\\r\n]++|\\[^\r\n])*+("?)'
_PLAIN = r'(?:[^"]++|"[^"\\<\r\n]*+")*+'
"""What holds no placeholder: all that stands outside of strings, and strings without `<` and escapes."""
_NEXT_STRING = re.compile(rf"{_PLAIN}(?:({_STRING})([ \t\r\n]*:)?)?")
_LEXEME = re.compile(rf"([ \t\r\n]++)|({_STRING})|([{{}}\[\],:])|({RUN.pattern})")
PIECE = re.compile(rf'"(?:[^"\\]++|\\.)*+"|[{{}}\[\],:]|{RUN.pattern}')
"""What JSON consists of, white space aside."""
_UNIT = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


class Token(NamedTuple):
    """A stretch of the text, `text[start:end]`."""

    kind: Kind
    start: int
    end: int


class Lines:
    """Turns offsets of a text into lines and columns, both from 1; lines end as `\\n`, `\\r\\n` or `\\r`."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n?|\n", self._text))]

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column) of the character at the offset; a column counts characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def skip(text: str, at: int) -> int:
    """Where the white space that begins at `at` ends."""
    match = SPACE.match(text, at)
    return match.end() if match else at


def lexemes(text: str) -> Iterator[Token]:
    """The tokens with strings whole, covering the text without a gap. A string that is not closed is a fault."""
    for match in _LEXEME.finditer(text):
        start, end = match.span()
        kind: Kind
        if match[1]:
            kind = "space"
        elif match[2]:
            kind = "string" if match[3] else "fault"
            if match[3] and text[skip(text, end) : skip(text, end) + 1] == ":":
                kind = "key"
        elif match[4]:
            kind = "punctuation"
        else:
            kind = "word" if match[0] in WORDS else "number" if NUMBER.fullmatch(match[0]) else "fault"
        yield Token(kind, start, end)


def tokens(text: str) -> Iterator[Token]:
    """The tokens with placeholders apart from the strings they stand in, covering the text without a gap."""
    for token in lexemes(text):
        if token.kind in ("string", "fault") and text[token.start] == '"':
            start = token.start
            for _, first, last in stand_ins(text, token.start, token.end):
                if first > start:
                    yield Token(token.kind, start, first)
                yield Token("placeholder", first, last)
                start = last
            if start < token.end:
                yield Token(token.kind, start, token.end)
        else:
            yield token


class Spot(NamedTuple):
    """A placeholder `text[start:end]` in a string that begins at `string` and is a key or a value."""

    name: str
    start: int
    end: int
    string: int
    in_key: bool


def spots(text: str) -> list[Spot]:
    """Every placeholder in the strings of the text, in its order."""
    if "<" not in text and "\\u003" not in text:
        return []
    found = []
    for match in _NEXT_STRING.finditer(text):
        source = match[1]
        if source and ("<" in source or "\\u003" in source):
            start, end = match.span(1)
            found += [
                Spot(name, first, last, start, match[3] is not None)
                for name, first, last in stand_ins(text, start, end)
            ]
    return found


def stand_ins(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The placeholders in the string `text[start:end]`: (name, start, end) as offsets of the text.

    Found in the value that the string stands for: `\\u003cname\\u003e` is a placeholder too.
    """
    if text.find("\\", start, end) < 0:
        return [(match[1], *match.span()) for match in PLACEHOLDER.finditer(text, start, end)]
    units = [match.span() for match in _UNIT.finditer(text, start, end)]
    value = "".join(_unit(text[first:last]) for first, last in units)
    return [
        (match[1], units[match.start()][0], units[match.end() - 1][1])
        for match in PLACEHOLDER.finditer(value)
    ]


def _unit(source: str) -> str:
    """The character for one unit of a string's source; any escape but a `\\u` is no part of a placeholder."""
    return chr(int(source[2:], 16)) if len(source) == 6 else source if len(source) == 1 else "\n"


def halves(text: str) -> Iterator[int]:
    """Offsets of the strings that hold half a surrogate pair, typed or escaped, which UTF-8 cannot carry."""
    if not _ESCAPED_HALF.search(text) and _is_whole(text):
        return
    for token in lexemes(text):
        if token.kind in ("key", "string") and _HALF.search(decode(text[token.start : token.end])):
            yield token.start


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def decode(source: str) -> str:
    """The text that a JSON string, quotes included, stands for."""
    if "\\" not in source:
        return source[1:-1]
    value: str = json.loads(source, strict=False)
    return value


def encode(value: str) -> str:
    """The text as the inside of a JSON string, without quotes; characters outside ASCII stay as they are."""
    inside = json.dumps(value, ensure_ascii=False)[1:-1]
    return inside if inside.isascii() else _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", inside)
