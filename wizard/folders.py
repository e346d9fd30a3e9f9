"""The platform's folders for what the program keeps: its data, a person's settings, what happened."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "callback-profile-wizard"


def data_folder(environ: Mapping[str, str]) -> Path:
    """Where the program's data belongs."""
    return _folder(environ, "XDG_DATA_HOME", "~/.local/share", "user_data_path")


def config_folder(environ: Mapping[str, str]) -> Path:
    """Where a person's settings belong."""
    return _folder(environ, "XDG_CONFIG_HOME", "~/.config", "user_config_path")


def state_folder(environ: Mapping[str, str]) -> Path:
    """Where belongs what the program leaves behind: its log, the report of a crash."""
    return _folder(environ, "XDG_STATE_HOME", "~/.local/state", "user_state_path")


def _folder(environ: Mapping[str, str], variable: str, usual: str, elsewhere: str) -> Path:
    """On Linux one rule (XDG Base Directory: the variable if absolute, else the usual place).

    It is written out here because importing platformdirs costs a start more than opening the store does.
    """
    if sys.platform.startswith("linux"):
        home = environ.get(variable, "").strip()
        return Path(home if os.path.isabs(home) else os.path.expanduser(usual)) / APP
    import platformdirs

    path: Path = getattr(platformdirs, elsewhere)(APP, appauthor=False)
    return path
