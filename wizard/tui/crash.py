"""What is left of an error nobody foresaw: a report that can be posted in public, and one sentence."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from pathlib import Path

from wizard import __version__


def report(error: BaseException) -> str:
    """Where it broke, without the values it broke on: names of files and functions, and the kind of error.

    The error's own text is left out on purpose, as it may quote what was typed.
    """
    lines = [
        f"callback-profile-wizard {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"terminal {os.environ.get('TERM', '')}",
        "",
    ]
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        for frame in traceback.extract_tb(chain.__traceback__):
            parts = Path(frame.filename).parts
            lines.append(f"  {'/'.join(parts[-3:])}:{frame.lineno} in {frame.name}")
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


def keep(error: BaseException) -> str:
    """Write the report to the person's state folder, readable by them alone; returns the sentence to show."""
    import platformdirs

    told = "Something broke that should not have. What you typed is kept as a draft."
    try:
        folder = Path(platformdirs.user_state_dir("callback-profile-wizard", appauthor=False))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "crash.txt"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(report(error))
    except OSError:
        return f"{told} ({type(error).__name__})"
    if os.environ.get("WIZARD_DEBUG"):
        traceback.print_exception(error, file=sys.__stderr__)
    return f"{told} A report without any secret is in {path}"
