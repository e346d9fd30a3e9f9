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
    from wizard.folders import state_folder
    from wizard.store import log
    from wizard.store.place import make_folder, make_private

    told = "Something broke that should not have. What you typed is kept as a draft."
    log.event("crashed", kind=type(error).__name__)
    try:
        path = state_folder(os.environ) / "crash.txt"
        make_folder(path.parent)
        path.unlink(missing_ok=True)
        make_private(path)
        path.write_text(report(error))
    except OSError:
        return f"{told} ({type(error).__name__})"
    if os.environ.get("WIZARD_DEBUG"):
        traceback.print_exception(error, file=sys.__stderr__)
    return f"{told} A report without any secret is in {path}"
