"""`wizard list` and `wizard show` of a store of 10 profiles: `python -m tests.bench commands`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.sides import PYTHON, WIZARD, Figure, Outcome, milliseconds, side_by_side

if TYPE_CHECKING:
    from tests.bench.sides import Run

BUDGET = 1.6
IMPORTS = "import click, msgspec, sqlite3"
"""The least that a command line on a local store can be."""


def measure(run: Run) -> Outcome:
    """Each command in turn with a Python that imports what it stands on, and does nothing."""
    from wizard.store import ProfileQuery, open_store

    path = run.store(10)
    store = open_store(path, environ={})
    whole = store.window(ProfileQuery(), 0, 1)[0].id
    store.close()
    commands = {
        "list --json": ["list", "--json"],
        "show ID --json": ["show", whole, "--json"],
        "show by the beginning of an ID": ["show", whole[:12], "--json"],
    }
    figures = []
    for name, words in commands.items():
        argv = [*WIZARD, "--store", str(path), *words]
        found = side_by_side(
            run.times(24),
            ours=lambda argv=argv: milliseconds(argv),
            least=lambda: milliseconds([PYTHON, "-c", IMPORTS]),
        )
        figures.append(
            Figure(f"wizard {name}, 10 profiles", "its imports", found["ours"], found["least"], "ms", BUDGET)
        )
    return Outcome(figures)
