"""Values for a channel's dynamic variables: fresh and plausible ones, and those that a person chose instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profile.nearest import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from wizard.catalog.model import Channel, DeliveryStatus, DynamicVariable

# Names under domains that RFC 2606 and RFC 6761 keep for examples: no mail can reach a stranger.
_SENDERS = ("orders", "billing", "hello", "newsletter", "no-reply", "support", "accounts", "updates")
_RECIPIENTS = ("ada.lovelace", "alan.turing", "grace.hopper", "edsger", "barbara+news", "k.thompson", "radia")
_SHOPS = ("shop.example", "store.example", "news.example", "mail.example.com", "example.org")
_MAILBOXES = ("mail.example", "post.example", "inbox.example", "example.net", "example.com")


class ValuesError(Exception):
    """A delivery status or a variable that the channel does not have, or a choice that cannot be read.

    Its text is one sentence that says what to do.
    """


def find_status(channel: Channel, name: str) -> DeliveryStatus:
    """The channel's delivery status of that name, letter case aside. Raises ValuesError naming the nearest."""
    status = channel.status(name)
    if status is None:
        names = [status.name for status in channel.statuses]
        raise ValuesError(_unknown(f"{channel.id} has no delivery status {name!r}", name, names))
    return status


def fresh_values(channel: Channel, status: str = "", *, now: datetime | None = None) -> dict[str, str]:
    """A value for every dynamic variable of the channel, in the list's order, for one delivery status.

    Each call makes new ones: another message, another address, the time `now` (by default the clock's) as
    ISO 8601 in UTC with milliseconds. Variables of an error are empty unless the status fills them. An empty
    `status` is the channel's first. Raises ValuesError for a status that the channel does not have.
    """
    if not status and channel.statuses:
        chosen: DeliveryStatus | None = channel.statuses[0]
    else:
        chosen = find_status(channel, status) if status else None
    filled = chosen.values if chosen else {}
    return {
        variable.name: filled[variable.name] if variable.name in filled else _fresh(variable, chosen, now)
        for variable in channel.variables
    }


def _fresh(variable: DynamicVariable, status: DeliveryStatus | None, now: datetime | None) -> str:
    kind = variable.kind
    if kind == "message-id":
        from uuid import uuid4

        return f"{uuid4()}:1"
    if kind == "status":
        return status.name if status else variable.example
    if kind == "time":
        return iso_time(now)
    if kind == "sender":
        return _address(_SENDERS, _SHOPS)
    if kind == "recipient":
        return _address(_RECIPIENTS, _MAILBOXES)
    return "" if kind == "error" else variable.example


def _address(users: tuple[str, ...], domains: tuple[str, ...]) -> str:
    from random import choice

    return f"{choice(users)}@{choice(domains)}"


def iso_time(now: datetime | None = None) -> str:
    """A moment as `2023-09-29T11:23:35.586Z`, the form that the email channel documents. None is this moment."""
    from datetime import UTC, datetime

    moment = (now or datetime.now(UTC)).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def merge(fresh: Mapping[str, str], *chosen: Mapping[str, str]) -> dict[str, str]:
    """The fresh values with chosen ones in their place; where several choose, the last wins.

    Raises ValuesError for a chosen name that is not among the fresh ones.
    """
    merged = dict(fresh)
    for choice in chosen:
        for name, value in choice.items():
            if name not in merged:
                raise ValuesError(_unknown(f"there is no dynamic variable {name!r}", name, merged))
            merged[name] = value
    return merged


def read_choices(texts: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` texts as chosen values; everything after the first `=` is the value. Raises ValuesError."""
    chosen: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ValuesError(
                f"{text!r} is not NAME=VALUE; write the variable's name, an equals sign, its value"
            )
        chosen[name.strip()] = value
    return chosen


def _unknown(told: str, name: str, names: Iterable[str]) -> str:
    known = list(names)
    return f"{told}; " + (suggestion(name, known) or f"it is one of {', '.join(known)}")
