"""Changing the body in a profile file and leaving the rest of its text, comments included, as it stands.

The new body is put into the text where the old one stands, so nothing else can move. A TOML library that keeps
comments would parse and write the whole file to the same end.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from wizard.profile.body import set_variables
from wizard.profile.fault import BodyError
from wizard.profile.files import MAX_BYTES
from wizard.profile.problem import Problem, plain
from wizard.profile.source import FILE, ProfileFileError, Source, form_of, text_of
from wizard.profile.toml_text import long_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from wizard.catalog import Catalog

_BOM = b"\xef\xbb\xbf"


def with_body(data: bytes, body: str, *, name: str = "", index: int | None = None) -> bytes:
    """The bytes of a file with another request body in its one profile, or in profile `index` (from 0) of several.

    `name` as for `read_profiles`. A body that stands as an object in a JSON file stays one; a body that is missing is
    added behind the title. Raises ProfileFileError where the file cannot be read, has no such profile, or has its
    body as a table of TOML.
    """
    source = Source(text := text_of(data, MAX_BYTES), form_of(text, name))
    number, entry = _entry(source, index)
    old = entry.get("body", "")
    if source.form == "toml":
        if not isinstance(old, str):
            told = "The body is a table of TOML, which cannot be changed in place"
            raise _refused(source, number, told, "write it as text, body = '''{ … }'''")
        new = long_text(body)
    else:
        new = body.strip() if isinstance(old, dict) else json.dumps(body, ensure_ascii=False)
    changed = _put(source, number, new)
    _prove(source, changed, number)
    return (_BOM if data.startswith(_BOM) else b"") + changed.encode()


def set_variables_in_file(
    data: bytes, names: Collection[str], catalog: Catalog, *, name: str = "", index: int | None = None
) -> bytes:
    """The bytes of a file with exactly these dynamic variables selected in the body of its profile.

    `index` as for `with_body`. Raises ProfileFileError as it does, and for a body that is no JSON object.
    """
    source = Source(text := text_of(data, MAX_BYTES), form_of(text, name))
    number, entry = _entry(source, index)
    channel = catalog.channel(str(entry.get("channel", "email")))
    if channel is None:
        problem = Problem("channel", f"There is no channel {plain(str(entry['channel']))!r}", "mend it first")
        raise ProfileFileError([source.placed(number, problem)])
    body = source.with_body_text(number, entry).get("body", "")
    try:
        changed = set_variables(body, names, channel) if isinstance(body, str) else ""
    except BodyError as error:
        raise ProfileFileError([source.placed(number, error.problem)]) from error
    return data if changed == body else with_body(data, changed, name=name, index=index)


def _entry(source: Source, index: int | None) -> tuple[int, dict[str, Any]]:
    """The profile that is meant, by its number and data."""
    count = len(source.entries)
    if index is None and count != 1:
        told = f"The file holds {count} profiles"
        raise ProfileFileError([Problem(FILE, told, "name a file with one, or change the others by hand")])
    number = index or 0
    if not 0 <= number < count or not isinstance(source.entries[number], dict):
        raise ProfileFileError([Problem(FILE, f"The file has no profile {number}", "count from 0")])
    return number, source.entries[number]


def _put(source: Source, number: int, new: str) -> str:
    """The text with a body's source in place of the one it has, or behind the title where it has none."""
    text, path = source.text, source.path(number)
    place = source.places.get((*path, "body"))
    after = place or source.places.get((*path, "title"))
    if after is None:
        raise _refused(source, number, "The profile has neither body nor title", "write its title first")
    if source.form == "json":
        # The lines of an object stand as deep as the line that it begins in.
        new = new.replace("\n", "\n" + _indent(text, after.key))
    newline = "\r\n" if "\r\n" in text else "\n"
    new = new.replace("\r\n", "\n").replace("\n", newline)
    if place:
        return text[: place.start] + new + text[place.end :]
    if source.form == "json":
        gap = newline + _indent(text, after.key) if "\n" in text[: after.key] else " "
        return f'{text[: after.end]},{gap}"body": {new}{text[after.end :]}'
    rest = re.compile(r"[^\n]*\n?").match(text, after.end)
    at = rest.end() if rest else after.end
    lead = "" if text[:at].endswith("\n") else newline
    return f"{text[:at]}{lead}body = {new}{newline}{text[at:]}"


def _indent(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def _prove(source: Source, changed: str, number: int) -> None:
    """Reads the changed text: nothing but the body may differ. None can be added to a { } on one line, say."""
    try:
        entries = Source(changed, source.form).entries
        same = _without_body(entries, number) == _without_body(source.entries, number)
    except (ProfileFileError, IndexError):
        same = False
    if not same:
        raise _refused(source, number, "The body cannot be put into this file", 'add body = "" to it first')


def _without_body(entries: list[Any], number: int) -> list[Any]:
    bare = {key: value for key, value in entries[number].items() if key != "body"}
    return [*entries[:number], bare, *entries[number + 1 :]]


def _refused(source: Source, number: int, message: str, advice: str) -> ProfileFileError:
    return ProfileFileError([source.placed(number, Problem("body", message, advice))])
