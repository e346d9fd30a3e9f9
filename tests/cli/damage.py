"""Profile files that were damaged at random, and what the program makes of each: it says no, or it reads them."""

from __future__ import annotations

import io
import json
import random
import sys
from typing import TYPE_CHECKING, NamedTuple

from tests.cli.conftest import document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TOML = """# a profile
title = "email_callback_profile"
endpoint = "https://hooks.example.com/email?a=b"
body_format = "form-data"
body = '''{"message_id": "<message_id>", "n": [1, 2.5e3, {"x": "<error_code>"}], "s": "<delivery_status>"}'''
headers = [
  {name = "api-key", value = "${HOOK_API_KEY}"},
  {name = "x-team", value = "mail", secret = false},
]
[encryption]
algorithm = "AES-256-GCM"
key = "hex:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
iv = "POabcdefghijklLY"
parameters = ["message_id"]
[test]
timeout = 3.5
proxy = "http://127.0.0.1:3128"
[value_sets.one]
message_id = "1"
"""
SEVERAL = """[[profiles]]
title = "one"
endpoint = 'http://127.0.0.1:8090/'
body = \"\"\"
{"é": "<message_id>"}\"\"\"
[[profiles]]
title = "two"
endpoint = "https://hooks.example.com/"
body = '{"id": "<message_id>"}'
[profiles.encryption]
algorithm = "AES-128-CFB"
key = "${HOOK_KEY}"
iv = "0123456789abcdef"
"""
JSON = json.dumps([document(), document(title="another one", body={"message_id": "<message_id>"})], indent=1)
WHOLE = json.dumps(
    {"profiles": [document(events=[], test={"timeout": 2}, value_sets={"a b": {"error_code": "550"}})]}
)
GOOD = tuple(text.encode() for text in (TOML, JSON, SEVERAL, WHOLE))
TEXTS = (
    '"',
    "'''",
    "\\",
    "{",
    "]",
    "=",
    "\0",
    "\n",
    "${",
    "<",
    "null",
    "1e999",
    "-",
    "#",
    "[[",
    "\r",
    "profiles",
)
ODD = (b"\xff", b"\\ud800", b"\xef\xbb\xbf", b"9" * 400, b"1979-05-27")
PIECES = (*(text.encode() for text in TEXTS), *ODD)


def damaged(seed: int) -> bytes:
    """A good file with one to four things done to it; the same for the same seed."""
    chance = random.Random(seed)
    data = bytearray(GOOD[seed % len(GOOD)])
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 8, 40)))
        match chance.randrange(6):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = chance.choice(PIECES)
            case 2:
                data[at:end] = chance.choice(PIECES)
            case 3:
                data[at:at] = data[chance.randrange(len(data) + 1) :][:60]
            case 4:
                data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case _:
                data[at:end] = data[at:end].swapcase()
    return bytes(data)


class Ended(NamedTuple):
    """How a run in this process ended."""

    status: int
    out: bytes
    err: bytes


class Try:
    """Runs `wizard COMMAND FILE` in this process, on one store."""

    def __init__(self, folder: Path) -> None:
        self.file, self.store = folder / "profile", folder / "profiles.db"

    def __call__(self, command: str, data: bytes) -> Ended:
        from wizard.cli import outcome
        from wizard.cli.door import Door
        from wizard.cli.main import cli
        from wizard.tui.registry import vocabulary

        self.file.write_bytes(data)
        door = Door(lambda *_: 0, lambda: "", vocabulary)
        arguments = ["--store", str(self.store), command, str(self.file)]
        streams = sys.stdout, sys.stderr
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        sys.stdout, sys.stderr = out, err
        try:
            status = outcome.run(lambda: cli.main(arguments, "wizard", standalone_mode=False, obj=door))
        finally:
            sys.stdout, sys.stderr = streams
            door.close()
        out.flush()
        err.flush()
        return Ended(status, out.buffer.getvalue(), err.buffer.getvalue())  # type: ignore[attr-defined]

    def state(self) -> list[tuple[str, int, int]]:
        """The store's files as they are: nobody can have written to them while this stays the same."""
        found = sorted(self.store.parent.glob(f"{self.store.name}*"))
        return [(path.name, (told := path.stat()).st_size, told.st_mtime_ns) for path in found]

    def count(self) -> int:
        """How many profiles are in the store."""
        from wizard.store import ProfileQuery, open_store

        store = open_store(self.store)
        try:
            return store.count(ProfileQuery())
        finally:
            store.close()


def attempt(folder: Path, seeds: Iterable[int]) -> tuple[int, int]:
    """Give them all to `add` and `import` in turn; how many were refused, and how many were good files still.

    Raises AssertionError with the seed of the first file that was met with anything but a sentence and status 2, or
    was kept in part.
    """
    run, kept, refused, taken = Try(folder), 0, 0, 0
    before = run.state()
    for number, seed in enumerate(seeds):
        data = damaged(seed)
        status, out, err = run("import" if number % 2 else "add", data)
        assert status in (0, 2), (seed, err)
        assert b"Traceback" not in err, seed
        if status:
            refused += 1
            assert out == b"", seed
            assert err.strip(), seed
            assert all(b"; " in line for line in err.splitlines()), (seed, err)
            assert run.state() == before, seed
        else:
            taken += 1
            kept += sum(not line.startswith(b"present") for line in out.splitlines())
            before = run.state()
        if number % 500 == 0 and taken:
            assert run.count() == kept, seed
            before = run.state()
    assert run.count() == kept
    return refused, taken
