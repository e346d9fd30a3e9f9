"""Every action of every screen: named, with a key, a way by mouse, and its command where there is one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.actions import table
from wizard.settings import load
from wizard.settings.check import check
from wizard.settings.flavours import flavour_keys
from wizard.settings.keys import check_keys
from wizard.settings.model import FLAVOURS
from wizard.tui.places import COMMANDS, MOUSE, PLACES
from wizard.tui.registry import actions, bindings, vocabulary


def test_every_binding_has_a_name_of_a_known_place() -> None:
    for binding in bindings():
        assert binding.id, f"{binding.key} {binding.action} has no id: give it one, place.action"
        assert binding.id.split(".")[0] in PLACES, f"{binding.id}: add its place to wizard.tui.places"


def test_every_action_has_a_key_that_exists_and_a_way_by_mouse() -> None:
    words = vocabulary()
    for action in actions().values():
        assert action.keys, action
        assert all(words.key(key) == key for key in action.keys), action
        assert action.mouse, action
        assert action.title, action


def test_what_is_said_of_mouse_and_commands_is_said_of_actions_that_there_are() -> None:
    assert set(MOUSE) <= set(actions())
    assert set(COMMANDS) <= set(actions())


def test_every_command_that_is_named_is_one_with_those_options() -> None:
    import click

    from wizard.cli.main import cli

    context = click.Context(cli, info_name="wizard")
    for line in COMMANDS.values():
        _, name, *rest = shlex.split(line)
        command = cli if name.startswith("-") else cli.get_command(context, name)
        assert command, line
        options = {option for parameter in command.params for option in parameter.opts}
        assert {part for part in (name, *rest) if part.startswith("--")} <= options | {"--help"}, line


def test_the_table_has_every_action_once() -> None:
    rows = [line for line in table() if line.startswith("| ") and "`" in line]
    assert len(rows) == len(actions()) > 100


def test_the_keys_of_a_flavour_are_actions_keys_and_clash_with_none() -> None:
    words = vocabulary()
    for flavour in FLAVOURS:
        given = {name: keys.split(",") for name, keys in flavour_keys(flavour).items()}
        # The strip of tabs has h and l while it has the focus itself, as it does without a flavour.
        clashes = [each for each in check_keys(given, "standard", words) if "of tabs." not in each.message]
        assert clashes == []


def test_keys_that_are_the_same_for_all_stay_in_every_flavour() -> None:
    fixed = {
        "list.add": "a",
        "list.open": "enter",
        "list.edit": "e",
        "list.test": "t",
        "list.copy-id": "c",
        "list.duplicate": "d",
        "list.delete": "delete",
        "list.undo": "u",
        "list.search": "slash",
        "list.quit": "q",
        "wizard.next": "ctrl+n",
        "wizard.back": "escape",
        "wizard.test": "ctrl+t",
        "wizard.save": "ctrl+s",
        "test.fire": "enter",
        "test.choose-status": "s",
        "variables.choose": "space",
        "variables.all": "a",
        "variables.copy": "c",
        "variables.insert": "i",
    }
    for flavour in FLAVOURS:
        for name, key in fixed.items():
            keys = flavour_keys(flavour).get(name, ",".join(actions()[name].keys))
            assert key in keys.split(","), f"{flavour}: {name}"


def test_the_settings_that_the_readme_shows_have_no_fault(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    example = next(block for block in re.findall(r"```toml\n(.*?)```", readme, re.S) if "flavour" in block)
    path = tmp_path / "settings.toml"
    path.write_text(example)
    assert check(load({"WIZARD_SETTINGS": str(path)}), vocabulary()) == []
