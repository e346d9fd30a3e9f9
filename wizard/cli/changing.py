"""`wizard add` and `wizard delete`: what is kept, and what no longer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import click

from wizard.cli import inputs, manual, outcome, screen
from wizard.cli.door import FILE, Door, command
from wizard.cli.names import ProfileName, find_row
from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profile.model import CallbackProfile
    from wizard.profile.problem import Problem


T = TypeVar("T")

MANY = 1000
"""From so many profiles on, adding them is worth the store's way for a bulk."""


def read_valid(
    door: Door, name: str, *, limit: int = inputs.LIMIT, spared: tuple[str, ...] = ()
) -> list[CallbackProfile]:
    """The profiles of a file, all of them valid; warnings are told. Raises Mistake with every problem there is.

    `spared` are paths of which nothing is told, wrong or not: they are what the command is to look into. With them
    no warning is told either, for nothing is to be kept or sent.
    """
    return valid(door, inputs.read(name, limit=limit), name, limit=limit, spared=spared)


def valid(
    door: Door, data: bytes, name: str, *, limit: int = inputs.LIMIT, spared: tuple[str, ...] = ()
) -> list[CallbackProfile]:
    """As `read_valid`, for a file that was read already."""
    from wizard.profile.files import check_file
    from wizard.profile.rules import complete

    profiles, problems = check_file(data, door.catalog, name=os.path.basename(name), max_bytes=limit)
    if not spared:
        _warn([problem for problem in problems if not problem.is_error])
    # The mistakes come last: that is where a person looks who has to mend them.
    if faults := [problem for problem in problems if problem.is_error and problem.path not in spared]:
        raise Mistake(*faults)
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
    arguments={"FILE|-": manual.FILE},
)
@click.argument("file", metavar="FILE|-", type=FILE)
@click.pass_obj
def add_command(door: Door, file: str) -> None:
    """Save the profiles of a TOML or JSON file as new ones; print their IDs.

    All or nothing: a mistake in one keeps out all, and every mistake is told with its line and column. An ID that
    the file has is not used; `wizard import` keeps IDs. A file needs a title, an endpoint and a body; for the rest
    there are defaults:

    \b
      title = "bounce watcher"
      endpoint = "https://hooks.example.com/email"
      body = '''{"message_id": "<message_id>", "status": "<delivery_status>"}'''
      headers = [{name = "api-key", value = "${HOOK_API_KEY}"}]
      [encryption]
      algorithm = "AES-256-GCM"
      key = "${HOOK_KEY}"
      iv = "${HOOK_IV}"

    ${NAME} is read from the environment when a callback is fired, and never kept. Several profiles stand in one
    file as [[profiles]], in JSON as a list. `wizard schema` has every key.
    """
    import msgspec

    profiles = read_valid(door, file)
    if not profiles:
        raise Mistake(f"{file}: it holds no profile; write one, or try `wizard export`")
    fresh = [msgspec.structs.replace(profile, id="", created_at="", modified_at="") for profile in profiles]
    kept = door.new_ids.add_all(tuple(fresh) if len(fresh) < MANY else fresh)
    try:
        outcome.data("".join(f"{profile.id}\n" for profile in kept))
    except outcome.Failure:  # who does not know that they are saved saves them again
        outcome.say(f"Saved all the same: {', '.join(profile.id for profile in kept)}")
        raise


@command(
    "delete",
    ("wizard delete IN_453d", "Ask, then delete this profile."),
    ("wizard delete IN_453d IN_9c0d --yes", "Delete two without asking, in a script."),
    arguments={"ID": f"{manual.ID} Several may be named."},
)
@click.argument("profiles", metavar="ID...", nargs=-1, required=True, type=ProfileName())
@click.option("--yes", is_flag=True, help="Do not ask. Needed where stdin is not a terminal.")
@click.pass_obj
def delete_command(door: Door, profiles: tuple[str, ...], yes: bool) -> None:
    """Delete profiles, all of those named or none.

    On a terminal it asks first. Only this store is changed: nothing at Kaleyra is told of it.
    """
    found = {profile.id: profile for profile in every_named(door, profiles, find_row)}
    if not yes:
        if not screen.somebody_there():
            raise Mistake("--yes: it is missing, and nobody can be asked here; give it to delete")
        for profile in found.values():
            outcome.say(f"{profile.id}  {profile.title}")
        what = "this profile" if len(found) == 1 else f"these {len(found)} profiles"
        if not screen.confirm(f"Delete {what}?"):
            outcome.say("Nothing was deleted.")
            return
    # Nobody could bring them back, so nothing of them stays in the file.
    door.store.delete(*found, for_good=True)
    outcome.say(f"Deleted {len(found)} profile{'s' * (len(found) != 1)}.")


def every_named(door: Door, names: tuple[str, ...], look: Callable[[Door, str], T]) -> list[T]:
    """What `look` finds for each profile named. Raises Mistake that tells of each name that fits none or several."""
    from wizard.store import UnknownProfile

    found: list[T] = []
    problems: list[Problem | str] = []
    for name in names:
        try:
            found.append(look(door, name))
        except UnknownProfile as error:
            problems.append(f"ID: {error}")
        except Mistake as mistake:
            problems += mistake.problems
    if problems:
        raise Mistake(*problems)
    return found
