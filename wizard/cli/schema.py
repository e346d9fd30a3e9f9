"""`wizard schema`: what a profile file, or the settings file, may hold, for editors."""

from __future__ import annotations

import click

from wizard.cli import outcome
from wizard.cli.door import Door, command


@command(
    "schema",
    ("wizard schema > profile.schema.json", "Let an editor complete and check profile files with it."),
    ("wizard schema --settings > settings.schema.json", "The same for your settings file."),
)
@click.option("--settings", is_flag=True, help="Print that of the settings file instead.")
@click.pass_obj
def schema_command(door: Door, settings: bool) -> None:
    """Print the JSON Schema of profile files.

    TOML editors take it too: put `#:schema profile.schema.json` on the first line of a file.
    """
    if settings:
        from wizard.settings.document import settings_schema

        outcome.document(settings_schema(door.vocabulary()))
        return
    from wizard.profile.schema import profile_schema

    outcome.document(profile_schema(door.catalog))
