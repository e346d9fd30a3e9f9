"""Sixteen processes that write to one store at once: nothing is lost, and none of them fails.

`python -m tests.soak writers [PROCESSES] [WRITES]`, by default 16 processes of 200 writes each.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.soak.hammer import a_profile
from wizard.callback.delivery import Delivery, SentRequest
from wizard.store import ChangedMeanwhile, Draft, ProfileQuery, open_store

if TYPE_CHECKING:
    from wizard.store import Store

KINDS = ("add", "import", "count", "draft", "record", "delete", "remember", "reseal")
WEIGHTS = (30, 5, 20, 15, 15, 10, 4, 1)
IN_AN_IMPORT = 10


def main(arguments: list[str]) -> None:
    """All at once, then a look at what is there."""
    processes = int(arguments[0]) if arguments else 16
    writes = int(arguments[1]) if len(arguments) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.db"
        with closing(open_store(path, environ={})) as store:
            shared = store.add(replace(a_profile("shared"), body="0")).id
        began = time.monotonic()
        readers = [_forked(path, shared, number, writes) for number in range(processes)]
        told = [_told(child, reader) for child, reader in readers]
        seconds = time.monotonic() - began
        failed = [each for each in told if each is None]
        assert not failed, f"{len(failed)} processes failed"
        totals = {kind: sum(each[0][kind] for each in told if each) for kind in KINDS}
        waits = sorted(wait for each in told if each for wait in each[1])
        _look(path, shared, totals, processes)
    print(
        f"{processes} processes x {writes} writes in {seconds:.1f} s: 0 lost, 0 failed; a write took "
        f"{statistics.median(waits) * 1000:.0f} ms (median), {waits[-1] * 1000:.0f} ms (longest)"
    )


def _forked(path: Path, shared: str, number: int, writes: int) -> tuple[int, int]:
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    status = 1
    try:
        os.close(read)
        with closing(open_store(path, environ={})) as store:
            done, waits = _work(store, shared, number, writes)
        with open(write, "w") as stream:
            json.dump((done, waits), stream)
        status = 0
    finally:
        os._exit(status)


def _told(child: int, reader: int) -> tuple[dict[str, int], list[float]] | None:
    with open(reader) as stream:
        text = stream.read()
    return tuple(json.loads(text)) if os.waitpid(child, 0)[1] == 0 else None


def _work(store: Store, shared: str, number: int, writes: int) -> tuple[dict[str, int], list[float]]:
    """What this process did of each kind, and the seconds that each write took."""
    rng = random.Random(number)
    done = dict.fromkeys(KINDS, 0)
    waits = []
    for round_ in range(writes):
        kind = rng.choices(KINDS, WEIGHTS)[0]
        began = time.perf_counter()
        if kind == "add":
            store.add(a_profile(f"{number} {round_}"))
        elif kind == "import":
            store.add_all([a_profile(f"imported {number}") for _ in range(IN_AN_IMPORT)])
        elif kind == "count":
            _count_up(store, shared)
        elif kind == "draft":
            store.keep_draft(Draft(id=f"draft {number}", profile=a_profile(f"{done['draft'] + 1}")))
        elif kind == "record":
            store.record(_fired(f"{number} {round_}", f"writer {number}"))
        elif kind == "delete":
            store.delete(store.add(a_profile("to go")).id, for_good=bool(round_ % 2))
        elif kind == "remember":
            store.remember(f"writer {number}", f"{done['remember'] + 1}")
        else:
            store.reseal()
        waits.append(time.perf_counter() - began)
        done[kind] += 1
    return done, waits


def _count_up(store: Store, profile_id: str) -> None:
    """Add one to the number in a body, reading it again as often as another process was quicker."""
    seen = store.get(profile_id)
    while True:
        try:
            store.change(replace(seen, body=str(int(seen.body) + 1)), seen=seen.modified_at)
            return
        except ChangedMeanwhile as meanwhile:
            seen = meanwhile.current


def _fired(delivery_id: str, owner: str) -> Delivery:
    request = SentRequest(method="POST", url="https://hooks.example.com/", target="/")
    return Delivery(id=delivery_id, at="2026-03-01T10:00:00.000Z", profile_id=owner, request=request)


def _look(path: Path, shared: str, totals: dict[str, int], processes: int) -> None:
    with closing(open_store(path, environ={})) as store:
        assert store.get(shared).body == str(totals["count"])
        profiles = list(store.every())
        assert len(profiles) == 1 + totals["add"] + totals["import"] * IN_AN_IMPORT
        assert all(profile.headers[0].value.startswith("secret of ") for profile in profiles)
        assert store.count(ProfileQuery()) == len(profiles)
        assert store.count_deliveries() == totals["record"]
        assert sum(int(draft.profile.title) for draft in store.drafts()) == totals["draft"]
        remembered = [store.recall(f"writer {number}", "0") for number in range(processes)]
        assert sum(map(int, remembered)) == totals["remember"]
        faults = [finding for finding in (*store.health(), *store.check()) if not finding.good]
        assert not faults, faults
