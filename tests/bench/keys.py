"""From a key to the changed screen, and a search as it is typed: `python -m tests.bench keys`.

The list's cursor, its ends and the third letter of a search, at every size in turn, against the list of ten; and the
keys in the body of a profile, for which see `tests.bench.body`.
"""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median
from typing import TYPE_CHECKING

from tests.bench import body
from tests.bench.launch import row_of
from tests.bench.raw import BACKSPACE, DOWN, END, HOME, UP, RawTerminal
from tests.bench.sides import WIZARD, Figure, Growth, Outcome, side_by_side
from tests.bench.stores import title

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.sides import Run

WORD, REST, THIRD = "inv", "oice watcher", 1
"""Three letters of which the first two fit every row and all three a third of the titles, so that the row on top is
another; what follows them in a title; and which third of the titles it is."""
KEYS = {100_000: 1.1, 1_000_000: 1.5}
SEARCH = {100_000: 60.0, 1_000_000: 100.0}
WHY = {
    "cursor down": "",
    "to the last row": "its rows are read, not those in between",
    "third letter of a search": "rows and total come from the search index",
}


class Listing:
    """The list of one store on the screen, and the keys measured on it."""

    def __init__(self, terminal: RawTerminal, size: int) -> None:
        self.terminal, self.size = terminal, size
        terminal.until(row_of(size))
        terminal.rest(1.5)  # what is loaded behind the first picture must not fall into the first figure

    def _answer(self, keys: str, text: str) -> float:
        taken = self.terminal.answer(keys, text)
        self.terminal.settle()
        return taken

    def down(self) -> float:
        """To the second row; back again unmeasured."""
        taken = self._answer(DOWN, title(self.size - 2))
        self._answer(UP, title(self.size - 1))
        return taken

    def end(self) -> float:
        """To the last row; back again unmeasured."""
        last = self.last
        taken = self._answer(END, last)
        self._answer(HOME, title(self.size - 1))
        return taken

    @property
    def last(self) -> str:
        """What the last row says: titles end in their number, and the oldest is number 0."""
        return f"{0:07}"

    def search(self) -> float:
        """From the third letter to the row that it leaves on top."""
        newest = next(number for number in range(self.size - 1, -1, -1) if number % 3 == THIRD)
        self._type(f"/{WORD[:2]}")
        taken = self._answer(WORD[2], f"{REST} {newest:07}")
        self._type(BACKSPACE * 3 + "\r")
        return taken

    def _type(self, keys: str) -> None:
        for key in keys:
            self.terminal.send(key)
            self.terminal.settle()


def measure(run: Run) -> Outcome:
    """Every size in turn, key by key."""
    with ExitStack() as stack:
        lists = {
            size: Listing(
                stack.enter_context(RawTerminal([*WIZARD, "--store", str(run.store(size))])),
                size,
            )
            for size in run.sizes
        }
        down = _in_turn(run.times(45), {size: each.down for size, each in lists.items()})
        ends = _in_turn(run.times(12), {size: each.end for size, each in lists.items()})
        search = _in_turn(run.times(12), {size: each.search for size, each in lists.items()})
    figures = []
    for size in (size for size in run.sizes if size in KEYS):
        many = f"{size:,} profiles"
        figures += [
            Figure(f"cursor down, {many}", "with 10", down[size], down[10], budget=KEYS[size]),
            Figure(f"to the last row, {many}", "with 10", ends[size], ends[10]),
            Figure(
                f"third letter of a search, {many}", "with 10", search[size], search[10], most=SEARCH[size]
            ),
        ]
    found = zip(WHY.items(), (down, ends, search), strict=True)
    growth = [
        Growth(what, "ms", {size: median(taken) for size, taken in by_size.items()}, why)
        for (what, why), by_size in found
    ]
    in_body = body.measure(run)
    return Outcome(figures + in_body.figures, growth + in_body.growth)


def _in_turn(times: int, keys: dict[int, Callable[[], float]]) -> dict[int, list[float]]:
    found = side_by_side(times, **{str(size): key for size, key in keys.items()})
    return {int(size): taken for size, taken in found.items()}
