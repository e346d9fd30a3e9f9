"""The commands' reference for the README, from the same texts as `--help`.

`python -m wizard.cli.reference` prints it; with a file's name it puts it there, between two comments.
"""

from __future__ import annotations

import re
import sys
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import click

from wizard.cli.manual import ENVIRONMENT, STATUSES, Command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHARED = ("--store PATH|URL", "-h, --help")
"""Options that every command has; told of once."""

START, END = "<!-- reference -->", "<!-- /reference -->"


def reference() -> str:
    """Every command in the order of the help: what it does, its arguments and options, examples. Markdown."""
    from wizard.cli.main import GROUPS, cli

    context = click.Context(cli, info_name="wizard")
    lines = [f"Every command takes {' and '.join(f'`{each}`' for each in SHARED)} too.", ""]
    for title, names in GROUPS.items():
        lines += [f"### {title}", ""]
        for name in names:
            command = cli.get_command(context, name)
            assert isinstance(command, Command)
            lines += _entry(name, command)
    lines += ["### Exit status", "", *_table((str(status), told) for status, told in STATUSES.items())]
    lines += ["### Environment", "", *_table(ENVIRONMENT.items())]
    return "\n".join(lines).rstrip() + "\n"


def _entry(name: str, command: Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"wizard {name}", **Command.SETTINGS)
    arguments = [
        parameter.make_metavar(context)
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    yield f"#### `{' '.join(('wizard', name, *arguments))}`"
    yield ""
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b\n"):
            yield f"```toml\n{dedent(paragraph[2:])}\n```"
        else:
            yield re.sub(r"\s+", " ", paragraph).strip().replace("<", "\\<")
        yield ""
    rows = list(command.arguments.items())
    rows += [(typed, told) for typed, told in command.option_rows(context) if not typed.startswith(SHARED)]
    yield from _table(rows)
    if command.exits:
        told = "; ".join(
            f"{at} {each[0].lower()}{each[1:].rstrip('.')}" for at, each in command.exits.items()
        )
        yield f"Exit status: {told}."
        yield ""
    yield "```sh"
    for line, purpose in command.examples:
        yield f"{line}  # {purpose}"
    yield "```"
    yield ""


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    if shown := [(f"`{name}`", told) for name, told in rows]:
        yield "| | |"
        yield "|---|---|"
        for row in shown:
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
        yield ""


def insert(text: str) -> str:
    """A document with the reference between its two comments. Raises ValueError when it lacks them."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the document needs the lines {START} and {END}")
    return f"{before}{START}\n{reference()}{END}{after}"


def main() -> None:
    """Print the reference, or write it into the file that is named."""
    if len(sys.argv) < 2:
        sys.stdout.write(reference())
        return
    path = Path(sys.argv[1])
    path.write_text(insert(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
