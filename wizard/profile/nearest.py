"""The known name that a person most likely meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like the word, letter case, hyphens and underscores aside; "" if none is like it."""
    from difflib import get_close_matches

    folded = {_fold(name): name for name in names}
    # A word far longer than any name is like none of them, and would cost its length to compare.
    found = get_close_matches(_fold(word[:100]), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def suggestion(word: str, names: Iterable[str]) -> str:
    """`did you mean name?`, or "" if no name is like the word."""
    name = nearest(word, names)
    return f"did you mean {name}?" if name else ""


def _fold(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "").replace(" ", "")
