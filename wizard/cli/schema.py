"""`wizard schema`: what a profile file may hold, for editors."""

from __future__ import annotations

import click

from wizard.cli import outcome
from wizard.cli.door import Door, command


@command(
    "schema",
    ("wizard schema > profile.schema.json", "Let an editor complete and check profile files with it."),
)
@click.pass_obj
def schema_command(door: Door) -> None:
    """Print the JSON Schema of profile files.

    TOML editors take it too: put `#:schema profile.schema.json` on the first line of a file.
    """
    from wizard.profile.schema import profile_schema

    outcome.document(profile_schema(door.catalog))
