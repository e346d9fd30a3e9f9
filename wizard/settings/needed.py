"""The two settings that commands stand on. A script must not work on another store than the one that was meant.

Light, for every command opens a store: the whole check is in `wizard.settings.check`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.profile.problem import Problem, plain
from wizard.settings.file import REGION, REGIONS

if TYPE_CHECKING:
    from wizard.settings.file import SettingsFile


def store_problem(file: SettingsFile) -> Problem | None:
    """Why the file's store cannot be used, if it cannot; also where the file as a whole cannot."""
    if file.fault:
        told, _, advice = file.fault.partition("; ")
        return Problem(file.label, told, advice or "`wizard doctor` says where")
    value = file.data.get("store", None)
    if value is None:
        return None
    wrong = store_fault(value) if isinstance(value, str) else ("store must be text", "put it in quotes")
    return Problem(f"{file.label}: store", *wrong) if wrong and not _clear_password(value) else None


def region_problem(file: SettingsFile) -> Problem | None:
    """Why the region that was set cannot be used, if it cannot."""
    asked = file.environ.get(REGION, "")
    where, value = (REGION, asked.upper()) if asked else (f"{file.label}: region", file.data.get("region"))
    if value is None or value in REGIONS:
        return None
    return Problem(where, f"There is no region {plain(str(value))!r}", f"take one of {', '.join(REGIONS)}")


def store_fault(value: str) -> tuple[str, str] | None:
    """What is wrong with a store's path or URL, and what to do."""
    if value.startswith(("postgresql://", "postgres://")):
        if _clear_password(value):
            return "The store's password stands in the clear", "keep it in ~/.pgpass, or in PGPASSWORD"
        return None
    if not value:
        return "The store is empty", "write a path, or take the line out"
    if not os.path.isabs(os.path.expanduser(value)):
        return f"{plain(value)} would be another file in every folder", "write the whole path, or one from ~"
    return None


def setting_fault(value: str) -> tuple[str, str] | None:
    """What is wrong with a store as a setting, and what to do: one that cannot be made on this machine too."""
    return store_fault(value) or _unmakeable(value)


def _unmakeable(value: str) -> tuple[str, str] | None:
    """Why no store can be made at that path on this machine as it is now, if none is there, and what to do."""
    path = os.path.expanduser(value)
    if "://" in value or not os.path.isabs(path) or os.path.isfile(path):
        return None
    if os.path.isdir(path):
        return f"{plain(value)} is a folder", "name a file in it"
    folder = os.path.dirname(path)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if not os.path.isdir(folder):
        return f"{plain(folder)} is no folder, so that nothing can be kept in it", "write another path"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"You may not write into {plain(folder)}", "write another path, or have it made yours"
    return None


def _clear_password(value: object) -> bool:
    """Whether a URL carries a password: a fault that is told of, and stops nothing."""
    before, at, _ = str(value).partition("://")[2].partition("@")
    return bool(at) and ":" in before and "/" not in before
