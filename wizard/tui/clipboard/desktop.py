"""The desktop's clipboard, by pyperclip and the helper it finds: xclip, xsel, wl-copy, pbcopy, Windows itself."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 2.0
"""How long a clipboard helper may take; one that hangs must not hold anybody up."""

Way = Literal["desktop", "terminal"]


def way(environ: Mapping[str, str] = os.environ) -> Way:
    """Which clipboard a copy goes to: over SSH, in a container or with no display, the terminal's."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return "terminal"
    if sys.platform in ("darwin", "win32"):
        return "desktop"
    # Inside a container a display that was passed in is a desktop; without one there is nothing to reach.
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") or "microsoft" in _kernel():
        return "desktop"
    return "terminal"


def _kernel() -> str:
    try:
        return Path("/proc/version").read_text().lower()
    except OSError:
        return ""


async def hold(text: str) -> bool:
    """Whether the desktop's clipboard holds `text` now, as read back from it; False after SECONDS."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bool] = loop.create_future()

    def tell(held: bool) -> None:
        if not answer.done():
            answer.set_result(held)

    def work() -> None:
        import pyperclip  # type: ignore[import-untyped]

        try:
            pyperclip.copy(text)
            held = pyperclip.paste().rstrip("\n") == text.rstrip("\n")
        except Exception:  # pyperclip raises whatever its helper does; all mean that it is not there
            held = False
        try:
            loop.call_soon_threadsafe(tell, held)
        except RuntimeError:  # the program ended meanwhile
            return

    # A daemon thread, not the loop's pool: a helper that never returns must not hold up the program's end.
    threading.Thread(target=work, daemon=True, name="clipboard").start()
    try:
        return await asyncio.wait_for(answer, SECONDS)
    except TimeoutError:
        return False
