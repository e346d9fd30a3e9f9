"""`wizard` as a command: finds the command that is asked for, and loads that one only."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from wizard.cli import outcome
from wizard.cli.door import Door, store_option
from wizard.cli.manual import Command, Helpful, write_contract, write_examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from wizard.settings.vocabulary import Vocabulary

GROUPS: dict[str, dict[str, str]] = {
    "Profiles": {
        "list": "listing",
        "show": "listing",
        "add": "changing",
        "edit": "editing",
        "delete": "changing",
        "export": "moving",
        "import": "moving",
        "schema": "schema",
    },
    "Callbacks": {
        "test": "firing",
        "deliveries": "deliveries",
        "listen": "listen",
        "decrypt": "decrypt",
        "snippet": "snippet",
        "demo": "demo",
    },
    "This program": {"backup": "moving", "doctor": "doctor", "completion": "completion"},
}
"""Every command and the module of `wizard.cli` that holds it, in the order of the help."""

EXAMPLES = (
    ("wizard demo", "Look around: sample profiles, a receiver, nothing kept."),
    ("wizard add profile.toml", "Save a profile; `wizard add --help` shows what a file holds."),
    ("wizard test profile.toml --all-statuses", "Fire every delivery status at its endpoint, from CI say."),
    ("wizard COMMAND --help", "Everything about one command."),
)

COMMANDS = {name: module for group in GROUPS.values() for name, module in group.items()}


class Wizard(Helpful, click.Group):
    """The group of all commands; a command's module is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, with nothing else loaded."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"wizard.cli.{COMMANDS[cmd_name]}"), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click has it, but a name that is no command is told in our own words, with the nearest."""
        name = args[0]
        if name not in COMMANDS and not ctx.resilient_parsing:
            from wizard.profile.nearest import suggestion

            advice = suggestion(name, COMMANDS) or "`wizard --help` lists them"
            raise outcome.Mistake(f"{name}: there is no such command; {advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by group."""
        width = max(map(len, COMMANDS))
        for title, names in GROUPS.items():
            with formatter.section(title):
                rows = []
                for name in names:
                    command = self.get_command(ctx, name)
                    rows.append((name.ljust(width), command.get_short_help_str(100) if command else ""))
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What holds for all commands, and a way in."""
        write_contract(formatter)
        write_examples(formatter, EXAMPLES)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Names of commands with what they do."""
        from click.shell_completion import CompletionItem

        names = [name for name in COMMANDS if name.startswith(incomplete)]
        found = [(name, self.get_command(ctx, name)) for name in names]
        items = [
            CompletionItem(name, help=command.get_short_help_str()) for name, command in found if command
        ]
        return items + (click.Command.shell_complete(self, ctx, incomplete) if incomplete[:1] == "-" else [])


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from wizard import __version__

        outcome.line(f"wizard {__version__}")
        ctx.exit()


@click.group(cls=Wizard, invoke_without_command=True, context_settings=Command.SETTINGS)
@store_option
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def cli(ctx: click.Context) -> int:
    """Configure, test and keep Kaleyra email callback profiles.

    Without a command the screens open. Data goes to stdout, everything else to stderr; nothing waits for an answer
    where stdin is not a terminal. No secret is ever an argument: write ${NAME}, and set it in the environment.
    """
    if ctx.invoked_subcommand is not None:
        return outcome.Status.DONE
    door = ctx.ensure_object(Door)
    return door.screens(door.location)


RUBBISH = 50_000
"""Objects made and still there before a command looks which of them are rubbish: more than a short one makes."""


def main(
    screens: Callable[..., int], clipboard_way: Callable[[], str], vocabulary: Callable[[], Vocabulary]
) -> NoReturn:
    """Run the command line and end the process. What the screens know is given, so that no command imports them."""
    gc.set_threshold(RUBBISH)
    gc.enable()
    door = Door(screens, clipboard_way, vocabulary)
    completing = "_WIZARD_COMPLETE" in os.environ
    if completing:
        import_module("wizard.cli.completion")

    logged = "WIZARD_LOG" in os.environ and not completing
    if logged:
        from wizard import __version__
        from wizard.store import log

        log.begin(usual=False)
        command = next((word for word in sys.argv[1:] if word in COMMANDS), None)
        log.event("started", version=__version__, command=command)

    def work() -> int:
        try:
            status = cli.main(prog_name="wizard", standalone_mode=False, obj=door)
        finally:
            door.close()
        return int(status or 0)

    # In the middle of a prompt a sentence helps nobody.
    status = outcome.run(work, silent=completing)
    if logged:
        log.event("ended", status=int(status))
    sys.exit(status)
