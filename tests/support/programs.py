"""Other people's programs that a test drives: shells, tmux, clipboards."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from typing import Any

import pytest


def needs(*names: str) -> None:
    """Skip the test where one of these programs is not installed, with its name; under CI that is a failure.

    `.ci/run` installs them all, so that nothing goes untested unseen; a person who has no fish can still run the rest.
    """
    missing = [name for name in names if shutil.which(name) is None]
    if not missing:
        return
    _without(f"needs {', '.join(missing)}, not installed here")


def needs_library(name: str) -> Any:
    """The module of another project that only tests use; skips or fails the test as `needs` does."""
    try:
        return import_module(name)
    except ImportError:
        return _without(f"needs the library {name}: pip install -e .[test]")


def _without(told: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)
