"""The settings file: what is taken from it, how it is changed, and what is said of its faults."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.settings import SettingsError, SettingsFile, load
from wizard.settings.check import check
from wizard.settings.edit import NotInPlaceError, with_values
from wizard.settings.vocabulary import ActionKeys, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Vocabulary(
    themes=("wizard", "nord"),
    actions={
        "list.add": ActionKeys("Add New", ("a",)),
        "list.test": ActionKeys("Test", ("t",)),
        "list.quit": ActionKeys("Quit", ("q",)),
        "rows.down": ActionKeys("Down", ("down", "j")),
        "wizard.next": ActionKeys("Next", ("ctrl+n",)),
    },
    beside={"list": frozenset({"rows"}), "rows": frozenset({"list"}), "wizard": frozenset()},
    typing=frozenset({"wizard"}),
    key=lambda key: "" if key == "foo" else key.lower() if len(key) > 1 else key,
    character=lambda key: len(key) == 1,
)


def settings(tmp_path: Path, text: str, **environ: str) -> SettingsFile:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return load({"WIZARD_SETTINGS": str(path), **environ})


def faults(tmp_path: Path, text: str, **environ: str) -> list[str]:
    return [str(problem) for problem in check(settings(tmp_path, text, **environ), WORDS)]


def test_without_a_file_all_is_as_the_program_has_it_and_no_parser_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from wizard.settings import load; file = load(); "
        "assert file.settings == type(file.settings)(); print(*sys.modules)"
    )
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    loaded = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"tomllib", "msgspec", "difflib", "platformdirs", "wizard.settings.check"} & set(loaded)


def test_what_is_good_is_used_though_other_lines_are_not(tmp_path: Path) -> None:
    file = settings(
        tmp_path,
        'theme = "nord"\nregion = "XX"\nflavour = "vim"\n[keys.list]\nadd = ["n", "f2"]\ntest = 3\n'
        "[test]\ntimeout = 20",
    )
    found = file.settings
    assert (found.theme, found.region, found.flavour) == ("nord", "IN", "vim")
    assert found.keys == {"list.add": "n,f2"}
    assert found.test == {"timeout": 20}


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path, 'theme = "nord"\nregion = "SG"', WIZARD_THEME="wizard", WIZARD_REGION="eu")
    assert (found.settings.theme, found.settings.region) == ("wizard", "EU")


def test_a_store_of_the_file_gives_way_to_one_that_is_named(tmp_path: Path) -> None:
    file = settings(tmp_path, 'store = "/srv/team.db"')
    assert (file.store(None), file.store("other.db")) == ("/srv/team.db", "other.db")
    file.environ = {"WIZARD_STORE": "x.db"}
    assert file.store(None) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('thme = "nord"', "thme: There is no key 'thme' (line 1, column 1); did you mean theme?"),
        ('# mine\ntheme = "nrd"', "theme: There is no theme 'nrd' (line 2, column 9); did you mean nord?"),
        ("theme = 3", "theme: theme must be text, not a number (line 1, column 9); put it in quotes"),
        (
            'flavour = "emacs"',
            "flavour: There is no flavour 'emacs' (line 1, column 11); take one of standard, vim",
        ),
        (
            'region = "XX"',
            "region: There is no region 'XX' (line 1, column 10); take one of IN, SG, EU, US",
        ),
        (
            'store = "team.db"',
            "store: team.db would be another file in every folder (line 1, column 9); "
            "write the whole path, or one from ~",
        ),
        ('store = "/"', "store: / is a folder (line 1, column 9); name a file in it"),
        (
            'store = "/dev/null/team/p.db"',
            "store: /dev/null is no folder, so that nothing can be kept in it (line 1, column 9); "
            "write another path",
        ),
        (
            'store = "postgresql://me:pw@host/db"',
            "store: The store's password stands in the clear (line 1, column 9); "
            "keep it in ~/.pgpass, or in PGPASSWORD",
        ),
        (
            '[keys.list]\nad = "n"',
            "keys.list.ad: There is no action 'list.ad' (line 2, column 1); did you mean list.add?",
        ),
        (
            '[keys]\nlist.test = "a"',
            "keys.list.test: a is already the key of list.add (Add New) (line 2, column 13); give list.add another",
        ),
        (
            '[keys.list]\nadd = "j"',
            "keys.list.add: j is already the key of rows.down (Down) (line 2, column 7); give rows.down another",
        ),
        (
            '[keys.list]\nadd = "foo"',
            "keys.list.add: There is no key 'foo' (line 2, column 7); "
            "write one as a, A, ?, f2, ctrl+a, shift+f2 or pagedown",
        ),
        (
            '[keys.list]\nadd = "ctrl+i"',
            "keys.list.add: Terminals send ctrl+i as tab (line 2, column 7); take another key",
        ),
        (
            '[keys.wizard]\nnext = "n"',
            "keys.wizard.next: n is a character to type in the fields there (line 2, column 8); "
            "take ctrl and a letter, or an F key",
        ),
        (
            "[test]\ntimeout = 0",
            "test.timeout: 0 is no time to wait (line 2, column 11); choose more than 0 and at most 600 seconds",
        ),
        (
            "[test]\ntimout = 3",
            "test.timout: There is no key 'timout' in test (line 2, column 1); did you mean timeout?",
        ),
        ("theme = nord", "file: This is no value (line 1, column 9)"),
    ],
)
def test_a_fault_is_named_at_its_line_with_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    found = faults(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(told)


def test_two_actions_may_trade_their_keys(tmp_path: Path) -> None:
    assert faults(tmp_path, '[keys.list]\nadd = "t"\ntest = "a"') == []


def test_two_own_keys_that_clash_are_named_once(tmp_path: Path) -> None:
    found = faults(tmp_path, '[keys.list]\nadd = "f2"\ntest = "f2"')
    assert found == [
        "keys.list.add: f2 is already the key of list.test (Test) (line 2, column 7); give list.test another"
    ]


def test_faults_of_environment_variables_are_named_by_the_variable(tmp_path: Path) -> None:
    told = faults(tmp_path, "", WIZARD_REGION="XX", WIZARD_THEME="nrd")
    assert told == [
        "WIZARD_REGION: There is no region 'XX'; take one of IN, SG, EU, US",
        "WIZARD_THEME: There is no theme 'nrd'; did you mean nord?",
    ]


def test_a_change_leaves_everything_else_as_it_was_typed(tmp_path: Path) -> None:
    file = settings(tmp_path, '# mine\ntheme = "nord"  # cold\n\n[keys.list]\nadd = "n"  # as in new\n')
    file.change(
        {
            ("theme",): "wizard",
            ("region",): "SG",
            ("keys", "rows", "down"): ["e", "f3"],
            ("test", "verify"): False,
        }
    )
    assert file.path is not None
    assert file.path.read_text() == (
        '# mine\ntheme = "wizard"  # cold\nregion = "SG"\n\n[keys.list]\nadd = "n"  # as in new\n'
        '\n[keys.rows]\ndown = ["e", "f3"]\n\n[test]\nverify = false\n'
    )
    assert file.settings.region == "SG"
    file.change({("theme",): None, ("test", "verify"): None})
    assert "theme" not in file.path.read_text()
    assert file.settings.test == {}


def test_a_new_file_is_its_owners_alone_and_a_link_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "wizard.toml"
    link = tmp_path / "config" / "settings.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    file = load({"WIZARD_SETTINGS": str(link)})
    file.change({("theme",): "nord"})
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert load({"WIZARD_SETTINGS": str(link)}).settings.theme == "nord"


def test_a_file_that_cannot_be_changed_in_place_is_left_alone(tmp_path: Path) -> None:
    for text in ("theme = nord", "keys = {list = {add = 'n'}}"):
        file = settings(tmp_path, text)
        with pytest.raises(SettingsError, match=r"settings\.toml: "):
            file.change({("keys", "list", "test"): "x"})
        assert file.path is not None
        assert file.path.read_text() == text


PATHS = st.sampled_from(
    [
        ("theme",),
        ("region",),
        ("keys", "list", "add"),
        ("keys", "list", "test"),
        ("keys", "rows", "down"),
        ("test", "timeout"),
    ]
)
VALUES = (
    st.none()
    | st.text(max_size=8)
    | st.floats(0.1, 9)
    | st.booleans()
    | st.lists(st.text(max_size=3), min_size=1)
)
STARTS = st.sampled_from(
    [
        "",
        "# only words",
        'theme = "a" # b',
        "[keys]\nlist.add = 'n'\n",
        "keys.list.add = 'n'\n[test]\ntimeout = 3",
        "[keys.list]\r\nadd = 'n'\r\n[test] # here\r\n",
        "[test]\n\n[keys.list]\n# none\n",
        'theme = """\nlong\n"""\nkeys = {}\n',
    ]
)


@given(STARTS, st.lists(st.tuples(PATHS, VALUES), max_size=6))
def test_any_changes_give_the_data_that_they_say_or_change_nothing(
    text: str, changes: list[tuple[tuple[str, ...], Any]]
) -> None:
    for path, value in changes:
        try:
            text = with_values(text, {path: value})
        except NotInPlaceError:
            continue
        found: Any = tomllib.loads(text)
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        assert found == value
