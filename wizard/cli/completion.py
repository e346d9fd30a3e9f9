"""`wizard completion`: the script that lets a shell complete commands, options, IDs and titles."""

from __future__ import annotations

import re

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from wizard.cli import outcome
from wizard.cli.door import command

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_WIZARD_COMPLETE"

_NEEDS_BACKSLASH = re.compile(r"([^\w@%+=:,./~-])")


@add_completion_class
class Bash(BashComplete):
    """Bash puts a completion into the line as it is, so a title with spaces has to bring its own backslashes."""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """`type,value` for the script, whose `read` takes one backslash of two."""
        quoted = _NEEDS_BACKSLASH.sub(r"\\\\\1", item.value)
        return f"{item.type},{quoted}"


@command(
    "completion",
    ('eval "$(wizard completion bash)"', "Complete in this bash; put the line into ~/.bashrc for all."),
    ('eval "$(wizard completion zsh)"', "The same for zsh, in ~/.zshrc after compinit."),
    ("wizard completion fish | source", "The same for fish, in ~/.config/fish/config.fish."),
    arguments={"SHELL": "bash, zsh or fish."},
)
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print the script that lets a shell complete commands, options, IDs and titles.

    The IDs and titles are those of the store that WIZARD_STORE or --store names.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    cli = click.get_current_context().find_root().command
    outcome.data(kind(cli, {}, "wizard", VARIABLE).source())
