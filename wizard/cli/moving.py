"""`wizard export` and `wizard import`: profiles as files, there and back without loss."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

import click

from wizard.cli import inputs, manual, outcome, outputs
from wizard.cli.changing import every_named, read_valid
from wizard.cli.door import FILE, Door, command, json_option
from wizard.cli.names import ProfileName, find
from wizard.cli.outcome import Mistake

if TYPE_CHECKING:
    from wizard.cli.clash import Import
    from wizard.profile.model import CallbackProfile

TOLD = 12
"""Profiles whose environment variables are told, of those exported."""
IMPORT_LIMIT = 512 * inputs.MEBIBYTE
"""Most that a file to import may have: some 800,000 profiles."""


@command(
    "export",
    ("wizard export -o profiles.toml", "Every profile, for git: no secret is in it."),
    ("wizard export IN_453d --json", "One profile as JSON."),
    ("wizard export --reveal -o moving.json", "With secrets, in a file that is only yours (0600)."),
    arguments={"ID": f"{manual.ID} Several may be named. Default: all profiles."},
)
@click.argument("profiles", metavar="[ID...]", nargs=-1, type=ProfileName())
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=FILE,
    help="Write to this file, TOML or JSON by its ending. Default: stdout.",
)
@click.option("--reveal", is_flag=True, help="Write the secrets too, in the clear.")
@json_option
@click.pass_obj
def export_command(
    door: Door, profiles: tuple[str, ...], output: str | None, reveal: bool, as_json: bool
) -> None:
    """Write profiles as a profile file: all, or those named. TOML, or JSON with --json.

    In place of each secret stands a ${NAME} to be set in the environment; the names are told on stderr. `wizard
    import` takes the file back without loss.
    """
    from wizard.profile.document import needed_by, write_profiles

    found = every_named(door, profiles, find) if profiles else _all(door)
    form: Literal["toml", "json"] = "json" if as_json or (output or "").lower().endswith(".json") else "toml"
    text = write_profiles(found, form=form, reveal=reveal)
    outputs.write(output or "-", text.encode(), private=reveal)
    needing = [] if reveal else needed_by(found)
    if len(needing) == 1:
        outcome.say(f"No secret is in it; set these before it is used: {', '.join(needing[0][1])}")
    elif needing:
        outcome.say("No secret is in it; set these before it is used:")
        for profile, names in needing[:TOLD]:
            outcome.say(f"  {profile.id}  {profile.title}: {', '.join(names)}")
        if len(needing) > TOLD:
            outcome.say(f"  and those of {len(needing) - TOLD} more profiles")
    if output and output != "-":
        outcome.say(f"Wrote {len(found)} profile{'s' * (len(found) != 1)} to {output}.")


def _all(door: Door) -> list[CallbackProfile]:
    from wizard.store import ProfileQuery

    # The order in which they were made does not change when one is used, so that git sees only what changed.
    return list(door.store.every(ProfileQuery(sort="created", descending=False)))


@command(
    "import",
    ("wizard import profiles.toml", "Add what is not there yet; stop if something clashes."),
    ("wizard import profiles.json --on-clash skip", "Leave what is there as it is."),
    arguments={"FILE|-": manual.FILE},
)
@click.argument("file", metavar="FILE|-", type=FILE)
@click.option(
    "--on-clash",
    type=click.Choice(("skip", "replace", "copy")),
    metavar="skip|replace|copy",
    help="At a clash leave what is there, change it, or add the file's profile under a new ID.",
)
@json_option
@click.pass_obj
def import_command(door: Door, file: str, on_clash: str | None, as_json: bool) -> None:
    """Add the profiles of a file, all or none, with the IDs they have.

    Prints a line for each, fields parted by tabs: added, present (it was there already), skipped, replaced or
    copied; its ID; its title. A clash is an ID that is in the store with other content: without --on-clash all are
    told and nothing is changed. `replace` changes only what a saved profile lets be changed.

    With --json an array of objects: outcome, id, title.
    """
    import gc

    from wizard.cli.clash import plan_import

    # All that is read stays in use to the end: looking through a hundred thousand profiles for rubbish is in vain.
    gc.disable()
    profiles = read_valid(door, file, limit=IMPORT_LIMIT)
    plan: Import = plan_import(door, profiles, on_clash or "")
    done = plan.carry_out(door.new_ids)
    if as_json:
        outcome.document(
            [{"outcome": what, "id": profile.id, "title": profile.title} for what, profile in done]
        )
    else:
        outcome.data("".join(f"{what}\t{profile.id}\t{profile.title}\n" for what, profile in done))
    counts = {what: sum(each == what for each, _ in done) for what in dict.fromkeys(what for what, _ in done)}
    told = ", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing was in it"
    outcome.say(f"{os.path.basename(file) if file != '-' else 'stdin'}: {told}.")


@command(
    "backup",
    ("wizard backup profiles-backup.db", "Copy the store while it is in use."),
    arguments={"FILE": "The file to be made. One that is there already is not touched."},
)
@click.argument("file", metavar="FILE", type=FILE)
@click.pass_obj
def backup_command(door: Door, file: str) -> None:
    """Copy the store, as it stands at one moment, into a new file that is only yours (0600).

    The copy is a store: `wizard --store FILE` opens it. Its secrets open with the same sealing key; keep that too.
    """
    if os.path.lexists(file):
        raise Mistake(f"{file}: it is there already; name a new file")
    outputs.check(file)
    door.store.backup(file)
    outcome.say(f"Wrote {file}.")
