"""What of a file's data does not have the shape of a profile: every mistake, in plain words, with its path."""

from __future__ import annotations

import datetime
import math
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import inspect

from wizard.profile.model import CallbackProfile
from wizard.profile.nearest import suggestion
from wizard.profile.problem import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.profile.places import Path

REQUIRED = ("title", "endpoint")
"""Keys that a profile file must have; all others have a default."""


class Mistake(NamedTuple):
    """One mistake: where (as keys and numbers), what, and what to do. `key` where the key itself is the fault."""

    path: Path
    message: str
    advice: str
    key: bool = False


@cache
def _profile_type() -> inspect.Type:
    return inspect.type_info(CallbackProfile)


def mistakes(data: object) -> list[Mistake]:
    """Every mistake in one profile's data, as `tomllib` or `json` gives it. None: `msgspec.convert` takes it."""
    if not isinstance(data, dict):
        return [Mistake((), f"A profile must be {_A_TABLE}, not {_kind(data)}", "write its keys and values")]
    found = list(_mistakes(data, _profile_type(), ()))
    for name in reversed(REQUIRED):
        if name not in data:
            found.insert(0, Mistake((name,), f"{name} is missing", f'add {name} = "…"', key=True))
    return found


def mistakes_in(data: dict[str, object], model: type[msgspec.Struct]) -> list[Mistake]:
    """As `mistakes`, for a table that is read into another type than a profile."""
    return list(_mistakes(data, inspect.type_info(model), ()))


_A_TABLE = "a table of keys and values"


def without(data: dict[str, Any], found: Iterable[Mistake]) -> dict[str, Any]:
    """A profile's data with nothing in the places of these mistakes, all that it has: `msgspec.convert` takes it.

    What stands beside a mistake stays, so that its own faults can be told in the same breath.
    """
    kept: dict[str, Any] = _kept(data, (), {mistake.path for mistake in found})
    return kept


def _kept(value: Any, path: Path, faulty: set[Path]) -> Any:
    if isinstance(value, dict):
        # A row is there as long as its place is: the rules count rows.
        row = {"name": "", "value": ""} if len(path) == 2 and path[0] == "headers" else {}
        return row | {
            name: _kept(inner, (*path, name), faulty)
            for name, inner in value.items()
            if (*path, name) not in faulty
        }
    if isinstance(value, list):
        empty: Any = {} if path == ("headers",) else ""
        return [
            _kept(empty if (*path, index) in faulty else inner, (*path, index), faulty)
            for index, inner in enumerate(value)
        ]
    return value


def _mistakes(value: object, kind: inspect.Type, path: Path) -> Iterator[Mistake]:
    match kind:
        case inspect.UnionType(types=types):
            if value is not None:
                yield from _mistakes(
                    value, next(t for t in types if not isinstance(t, inspect.NoneType)), path
                )
        case inspect.StructType(fields=fields):
            if isinstance(value, dict):
                yield from _in_struct(value, fields, path)
            else:
                yield _wrong(value, _A_TABLE, path)
        case inspect.VarTupleType(item_type=item):
            if isinstance(value, list):
                for index, inner in enumerate(value):
                    yield from _mistakes(inner, item, (*path, index))
            else:
                yield _wrong(value, "a list", path)
        case inspect.DictType(value_type=inner_type):
            if isinstance(value, dict):
                for name, inner in value.items():
                    yield from _mistakes(inner, inner_type, (*path, name))
            else:
                yield _wrong(value, _A_TABLE, path)
        case inspect.StrType():
            if not isinstance(value, str):
                yield _wrong(value, "text", path, "put it in quotes" if _is_plain(value) else "")
        case inspect.BoolType():
            if not isinstance(value, bool):
                yield _wrong(value, "true or false", path)
        case inspect.FloatType():
            if isinstance(value, bool) or not isinstance(value, int | float):
                yield _wrong(value, "a number", path)
            elif not _is_finite(value):
                yield Mistake(path, f"{_spell(path)} is no finite number", "write a smaller one")
        case inspect.IntType():
            if isinstance(value, bool) or not isinstance(value, int):
                yield _wrong(value, "a whole number", path)


def _in_struct(value: dict[str, object], fields: tuple[inspect.Field, ...], path: Path) -> Iterator[Mistake]:
    types = {field.encode_name: field.type for field in fields}
    for name, inner in value.items():
        place = (*path, name)
        if place == ("body",):
            yield from _body(inner)
        elif name in types:
            yield from _mistakes(inner, types[name], place)
        else:
            told = f"There is no key {plain(name)!r}" + (f" in {path[0]}" if path else "")
            advice = suggestion(name, types) or f"the keys are {', '.join(types)}"
            yield Mistake(place, told, advice, key=True)
    for field in fields:
        if field.required and field.encode_name not in value:
            name = field.encode_name
            yield Mistake((*path, name), f"{_spell(path)} has no {name}", f"add {name}", key=True)


def _body(value: object) -> Iterator[Mistake]:
    """A body may be text, or the object itself."""
    if not isinstance(value, str | dict):
        yield _wrong(value, "text or an object", ("body",))
    elif isinstance(value, dict):
        try:
            yield from list(_not_json(value, ("body",)))
            msgspec.json.encode(value)
        except (TypeError, ValueError, RecursionError):
            told = "body holds what JSON cannot"
            yield Mistake(("body",), told, "write it as text, as it should be sent")


def _not_json(value: object, path: Path) -> Iterator[Mistake]:
    """Dates and times, which TOML has and JSON has not."""
    if isinstance(value, datetime.date | datetime.time):
        yield Mistake(path, f"{_spell(path)} is {_kind(value)}, which JSON has not", "put it in quotes")
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _not_json(inner, (*path, key))


def _wrong(value: object, wanted: str, path: Path, advice: str = "") -> Mistake:
    told = f"{_spell(path)} must be {wanted}, not {_kind(value)}"
    return Mistake(path, told, advice or f"write {wanted}")


def _is_plain(value: object) -> bool:
    return isinstance(value, bool | int | float | datetime.date | datetime.time)


def _is_finite(number: float) -> bool:
    """Whether a number, of whatever size a file may hold, is one that can be counted with, and written as JSON."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _spell(path: Path) -> str:
    return plain(".".join(str(part) for part in path)) or "a profile"


def _kind(value: object) -> str:
    """What a value is, in the words of someone who writes files."""
    if value is None:
        return "null"
    kinds: list[tuple[Any, str]] = [
        (bool, "true or false"),
        (str, "text"),
        (int, "a number"),
        (float, "a decimal number"),
        (list, "a list"),
        (dict, _A_TABLE),
        (datetime.date | datetime.time, "a date or time"),
    ]
    return next((words for kind, words in kinds if isinstance(value, kind)), "that")
