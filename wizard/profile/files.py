"""Profile files: TOML or JSON, one profile or several, read with every mistake at its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wizard.profile.document import needed_names, to_document, write_profiles
from wizard.profile.identity import check_identity
from wizard.profile.model import CallbackProfile
from wizard.profile.problem import Problem
from wizard.profile.source import FILE, ProfileFileError, Source, form_of, quick_profiles, text_of

if TYPE_CHECKING:
    from wizard.catalog import Catalog

__all__ = [
    "MAX_BYTES",
    "ProfileFileError",
    "check_file",
    "needed_names",
    "read_profiles",
    "to_document",
    "write_profiles",
]

_PLACED_WARNINGS = 256 * 1024
"""Characters of a file up to which warnings get a line and a column too; finding them takes longer than reading."""

MAX_BYTES = 4 * 1024 * 1024
"""A larger file is refused unread, unless the caller expects one: 4 MiB hold some 10,000 profiles."""


def read_profiles(data: bytes, *, name: str = "", max_bytes: int = MAX_BYTES) -> list[CallbackProfile]:
    """The profiles of a file, in its order. `name`, the file's own, tells TOML from JSON; else the content does.

    A file holds one profile, `[[profiles]]` (TOML), a list, or `{"profiles": […]}` (JSON). Types, keys and what a
    saved profile carries (ID, times) are checked here; `check` has the other rules. Raises ProfileFileError.
    """
    profiles, problems = _read(_source(data, name, max_bytes))
    if problems:
        raise ProfileFileError(problems)
    return profiles


def check_file(
    data: bytes, catalog: Catalog, *, name: str = "", max_bytes: int = MAX_BYTES
) -> tuple[list[CallbackProfile], list[Problem]]:
    """The profiles of a file and every problem of it, those of `check` too, at lines and columns of the file.

    Of an entry with mistakes the profile is what could be read; use the profiles only if no problem is an error.
    Never raises, whatever the file holds.
    """
    from wizard.profile.rules import check

    try:
        source = _source(data, name, max_bytes)
        profiles, problems = _read(source, identity=False)
    except ProfileFileError as error:
        return [], error.problems
    # A rule on a field that could not be read, or on what it stands in, would only say again that it is wrong.
    told = {path for problem in problems for path in _ancestors(problem.path)}
    faulty = {problem.path for problem in problems}
    for index, profile in enumerate(profiles):
        if faulty and source.label(index, "") in faulty:
            continue
        for problem in check(profile, catalog):
            path = source.label(index, problem.path)
            if path in told or not faulty.isdisjoint(_ancestors(path)):
                continue
            placing = problem.is_error or len(source.text) <= _PLACED_WARNINGS
            problems.append(source.placed(index, problem) if placing else problem._replace(path=path))
    # In the order of the file; what has no place in it comes last.
    problems.sort(key=lambda problem: (problem.line == 0, problem.line, problem.column))
    return profiles, problems


def _ancestors(path: str) -> list[str]:
    """The path and all that it stands in, but not the profile itself: `headers.0.name`, `headers.0`, `headers`."""
    parts = path.split(".")
    first = 3 if parts[0] == "profiles" else 1
    return [".".join(parts[:count]) for count in range(min(first, len(parts)), len(parts) + 1)]


def _source(data: bytes, name: str, max_bytes: int) -> Source:
    text = text_of(data, max_bytes)
    return Source(text, form_of(text, name))


def _read(source: Source, *, identity: bool = True) -> tuple[list[CallbackProfile], list[Problem]]:
    """Every profile as far as it can be read, and every mistake. Raises ProfileFileError if there are none at all.

    `identity` False leaves that rule to `check`.
    """
    profiles = quick_profiles(source.text) if source.form == "json" else None
    problems: list[Problem] = []
    if profiles is None:
        profiles = [_careful(source, index, problems) for index in range(len(source.entries))]
    for index, profile in enumerate(profiles if identity else ()):
        problems += [source.placed(index, problem) for problem in check_identity(profile)]
    return profiles, problems


def _careful(source: Source, index: int, problems: list[Problem]) -> CallbackProfile:
    """The entry as a profile, without the fields that hold mistakes, which go to `problems`."""
    from wizard.profile.shape import mistakes, without

    entry = source.entries[index]
    found = mistakes(entry)
    problems += [source.problem(index, mistake) for mistake in found]
    if not isinstance(entry, dict):
        return CallbackProfile()
    try:
        return msgspec.convert(source.with_body_text(index, without(entry, found)), CallbackProfile)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ProfileFileError([Problem(FILE, f"The file holds no profile: {error}", "mend it")]) from error
