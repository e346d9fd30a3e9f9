from __future__ import annotations

import os
from pathlib import Path

import pytest

from wizard.catalog import CatalogError, load_catalog

GOOD = """\
id = "fax"
label = "fax - Facsimile"
events = ["Fax Sent"]
status_variable = "state"
[[methods]]
name = "POST"
[[variables]]
name = "state"
description = "what became of it"
example = "sent"
[[statuses]]
name = "sent"
description = "It went through."
"""

VARIABLE = GOOD[GOOD.index("[[variables]]") : GOOD.index("[[statuses]]")]
STATUS = GOOD[GOOD.index("[[statuses]]") :]


def load(folder: Path, text: str | bytes, name: str = "fax.toml") -> None:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    load_catalog(str(folder))


def test_the_file_that_the_others_are_made_from_is_good(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "fax"', "id = ", ("TOML", "line 1")),
        ('id = "fax"', "id = 3", ("id", "int")),
        ('id = "fax"\n', "", ("id",)),
        ('id = "fax"', 'id = ""', ("must not be empty",)),
        ('events = ["Fax Sent"]', "events = []", ("must not be empty",)),
        ('name = "POST"', 'name = "POST"\nenabled = "yes"', ("methods[0].enabled", "bool")),
        ('name = "POST"', 'name = "POST"\nenabled = false', ("none can be chosen",)),
        ('name = "state"', 'name = "state"\nkind = "mood"', ("variables[0].kind", "mood")),
        ('name = "state"', 'nam = "state"', ("variables[0]", "nam")),
        ('name = "state"', 'name = "the state"', ("variables", "the state")),
        ('status_variable = "state"', 'status_variable = "stat"', ("status_variable", "'stat'")),
        ('description = "It went through."', 'description = "x"\nvalues = {code = "1"}', ("sent", "'code'")),
        (STATUS, STATUS * 2, ("statuses", "twice")),
        (VARIABLE, VARIABLE * 2, ("variables", "twice")),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_error_that_names_file_and_place(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in GOOD
    with pytest.raises(CatalogError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    told = str(caught.value)
    assert told.startswith(str(tmp_path / "fax.toml"))
    assert "\n" not in told
    for word in words:
        assert word in told, told


def test_what_is_no_text_or_too_large_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"fax\.toml"):
        load(tmp_path, b"\xff\xfe")
    with pytest.raises(CatalogError, match="larger than"):
        load(tmp_path, b"#" * (1 << 21))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="WIZARD_CATALOG"):
        load_catalog(os.fspath(tmp_path / "nowhere"))


def test_a_folder_where_a_file_should_be_is_an_error_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "fax.toml").mkdir()
    with pytest.raises(CatalogError, match=r"fax\.toml: cannot be read"):
        load_catalog(str(tmp_path))
