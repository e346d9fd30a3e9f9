"""`wizard decrypt`: opens what was received, and says why when it cannot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from wizard.cli import inputs, outcome
from wizard.cli.door import Door, command, json_option
from wizard.cli.names import ProfileName
from wizard.cli.outcome import Mistake, Status
from wizard.cli.tables import Column, table

if TYPE_CHECKING:
    from wizard.receiver.doctor import ValueReport

_COLUMNS = (
    Column("Variable", 8),
    Column("Opened", 6),
    Column("Value", 12),
    Column("Diagnosis", 8),
    Column("What to do", 12),
)


@command(
    "decrypt",
    ("wizard decrypt IN_453d < body.json", "Open every value of a received body."),
    ("pbpaste | wizard decrypt profile.toml --json", "The same for what was copied, as JSON."),
    ("wizard decrypt IN_453d --name error_code < value.txt", "Open one value; its name helps to judge it."),
)
@click.argument("profile", metavar="ID|FILE", type=ProfileName(files=True))
@click.option(
    "--name", default="", metavar="VARIABLE", help="What comes is the value of this dynamic variable alone."
)
@click.option("--reveal", is_flag=True, help="Print a key or IV in the settings too.")
@json_option
@click.pass_obj
def decrypt_command(door: Door, profile: str, name: str, reveal: bool, as_json: bool) -> int:
    """Open an encrypted callback that comes on stdin: a body, a whole request, or one value.

    Where a value does not open, the one thing that differs is named, with the setting that opens it. With --json an
    array of objects: name, opened, value, diagnosis, advice, settings.

    Exit status: 0 every value opened as the profile says; 5 otherwise.
    """
    from wizard.cli.firing import choose
    from wizard.profile.references import MissingReference
    from wizard.receiver.opening import NoEncryption, open_pasted

    if profile == "-":
        raise Mistake("ID|FILE: stdin holds what is to be opened; name a saved profile or a file")
    chosen = choose(door, profile)
    data = inputs.read("-")
    if not data.strip():
        raise Mistake("stdin: nothing came; pipe the received body in: wizard decrypt ID < BODY")
    try:
        report = open_pasted(data, chosen.profile, chosen.channel, os.environ, name=name)
    except NoEncryption as error:
        raise Mistake(f"encryption: {error}") from error
    except MissingReference as error:
        raise Mistake(f"encryption: {error}; set it and try again") from error
    _tell(report.values, as_json=as_json, reveal=reveal)
    if not report.values:
        outcome.say("Nothing in it is encrypted by this profile.")
    return Status.DONE if report.all_opened else Status.UNFIT


def _tell(values: tuple[ValueReport, ...], *, as_json: bool, reveal: bool) -> None:
    if as_json:
        outcome.document([value.to_json_document(reveal=reveal) for value in values])
    else:
        rows = (
            (
                value.name,
                "yes" if value.opened else "no",
                value.value or "",
                value.diagnosis,
                "" if value.opened else value.advice,
            )
            for value in values
        )
        table(_COLUMNS, rows)
    told: dict[str, list[str]] = {}
    for value in values:
        if not value.opened and outcome.on_terminal():
            told.setdefault(value.advice, []).append(value.name)
    for advice, names in told.items():
        outcome.say(f"{', '.join(filter(None, names)) or 'value'}: {advice}")
    if not reveal and any({"key", "iv"} & set(value.settings) for value in values):
        outcome.say("The key or IV that would open it is masked; --reveal --json shows it.")
