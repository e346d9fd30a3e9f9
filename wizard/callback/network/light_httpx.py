"""httpx without its own command line.

`import httpx` also imports the command that comes with it, and with that Rich and Pygments: a quarter of the time
that one test callback takes. httpx does without where the command cannot be imported, and None in `sys.modules`
is Python's own mark for that. It stands only while httpx is imported.
"""

from __future__ import annotations

import sys
from typing import Any, cast

_COMMAND = "httpx._main"
_modules = cast("dict[str, Any]", sys.modules)

if "httpx" in _modules or _COMMAND in _modules:
    import httpx
else:
    _modules[_COMMAND] = None
    try:
        import httpx
    finally:
        del _modules[_COMMAND]

__all__ = ["httpx"]
