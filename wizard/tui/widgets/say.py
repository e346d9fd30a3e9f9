"""Lines that say something else now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content
    from textual.widgets import Static


def say(line: Static, words: str | Content) -> None:
    """Have it say this, unless it does. For a line whose size does not follow from its words: nothing is laid out."""
    if line.content != words:
        line.update(words, layout=False)
