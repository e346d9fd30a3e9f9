"""`wizard edit`: which dynamic variables a profile sends, in the store or in a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from wizard.cli import inputs, manual, outcome, outputs
from wizard.cli.changing import valid
from wizard.cli.door import Door, command
from wizard.cli.names import ProfileName, find, is_file
from wizard.cli.offers import variable_lists
from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile


@command(
    "edit",
    ("wizard edit IN_453d --variables message_id,delivery_status", "Send these two variables, and no other."),
    ("wizard edit profile.toml --variables message_id", "The same in a file; its comments stay."),
    ("wizard edit all.toml --profile bounces --variables error_code", "In the one of this title."),
    arguments={"ID": manual.ID, "FILE": "A profile file to be changed in its place, TOML or JSON."},
)
@click.argument("profile", metavar="ID|FILE", type=ProfileName(files=True))
@click.option(
    "--variables",
    required=True,
    metavar="NAME,NAME...",
    shell_complete=variable_lists,
    help="The dynamic variables that are to be sent, all of them. Must be given.",
)
@click.option(
    "--profile", "which", default="", metavar="ID|TITLE", help="Which profile, in a file that holds several."
)
@click.pass_obj
def edit_command(door: Door, profile: str, variables: str, which: str) -> None:
    """Choose which dynamic variables a profile sends.

    It is the only change that a saved Email profile allows. Placeholders of other variables leave the request body,
    missing ones are put in; everything else in it stays as it was typed. In a file, comments and order stay too.
    """
    names = [name.strip() for name in variables.split(",") if name.strip()]
    if is_file(profile) and profile != "-":
        _edit_file(door, profile, names, which)
        return
    if which:
        raise Mistake("--profile: it chooses from a file; leave it out, the ID says which profile")
    import msgspec

    from wizard.profile.rules import check_change

    saved = find(door, profile)
    changed = msgspec.structs.replace(saved, body=_body(door, saved, names))
    problems = check_change(saved, changed, door.catalog)
    if any(problem.is_error for problem in problems):
        raise Mistake(*problems)
    outcome.complain(problems)
    if changed.body != saved.body:
        door.store.change(changed, seen=saved.modified_at)
    outcome.say(f"{saved.id} sends {_sent(names)}.")


def _edit_file(door: Door, file: str, names: list[str], which: str) -> None:
    from wizard.profile.file_edit import set_variables_in_file

    data = inputs.read(file)
    profiles = valid(door, data, file)
    number = _number(file, profiles, which)
    _check_names(door.catalog.channels[profiles[number].channel], names)
    changed = set_variables_in_file(
        data, names, door.catalog, name=os.path.basename(file), index=number if len(profiles) > 1 else None
    )
    if changed != data:
        outputs.write(file, changed, private=False)
    what = f"{profiles[number].title} in {file}" if len(profiles) > 1 else file
    outcome.say(f"{what} sends {_sent(names)}.")


def _number(file: str, profiles: list[CallbackProfile], which: str) -> int:
    """Which profile of a file is meant: the only one, or that of this title, ID or beginning of an ID."""
    if len(profiles) == 1 and not which:
        return 0
    wanted = which.casefold()
    found = [number for number, profile in enumerate(profiles) if which and profile.title == which]
    found = found or [n for n, each in enumerate(profiles) if which and each.id.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    held = ", ".join(f"{profile.id[:11]} {profile.title}".strip() for profile in profiles[:20])
    told = f"{file} holds {held or 'no profile'}"
    if len(found) > 1:
        raise Mistake(f"--profile: {len(found)} profiles of {file} are {which!r}; name one by its ID: {held}")
    problem = f"it is missing, and {told}" if not which else f"there is no {which!r}; {told}"
    raise Mistake(f"--profile: {problem}" + ("" if which else "; name one by its title or ID"))


def _sent(names: list[str]) -> str:
    return f"{len(names)} variables: {', '.join(names)}" if len(names) != 1 else f"one variable: {names[0]}"


def _body(door: Door, profile: CallbackProfile, names: list[str]) -> str:
    """The profile's body with exactly these variables. Raises Mistake for names that the channel does not have."""
    from wizard.profile.body import set_variables

    channel = door.catalog.channels[profile.channel]
    _check_names(channel, names)
    return set_variables(profile.body, names, channel)


def _check_names(channel: Channel, names: list[str]) -> None:
    """Raises Mistake for names of variables that the channel does not have, and for no name at all."""
    from wizard.profile.nearest import suggestion

    known = channel.variable_names
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        told = [
            f"--variables: there is no dynamic variable {name!r}; "
            + (suggestion(name, known) or f"it is one of {', '.join(known)}")
            for name in unknown
        ]
        raise Mistake(*(told or [f"--variables: it names none; choose from {', '.join(known)}"]))
