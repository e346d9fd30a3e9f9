"""What the store itself costs at 10 to 1,000,000 profiles, in this process: `python -m tests.bench store`."""

from __future__ import annotations

import os
import sqlite3
import time
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.sides import Figure, Growth, Outcome
from tests.bench.stores import DOCUMENT
from wizard.store import ProfileQuery, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.sides import Run
    from wizard.store import Store


def milliseconds(call: Callable[[], object], times: int = 7) -> float:
    """The median time of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


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
    ("4f (1 of 7)", "4f"),
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


def measure(run: Run) -> Outcome:
    """Each call at each size, and what a profile takes on disk."""
    by_size = {size: measures(run.store(size), size) for size in run.sizes}
    calls = by_size[run.sizes[0]]
    growth = [
        Growth(f"store: {call}", "ms", {size: by_size[size][call] for size in run.sizes}) for call in calls
    ]
    largest = run.sizes[-1]
    path = run.store(largest)
    connection = sqlite3.connect(path)
    (index,) = connection.execute("SELECT sum(length(block)) FROM search_data").fetchone()
    connection.close()
    data = (os.path.getsize(path) - index) / largest
    figure = Figure(
        f"store on disk a profile, {largest:,}, without the search index ({index / largest:.0f} bytes)",
        "its document",
        [data] * 2,
        [len(DOCUMENT)] * 2,
        unit="bytes",
        budget=2,
    )
    return Outcome([figure], growth)
