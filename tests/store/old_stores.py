"""A store as each released schema left it, kept to be opened for ever: `stores/v1.db.gz` and on.

`python -m tests.store.old_stores` makes the one of the present schema. Run it once, with the program that first has the
schema; a file that is there is never made again.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from wizard.callback.delivery import Delivery, Response, SentRequest
from wizard.profile import CallbackProfile, Encryption, Header
from wizard.profile import TestSettings as Settings
from wizard.store import Draft, open_store
from wizard.store.migrations import VERSION

if TYPE_CHECKING:
    from wizard.store import Store

STORES = Path(__file__).parent / "stores"
ENVIRON = {"WIZARD_STORE_KEY": "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"}
"""Only these files are sealed with it."""


def an_id(number: int) -> str:
    return f"IN_00000000-0000-4000-8000-{number:012d}"


def a_profile(number: int) -> CallbackProfile:
    at = f"2026-11-24T10:00:{number:02d}.000Z"
    return CallbackProfile(
        id=an_id(number),
        title=f"number {number}",
        events=("Email Send",),
        endpoint=f"https://hooks.example.com/{number}",
        body='{"message_id": "<message_id>", "ü": "<delivery_status>"}',
        headers=(
            Header(name="X-Team", value="mail"),
            Header(name="api-key", value=f"a secret of {number}"),
            Header(name="X-Read", value="${HOOK}", secret=True),
        ),
        encryption=Encryption(key="K" * 32, iv="I" * 16) if number % 2 else None,
        test=Settings(proxy="http://me:proxied@proxy:1") if number == 2 else Settings(),
        created_at=at,
        modified_at=at,
    )


PROFILES = [a_profile(number) for number in range(1, 8)]
DELETED = a_profile(9)
DRAFT = Draft(id="draft_1", profile=replace(a_profile(8), id="", created_at="", modified_at=""), step=3)
FIRED = Delivery(
    id="delivery",
    at="2026-11-24T11:00:00.000Z",
    profile_id=an_id(3),
    delivery_status="Bounce",
    request=SentRequest(method="POST", url="https://hooks.example.com/3", target="/3", body=b"{}"),
    response=Response(status=204, reason="No Content"),
    ok=True,
    kind="accepted",
    sentence="the endpoint accepted it",
)
REMEMBERED = {"theme": "nord", "region": "EU"}


def fill(store: Store) -> None:
    store.add_all(PROFILES)
    store.add(DELETED)
    store.delete(DELETED.id)
    store.keep_draft(DRAFT)
    store.record(FIRED)
    for key, value in REMEMBERED.items():
        store.remember(key, value)


def held(store: Store) -> dict[str, Any]:
    """All that a store holds."""
    drafts = [replace(draft, at="") for draft in store.drafts()]
    tested = store.row(FIRED.profile_id)
    assert tested
    found = {
        "profiles": sorted(store.every(), key=lambda profile: profile.id),
        "drafts": drafts,
        "firings": [store.delivery(row.id) for row in store.deliveries()],
        "last test": tested.last_test,
        "remembered": {key: store.recall(key) for key in REMEMBERED},
        "found": [row.id for row in store.window(_searched(), 0, 9)],
    }
    store.restore(DELETED.id)
    return found | {"restored": store.get(DELETED.id)}


def _searched() -> Any:
    from wizard.store import ProfileQuery

    return ProfileQuery(search="number 4")


def file_of(version: int) -> Path:
    return STORES / f"v{version}.db.gz"


def unpack(version: int, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with gzip.open(file_of(version)) as packed, target.open("wb") as stream:
        shutil.copyfileobj(packed, stream)


def make() -> None:
    target = file_of(VERSION)
    assert not target.exists(), f"{target} is there already"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.db"
        with closing(open_store(path, environ=ENVIRON)) as store:
            fill(store)
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    make()
