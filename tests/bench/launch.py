"""From the command to the painted list, and the memory it takes, against the floor: `python -m tests.bench launch`."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.raw import RawTerminal
from tests.bench.sides import PYTHON, WIZARD, Figure, Growth, Outcome
from tests.bench.stores import title

if TYPE_CHECKING:
    from tests.bench.sides import Run

FLOOR = [PYTHON, str(Path(__file__).parent / "floor.py")]
FLOOR_ROW = "profile 19"
BUDGETS = {10: 1.15, 100_000: 1.15, 1_000_000: 1.25}
MEMORY = {100_000: 1.35, 1_000_000: 1.5}


class Launch(NamedTuple):
    """Milliseconds on the clock and of processor time to the first picture of the list; MiB at most a second later."""

    paint: float
    cpu: float
    later: float


def row_of(size: int) -> str:
    """The title of a row well down the first picture of the list."""
    return title(max(0, size - 12))


def launch(argv: list[str], row: str, rest: float = 1.0) -> Launch:
    """Start `argv`, wait until `row` is painted, and a little longer."""
    with RawTerminal(argv) as terminal:
        paint = (terminal.until(row) - terminal.started) * 1000
        cpu = terminal.cpu
        terminal.rest(rest)
        return Launch(paint, cpu, terminal.peak)


def measure(run: Run) -> Outcome:
    """The list at every size in turn, each beside a floor of its own: a machine is now quick, now slow, for seconds."""
    pairs: dict[int, list[tuple[Launch, Launch]]] = {size: [] for size in run.sizes}
    for number in range(run.times(12) + 1):
        for size in run.sizes:
            floor = launch(FLOOR, FLOOR_ROW)
            ours = launch([*WIZARD, "--store", str(run.store(size))], row_of(size))
            if number:
                pairs[size].append((ours, floor))
    figures = []
    for size in (size for size in run.sizes if size in BUDGETS):
        figures += [
            figure("launch to painted list", size, pairs, "paint", "ms", BUDGETS[size]),
            figure("… in processor time", size, pairs, "cpu", "ms", None),
            figure("… memory a second later", size, pairs, "later", "MiB", MEMORY.get(size)),
        ]
    growth = [
        Growth(
            what, unit, {size: median(getattr(ours, name) for ours, _ in pairs[size]) for size in run.sizes}
        )
        for what, name, unit in (
            ("launch to painted list", "paint", "ms"),
            ("memory a second later", "later", "MiB"),
        )
    ]
    return Outcome(figures, growth)


def figure(
    what: str,
    size: int,
    pairs: dict[int, list[tuple[Launch, Launch]]],
    name: str,
    unit: str,
    budget: float | None,
) -> Figure:
    """One line: ours at a size against the floor."""
    ours, floor = ([getattr(pair[side], name) for pair in pairs[size]] for side in (0, 1))
    return Figure(f"{what}, {size:,} profiles", "the floor", ours, floor, unit, budget)
