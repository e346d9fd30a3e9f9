"""`wizard list` and `wizard show`: the profiles that are kept."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from wizard.cli import outcome
from wizard.cli.door import Door, command, json_option
from wizard.cli.manual import ID
from wizard.cli.names import ProfileName, find, find_masked
from wizard.cli.offers import channel_names, method_names
from wizard.cli.tables import Column, pairs, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.profile.model import CallbackProfile
    from wizard.store import ProfileQuery, ProfileRow

_PROFILES = (
    Column("ID", 11, ellipsis=False),
    Column("Title", 12),
    Column("Channel", 5),
    Column("Method", 4),
    Column("Endpoint", 12),
    Column("Encryption", 5),
    Column("Last test", 8),
    Column("Created", 10, ellipsis=False),
)


@command(
    "list",
    ("wizard list", "Every profile, the one used last first."),
    ("wizard list --search bounce --json", "Those with bounce in title, endpoint or ID, for a script."),
    ("wizard list --limit 1 | cut -f1", "The ID of the profile used last."),
)
@click.option(
    "--search",
    default="",
    metavar="TEXT",
    help="Only profiles with TEXT in their title, endpoint or ID, letter case aside, as the screen searches.",
)
@click.option(
    "--method",
    default="",
    metavar="METHOD",
    shell_complete=method_names,
    help="Only this HTTP method: GET, POST, PUT or DELETE.",
)
@click.option(
    "--channel",
    default="",
    metavar="CHANNEL",
    shell_complete=channel_names,
    help="Only this channel, such as email.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many. Default: all.")
@json_option
@click.pass_obj
def list_command(
    door: Door, search: str, method: str, channel: str, limit: int | None, as_json: bool
) -> None:
    """List the saved profiles, the one used last first.

    On a terminal a table that fits it; otherwise one line a profile, fields parted by tabs: ID, title, channel,
    method, endpoint, encryption, last test, created. A field that is empty is a dash.

    With --json an array of objects: id, title, channel, method, endpoint, encryption, created_at, last_test.
    """
    rows = _rows(door, search, method, channel, limit)
    if as_json:
        outcome.document([_row_document(row) for row in rows])
        return
    if not table(_PROFILES, (_row_fields(row) for row in rows)) and outcome.on_terminal():
        outcome.say(_nothing(search or method or channel))


def _nothing(filtered: str) -> str:
    if filtered:
        return "No profile fits; `wizard list` shows them all."
    return (
        "There is no profile yet; `wizard` makes one step by step, `wizard add FILE` takes one from a file."
    )


def _rows(door: Door, search: str, method: str, channel: str, limit: int | None) -> Iterator[ProfileRow]:
    from wizard.store import ProfileQuery

    query = ProfileQuery(search=search, method=method.upper(), channel=channel.lower())
    if method or channel:
        _check_filters(door, query)
    return islice(door.store.each(query), limit)


def _check_filters(door: Door, query: ProfileQuery) -> None:
    """Raises Mistake for a method or channel that there is not: none would fit, and a slip would go unseen.

    A channel of which profiles are kept may be asked for, whatever became of its catalog file.
    """
    from wizard.profile.model import METHODS
    from wizard.profile.nearest import suggestion

    if query.method and query.method not in METHODS:
        advice = suggestion(query.method, METHODS) or f"choose one of {', '.join(METHODS)}"
        raise outcome.Mistake(f"--method: there is no method {query.method!r}; {advice}")
    if not query.channel or query.channel in door.catalog.channels:
        return
    if not door.store.window(query._replace(search="", method=""), 0, 1):
        channels = door.catalog.channels
        advice = suggestion(query.channel, channels) or f"choose one of {', '.join(channels)}"
        raise outcome.Mistake(f"--channel: there is no channel {query.channel!r}; {advice}")


def _row_document(row: ProfileRow) -> dict[str, Any]:
    last = row.last_test
    return {
        "id": row.id,
        "title": row.title,
        "channel": row.channel,
        "method": row.method,
        "endpoint": row.endpoint,
        "encryption": row.encryption or None,
        "created_at": row.created_at,
        "last_test": last._asdict() if last else None,
    }


def _row_fields(row: ProfileRow) -> tuple[str, ...]:
    last = row.last_test
    return (
        row.id,
        row.title,
        row.channel,
        row.method,
        row.endpoint,
        row.encryption or "–",
        f"{last.http_status or last.kind}  {last.elapsed_ms:.0f} ms" if last else "–",
        row.created_at,
    )


@command(
    "show",
    ("wizard show IN_453d", "One profile, secrets masked; the beginning of its ID is enough."),
    ("wizard show IN_453d --json --reveal", "The whole of it, for a script that needs the secrets."),
    arguments={"ID": ID},
)
@click.argument("profile", metavar="ID", type=ProfileName())
@click.option("--reveal", is_flag=True, help="Print the secrets too, instead of bullets.")
@json_option
@click.pass_obj
def show_command(door: Door, profile: str, reveal: bool, as_json: bool) -> None:
    """Show one profile, secrets masked.

    On a terminal its fields one under the other; otherwise a line each, name and value parted by a tab.

    With --json an object with the keys of a profile file, and id, created_at, modified_at (ISO 8601, UTC).
    """
    from wizard.profile.document import to_document

    shown = find(door, profile) if reveal else find_masked(door, profile)
    if as_json:
        outcome.document(to_document(shown, reveal=True))
        return
    pairs(_told(door, shown))


def _told(door: Door, profile: CallbackProfile) -> Iterator[tuple[str, str]]:
    from wizard.profile.body import selected

    channel = door.catalog.channel(profile.channel)
    known = channel.variable_names if channel else ()
    chosen = selected(profile.body, channel) if channel else ()
    yield "ID", profile.id
    yield "Title", profile.title
    yield "Channel", channel.label if channel else profile.channel
    yield "Events", ", ".join(profile.events)
    yield "Method", profile.method
    yield "Endpoint", profile.endpoint
    yield "Variables", f"{len(chosen)} of {len(known)}: {', '.join(chosen)}"
    yield "Body format", profile.body_format
    yield "Body", profile.body
    for header in profile.headers:
        yield "Header", f"{header.name}: {header.value}"
    encryption = profile.encryption
    if encryption:
        parameters = "all" if encryption.parameters is None else ", ".join(encryption.parameters)
        layout = encryption.encoding + (
            f", tag {encryption.tag}" if encryption.algorithm.endswith("GCM") else ""
        )
        yield "Encryption", encryption.algorithm
        yield "Key", encryption.key
        yield "IV", encryption.iv
        yield "Parameters", parameters
        yield "Layout", layout
    yield "Created", profile.created_at
    yield "Modified", profile.modified_at
