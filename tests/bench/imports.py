"""What the imports of a start cost, readable: `python -m tests.bench.imports [COMMAND...]`.

`python -X importtime` for `wizard COMMAND...`, or for the screens up to the painted list and `q` where no command is
given: milliseconds by package, and the dearest modules. Python's own start-up is left out.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.bench.launch import row_of
from tests.bench.raw import RawTerminal
from tests.bench.sides import ENVIRON, PYTHON
from tests.bench.stores import fill
from tests.bench.table import plain

LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s*(\S+)")
DEAREST = 15
TIMED = [PYTHON, "-X", "importtime", "-m", "wizard"]


def main() -> None:
    """Run, and print the two tables."""
    with tempfile.TemporaryDirectory() as folder:
        told = told_by_command(sys.argv[1:]) if sys.argv[1:] else told_by_screens(Path(folder))
    own = {name: int(microseconds) for microseconds, _, name in LINE.findall(told)}
    packages: Counter[str] = Counter()
    for name, microseconds in own.items():
        packages[package_of(name)] += microseconds
    rows = [("package", "ms", "modules")]
    for package, microseconds in packages.most_common(DEAREST):
        count = sum(package_of(name) == package for name in own)
        rows.append((package, f"{microseconds / 1000:.1f}", str(count)))
    rows.append(("all", f"{sum(own.values()) / 1000:.1f}", str(len(own))))
    modules = sorted(own.items(), key=lambda item: -item[1])[:DEAREST]
    dearest = [("module", "ms by itself"), *((name, f"{each / 1000:.1f}") for name, each in modules)]
    print(plain(rows), plain(dearest), sep="\n\n")


def package_of(name: str) -> str:
    """The top package; of the program's own, the room."""
    parts = name.split(".")
    if parts[0] == "wizard":
        return ".".join(parts[:2])
    return "standard library" if parts[0] in sys.stdlib_module_names else parts[0]


def told_by_command(arguments: list[str]) -> str:
    """What Python says of a command."""
    return subprocess.run(
        [*TIMED, *arguments], capture_output=True, text=True, env=ENVIRON, check=False
    ).stderr


def told_by_screens(folder: Path) -> str:
    """What Python says of the screens, from the start to the painted list of ten profiles."""
    store, told = folder / "10.db", folder / "told"
    fill(store, 10)
    command = f"exec {shlex.join([*TIMED, '--store', str(store)])} 2>{shlex.quote(str(told))}"
    with RawTerminal(["sh", "-c", command]) as terminal:
        terminal.until(row_of(10))
        found = told.read_text()
        terminal.send("q")
        terminal.rest(1)
    return found


if __name__ == "__main__":
    main()
