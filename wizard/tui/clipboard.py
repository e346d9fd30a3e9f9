"""Copying that tells the truth: the desktop's clipboard where there is one, else the terminal's (OSC 52)."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

SECONDS = 2.0
"""How long a clipboard helper may take; one that hangs must not freeze the screen."""
OSC52_BYTES = 74_994
"""Longest text that is sent by OSC 52: base64 makes it 99,992 bytes, and terminals cut at 100,000."""

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


def osc52(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The escape sequence that asks the terminal to take `text` into its clipboard.

    tmux and screen swallow it unless it is wrapped. tmux gets both: it takes the bare one where `set-clipboard` is
    on, and passes the wrapped one on where `allow-passthrough` is.
    """
    bare = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    if environ.get("TMUX"):
        return bare + "\x1bPtmux;" + bare.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environ.get("STY"):
        return f"\x1bP{bare}\x1b\\"
    return bare


async def copy(app: App[Any], text: str) -> str | None:
    """Copy `text`. Returns where it went, in words; None when no way worked and it must be shown."""
    if way() == "desktop" and await _desktop(text):
        return "to the clipboard"
    size = len(text.encode())
    driver = app._driver  # Textual has no public way to write a sequence of one's own
    if driver is None or size > OSC52_BYTES or os.environ.get("TERM") in ("linux", "dumb", "vt100"):
        return None
    driver.write(osc52(text))
    driver.flush()
    return "through the terminal (OSC 52)"


async def _desktop(text: str) -> bool:
    """Whether the desktop's clipboard holds `text` now, as read back from it."""
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
        loop.call_soon_threadsafe(tell, held)

    # A daemon thread, not the loop's pool: a helper that never returns must not hold up the program's end.
    threading.Thread(target=work, daemon=True, name="clipboard").start()
    try:
        return await asyncio.wait_for(answer, SECONDS)
    except TimeoutError:
        return False
