"""Copying that tells the truth: the desktop's clipboard where there is one, else the terminal's (OSC 52)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.tui.clipboard import desktop, terminal
from wizard.tui.clipboard.desktop import way

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

__all__ = ["Outcome", "copy", "pasted", "way"]

NOTHING = "Nothing to paste here. The terminal's own key works too, often ctrl+shift+v."


class Outcome(NamedTuple):
    """Whether a copy was `taken`, and in `words` which way (`to the desktop's clipboard`), or why none could be."""

    taken: bool
    words: str


async def copy(text: str, write: Callable[[str], None]) -> Outcome:
    """Copy `text` by the best way there is; `write` sends a sequence to the terminal.

    The desktop's clipboard is read back: only what it then holds counts. No terminal answers whether it took what
    it was sent, so there it is the way that is told, not the arrival.
    """
    if way() == "desktop" and await desktop.hold(text):
        return Outcome(True, "to the desktop's clipboard")
    if why := terminal.refusal(text):
        return Outcome(False, why)
    if os.environ.get("TMUX"):
        from wizard.tui.clipboard import tmux

        return Outcome(True, await tmux.send(text, write))
    write(terminal.wrapped(text))
    screen = " and screen" if os.environ.get("STY") else ""
    return Outcome(True, f"through the terminal{screen} (OSC 52)")


async def pasted(app: App[Any]) -> str:
    """What `ctrl+v` puts in: what the desktop's clipboard holds where there is one, else what was copied inside the
    program; "" is told of. A terminal's own paste key comes as a bracketed paste and needs none of this."""
    text = (await desktop.held() if way() == "desktop" else "") or app.clipboard
    if not text:
        app.notify(NOTHING, timeout=4)
    return text
