"""The terminal's clipboard: OSC 52, as terminals and what stands between take it."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 74_994
"""Bytes of the longest text that is sent: base64 makes it 99,992, and terminals drop what is over 100,000."""
SCREEN_PIECE = 512
"""Bytes that screen passes on at once: it drops a string of 768 or more."""
WITHOUT = {"linux", "vt100", "vt220", "cons25"}
"""Values of TERM that have no clipboard to send to."""
VTE_SINCE = 7600
"""VTE_VERSION from which that family (GNOME Terminal and others) takes OSC 52."""


def refusal(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Why the terminal's clipboard cannot take `text`, in words; empty where it can."""
    size = len(text.encode())
    if size > LONGEST:
        return f"it is {size // 1000} kB, and a terminal's clipboard takes {LONGEST // 1000}"
    if environ.get("TMUX"):
        return ""  # tmux has a buffer of its own, whatever terminal it is in
    if (term := environ.get("TERM", "")) in WITHOUT:
        return f"a terminal of type {term} has no clipboard"
    version = environ.get("VTE_VERSION", "")
    if version.isdecimal() and int(version) < VTE_SINCE:
        return "this terminal takes no text for the clipboard; with xclip or wl-clipboard installed it goes there"
    return ""


def osc52(text: str) -> str:
    """The escape sequence that asks a terminal to take `text` into its clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def wrapped(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The sequence as it must be written here: screen swallows it unless it is wrapped, in pieces."""
    bare = osc52(text)
    if not environ.get("STY"):
        return bare
    pieces = (bare[at : at + SCREEN_PIECE] for at in range(0, len(bare), SCREEN_PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
