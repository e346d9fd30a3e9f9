"""What each key writes to a real terminal: bytes, rows that are addressed, rows and cells that change.

`python -m tests.soak repaint [COLUMNSxROWS]`, 120x36 by default. Rows that are addressed without a change may be the
cursor's, which blinks, and the one that tells of the draft; more of them are a fault. The last column is what the
key has cost the thread that takes the keys, in milliseconds of the processor (Linux only).
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE = re.compile(rb"\x1b\[(\d+);\d+H(?:\x1b\[[\d;]*m)*[^\x1b]")
WALK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("the wizard, opened", ("a",)),
    ("a letter in the title", ("O", "r", "d", "e")),
    ("the cursor, left", ("left",)),
    ("the next field", ("tab",)),
    ("the next step (2)", ("ctrl+n",)),
    ("a letter in the endpoint", tuple("http://127.0.0.1:1/x")),
    ("the next step (3)", ("ctrl+n",)),
    ("the variables, opened", ("enter",)),
    ("a tick", ("space",)),
    ("down in the variables", ("down",)),
    ("another tick", ("space",)),
    ("the variables, closed", ("escape",)),
    ("the cursor in the body", ("tab", "right")),
    ("a space in the body", ("space",)),
    ("a letter in the body", ("z",)),
    ("that letter, undone", ("ctrl+z",)),
    ("the next step (4)", ("ctrl+n",)),
    ("the next step (5)", ("ctrl+n",)),
    ("the next step (6)", ("ctrl+n",)),
    ("saved", ("ctrl+s",)),
    ("a second profile", ("d", "ctrl+s")),
    ("down in the list", ("down",)),
    ("up in the list", ("up",)),
    ("another tab of the pane", ("2",)),
    ("a letter in the search", ("/", "o", "r")),
    ("Test, opened", ("escape", "escape", "t")),
    ("a callback fired", ("enter",)),
)


class Cost(NamedTuple):
    """What one key has cost."""

    bytes: int
    addressed: int
    changed: int
    cells: int
    idle: int
    """Rows that were addressed and look as before."""
    milliseconds: float


def press(screen: Terminal, key: str) -> Cost:
    """Press it and count until nothing more comes: a cursor that blinks is among it."""
    columns, rows = screen.screen.columns, screen.screen.lines

    def look() -> list[list[object]]:
        return [[screen.screen.buffer[y][x] for x in range(columns)] for y in range(rows)]

    spent = Path(f"/proc/{screen.process.pid}/schedstat")
    before, start, began = look(), len(screen.raw), _nanoseconds(spent)
    screen.press(key)
    screen.settle(0.6, limit=3)
    took = (_nanoseconds(spent) - began) / 1e6
    out, after = bytes(screen.raw[start:]), look()
    changed = {y for y in range(rows) if before[y] != after[y]}
    cells = sum(one != other for y in changed for one, other in zip(before[y], after[y], strict=True))
    addressed = {int(row) - 1 for row in PIECE.findall(out)}
    return Cost(len(out), len(addressed), len(changed), cells, len(addressed - changed), took)


def _nanoseconds(spent: Path) -> int:
    return int(spent.read_text().split()[0]) if spent.exists() else 0


def main(arguments: Sequence[str]) -> None:
    """Walk through the program and print what the last key of each line wrote."""
    size = tuple(map(int, (arguments[0] if arguments else "120x36").split("x")))
    print(f"{'key':28}{'bytes':>8}{'rows addressed':>16}{'rows changed':>14}{'cells changed':>15}{'ms':>8}")
    with tempfile.TemporaryDirectory() as home:
        env = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), home)
        argv = [sys.executable, "-m", "wizard", "--store", str(Path(home) / "store.db")]
        wrong = []
        with Terminal(argv, size=(size[0], size[1]), env=env) as screen:
            screen.wait("Press a to add the first one")
            screen.settle()
            for name, keys in WALK:
                screen.press(*keys[:-1])
                screen.settle(0.6, limit=3)
                cost = press(screen, keys[-1])
                counts = f"{cost.bytes:8}{cost.addressed:16}{cost.changed:14}{cost.cells:15}"
                print(f"{name:28}{counts}{cost.milliseconds:8.1f}", flush=True)
                if cost.idle > 3:
                    wrong.append(f"{name}: {cost.idle} rows written that look as before")
        assert not wrong, wrong
