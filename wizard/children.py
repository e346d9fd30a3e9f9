"""The environment of programs that this one starts: a clipboard's helper, another Python. None needs a secret."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECRET = re.compile(
    r"^WIZARD_|KEY|TOKEN|SECRET|PASS|CREDENTIAL|PRIVATE|COOKIE|BEARER|SIGNATURE|(^|_)AUTH$|(^|_)PWD_|_PWD$",
    re.IGNORECASE,
)


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`environ` without this program's own variables and those whose names say that they hold a secret."""
    return {name: value for name, value in environ.items() if not _SECRET.search(name)}
