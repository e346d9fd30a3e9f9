"""From the command to the painted list, and the memory it takes, against the floor: `python -m tests.bench launch`."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tests.bench.raw import RawTerminal
from tests.bench.sides import PYTHON, WIZARD, Figure, Growth, Outcome
from tests.bench.stores import title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.sides import Run

FLOOR = [PYTHON, str(Path(__file__).parent / "floor.py")], "profile 19"
BUDGETS = {10: 1.15, 100_000: 1.15, 1_000_000: 1.25}
MEMORY = {100_000: 1.35, 1_000_000: 1.5}

T = TypeVar("T")


class Launch(NamedTuple):
    """Milliseconds on the clock and of processor time to the first picture of the list."""

    paint: float
    cpu: float


def row_of(size: int) -> str:
    """The title of a row well down the first picture of the list."""
    return title(max(0, size - 12))


def launch(argv: list[str], row: str) -> Launch:
    """Start `argv` and wait until `row` is painted."""
    with RawTerminal(argv) as terminal:
        return Launch((terminal.until(row) - terminal.started) * 1000, terminal.cpu)


def memory(argv: list[str], row: str) -> float:
    """MiB at most, until a second after `row` is painted."""
    with RawTerminal(argv) as terminal:
        terminal.until(row)
        terminal.rest(1.0)
        return terminal.peak


Side = tuple[list[str], str]
"""A command, and a row of its first picture."""


def pairs(times: int, measured: Callable[[list[str], str], T], ours: Side, floor: Side) -> list[tuple[T, T]]:
    """Both in turn, now one first, now the other: a machine that grows slower meanwhile favours neither."""
    found = []
    for number in range(times):
        if number % 2:
            found.append((measured(*ours), measured(*floor)))
        else:
            theirs = measured(*floor)
            found.append((measured(*ours), theirs))
    return found


def measure(run: Run) -> Outcome:
    """The list at every size, each launch beside a floor of its own: a machine is now quick, now slow, for seconds."""
    figures = []
    launches, memories = {}, {}
    for size in run.sizes:
        ours = [*WIZARD, "--store", str(run.store(size))], row_of(size)
        launch(*ours)  # fills the caches
        launches[size] = pairs(run.times(36), launch, ours, FLOOR)
        memories[size] = pairs(run.times(6), memory, ours, FLOOR)
        if size not in BUDGETS:
            continue
        for what, name, budget in (
            ("launch to painted list", "paint", BUDGETS[size]),
            ("… in processor time", "cpu", None),
        ):
            both = [tuple(getattr(each, name) for each in pair) for pair in launches[size]]
            figures.append(figure(f"{what}, {size:,} profiles", both, "ms", budget))
        figures.append(
            figure(f"… memory a second later, {size:,} profiles", memories[size], "MiB", MEMORY.get(size))
        )
    return Outcome(
        figures,
        [
            Growth(
                "launch to painted list",
                "ms",
                {size: median(ours.paint for ours, _ in each) for size, each in launches.items()},
            ),
            Growth(
                "memory a second later",
                "MiB",
                {size: median(ours for ours, _ in each) for size, each in memories.items()},
            ),
        ],
    )


def figure(what: str, both: Sequence[tuple[float, ...]], unit: str, budget: float | None) -> Figure:
    """One line: ours against the floor."""
    ours, floor = zip(*both, strict=True)
    return Figure(what, "the floor", ours, floor, unit, budget)
