"""What the start of the screens may load: the first picture waits for every module of it."""

from __future__ import annotations

import re
import shlex
import sys
from typing import TYPE_CHECKING

from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = {"wizard", "textual", "textual_speedups", "rich", "platformdirs", "typing_extensions"}
"""All that is not Python's own."""
ROOMS = {"cli", "folders", "lazily", "settings", "store", "tui"}
WARMED = "wizard.tui.warm"
"""Begins what is read in a thread as soon as the list stands."""
SCREENS = {"profiles", "widgets"}
"""Of the folders of screens, those of the list."""
LATE = {"_text_area", "_data_table", "_markdown", "_log", "_rich_log"}
"""Widgets that the list has no use for."""
LATER = {"answered", "dialog", "menu_screen", "widths"}
"""Modules of the screens that a first picture has no use for."""
IMPORTED = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s*(\S+)$", re.M)


def test_nothing_is_loaded_that_the_first_picture_does_not_need(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = f"exec {shlex.quote(sys.executable)} -X importtime -m wizard 2>{shlex.quote(str(told))}"
    env = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    with Terminal(["sh", "-c", command], env=env) as screen:
        screen.wait("No callback profile yet")
        names = [name.split(".") for name in IMPORTED.findall(told.read_text().partition(WARMED)[0])]
    assert ["textual", "app"] in names
    own = set(sys.stdlib_module_names) | {"sitecustomize", "usercustomize", "_distutils_hack", "org"}
    assert {name[0] for name in names} - own - PACKAGES == set()
    wizard = [name for name in names if name[0] == "wizard" and len(name) > 1]
    assert {name[1] for name in wizard} - ROOMS - {"__main__"} == set()
    assert {name[2] for name in wizard if name[1] == "tui" and len(name) > 3} - SCREENS == set()
    assert {name[-1] for name in wizard} & LATER == set()
    assert {name[2] for name in names if name[:2] == ["textual", "widgets"] and len(name) > 2} & LATE == set()
