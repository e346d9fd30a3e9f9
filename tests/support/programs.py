"""Other people's programs that a test drives: shells, tmux, clipboards."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(*names: str) -> None:
    """Skip the test where one of these programs is not installed, with its name; under CI that is a failure.

    `.ci/run` installs them all, so that nothing goes untested unseen; a person who has no fish can still run the rest.
    """
    missing = [name for name in names if shutil.which(name) is None]
    if not missing:
        return
    told = f"needs {', '.join(missing)}, not installed here"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)
