"""The program's own colours. Every theme of Textual works too; these are what a first start shows.

They stand beside Textual's before any app is made: setting a theme on an app makes it compute every colour and parse
every style a second time before the first picture.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BUILTIN_THEMES", "DARK", "LIGHT", "usual"]

DARK = Theme(
    name="wizard",
    primary="#5b8def",
    secondary="#3f6fb5",
    accent="#f2b45a",
    warning="#e8b04b",
    error="#ef6b73",
    success="#5fc58c",
    foreground="#d7dce5",
    background="#12151c",
    surface="#181c25",
    panel="#212733",
    dark=True,
    variables={
        "block-cursor-background": "#2f4f8a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "footer-key-foreground": "#f2b45a",
        "footer-background": "#181c25",
        "footer-description-foreground": "#aeb6c5",
        "border": "#33405a",
        "scrollbar": "#3a4a6b",
        "scrollbar-hover": "#4d6391",
        "scrollbar-active": "#5b8def",
        "scrollbar-background": "#181c25",
        "scrollbar-background-hover": "#181c25",
        "scrollbar-background-active": "#181c25",
        "input-selection-background": "#3f6fb5 60%",
    },
)
LIGHT = Theme(
    name="wizard-light",
    primary="#2456b3",
    secondary="#4d7bc9",
    accent="#a85b00",
    warning="#9a6700",
    error="#b3261e",
    success="#1a7f4b",
    foreground="#1d2430",
    background="#fafbfd",
    surface="#f0f3f8",
    panel="#e2e7f0",
    dark=False,
    variables={
        "footer-key-foreground": "#a85b00",
        "border": "#b9c4d8",
        "scrollbar": "#a9b7d0",
        "scrollbar-hover": "#7f93b8",
        "scrollbar-active": "#2456b3",
        "scrollbar-background": "#f0f3f8",
        "scrollbar-background-hover": "#f0f3f8",
        "scrollbar-background-active": "#f0f3f8",
    },
)
BUILTIN_THEMES.update({each.name: each for each in (DARK, LIGHT)})


def usual(environ: Mapping[str, str] = os.environ) -> str:
    """The theme of a first start: ours; in a terminal of sixteen colours the one made of those."""
    kind = environ.get("TERM", "")
    many = environ.get("COLORTERM") in ("truecolor", "24bit") or "256color" in kind or "kitty" in kind
    return DARK.name if many or environ.get("NO_COLOR") or os.name != "posix" or not kind else "ansi-dark"
