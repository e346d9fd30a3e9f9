"""What of a person's settings cannot be used: told in a line, once the first picture stands."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from wizard.settings.keys import faulty_actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profile.problem import Problem
    from wizard.settings import SettingsFile
    from wizard.tui.app import WizardApp


async def tell(app: WizardApp, use_without: Callable[[frozenset[str]], None]) -> None:
    """Say what is faulty, and let `use_without` take back the own keys that clash.

    Every module of the screens is loaded for it, in a thread: only where somebody has set something.
    """
    file = app.settings_file
    if not file.data and not file.fault and not any(file.environ.get(name) for name in file.VARIABLES):
        return
    problems, faulty = await asyncio.to_thread(_looked_at, file)
    if faulty:
        use_without(faulty)
    if problems:
        app.notify(_line(file, problems), severity="warning", timeout=8)


def _looked_at(file: SettingsFile) -> tuple[list[Problem], frozenset[str]]:
    from wizard.settings.check import check
    from wizard.tui.registry import vocabulary

    words = vocabulary()
    keys = file.data.get("keys")
    faulty = faulty_actions(keys, file.settings.flavour, words) if isinstance(keys, dict) else frozenset()
    return check(file, words), faulty


def _line(file: SettingsFile, problems: list[Problem]) -> str:
    name = os.path.basename(file.label)
    if len(problems) > 1:
        return f"{name}: {len(problems)} faults; wizard doctor names them."
    first = problems[0]
    place = f"{name}, line {first.line}: " if first.line else "" if first.path.isupper() else f"{name}: "
    return f"{place}{first.message}" + (f"; {first.advice}" if first.advice else "") + "."
