"""A command loads what it needs and nothing else; looked at in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import document

if TYPE_CHECKING:
    from tests.cli.conftest import Endpoint, Wizard

CODE = """
import os, sys
from wizard.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
finally:
    with open(os.environ["SEEN"], "w") as stream:
        stream.write("\\n".join(sys.modules))
"""
SCREENS = {"textual", "rich", "pyperclip"}
HEAVY = SCREENS | {"httpx", "httpcore", "aiohttp", "psycopg", "keyring", "tomlkit", "asyncio", "cryptography"}


def loaded(wizard: Wizard, *arguments: object) -> set[str]:
    """The modules, by their first two names, that a run has loaded."""
    seen = wizard.folder / "seen"
    argv = [sys.executable, "-c", CODE, *map(str, arguments)]
    env = wizard.env | {"SEEN": str(seen)}
    ended = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    names = seen.read_text().split()
    return {name.split(".")[0] for name in names} | {".".join(name.split(".")[:2]) for name in names}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_load_no_room(wizard: Wizard, option: str) -> None:
    names = loaded(wizard, option)
    assert not names & (HEAVY | {"msgspec", "sqlite3"})
    assert not names & {"wizard.tui", "wizard.store", "wizard.callback", "wizard.receiver", "wizard.catalog"}


def test_list_loads_the_store_and_no_more(wizard: Wizard) -> None:
    wizard.add()
    for arguments in (("list",), ("list", "--json", "--search", "email")):
        names = loaded(wizard, *arguments)
        assert not names & (HEAVY | {"msgspec"})
        assert not names & {"wizard.tui", "wizard.callback", "wizard.receiver", "wizard.catalog"}


def test_show_loads_neither_cipher_nor_what_fires_though_secrets_are_sealed(wizard: Wizard) -> None:
    profile = wizard.add(headers=[{"name": "api-key", "value": "s3cret"}])
    for name in (profile, profile[:9], "email_callback_profile"):
        assert not loaded(wizard, "show", name, "--json") & HEAVY


def test_test_loads_httpx_and_neither_screens_nor_receiver(wizard: Wizard, endpoint: Endpoint) -> None:
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document(endpoint=endpoint.url(204))))
    names = loaded(wizard, "test", path, "--json")
    assert "httpx" in names
    assert not names & (SCREENS | {"aiohttp", "cryptography", "sqlite3", "wizard.tui", "wizard.receiver"})


def test_a_command_loads_the_module_of_no_other(wizard: Wizard) -> None:
    code = "import sys, wizard.cli.main as m; m.cli.get_command(None, 'list'); print(*sys.modules)"
    names = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    from wizard.cli.main import COMMANDS

    ours = {name.removeprefix("wizard.cli.") for name in names if name.startswith("wizard.cli.")}
    assert ours & set(COMMANDS.values()) == {"listing"}
