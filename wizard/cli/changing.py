"""`wizard add`, `wizard edit` and `wizard delete`: changes to what is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from wizard.cli import inputs, outcome, outputs, screen
from wizard.cli.door import FILE, Door, command
from wizard.cli.names import ProfileName, find, is_file
from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from wizard.profile.model import CallbackProfile
    from wizard.profile.problem import Problem


MANY = 1000
"""From so many profiles on, adding them is worth the store's way for a bulk."""


def read_valid(door: Door, name: str, *, limit: int = inputs.LIMIT) -> list[CallbackProfile]:
    """The profiles of a file, all of them valid; warnings are told. Raises Mistake with every problem there is."""
    from wizard.profile.files import check_file
    from wizard.profile.rules import complete

    data = inputs.read(name, limit=limit)
    profiles, problems = check_file(data, door.catalog, name=os.path.basename(name), max_bytes=limit)
    faults = [problem for problem in problems if problem.is_error]
    if faults:
        raise Mistake(*problems)
    _warn(problems)
    return [complete(profile, door.catalog) for profile in profiles]


def _warn(problems: list[Problem]) -> None:
    """Each warning once, with how many profiles of a long file it is about."""
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(problem.message, []).append(problem)
    for several in alike.values():
        outcome.complain(several[:1])
        if len(several) > 1:
            outcome.say(f"warning: the same in {len(several) - 1} more places")


@command(
    "add",
    ("wizard add profile.toml", "Save the profile of this file and print its ID."),
    ("id=$(wizard add - < profile.json)", "The same from a pipe, in a script."),
)
@click.argument("file", metavar="FILE|-", type=FILE)
@click.pass_obj
def add_command(door: Door, file: str) -> None:
    """Save the profiles of a TOML or JSON file as new ones; print their IDs.

    All or nothing: a mistake in one keeps out all. An ID that the file has is not used; `wizard import` keeps IDs.
    """
    import msgspec

    profiles = read_valid(door, file)
    if not profiles:
        raise Mistake(f"{file}: it holds no profile; write one, or try `wizard export`")
    fresh = [msgspec.structs.replace(profile, id="", created_at="", modified_at="") for profile in profiles]
    for profile in door.store.add_all(tuple(fresh) if len(fresh) < MANY else fresh):
        outcome.line(profile.id)


@command(
    "edit",
    ("wizard edit IN_453d --variables message_id,delivery_status", "Send these two variables, and no other."),
    ("wizard edit profile.toml --variables message_id", "The same in a file; its comments stay."),
)
@click.argument("profile", metavar="ID|FILE", type=ProfileName(files=True))
@click.option(
    "--variables", required=True, metavar="NAME,NAME...", help="The dynamic variables that are to be sent."
)
@click.pass_obj
def edit_command(door: Door, profile: str, variables: str) -> None:
    """Choose which dynamic variables a profile sends.

    It is the only change that a saved Email profile allows. Placeholders of other variables leave the request body,
    missing ones are put in; everything else in it stays as it was typed.
    """
    names = [name.strip() for name in variables.split(",") if name.strip()]
    if is_file(profile) and profile != "-":
        _edit_file(door, profile, names)
        return
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


def _edit_file(door: Door, file: str, names: list[str]) -> None:
    from wizard.profile.file_edit import with_body

    data = inputs.read(file)
    profiles = read_valid(door, file)
    body = _body(door, profiles[0], names) if profiles else ""
    changed = with_body(data, body, name=os.path.basename(file))
    if changed != data:
        outputs.write(file, changed, private=False)
    outcome.say(f"{file} sends {_sent(names)}.")


def _sent(names: list[str]) -> str:
    return f"{len(names)} variables: {', '.join(names)}" if len(names) != 1 else f"one variable: {names[0]}"


def _body(door: Door, profile: CallbackProfile, names: list[str]) -> str:
    """The profile's body with exactly these variables. Raises Mistake for names that the channel does not have."""
    from wizard.profile.body import set_variables
    from wizard.profile.nearest import suggestion

    channel = door.catalog.channels[profile.channel]
    known = channel.variable_names
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        told = [
            f"--variables: there is no dynamic variable {name!r}; "
            + (suggestion(name, known) or f"it is one of {', '.join(known)}")
            for name in unknown
        ]
        raise Mistake(*(told or [f"--variables: it names none; choose from {', '.join(known)}"]))
    return set_variables(profile.body, names, channel)


@command(
    "delete",
    ("wizard delete IN_453d", "Ask, then delete this profile."),
    ("wizard delete IN_453d IN_9c0d --yes", "Delete two without asking, in a script."),
)
@click.argument("profiles", metavar="ID...", nargs=-1, required=True, type=ProfileName())
@click.option("--yes", is_flag=True, help="Do not ask. Needed where nobody can be asked.")
@click.pass_obj
def delete_command(door: Door, profiles: tuple[str, ...], yes: bool) -> None:
    """Delete profiles, all of those named or none.

    What uses a profile's ID at Kaleyra is not told of it.
    """
    found = {profile.id: profile for profile in every_named(door, profiles)}
    if not yes:
        for profile in found.values():
            outcome.say(f"{profile.id}  {profile.title}")
        if not screen.somebody_there():
            raise Mistake("--yes: it is missing, and nobody can be asked here; give it to delete")
        what = "this profile" if len(found) == 1 else f"these {len(found)} profiles"
        if not screen.confirm(f"Delete {what}?"):
            outcome.say("Nothing was deleted.")
            return
    door.store.delete(*found)
    outcome.say(f"Deleted {len(found)} profile{'s' * (len(found) != 1)}.")


def every_named(door: Door, names: tuple[str, ...]) -> list[CallbackProfile]:
    """Every profile named. Raises Mistake that tells of each name that fits none or several."""
    from wizard.store import AmbiguousProfile, UnknownProfile

    found: list[CallbackProfile] = []
    problems: list[Problem | str] = []
    for name in names:
        try:
            found.append(find(door, name))
        except (UnknownProfile, AmbiguousProfile) as error:
            problems.append(f"ID: {error}")
        except Mistake as mistake:
            problems += mistake.problems
    if problems:
        raise Mistake(*problems)
    return found
