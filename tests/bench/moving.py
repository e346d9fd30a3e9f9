"""Import and export of 100,000 profiles: `python -m tests.bench moving`.

The other side reads the same file with `json` and puts the same rows into the same tables with `executemany`: the
profile's row with its indexes, its document, and what the search finds it by. It checks nothing and seals nothing.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.sides import PYTHON, WIZARD, Figure, Outcome, milliseconds, side_by_side
from tests.bench.stores import title

if TYPE_CHECKING:
    from tests.bench.sides import Run

SIZE = 100_000
BUDGET = 4.0
ENDINGS = ("", "-wal", "-shm", ".key")
COLUMNS = "number, id, title, channel, method, endpoint, encryption, created, modified"


def measure(run: Run) -> Outcome:
    """An import, an export, and the plain way of either, in turn."""
    file, store, plain, back = (
        run.folder / name for name in ("many.json", "moved.db", "plain.db", "back.json")
    )
    file.write_text(json.dumps([_profile(number) for number in range(SIZE)]))
    empty = run.store(0)
    wizard = [*WIZARD, "--store", str(store)]
    rows = [PYTHON, "-m", "tests.bench.moving", str(file), str(plain)]

    def imported() -> float:
        _clear(store)
        return milliseconds([*wizard, "import", str(file)])

    def inserted() -> float:
        _clear(plain)
        shutil.copy(empty, plain)
        return milliseconds(rows)

    there = side_by_side(run.times(6), ours=imported, plain=inserted)
    home = side_by_side(
        run.times(6),
        ours=lambda: milliseconds([*wizard, "export", "-o", str(back)]),
        plain=lambda: milliseconds([PYTHON, "-c", f"import json; json.load(open({str(back)!r}))"]),
    )
    assert back.read_bytes().count(b'"created_at"') == SIZE
    return Outcome(
        [
            Figure(
                "import, 100,000 profiles", "json + executemany", there["ours"], there["plain"], "ms", BUDGET
            ),
            Figure(
                "export, 100,000 profiles", "reading it with json", home["ours"], home["plain"], "ms", None
            ),
        ]
    )


def _profile(number: int) -> dict[str, object]:
    return {
        "title": title(number),
        "endpoint": f"https://hooks.example.com/billing/{number}",
        "body": '{"message_id": "<message_id>", "delivery_status": "<delivery_status>"}',
        "headers": [{"name": "x-team", "value": "mail"}],
    }


def _clear(store: Path) -> None:
    for ending in ENDINGS:
        store.with_name(store.name + ending).unlink(missing_ok=True)


def insert(file: Path, store: Path) -> None:
    """The plain way of an import: into a copy of an empty store, in one transaction."""
    import uuid

    profiles = json.loads(file.read_text())
    rows = [
        (number, f"IN_{uuid.uuid4()}", each["title"], "email", "POST", each["endpoint"], "", number, number)
        for number, each in enumerate(profiles, 1)
    ]
    documents = ((number, json.dumps(each).encode()) for number, each in enumerate(profiles, 1))
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.executemany(f"INSERT INTO profile ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany("INSERT INTO document VALUES (?, ?)", documents)
        found = ((number, name, endpoint, id_) for number, id_, name, _, _, endpoint, *_ in rows)
        connection.executemany("INSERT INTO search (rowid, title, endpoint, id) VALUES (?,?,?,?)", found)


if __name__ == "__main__":
    insert(Path(sys.argv[1]), Path(sys.argv[2]))
