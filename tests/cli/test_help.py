"""Help and reference come from the same texts, and say what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from wizard.cli.door import Command
from wizard.cli.main import COMMANDS, cli
from wizard.cli.reference import END, START, insert, reference

README = Path(__file__).parents[2] / "README.md"


def found(name: str) -> Command:
    command = cli.get_command(click.Context(cli), name)
    assert isinstance(command, Command)
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_summary_examples_and_help_for_each_option(name: str) -> None:
    command = found(name)
    assert command.examples
    assert 20 <= len(command.get_short_help_str(100)) <= 100
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert all(option.help and option.help.endswith(".") for option in options)
    assert "--store" in {name for option in options for name in option.opts}
    named = [each for each in command.params if isinstance(each, click.Argument)]
    assert bool(command.arguments) == bool(named), "every argument is explained"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_line_that_the_program_takes(name: str) -> None:
    for line, purpose in found(name).examples:
        assert purpose.endswith(".")
        words = shlex.split(re.sub(r"^.*?wizard |[)\"]+$| [<>|] .*$", "", line))
        assert words[0] == name, line
        command = found(name)
        command.make_context(name, words[1:], resilient_parsing=False, obj=None)


def test_the_help_names_every_command() -> None:
    text = click.Context(cli, info_name="wizard").get_help()
    context = click.Context(cli, info_name="wizard")
    text = cli.get_help(context)
    assert all(re.search(rf"^  {name} ", text, re.MULTILINE) for name in COMMANDS)
    assert "130" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_a_page_that_80_columns_hold(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    context = found(name).make_context(f"wizard {name}", [], resilient_parsing=True)
    page = found(name).get_help(context)
    assert max(map(len, page.splitlines())) <= 80
    headings = [line for line in page.splitlines() if line.endswith(":") and line[0] != " "]
    wanted = ["Arguments:"] * bool(found(name).arguments) + ["Options:", "Exit status:", "Examples:"]
    assert headings == wanted


def test_the_help_tells_of_every_status_and_variable_of_the_environment() -> None:
    from wizard.cli.manual import ENVIRONMENT, STATUSES
    from wizard.cli.outcome import Status

    assert list(STATUSES) == [int(status) for status in Status]
    source = "".join(path.read_text() for path in (README.parent / "wizard").rglob("*.py"))
    read = set(re.findall(r"\bWIZARD_[A-Z_]+", source)) - {"WIZARD_NEW_STORE_KEY"}
    assert {name for name in ENVIRONMENT if name.startswith("WIZARD")} == read


def test_the_kinds_of_snippets_in_the_help_are_those_there_are() -> None:
    from wizard.callback.snippets import KINDS

    (option,) = (parameter for parameter in found("snippet").params if parameter.name == "kind")
    assert isinstance(option, click.Option)
    assert all(kind in (option.help or "") for kind in KINDS)


def test_the_reference_in_the_readme_is_what_the_program_says() -> None:
    text = README.read_text("utf-8")
    assert START in text
    assert END in text
    assert insert(text) == text, "write it anew: python -m wizard.cli.reference README.md"


def test_the_reference_has_every_command_and_option() -> None:
    text = reference()
    for name in COMMANDS:
        assert f"wizard {name}" in text
        for parameter in found(name).params:
            assert all(
                f"`{opt}" in text or f" {opt}" in text for opt in parameter.opts if opt.startswith("--")
            )
