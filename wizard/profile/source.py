"""The bytes of a profile file on their way to profiles: text, data, and where in the text each thing stands."""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wizard.profile.fault import text_fault
from wizard.profile.misspelt import Fault
from wizard.profile.model import CallbackProfile
from wizard.profile.places import Place, json_places, nearest_place, toml_places
from wizard.profile.problem import Problem, plain
from wizard.profile.tokens import Lines, decode

if TYPE_CHECKING:
    from wizard.profile.places import Path
    from wizard.profile.shape import Mistake

Form = Literal["toml", "json"]

FILE = "file"
"""The path of problems that are the whole file's."""


class ProfileFileError(Exception):
    """A file that holds no profiles, or faulty ones. `problems` are all its mistakes, placed by the file's lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def text_of(data: bytes, max_bytes: int) -> str:
    """The text of a file, without a byte order mark. Raises ProfileFileError for bytes that are no UTF-8 text."""
    if len(data) > max_bytes:
        told = f"The file is larger than {max_bytes / 1024 / 1024:g} MiB"
        raise _refused(told, "profiles take some hundred bytes each: is this the right file?")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("The file is UTF-16", "save it as UTF-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line, column = Lines(before := data[: error.start].decode()).place(len(before))
        told = f"The byte {data[error.start]:#04x} is no part of UTF-8"
        raise _refused(told, "save the file as UTF-8", line, column) from error
    if "\0" in text:
        raise _refused(
            "The file holds a NUL byte", "is this the right file?", *Lines(text).place(text.index("\0"))
        )
    if not text.strip():
        raise _refused("The file is empty", "write a profile, or try `wizard export`")
    return text


def form_of(text: str, name: str) -> Form:
    """Whether a file is TOML or JSON: by the ending of its name, else by how its text begins."""
    for form in ("toml", "json"):
        if name.lower().endswith(f".{form}"):
            return form
    # A list of JSON begins [{ or is empty; a TOML file may begin with [table] or [[profiles]].
    return "json" if re.match(r"\s*(\{|\[\s*[{\]])", text) else "toml"


class Source:
    """A file's text known to be TOML or JSON, cut into one entry a profile."""

    def __init__(self, text: str, form: Form) -> None:
        """Raises ProfileFileError for a text that is neither, or that cannot hold profiles."""
        self.text = text
        self.form = form
        fault = text_fault(text) if form == "json" else None
        if form == "toml":
            # Read at once, since reading is what finds its faults.
            from wizard.profile.toml_fault import toml_data

            data = toml_data(text)
            if isinstance(data, Fault):
                fault = data
            else:
                self.data = data
        if fault:
            raise _refused(fault.message, fault.advice, *self.lines.place(fault.offset))

    @cached_property
    def data(self) -> Any:
        """The file's data as Python has it."""
        return json.loads(self.text, parse_int=_integer)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    @cached_property
    def places(self) -> dict[Path, Place]:
        """Where each value of the file stands."""
        return json_places(self.text) if self.form == "json" else toml_places(self.text)

    @cached_property
    def base(self) -> Path | None:
        """The path of the list of profiles; None where the file itself is the one profile."""
        if isinstance(self.data, list):
            return ()
        return ("profiles",) if isinstance(self.data, dict) and "profiles" in self.data else None

    @cached_property
    def entries(self) -> list[Any]:
        """One item a profile. Raises ProfileFileError where the file is of no shape that holds profiles."""
        if self.base is None:
            return [self.data]
        if not self.base:
            return list(self.data)
        entries, others = self.data["profiles"], [key for key in self.data if key != "profiles"]
        if others:
            raise ProfileFileError([self._beside(key) for key in others])
        if not isinstance(entries, list):
            told = "profiles must be a list"
            raise ProfileFileError(
                [self._placed("profiles", told, "write a profile an entry", ("profiles",), key=True)]
            )
        return entries

    def _beside(self, key: str) -> Problem:
        told = f"{plain(key)} stands beside profiles, but belongs into one of them"
        return self._placed(plain(key), told, "move it into its profile", (key,), key=True)

    def path(self, index: int) -> Path:
        """The path of the entry in the file."""
        return () if self.base is None else (*self.base, index)

    def with_body_text(self, index: int, entry: dict[str, Any]) -> dict[str, Any]:
        """The entry of that number, its body as text where the file has it as an object."""
        body = entry.get("body")
        if not isinstance(body, dict):
            return entry
        if self.form == "toml":
            return {**entry, "body": json.dumps(body, ensure_ascii=False, indent=2)}
        place = self.places[(*self.path(index), "body")]
        return {**entry, "body": outdented(self.text[place.start : place.end])}

    def problem(self, index: int, mistake: Mistake) -> Problem:
        """The mistake as a problem at its place in the file."""
        label = self.label(index, ".".join(str(part) for part in mistake.path))
        path = (*self.path(index), *mistake.path)
        return self._placed(label, mistake.message, mistake.advice, path, key=mistake.key)

    def placed(self, index: int, problem: Problem) -> Problem:
        """A problem of the profile, its path and place turned into those of the file."""
        keys = tuple(int(part) if part.isdigit() else part for part in problem.path.split("."))
        place = nearest_place(self.places, (*self.path(index), *keys))
        line, column = self.lines.place(place.start) if place else (0, 0)
        message = problem.message
        if problem.line and place:
            shift = self._content(place)
            if shift is None:
                message += f" (in its line {problem.line}, column {problem.column})"
            else:
                first, at = self.lines.place(shift)
                line, column = first + problem.line - 1, problem.column + (at - 1 if problem.line == 1 else 0)
        path = self.label(index, problem.path)
        return problem._replace(path=path, message=message, line=line, column=column)

    def _content(self, place: Place) -> int | None:
        """Where the text of a value begins whose characters stand in the file as they are; None for others."""
        source = self.text[place.start : place.end]
        if self.form != "toml" or not source.startswith("'"):
            return None
        quotes = 3 if source.startswith("'''") else 1
        newline = re.match(r"\r?\n", source[3:]) if quotes == 3 else None
        return place.start + quotes + (newline.end() if newline else 0)

    def label(self, index: int, path: str) -> str:
        """The path as messages have it: by itself in a file of one profile, else with the profile's number."""
        path = plain(path, 200)
        if self.base is None:
            return path or FILE
        return f"profiles.{index}.{path}" if path else f"profiles.{index}"

    def _placed(self, label: str, message: str, advice: str, path: Path, *, key: bool) -> Problem:
        place = nearest_place(self.places, path)
        line, column = self.lines.place(place.key if key else place.start) if place else (0, 0)
        return Problem(label, message, advice, line=line, column=column)


