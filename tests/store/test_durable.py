"""Nothing confirmed is lost: killed in the middle of a write, or written by many at once."""

from __future__ import annotations

import os
import traceback
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.soak.hammer import a_profile, hammer
from tests.store.test_sealing import fired
from wizard.store import ChangedMeanwhile, Draft, ProfileQuery, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wizard.profile import CallbackProfile
    from wizard.store import Store

PROCESSES, ROUNDS = 8, 25


def test_a_kill_at_any_moment_loses_nothing_confirmed_and_leaves_nothing_half_done() -> None:
    assert hammer(20) > 20


def in_processes(count: int, work: Callable[[int], None]) -> None:
    """Do `work` in so many processes at once; any that raises fails the test with its traceback on stderr."""
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            try:
                work(number)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * count


def test_many_programs_at_once_wait_for_one_another_and_lose_nothing(
    place: Path, profile: CallbackProfile
) -> None:
    with closing(open_store(place, environ={})) as store:
        shared = store.add(replace(profile, title="shared", body="0"))

    def work(number: int) -> None:
        with closing(open_store(place, environ={})) as mine:
            for round_ in range(ROUNDS):
                kind = round_ % 5
                if kind == 0:
                    mine.add(a_profile(f"{number} {round_}"))
                elif kind == 1:
                    count_up(mine, shared.id)
                elif kind == 2:
                    mine.keep_draft(Draft(id=f"draft {number}", profile=a_profile(f"{round_}")))
                elif kind == 3:
                    mine.record(fired(shared.id, number * 1000 + round_))
                else:
                    mine.delete(mine.add(a_profile("to go")).id)

    in_processes(PROCESSES, work)
    each = ROUNDS // 5
    with closing(open_store(place, environ={})) as store:
        titles = {row.title for row in store.each(ProfileQuery())}
        assert titles == {
            "shared",
            *(f"{number} {5 * k}" for number in range(PROCESSES) for k in range(each)),
        }
        assert store.get(shared.id).body == str(PROCESSES * each)
        assert len(store.drafts()) == PROCESSES
        assert {draft.profile.title for draft in store.drafts()} == {str(ROUNDS - 3)}
        assert store.count_deliveries(shared.id) == PROCESSES * each
        assert all(finding.good for finding in store.check())


def count_up(store: Store, profile_id: str) -> None:
    """Add one to the number in a profile's body, reading it again as often as somebody else was quicker."""
    seen = store.get(profile_id)
    while True:
        try:
            store.change(replace(seen, body=str(int(seen.body) + 1)), seen=seen.modified_at)
            return
        except ChangedMeanwhile as meanwhile:
            seen = meanwhile.current


def test_a_new_store_opened_by_many_at_once_is_made_once(place: Path) -> None:
    def work(number: int) -> None:
        with closing(open_store(place, environ={})) as mine:
            mine.add(a_profile(f"{number}"))

    in_processes(PROCESSES, work)
    with closing(open_store(place, environ={})) as store:
        assert {profile.headers[0].value for profile in store.every()} == {
            f"secret of {number}" for number in range(PROCESSES)
        }


def test_threads_share_a_store(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(number: int) -> int:
        kept = store.add(a_profile(f"{number}"))
        assert store.get(kept.id) == kept
        store.window(ProfileQuery(search=f"{number}"), 0, 10)
        return store.count(ProfileQuery())

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(work, range(80)))
    assert max(counts) == store.count(ProfileQuery()) == 80


def test_an_interrupted_write_changes_nothing(store: Store) -> None:
    def broken() -> list[CallbackProfile]:
        yield a_profile("first")  # type: ignore[misc]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add_all(broken())
    assert store.count(ProfileQuery()) == 0
    store.add(a_profile("after"))
    assert store.count(ProfileQuery()) == 1
