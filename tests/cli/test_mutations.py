"""Profile files that were damaged at random: never a traceback, never status 1, never a changed store.

`python -m tests.cli.test_mutations 20000` tries as many as one likes.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.conftest import document

if TYPE_CHECKING:
    import pytest

IN_THE_SUITE = 200
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
[value_sets.one]
message_id = "1"
"""
JSON = json.dumps([document(), document(title="another one", body={"message_id": "<message_id>"})], indent=1)
PIECES = [
    b'"',
    b"'''",
    b"\\",
    b"{",
    b"]",
    b"=",
    b"\0",
    b"\xff",
    b"\n",
    b"${",
    b"<",
    b"null",
    b"1e999",
    b"-",
    b"\\ud800",
    b"#",
    b"[[",
]


def damaged(seed: int) -> bytes:
    """A good file with one to four things done to it."""
    chance = random.Random(seed)
    data = bytearray((TOML if seed % 2 else JSON).encode())
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


class Try:
    """Runs `wizard add` in this process, on one store."""

    def __init__(self, folder: Path) -> None:
        self.file, self.store = folder / "profile", folder / "profiles.db"

    def __call__(self, data: bytes) -> tuple[int, bytes, bytes]:
        from wizard.cli import outcome
        from wizard.cli.door import Door
        from wizard.cli.main import cli

        self.file.write_bytes(data)
        door = Door(lambda *_: 0, lambda: "")
        arguments = ["--store", str(self.store), "add", str(self.file)]
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
        return status, out.buffer.getvalue(), err.buffer.getvalue()  # type: ignore[attr-defined]

    def count(self) -> int:
        """How many profiles are in the store."""
        from wizard.store import ProfileQuery, open_store

        store = open_store(self.store)
        try:
            return store.count(ProfileQuery())
        finally:
            store.close()


def attempt(folder: Path, seeds: range) -> tuple[int, int]:
    """Try them all; how many were refused and how many were good files still."""
    run, added = Try(folder), 0
    refused = 0
    for seed in seeds:
        data = damaged(seed)
        status, out, err = run(data)
        assert status in (0, 2), (seed, err)
        assert b"Traceback" not in err, seed
        if status:
            refused += 1
            assert out == b"", seed
            assert err.strip(), seed
        else:
            added += out.count(b"\n")
        if seed % 50 == 0:
            assert run.count() == added, seed
    assert run.count() == added
    return refused, len(seeds) - refused


def test_a_damaged_file_is_refused_or_read_and_nothing_in_between(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        refused, taken = attempt(tmp_path, range(IN_THE_SUITE))
    assert refused > taken > 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print("%d refused, %d taken" % attempt(Path(name), range(int(sys.argv[1]))))  # noqa: UP031
