"""What a person's settings do to commands, and what doctor and schema say of them."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import jsonschema

from tests.cli.conftest import document

if TYPE_CHECKING:
    from tests.cli.conftest import Wizard


def put(wizard: Wizard, text: str) -> str:
    path = wizard.folder / "settings.toml"
    path.write_text(text)
    return str(path)


def test_the_region_begins_new_ids_and_a_wrong_one_stops_the_command(wizard: Wizard) -> None:
    file = json.dumps(document())
    named = put(wizard, 'region = "SG"')
    assert wizard("add", "-", stdin=file, WIZARD_SETTINGS=named).out.startswith("SG_")
    assert wizard("add", "-", stdin=file, WIZARD_SETTINGS=named, WIZARD_REGION="us").out.startswith("US_")
    ended = wizard("add", "-", stdin=file, WIZARD_SETTINGS=put(wizard, 'region = "XX"'))
    assert (ended.status, ended.out) == (2, "")
    assert "settings.toml: region: There is no region 'XX'; take one of IN, SG, EU, US" in ended.err


def test_the_store_of_the_settings_is_used_where_no_other_is_named(wizard: Wizard) -> None:
    wizard.add()
    store = str(wizard.store)
    named = put(wizard, f"store = {json.dumps(store)}")
    assert len(wizard("list", "--json", WIZARD_SETTINGS=named, WIZARD_STORE="").json) == 1
    other = str(wizard.folder / "other.db")
    assert wizard("--store", other, "list", "--json", WIZARD_SETTINGS=named, WIZARD_STORE="").json == []
    # A script must not work on another store than the one that was meant.
    for text in ('store = "team.db"', "store = 3", "not toml"):
        ended = wizard("list", "--json", WIZARD_SETTINGS=put(wizard, text), WIZARD_STORE="")
        assert (ended.status, ended.out) == (2, ""), text
        assert "settings.toml" in ended.err


def test_doctor_names_every_fault_and_the_store_can_still_be_used(wizard: Wizard) -> None:
    text = 'theme = "nrd"\nregion = "SG"\n[keys.list]\nad = "n"\ntest = "a"\n'
    ended = wizard("doctor", "--json", WIZARD_SETTINGS=put(wizard, text))
    assert ended.status == 0
    told = [
        each["found"].partition("settings.toml: ")[2] for each in ended.json if each["name"] == "settings"
    ]
    assert told == [
        "theme: There is no theme 'nrd' (line 1, column 9)",
        "keys.list.ad: There is no action 'list.ad' (line 4, column 1)",
        "keys.list.test: a is already the key of list.add (Add New) (line 5, column 8)",
    ]


def test_the_schema_takes_what_the_program_takes(wizard: Wizard) -> None:
    schema = wizard("schema", "--settings").json
    validator = jsonschema.Draft202012Validator(schema)
    good = (
        'theme = "nord"\nflavour = "vim"\nregion = "EU"\n[keys.list]\nadd = ["n"]\n[test]\nverify = false\n'
    )
    assert not list(validator.iter_errors(tomllib.loads(good)))
    for bad in (
        'theme = "nrd"',
        "[keys.list]\nad = 'n'",
        "[test]\ntimeout = 0",
        "x = 1",
        "keys.list.add = 3",
    ):
        assert list(validator.iter_errors(tomllib.loads(bad))), bad
