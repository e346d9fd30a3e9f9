"""Stores of any size, made quickly, for measuring. The profiles used last are made and sealed by the program itself."""

from __future__ import annotations

import random
import sqlite3
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REAL = 200
"""The last so many are kept through the store, their secrets truly sealed: more than any screen looks at."""

WORDS = tuple(
    "order invoice bounce watcher billing newsletter welcome reset password shipment alert digest campaign staging "  # noqa: SIM905
    "production delivery reports audit retry signup receipt trial renewal".split()
)
HOSTS = ("hooks.example.com", "api.{}.example", "callbacks.{}.test", "127.0.0.1:8090", "{}.internal.example")


def fill(path: Path, size: int) -> None:
    """A store of `size` profiles. Titles end in their number, seven digits wide, so that each is told from all text."""
    from wizard.store import open_store

    store = open_store(path, environ={})
    real = min(size, REAL)
    if size > real:
        _fill_in_bulk(path, size - real)
    store.add_all(tuple(_profile(number) for number in range(size - real, size)))
    store.close()


def title(number: int) -> str:
    """The title of the profile of that number; a third of the real ones hold `inv`."""
    return f"{('order', 'invoice', 'bounce')[number % 3]} watcher {number:07}"


def _profile(number: int):  # type: ignore[no-untyped-def]
    from wizard.profile.model import CallbackProfile, Encryption, Header

    return CallbackProfile(
        title=title(number),
        events=("Email Send",),
        endpoint=f"https://hooks.example.com/billing/{number % 10_000}",
        body='{\n  "message_id": "<message_id>",\n  "delivery_status": "<delivery_status>"\n}',
        headers=(Header(name="api-key", value=f"secret of {number}"),),
        encryption=Encryption(
            algorithm="AES-256-GCM", key="K1abcdefghijklmnopqrstuvwxyz012P", iv="POabcdefghijklLY"
        ),
    )


def _fill_in_bulk(path: Path, size: int) -> None:
    """One document for all, indexes last, then the search index."""
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
        _rows(size),
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
"""As long as a true one. Its secrets do not open, which nothing that is measured looks at."""


def _rows(size: int) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Columns of made-up profiles."""
    rng = random.Random(1)
    for number in range(size):
        host = rng.choice(HOSTS).format(rng.choice(WORDS))
        created = 1_700_000_000_000 + number * 1000
        yield (
            f"IN_{uuid.UUID(int=rng.getrandbits(128), version=4)}",
            f"{rng.choice(WORDS)} {rng.choice(WORDS)} {number:07}",
            f"https://{host}/{rng.choice(WORDS)}/{rng.randrange(10_000)}",
            rng.choice(("", "AES-256-GCM", "AES-128-CFB")),
            created,
            created,
        )
