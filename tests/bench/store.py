"""What the store costs at 10 to 1,000,000 profiles: `python -m tests.bench.store [SIZE...]`. Medians of several."""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.store import ProfileQuery, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.store import Store

SIZES = (10, 1_000, 10_000, 100_000, 1_000_000)
WORDS = tuple(
    "order invoice bounce watcher billing newsletter welcome reset password shipment alert digest campaign staging "  # noqa: SIM905
    "production delivery reports audit retry signup receipt trial renewal".split()
)
HOSTS = ("hooks.example.com", "api.{}.example", "callbacks.{}.test", "127.0.0.1:8090", "{}.internal.example")


def fill(path: Path, size: int) -> None:
    """A store of `size` profiles, made the quick way: one document for all, indexes last, then the search index."""
    store = open_store(path, environ={})
    store.close()
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'profile' AND sql IS NOT NULL"
    ).fetchall()
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; BEGIN")
    for kind, made in (("TRIGGER", triggers), ("INDEX", indexes)):
        for name, _ in made:
            connection.execute(f"DROP {kind} {name}")
    connection.executemany(
        "INSERT INTO profile (id, title, channel, method, endpoint, encryption, created, modified) "
        "VALUES (?, ?, 'email', 'POST', ?, ?, ?, ?)",
        rows(size),
    )
    connection.execute("INSERT INTO document SELECT number, ? FROM profile", (DOCUMENT,))
    connection.execute("INSERT INTO stretch SELECT number >> 10, count(*) FROM profile GROUP BY 1")
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    for _, sql in (*indexes, *triggers):
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


DOCUMENT = (
    b'{"profile":{"id":"IN_453d2677-2c91-4610-9c01-eefbeec5f697","title":"order watcher 4711","events":["Email Send"],'
    b'"endpoint":"https://hooks.example.com/billing/4711","body":"{\\n  \\"message_id\\": \\"<message_id>\\",\\n'
    b'  \\"delivery_status\\": \\"<delivery_status>\\",\\n  \\"to\\": \\"<to>\\"\\n}","headers":[{"name":"api-key",'
    b'"value":""}],"encryption":{"key":"","iv":""},"created_at":"2026-01-31T14:05:09.123Z","modified_at":'
    b'"2026-01-31T14:05:09.123Z"},"sealed":{"headers.0.value":"'
    + b"A" * 72
    + b'","encryption.key":"'
    + b"A" * 92
    + b'","encryption.iv":"'
    + b"A" * 72
    + b'"}}'
)


def rows(size: int) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Columns of made-up profiles."""
    rng = random.Random(1)
    for number in range(size):
        host = rng.choice(HOSTS).format(rng.choice(WORDS))
        created = 1_700_000_000_000 + number * 1000
        yield (
            f"IN_{uuid.UUID(int=rng.getrandbits(128), version=4)}",
            f"{rng.choice(WORDS)} {rng.choice(WORDS)} {number}",
            f"https://{host}/{rng.choice(WORDS)}/{rng.randrange(10_000)}",
            rng.choice(("", "AES-256-GCM", "AES-128-CFB")),
            created,
            created,
        )


def milliseconds(call: Callable[[], object], times: int = 7) -> float:
    """The median time of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def measures(path: Path, size: int) -> dict[str, float]:
    """Every figure of one store, in milliseconds."""
    found: dict[str, float] = {}

    def opened() -> None:
        store = open_store(path, environ={})
        store.window(ProfileQuery(), 0, 64)
        store.close()

    found["open + first window"] = milliseconds(opened)
    store = open_store(path, environ={})
    asked = ProfileQuery()
    for label, start in (("start", 0), ("middle", size // 2), ("end", max(0, size - 64))):
        found[f"window, {label}"] = milliseconds(lambda start=start: store.window(asked, start, 64))
    found["count"] = milliseconds(lambda: store.count(asked))
    middle = store.window(asked, size // 2, 1)[0].id
    found["position, middle"] = milliseconds(lambda: store.position(asked, middle))
    found["get"] = milliseconds(lambda: store.row(middle))
    by_title = ProfileQuery(sort="title", descending=False)
    found["by title, middle, first time"] = milliseconds(lambda: anew(path, by_title, size // 2), 3)
    found["by title, middle, after"] = milliseconds(lambda: settled(store, by_title, size // 2))
    for label, text in SEARCHES:
        query = ProfileQuery(search=text)
        found[f"search {label}, rows"] = milliseconds(lambda query=query: anew(path, query, 0), 3)
        found[f"search {label}, rows and total"] = milliseconds(
            lambda query=query: anew(path, query, 0, total=True), 3
        )
    some = ProfileQuery(search="inv", sort="title", descending=False)
    found["search inv by title, rows and total"] = milliseconds(lambda: anew(path, some, 0, total=True), 3)
    late = ProfileQuery(created_after="2023-11-20T00:00:00Z")
    found["filter created, rows and total"] = milliseconds(lambda: anew(path, late, 0, total=True), 3)
    store.close()
    return found


SEARCHES = (
    ("zzq (none)", "zzq"),
    ("4f2 (few)", "4f2"),
    ("inv (1 of 7)", "inv"),
    ("htt (all)", "htt"),
    ("invoice w", "invoice w"),
    ("https: (all)", "https:"),
    ("qz (none)", "qz"),
    ("e (all)", "e"),
)


def anew(path: Path, query: ProfileQuery, start: int, *, total: bool = False) -> float:
    """A query on a store that has not been asked before; opening is part of it."""
    store = open_store(path, environ={})
    store.window(query, start, 64)
    if total:
        store.count(query)
    store.close()
    return 0


def settled(store: Store, query: ProfileQuery, start: int) -> None:
    """A window once the ranking that an earlier one asked for stands."""
    while store._ranking is not None and store._ranking.is_alive():
        time.sleep(0.01)
    store.window(query, start, 64)


def main() -> None:
    """Print the table."""
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    table: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.db"
            fill(path, size)
            table[size] = measures(path, size)
            table[size]["bytes a profile on disk"] = os.path.getsize(path) / size
            connection = sqlite3.connect(path)
            (index,) = connection.execute("SELECT sum(length(block)) FROM search_data").fetchone()
            table[size]["... of these the search index"] = index / size
            connection.close()
            path.unlink()
    print(f"{'milliseconds':45}" + "".join(f"{size:>12,}" for size in sizes))
    for label in table[sizes[0]]:
        print(f"{label:45}" + "".join(f"{table[size][label]:12,.2f}" for size in sizes))
    print(
        f"a profile's document: {len(DOCUMENT)} bytes; python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    main()
