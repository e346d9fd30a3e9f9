"""`wizard decrypt`: opens what was received, and says why when it cannot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from wizard.cli import inputs, manual, outcome
from wizard.cli.door import Door, command, json_option
from wizard.cli.names import ProfileName
from wizard.cli.outcome import Mistake, Status
from wizard.cli.tables import Column, table

if TYPE_CHECKING:
    from wizard.receiver.doctor import ValueReport

_COLUMNS = (Column("Variable", 8), Column("Opened", 6), Column("Value", 12), Column("Diagnosis", 8))
_SPARED = ("encryption.key", "encryption.iv")
"""What may be wrong with a profile file: a key or IV of the wrong length is one of the mistakes to be found."""


@command(
    "decrypt",
    ("wizard decrypt IN_453d < body.json", "Open every value of a received body."),
    ("pbpaste | wizard decrypt profile.toml --json", "The same for what was copied, as JSON."),
    ("wizard decrypt IN_453d --name error_code < value.txt", "Open one value; its name helps to judge it."),
    arguments={"ID|FILE": manual.ID_OR_FILE},
    exits={0: "Every value opened as the profile says.", 5: "One did not open, or only after a change."},
)
@click.argument("profile", metavar="ID|FILE", type=ProfileName(files=True))
@click.option(
    "--name", default="", metavar="VARIABLE", help="What comes is the value of this dynamic variable alone."
)
@click.option("--reveal", is_flag=True, help="Show a key or IV in the settings too.")
@json_option
@click.pass_obj
def decrypt_command(door: Door, profile: str, name: str, reveal: bool, as_json: bool) -> int:
    """Open an encrypted callback that comes on stdin: a body, a whole request, or one value.

    Where a value does not open, the one thing that differs is named, with the setting that opens it. The key and IV of
    a profile file may be of a wrong length: that is one of the mistakes. With --json an array of objects: name, opened,
    value, diagnosis, advice, settings.
    """
    from wizard.cli.firing import choose
    from wizard.profile.references import MissingReference
    from wizard.receiver.opening import NoEncryption, open_pasted

    if profile == "-":
        raise Mistake("ID|FILE: stdin holds what is to be opened; name a saved profile or a file")
    chosen = choose(door, profile, spared=_SPARED)
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
    elif outcome.on_terminal():
        columns = (*_COLUMNS, Column("Confidence", 6))
        table(columns, ((*_row(value), value.confidence or "–") for value in values))
    else:
        table(
            (*_COLUMNS, Column("What to do"), Column("Confidence")),
            ((*_row(value), _to_do(value), value.confidence) for value in values),
        )
    _explain(values, reveal=reveal, advice=outcome.on_terminal() and not as_json)


def _row(value: ValueReport) -> tuple[str, str, str, str]:
    return value.name, "yes" if value.opened else "no", value.value or "", value.diagnosis


def _to_do(value: ValueReport) -> str:
    return value.remark if value.opened else value.advice


def _explain(values: tuple[ValueReport, ...], *, reveal: bool, advice: bool) -> None:
    """On stderr: why values stay shut or are odd, each reason once, and the change that opens them."""
    from wizard.receiver import alike
    from wizard.receiver.doctor.change import SECRET, as_lines, proposed

    told: dict[str, list[ValueReport]] = {}
    for value in values:
        if advice and _to_do(value):
            told.setdefault(alike(_to_do(value)), []).append(value)
    for group in told.values():
        names = "" if len(group) == len(values) else ", ".join(value.name for value in group if value.name)
        outcome.say(f"{names}: {_to_do(group[0])}" if names else _to_do(group[0]))
    change = proposed(values)
    if not change:
        return
    outcome.say("This opens it, in the profile's [encryption]:")
    for line in as_lines(change, reveal=reveal):
        outcome.say(f"  {line}")
    if not reveal and any(name in change for name in SECRET):
        outcome.say("The key or IV is masked; --reveal shows it.")
