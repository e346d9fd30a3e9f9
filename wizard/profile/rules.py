"""What makes a callback profile valid, and what of a saved one may change. Design section 4, all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from wizard.profile.body import check_body
from wizard.profile.encryption import check_encryption, check_parameters
from wizard.profile.endpoint import check_endpoint, endpoint_place, split
from wizard.profile.headers import check_headers
from wizard.profile.identity import check_identity
from wizard.profile.masking import secret_fields
from wizard.profile.model import BODY_FORMATS, METHODS, CallbackProfile, TestSettings
from wizard.profile.nearest import suggestion
from wizard.profile.problem import Problem, plain, warning
from wizard.profile.settings import check_settings, check_value_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalog import Catalog, Channel

SHORTEST_TITLE = 3
"""Characters, spaces at the ends aside (Kaleyra's API page)."""

SHOWN_WRONG = 8
"""Characters that a title cannot hold which its fault shows."""

OURS = ("test", "value_sets")
"""Fields that are the program's own: they are no part of what Kaleyra keeps, so they may always be changed."""

_NOT_COMPARED = ("created_at", "modified_at", "channel", *OURS)
_USUAL_TEST = TestSettings()
_BODILESS = ("GET", "DELETE")
_PLAIN_TITLE = re.compile(r"[A-Za-z0-9 _-]*")


def defaults(channel: Channel) -> CallbackProfile:
    """A new profile for the channel: its one event (none where there are several) and its first usable method."""
    method = next(method.name for method in channel.methods if method.enabled)
    return CallbackProfile(channel=channel.id, events=_own_events(channel), method=method)


def complete(profile: CallbackProfile, catalog: Catalog) -> CallbackProfile:
    """The profile with its events set where its channel leaves no choice; otherwise as it is."""
    channel = catalog.channel(profile.channel)
    if profile.events or not channel or not _own_events(channel):
        return profile
    return msgspec.structs.replace(profile, events=_own_events(channel))


def _own_events(channel: Channel) -> tuple[str, ...]:
    return channel.events if len(channel.events) == 1 else ()


def check(profile: CallbackProfile, catalog: Catalog) -> list[Problem]:
    """Every fault of the profile, in the order of the form. No error among them: it can be saved and fired."""
    channel = catalog.channel(profile.channel)
    found = [*_check_title(profile.title)]
    if channel:
        found += _check_events(profile.events, channel)
        found += _check_method(profile.method, channel)
    else:
        found.append(_unknown_channel(profile.channel, catalog))
    found += check_endpoint(profile.endpoint)
    found += _check_transport(profile)
    if channel and (profile.body.strip() or profile.method not in _BODILESS):
        found += check_body(profile.body, channel)
    if profile.body_format not in BODY_FORMATS:
        told = f"There is no body format {plain(profile.body_format)!r}"
        advice = suggestion(profile.body_format, BODY_FORMATS) or f"choose one of {', '.join(BODY_FORMATS)}"
        found.append(Problem("body_format", told, advice))
    found += check_headers(profile.headers, profile.body_format)
    if profile.encryption:
        found += check_encryption(profile.encryption)
        found += check_parameters(profile.encryption.parameters, profile.body, channel)
    if profile.test != _USUAL_TEST:
        found += check_settings(profile.test)
    if profile.value_sets:
        found += check_value_sets(profile.value_sets, channel.variable_names if channel else None)
    found += check_identity(profile)
    return found


def check_change(saved: CallbackProfile, changed: CallbackProfile, catalog: Catalog) -> list[Problem]:
    """What of a change to a saved profile its channel forbids; `check` says whether the outcome is valid.

    The channel never changes. Test settings and sets of values, which are ours, may always change.
    """
    found: list[Problem] = []
    if changed.channel != saved.channel:
        found.append(
            Problem("channel", "A profile belongs to its channel for good", "Duplicate makes a new one")
        )
    channel = catalog.channel(saved.channel)
    editable = channel.editable if channel else ()
    saved, changed = complete(saved, catalog), complete(changed, catalog)
    for field in CallbackProfile.__struct_fields__:
        free = field in _NOT_COMPARED or field in editable or not (editable or field == "id")
        if not free and getattr(saved, field) != getattr(changed, field):
            allowed = _listed(editable)
            told = f"The {field.replace('_', ' ')} of a saved {saved.channel} profile cannot be changed"
            found.append(
                Problem(field, told, f"change its {allowed} alone, or Duplicate it to make a new one")
            )
    return found


def _listed(fields: tuple[str, ...]) -> str:
    return " and ".join(fields) if fields else "other fields"


def _check_title(title: str) -> Iterator[Problem]:
    length = len(title.strip())
    if not length:
        yield Problem("title", "The title is missing", f"write at least {SHORTEST_TITLE} characters")
    wrong: list[str] = []
    if not _PLAIN_TITLE.fullmatch(title):
        wrong = list(dict.fromkeys(character for character in title if not _in_title(character)))
    if wrong:
        shown = [character if character.isprintable() else f"U+{ord(character):04X}" for character in wrong]
        more = " …" if len(shown) > SHOWN_WRONG else ""
        told = f"A title cannot hold {' '.join(shown[:SHOWN_WRONG])}{more}"
        yield Problem("title", told, "use letters, digits, spaces, hyphens and underscores")
    elif 0 < length < SHORTEST_TITLE:
        yield Problem("title", "The title is too short", f"write at least {SHORTEST_TITLE} characters")


def _in_title(character: str) -> bool:
    """Letters and digits of every script are letters and digits; marks belong to the letters they stand on."""
    if character.isascii():
        return character.isalnum() or character in " _-"
    from unicodedata import category

    return category(character) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")


def _unknown_channel(channel_id: str, catalog: Catalog) -> Problem:
    if not channel_id:
        return Problem("channel", "The channel is missing", f"choose one of {', '.join(catalog.channels)}")
    advice = suggestion(channel_id, catalog.channels) or f"choose one of {', '.join(catalog.channels)}"
    return Problem("channel", f"There is no channel {plain(channel_id)!r}", advice)


def _check_events(events: tuple[str, ...], channel: Channel) -> Iterator[Problem]:
    if not events and not _own_events(channel):
        yield Problem("events", "No event is chosen", f"choose from {', '.join(channel.events)}")
    for index, event in enumerate(events):
        path = f"events.{index}"
        if event not in channel.events:
            advice = suggestion(event, channel.events) or f"choose from {', '.join(channel.events)}"
            yield Problem(path, f"{plain(event)!r} is no event of {channel.id}", advice)
        elif event in events[:index]:
            yield Problem(path, f"{plain(event)!r} stands twice", "take one out")


def _check_method(name: str, channel: Channel) -> Iterator[Problem]:
    method = next((method for method in channel.methods if method.name == name), None)
    if method and method.enabled:
        return
    advice = f"choose {' or '.join(method.name for method in channel.methods if method.enabled)}"
    if method is None:
        reason = (
            f"{channel.id} does not offer {name}"
            if name in METHODS
            else f"There is no method {plain(name)!r}"
        )
        yield Problem("method", reason if name else "The method is missing", advice)
    else:
        yield Problem("method", method.reason.rstrip(".") or f"{channel.id} does not take {name}", advice)


def _check_transport(profile: CallbackProfile) -> Iterator[Problem]:
    """Secrets over plain http: a warning, since the endpoint may stand behind something that encrypts."""
    if profile.endpoint.startswith("https://"):
        return
    parts = split(profile.endpoint)
    if parts is None or parts.scheme != "http" or endpoint_place(profile.endpoint) == "loopback":
        return
    rows = [path for path, _ in secret_fields(profile) if path.startswith("headers.")]
    if rows:
        names = ", ".join(dict.fromkeys(profile.headers[int(path.split(".")[1])].name for path in rows))
        told = f"Over http:// anyone on the way can read the header {names}"
        yield warning("endpoint", told, "write https:// if the endpoint can")