@cache
def _shapes(body: type) -> tuple[Any, Any, Any]:
    """The types of a JSON file: one profile, a list of them, an object that holds the list.

    The profile's differs from CallbackProfile in that title and endpoint are due, and in the type of its body.
    """
    from wizard.profile.shape import REQUIRED

    fields: list[Any] = []
    for field in msgspec.structs.fields(CallbackProfile):
        if field.name == "body":
            fields.append(("body", body, body() if body is str else msgspec.Raw(b'""')))
        elif field.name in REQUIRED:
            fields.append((field.name, field.type))
        elif field.default is msgspec.NODEFAULT:
            fields.append((field.name, field.type, msgspec.field(default_factory=field.default_factory)))
        else:
            fields.append((field.name, field.type, field.default))
    one = msgspec.defstruct("ProfileDocument", fields, kw_only=True, forbid_unknown_fields=True)
    many = GenericAlias(list, (one,))
    return one, many, msgspec.defstruct("ProfilesDocument", [("profiles", many)], forbid_unknown_fields=True)


def quick_profiles(text: str) -> list[CallbackProfile] | None:
    """The profiles of a JSON text in one step; None where something is wrong, for the careful way to tell what."""
    for body in (str, msgspec.Raw):
        try:
            return [_profile(document) for document in _documents(text, body)]
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            continue
    return None


def _documents(text: str, body: type) -> list[Any]:
    one, many, wrapper = _shapes(body)
    if text.lstrip().startswith("["):
        found: list[Any] = msgspec.json.decode(text, type=many)
    elif re.match(r'\s*\{\s*"profiles"\s*:', text):
        found = msgspec.json.decode(text, type=wrapper).profiles
    else:
        found = [msgspec.json.decode(text, type=one)]
    return found


def _profile(document: Any) -> CallbackProfile:
    values = msgspec.structs.asdict(document)
    if not isinstance(values["body"], str):
        values["body"] = _body(bytes(values["body"]).decode())
    return CallbackProfile(**values)


def _body(source: str) -> str:
    """The body that a JSON file has as text, or as the object itself."""
    if source.startswith('"'):
        return decode(source)
    if source.startswith("{"):
        return outdented(source)
    raise msgspec.ValidationError("a body is text or an object")


def outdented(source: str) -> str:
    """A JSON object cut out of a file, without the indentation that only its place in the file gave it.

    A line break can stand between tokens only, never in a text, so no value changes.
    """
    indent = re.search(r"\n([ \t]*)\}$", source)
    return source.replace("\n" + indent[1], "\n") if indent and indent[1] else source


def _integer(digits: str) -> int | float:
    """A number too long for Python to read as a whole one is too long for every field."""
    return int(digits) if len(digits) <= 400 else float(digits)


def _refused(message: str, advice: str, line: int = 0, column: int = 0) -> ProfileFileError:
    return ProfileFileError([Problem(FILE, message, advice, line=line, column=column)])
