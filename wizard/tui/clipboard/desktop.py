"""The desktop's clipboard, by pyperclip and the helper it finds: xclip, xsel, wl-copy, pbcopy, Windows itself."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from wizard.children import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SECONDS = 2.0
"""How long a clipboard helper may take; one that hangs must not hold anybody up."""

LOOK_AGAIN = 0.05
"""Seconds between two looks whether the clipboard holds what was copied."""

_helpers: dict[int, Any] = {}
"""The process that each thread has started last, by the thread's number."""

Answer = TypeVar("Answer")
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

    def work() -> bool:
        pyperclip = _pyperclip()
        pyperclip.copy(text)
        # xclip goes to the background before the X server has heard of it: what is read at once may be what was there.
        end = time.monotonic() + SECONDS / 4
        while pyperclip.paste().rstrip("\n") != text.rstrip("\n"):
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_AGAIN)
        return True

    return await _in_time(work, False)


async def held() -> str:
    """What the desktop's clipboard holds; "" where it cannot be read, or not in SECONDS."""

    def work() -> str:
        return str(_pyperclip().paste())

    return await _in_time(work, "")


def _pyperclip() -> Any:
    import pyperclip  # type: ignore[import-untyped]

    pyperclip.subprocess = _Bare()
    return pyperclip


class _Bare:
    """Stands in for `subprocess` in pyperclip, which starts its helpers with all that this program was given."""

    def __getattr__(self, name: str) -> Any:
        import subprocess

        return getattr(subprocess, name)

    @staticmethod
    def Popen(*arguments: Any, **settings: Any) -> Any:  # noqa: N802
        import subprocess

        started = subprocess.Popen(*arguments, **({"env": environment()} | settings))
        _helpers[threading.get_ident()] = started
        return started


async def _in_time(work: Callable[[], Answer], otherwise: Answer) -> Answer:
    """What `work` returns; `otherwise` where it raises, or takes longer than SECONDS, its helper then ended."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Answer] = loop.create_future()

    def tell(told: Answer) -> None:
        if not answer.done():
            answer.set_result(told)

    def run() -> None:
        try:
            told = work()
        except Exception:  # pyperclip raises whatever its helper does; all mean that it is not there
            told = otherwise
        _helpers.pop(threading.get_ident(), None)
        try:
            loop.call_soon_threadsafe(tell, told)
        except RuntimeError:  # the program ended meanwhile
            return

    # A daemon thread, not the loop's pool: a helper that never returns must not hold up the program's end.
    thread = threading.Thread(target=run, daemon=True, name="clipboard")
    thread.start()
    try:
        return await asyncio.wait_for(answer, SECONDS)
    except TimeoutError:
        if helper := _helpers.get(thread.ident or 0):
            helper.kill()
        return otherwise
