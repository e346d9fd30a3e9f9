"""The commands' reference for the README, from the same texts as `--help`.

`python -m wizard.cli.reference` prints it; with a file's name it puts it there, between two comments.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.door import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

START, END = "<!-- reference -->", "<!-- /reference -->"


def reference() -> str:
    """Every command in the order of the help: what it does, its arguments and options, examples. Markdown."""
    from wizard.cli.main import GROUPS, cli

    context = click.Context(cli, info_name="wizard")
    lines: list[str] = []
    for title, names in GROUPS.items():
        lines += [f"### {title}", ""]
        for name in names:
            command = cli.get_command(context, name)
            assert isinstance(command, Command)
            lines += _entry(name, command)
    return "\n".join(lines).rstrip() + "\n"


def _entry(name: str, command: Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"wizard {name}")
    arguments = [
        parameter.make_metavar(context)
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    yield f"#### `{' '.join(('wizard', name, *arguments))}`"
    yield ""
    for paragraph in (command.help or "").split("\n\n"):
        yield re.sub(r"\s+", " ", paragraph.replace("\b", "")).strip().replace("<", "\\<")
        yield ""
    rows = [
        parameter for parameter in command.params if isinstance(parameter, click.Option) and parameter.help
    ]
    if rows:
        yield "| option | |"
        yield "|---|---|"
        for option in rows:
            names = ", ".join(sorted(option.opts, key=len))
            wanted = "" if option.is_flag else f" {option.metavar or option.make_metavar(context)}"
            cells = (f"`{names}{wanted}`", option.help or "")
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""
    yield "```sh"
    for line, purpose in command.examples:
        yield f"{line}  # {purpose}"
    yield "```"
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
