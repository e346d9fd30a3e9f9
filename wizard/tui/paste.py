"""What `ctrl+v` puts in. A terminal's own paste key comes as a bracketed paste and needs none of this."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from wizard.tui import clipboard

if TYPE_CHECKING:
    from textual.app import App

NOTHING = "Nothing to paste here. The terminal's own key works too, often ctrl+shift+v."


async def pasted(app: App[Any]) -> str:
    """The desktop's clipboard where there is one, else what was copied inside the program; "" is told of."""
    text = (await _desktop() if clipboard.way() == "desktop" else "") or app.clipboard
    if not text:
        app.notify(NOTHING, timeout=4)
    return text


async def _desktop() -> str:
    """What the desktop's clipboard holds; "" where it cannot be read, or not in time."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def tell(text: str) -> None:
        if not answer.done():
            answer.set_result(text)

    def work() -> None:
        import pyperclip  # type: ignore[import-untyped]

        try:
            text = pyperclip.paste()
        except Exception:  # pyperclip raises whatever its helper does; all mean that it is not there
            text = ""
        loop.call_soon_threadsafe(tell, text)

    # A daemon thread, not the loop's pool: a helper that never returns must not hold up the program's end.
    threading.Thread(target=work, daemon=True, name="paste").start()
    try:
        return await asyncio.wait_for(answer, clipboard.SECONDS)
    except TimeoutError:
        return ""
