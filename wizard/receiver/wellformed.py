"""Whether the values of a callback have the form that their variables have, and agree with one another."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from wizard.profile.nearest import suggestion
from wizard.receiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wizard.catalog import Channel

_MESSAGE_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?::\d+)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)")
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


def misformed(channel: Channel, name: str, text: str) -> Finding | None:
    """What is wrong with the form of a variable's value; None if nothing is."""
    if text == f"<{name}>":
        told = "The placeholder was sent as it stands"
    elif name == channel.status_variable:
        status = channel.status(text)
        if status is not None:
            told = f"{_short(text)} is written {status.name}"
            return None if text == status.name else Finding("value", name, told, _SPELL)
        nearest = suggestion(text, [status.name for status in channel.statuses])
        return Finding("value", name, f"{_short(text)} is no delivery status", nearest or _LOOK)
    else:
        variable = channel.variable(name)
        told = _fault(variable.kind, text) if variable else ""
    return Finding("value", name, told, _LOOK) if told else None


_LOOK = "look at how the sender fills it in"
_SPELL = "let the sender write it so: who reads it may compare letter for letter"


def _fault(kind: str, text: str) -> str:
    if kind == "message-id" and not _MESSAGE_ID.fullmatch(text):
        return f"{_short(text)} is not a UUID, a colon and a number"
    if kind == "time" and not _is_time_or_none(text):
        return f"{_short(text)} is not a time as 2023-09-29T11:23:35.586Z"
    if kind in ("sender", "recipient") and not _ADDRESS.fullmatch(text):
        return f"{_short(text)} is not an e-mail address"
    return ""


def well_formed(channel: Channel, name: str) -> Callable[[str], object]:
    """A test that is true for values of which `misformed` finds nothing wrong."""
    if name == channel.status_variable:
        return frozenset(status.name for status in channel.statuses).__contains__
    variable = channel.variable(name)
    kind = variable.kind if variable else "text"
    if kind == "message-id":
        return _MESSAGE_ID.fullmatch
    if kind == "time":
        return _is_time_or_none
    if kind in ("sender", "recipient"):
        return _ADDRESS.fullmatch
    placeholder = f"<{name}>"
    return lambda text: text != placeholder


def error_rules(channel: Channel) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each status, in small letters: the variables that it fills, and those that it leaves empty."""
    errors = tuple(variable.name for variable in channel.variables if variable.kind == "error")
    return {
        status.name.casefold(): (
            tuple(name for name in errors if name in status.values),
            () if status.has_error else errors,
        )
        for status in channel.statuses
    }


def check_errors(channel: Channel, values: Mapping[str, str]) -> Iterator[Finding]:
    """The variables of an error are filled where the status has an error, and empty where it has none."""
    status = channel.status(values.get(channel.status_variable, ""))
    if status is None:
        return
    for variable in channel.variables:
        text = values.get(variable.name)
        if variable.kind != "error" or text is None:
            continue
        if status.has_error and not text and variable.name in status.values:
            told = f"It is empty, though {status.name} has an error"
            yield Finding("error", variable.name, told, "let the sender fill it in")
        elif text and not status.has_error:
            told = f"It is filled, though {status.name} has no error"
            yield Finding("error", variable.name, told, "compare it with the delivery status")


def _is_time_or_none(text: str) -> bool:
    # What Kaleyra sends before there is a time of delivery is not documented: none is no fault.
    if not text:
        return True
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'
