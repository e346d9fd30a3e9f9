"""Reads the catalog's data files. They are part of the program; `WIZARD_CATALOG` names a folder with more channels."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from wizard.catalog.model import Catalog, Channel, FieldHelp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

T = TypeVar("T")

_PLACEHOLDER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")

MAX_BYTES = 1 << 20
"""A channel file larger than this is refused unread: ours have 4 KiB."""


class CatalogError(Exception):
    """A catalog file cannot be used. Its text names the file, the place in it and what is wrong."""


@cache
def load_catalog(extra: str | None = None) -> Catalog:
    """The channels of the program, and those of the folder `extra` (by default of `WIZARD_CATALOG`, if set).

    A channel in the folder replaces one of the same id. Raises CatalogError for the first file that is broken.
    """
    package = files("wizard.catalog")
    sources: list[Traversable] = list((package / "channels").iterdir())
    folder = os.environ.get("WIZARD_CATALOG", "") if extra is None else extra
    if folder:
        sources += _further(Path(folder))
    fields = _read(package / "fields.toml", dict[str, FieldHelp])
    return Catalog(channels=_channels(sources), fields=fields)


def _further(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CatalogError(f"{folder}: there is no such folder; mend WIZARD_CATALOG or unset it")
    return sorted(folder.glob("*.toml"))


def _channels(sources: Iterable[Traversable]) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    for source in sources:
        if source.name.endswith(".toml"):
            channel = _read(source, Channel)
            _check(channel, source)
            channels[channel.id] = channel
    return channels


def _read(source: Traversable, kind: type[T]) -> T:
    try:
        with source.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise CatalogError(f"{source}: larger than {MAX_BYTES} bytes; a channel file is not")
        return msgspec.convert(tomllib.loads(data.decode()), kind, strict=True)
    except OSError as error:
        raise CatalogError(f"{source}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"{source}: is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        # msgspec ends its message with ` - at `$.path``; the path reads better without the root's sign.
        message, _, place = str(error).partition(" - at `$.")
        raise CatalogError(f"{source}: {place.rstrip('`') or 'top level'}: {message}") from error


def _check(channel: Channel, source: Traversable) -> None:
    """What types cannot say: names that must agree with one another."""
    names = channel.variable_names
    fault = ""
    if not channel.id or not channel.events or not channel.methods:
        fault = "id, events and methods must not be empty"
    elif len(set(names)) < len(names):
        fault = "variables: a name stands twice"
    elif odd := next((name for name in names if not _PLACEHOLDER_NAME.fullmatch(name)), ""):
        fault = f"variables: {odd!r} cannot stand in a placeholder: a letter, then letters, digits and _ . : - make one"
    elif len({status.name.casefold() for status in channel.statuses}) < len(channel.statuses):
        fault = "statuses: a name stands twice"
    elif not any(method.enabled for method in channel.methods):
        fault = "methods: none can be chosen"
    elif channel.status_variable and channel.status_variable not in names:
        fault = f"status_variable: there is no variable {channel.status_variable!r}"
    else:
        for status in channel.statuses:
            unknown = sorted(set(status.values) - set(names))
            if unknown:
                fault = f"statuses.{status.name}.values: there is no variable {unknown[0]!r}"
                break
    if fault:
        raise CatalogError(f"{source}: {fault}")
