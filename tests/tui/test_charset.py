"""Terminals without Unicode: every box and mark comes out as a sign of the same width that they have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from wizard.tui.charset import MARKS, Signs, charset


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "unicode"),  # a container: nothing is said, and terminals of today show it
        ({"LANG": "en_US.UTF-8"}, "unicode"),
        ({"LANG": "C.utf8"}, "unicode"),
        ({"LANG": "C"}, "ascii"),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),  # what Python makes of LANG=C in its own environment
        ({"LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, "unicode"),
        ({"LANG": "de_DE.ISO-8859-1"}, "ascii"),
        ({"LANG": "de_DE.UTF-8", "TERM": "linux"}, "console"),
        ({"LANG": "de_DE.UTF-8", "WIZARD_ASCII": "1"}, "ascii"),
        ({"LC_ALL": "C", "WIZARD_ASCII": "0"}, "unicode"),
    ],
)
def test_the_environment_tells_what_the_terminal_shows(environ: dict[str, str], expected: str) -> None:
    assert charset(environ) == expected


@pytest.mark.parametrize("target", ["ascii", "console"])
def test_every_sign_keeps_its_width(target: str) -> None:
    signs = Signs(target)  # type: ignore[arg-type]
    every = "".join(map(chr, [*range(0x2190, 0x2200), *range(0x2500, 0x2600), *range(0x2800, 0x2900)]))
    for text in (every, "✓ 204 – “zażółć” 配送状態 👍 ﻼ العربية é…"):
        shown = text.translate(signs)
        assert cell_len(shown) == cell_len(text)
        assert shown.isascii() or target == "console"


def test_signs_that_mean_something_are_told_apart() -> None:
    for target, pairs in MARKS.items():
        table = dict(pair for pair in pairs.split())
        for one, other in ("✓✗", "●○", "▾▴", "→←"):
            assert table.get(one, one) != table.get(other, other), (target, one, other)


def test_the_program_draws_no_sign_that_was_forgotten() -> None:
    signs = Signs("ascii")
    ours = {
        sign
        for path in Path("wizard").rglob("*.py")
        for sign in re.findall(r"[^\x00-\x7f]", path.read_text())
        if path.name not in ("charset.py", "visible.py")
    }
    assert ours, "run from the root of the repository"
    assert {sign for sign in ours if sign.translate(signs) == "?"} <= {"�", "␛", "␍", "␊", "␉"}
