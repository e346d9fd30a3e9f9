"""Everything measured, one table: `python -m tests.bench [PART...] [--quick] [--markdown]`.

Each figure is a ratio to a reference that is run in turn with it; the middle of the pairs, and between which two lie
half of them. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import table
from tests.bench.sides import Outcome, Run, say

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTS = {
    "launch": "from the command to the painted list, and memory",
    "keys": "from a key to the changed screen, in the list, in a search, and in a body of a megabyte",
    "store": "what the store costs behind it, and on disk",
    "commands": "list and show",
    "fire": "one firing, and many at once",
    "moving": "import and export of 100,000 profiles",
    "receiver": "callbacks taken in, opened and checked",
}


def main() -> None:
    """Measure the parts that were asked for, and print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    told = "; ".join(f"{name}: {about}" for name, about in PARTS.items())
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{told}. Default: all.")
    parser.add_argument("--quick", action="store_true", help="fewer pairs, and no store of a million")
    parser.add_argument("--markdown", action="store_true", help="print tables for the README")
    parser.add_argument(
        "--stores", type=Path, metavar="FOLDER", help="keep the stores made, or use those kept"
    )
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; choose of {', '.join(PARTS)}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.parts or PARTS, Run(options.stores or Path(folder), options.quick))
    print(told_of(found, as_markdown=options.markdown, minutes=(time.monotonic() - began) / 60))


def measure(parts: Iterable[str], run: Run) -> Outcome:
    """What all the parts found."""
    every = Outcome()
    for name in parts:
        say(f"{name}: {PARTS[name]}")
        found: Outcome = import_module(f"tests.bench.{name}").measure(run)
        every.figures += found.figures
        every.growth += found.growth
        every.notes += found.notes
    return every


def told_of(found: Outcome, *, as_markdown: bool, minutes: float) -> str:
    """The tables, and on what machine."""
    shape = table.markdown if as_markdown else table.plain
    parts = [shape([table.HEADS, *map(table.row, found.figures)])]
    for kind in dict.fromkeys(growth.of for growth in found.growth):
        rows = table.growth_rows([growth for growth in found.growth if growth.of == kind])
        parts.append(shape(rows))
    parts += ["\n".join(found.notes)] if found.notes else []
    parts.append(f"{table.machine()}; measured in {minutes:.1f} minutes.")
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
