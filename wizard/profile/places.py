"""Where each key and value of a TOML or JSON text stands. The text must already be known to be lawful."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from typing import NamedTuple

from wizard.profile.tokens import decode, lexemes

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Offsets of the text: of the key, and of the value from its first character to behind its last."""

    key: int
    start: int
    end: int


def nearest_place(places: dict[Path, Place], path: Path) -> Place | None:
    """The place of the path, or of what it stands in; None where not even that is known."""
    while path not in places and path:
        path = path[:-1]
    return places.get(path)


def json_places(text: str) -> dict[Path, Place]:
    """The place of every value of a JSON text, by its path: keys of objects, numbers from 0 in lists."""
    found: dict[Path, Place] = {}
    path: list[str | int] = []
    opened: list[tuple[int, int]] = []
    key = -1
    for kind, start, end in lexemes(text):
        first = text[start]
        if kind == "space":
            continue
        if kind == "key":
            path[-1] = decode(text[start:end])
            key = start
        elif kind == "punctuation" and first in "{[":
            opened.append((key if key >= 0 else start, start))
            path.append(0 if first == "[" else "")
            key = -1
        elif kind == "punctuation" and first in "}]":
            path.pop()
            found[tuple(path)] = Place(*opened.pop(), end)
        elif kind == "punctuation":
            if first == "," and isinstance(path[-1], int):
                path[-1] += 1
        else:
            found[tuple(path)] = Place(key if key >= 0 else start, start, end)
            key = -1
    return found


def toml_places(text: str) -> dict[Path, Place]:
    """The place of every key and value of a TOML text, by its path: tables of an array count from 0.

    A text nested deeper than Python's stack gives the places up to there.
    """
    scan = _TomlScan(text)
    with suppress(RecursionError):
        scan.statements()
    return scan.found


_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\]++|\\.)*+"|'[^']*+'""")
_STRING = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}|\'\'\'(?:[^']++|'(?!''))*+'{3,5}|"(?:[^"\\]++|\\.)*+"|'[^']*+\'''',
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\r\n]*[^,\]}#\r\n \t]")


class _TomlScan:
    """One walk over a TOML text, which notes where things stand and leaves their meaning to `tomllib`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Place] = {(): Place(0, 0, len(text))}
        self._tables: dict[Path, int] = {}

    def statements(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Path:
        start = self.at
        array = self.text.startswith("[[", start)
        self.at += 2 if array else 1
        keys = self._key()
        self.at += 2 if array else 1
        path: Path = ()
        for key in keys[:-1]:
            path = self._into((*path, key))
        path = (*path, keys[-1])
        if array:
            self._tables[path] = self._tables.get(path, -1) + 1
            self.found.setdefault(path, Place(start, start, self.at))
            path = (*path, self._tables[path])
        self.found[path] = Place(start, start, self.at)
        return path

    def _into(self, path: Path) -> Path:
        """The last table of an array of tables, where the path names one."""
        return (*path, self._tables[path]) if path in self._tables else path

    def _pair(self, table: Path) -> None:
        start = self.at
        keys = self._key()
        self.at += 1  # the sign =
        self._skip(_SPACE)
        path = (*table, *keys)
        begin = self.at
        self._value(path)
        for depth in range(len(table) + 1, len(path)):
            self.found.setdefault(path[:depth], Place(start, start, self.at))
        self.found[path] = Place(start, begin, self.at)

    def _key(self) -> tuple[str, ...]:
        """Reads a key, dotted or not, and the space after it."""
        parts = []
        while True:
            self._skip(_SPACE)
            parts.append(_unquote(self._skip(_KEY_PART)))
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _value(self, path: Path) -> None:
        start = self.at
        opener = self.text[start]
        if opener == "[":
            self.at += 1
            index = 0
            while not self._closes("]"):
                self._value((*path, index))
                index += 1
        elif opener == "{":
            self.at += 1
            while not self._closes("}"):
                self._pair(path)
        else:
            self._skip(_STRING if opener in "\"'" else _BARE)
        self.found[path] = Place(start, start, self.at)

    def _closes(self, closer: str) -> bool:
        """Passes space, comments and a comma, and the bracket if it is next."""
        self._skip(_BLANK)
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip(_BLANK)
        if self.text.startswith(closer, self.at):
            self.at += 1
            return True
        return False

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if not match:
            # Only a text that tomllib would have refused comes here; the walk must still end.
            self.at = len(self.text)
            return ""
        self.at = match.end()
        return match[0]


def _unquote(source: str) -> str:
    if source[:1] == "'":
        return source[1:-1]
    if source[:1] == '"' and "\\" in source:
        return str(tomllib.loads(f"key = {source}")["key"])
    return source.strip('"') if source[:1] == '"' else source
