"""Two sides measured in turn, so that what else the machine does falls on both; and figures as ratios of pairs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

SIZES = (10, 1_000, 10_000, 100_000, 1_000_000)

# Python keeps what it has compiled, as it does for a person; some machines for tests switch that off.
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
ENVIRON["PYTHONPATH"] = os.getcwd()

PYTHON = sys.executable
WIZARD = [PYTHON, "-m", "wizard"]


@dataclass
class Figure:
    """One line of the table: what was measured on our side and on the other, run by run.

    `budget` is the most that the ratio of the two may be; the least, where more is better. `most` is the most that ours
    alone may be.
    """

    what: str
    against: str
    ours: Sequence[float]
    others: Sequence[float]
    unit: str = "ms"
    budget: float | None = None
    more_is_better: bool = False
    most: float | None = None

    @property
    def ratios(self) -> list[float]:
        """Ours by the other's, pair by pair."""
        return [our / other for our, other in zip(self.ours, self.others, strict=True)]

    @property
    def ratio(self) -> float:
        """The middle one."""
        return median(self.ratios)

    @property
    def kept(self) -> bool | None:
        """Whether the budget was kept; None where there is none."""
        if self.most is not None:
            return median(self.ours) <= self.most
        if self.budget is None:
            return None
        return self.ratio >= self.budget if self.more_is_better else self.ratio <= self.budget


class Growth(NamedTuple):
    """One figure at each number of profiles, or whatever `of` says: medians."""

    what: str
    unit: str
    by_size: Mapping[int, float]
    why: str = ""
    of: str = "with so many profiles"


@dataclass
class Outcome:
    """What a part of the bench found."""

    figures: list[Figure] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Run:
    """What a part may use: a folder of its own for the whole run, stores by size, and how often to measure."""

    folder: Path
    quick: bool = False

    def times(self, usual: int) -> int:
        """How many pairs to measure."""
        return max(3, usual // 3) if self.quick else usual

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of profiles to measure with."""
        return (10, 1_000, 100_000) if self.quick else SIZES

    def store(self, size: int) -> Path:
        """The store of so many profiles, made when first asked for."""
        from tests.bench.stores import fill

        path = self.folder / f"{size}.db"
        if not path.exists():
            say(f"making a store of {size:,} profiles")
            fill(path, size)
        return path


def side_by_side(times: int, **runs: Callable[[], float]) -> dict[str, list[float]]:
    """Each run in turn, `times` times; one more round at first, which does not count, fills the caches."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(times + 1):
        for name, run in runs.items():
            value = run()
            if number:
                found[name].append(value)
    return found


def milliseconds(command: Sequence[str], environ: Mapping[str, str] | None = None) -> float:
    """How long a process takes, from its start to its end."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env={**ENVIRON, **(environ or {})}, check=False)
    taken = (time.perf_counter() - began) * 1000
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr.decode()}"
    return taken


def say(text: str) -> None:
    """Tell what is going on, where the table does not go."""
    print(text, file=sys.stderr, flush=True)
