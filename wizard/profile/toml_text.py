"""Profile files in TOML, laid out for reading: bodies as literal text where TOML has a way to, a header a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TABLES = ("encryption", "test", "value_sets")
"""Keys of a profile that are written as tables, after all others, as TOML has it."""

_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_NOT_LITERAL = re.compile(r"'''|'\Z|[\x00-\x08\x0b-\x1f\x7f]")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def profiles_toml(documents: Sequence[dict[str, Any]]) -> str:
    """The text of a file: one document by itself, others as `[[profiles]]`."""
    if not documents:
        return "profiles = []\n"
    if len(documents) == 1:
        return "\n".join(_lines(documents[0], "")) + "\n"
    return (
        "\n\n".join("\n".join(("[[profiles]]", *_lines(document, "profiles."))) for document in documents)
        + "\n"
    )


def _lines(document: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, value in document.items():
        if key == "body":
            yield f"body = {long_text(value)}"
        elif key == "headers":
            yield f"headers = {_headers(value)}"
        elif key not in TABLES:
            yield f"{key} = {toml_value(value)}"
    for key in TABLES:
        for path, table in _tables(key, document.get(key)):
            yield f"\n[{prefix}{path}]"
            for name, value in table.items():
                yield f"{_key(name)} = {toml_value(value)}"


def _tables(key: str, table: dict[str, Any] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    if table is None:
        return
    if key == "value_sets":
        for name, values in table.items():
            yield f"{key}.{_key(name)}", values
    else:
        yield key, table


def _headers(rows: list[dict[str, Any]]) -> str:
    tables = [
        "{" + ", ".join(f"{key} = {toml_value(value)}" for key, value in row.items()) + "}" for row in rows
    ]
    if len(tables) < 2:
        return f"[{''.join(tables)}]"
    return "[\n" + "".join(f"  {table},\n" for table in tables) + "]"


def long_text(text: str) -> str:
    """A body: between ''' as it is, on lines of its own where it has several; escaped where that cannot be."""
    if _NOT_LITERAL.search(text):
        return short_text(text)
    newline = "\n" if "\n" in text else ""
    return f"'''{newline}{text}'''"


def short_text(text: str) -> str:
    """A text between double quotes. Half of a character, which no file can hold, becomes a question mark."""
    whole = text.encode("utf-8", "replace").decode()
    return '"' + _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), whole) + '"'


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else short_text(name)


def toml_value(value: object) -> str:
    """A value on one line: true or false, a number, a text, or a list of those."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return repr(value) if isinstance(value, int | float) else short_text(str(value))
