"""Whatever a person names as a file, the end is a sentence, status 2, and a store that is as it was."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Wizard

GOOD = json.dumps(document()).encode()
BAD = {
    "empty": b"",
    "white space": b" \n\t\n",
    "binary": bytes(range(256)) * 4,
    "NUL": GOOD.replace(b"email_callback", b"email\0callback"),
    "Latin-1": GOOD.replace(b"email_callback", "émail_callback".encode("latin-1")),
    "UTF-16": GOOD.decode().encode("utf-16"),
    "half a file": GOOD[:-20],
    "a list of numbers": b"[1, 2, 3]",
    "a number": b"12",
    "a deep list": b"[" * 100_000,
    "a huge number": b'{"title": ' + b"9" * 5000 + b"}",
    "another TOML": b"[tool.ruff]\nline-length = 110\n",
    "YAML": b"title: email\nendpoint: https://hooks.example.com/\n",
    "an escape": b'{"title": "\\u001b[2J", "endpoint": "https://hooks.example.com/"}',
    "no profile": b"[]",
}
FINE = {
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "CRLF": json.dumps(document(), indent=2).replace("\n", "\r\n").encode(),
    "TOML with CRLF": b"""title = "abc"
endpoint = "https://hooks.example.com/"
body = '{"a": "<message_id>"}'
""".replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize(
    ("command", "kind"), [*(("add", kind) for kind in BAD), ("import", "half a file"), ("test", "binary")]
)
def test_a_bad_file_is_told_and_nothing_is_kept(wizard: Wizard, command: str, kind: str) -> None:
    path = wizard.folder / "profile"
    path.write_bytes(BAD[kind])
    ended = wizard(command, "./profile")
    assert (ended.status, ended.out) == (2, ""), ended
    assert ended.err.strip()
    assert ended.err.replace("\n", "").isprintable()
    assert wizard("list").out == ""


@pytest.mark.parametrize("kind", FINE)
def test_a_good_file_is_taken_however_it_was_saved(wizard: Wizard, kind: str) -> None:
    ended = wizard("add", "-", stdin=FINE[kind])
    assert ended.status == 0, ended
    assert ended.out.startswith("IN_")


def _folder(folder: Path) -> str:
    (folder / "there").mkdir()
    return "there"


def _fifo(folder: Path) -> str:
    os.mkfifo(folder / "fifo")
    return "fifo"


def _large(folder: Path) -> str:
    with open(folder / "large.toml", "wb") as stream:
        stream.truncate(100 << 20)
    return "large.toml"


def _unreadable(folder: Path) -> str:
    # Root may read everything, so not by permissions: a link to itself.
    os.symlink("loop", folder / "loop")
    return "loop"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _: "nowhere.toml", "no such file"),
        (_folder, "folder"),
        (_fifo, "nothing came for 0.2 s"),
        (_large, "larger than 16 MiB"),
        (_unreadable, "cannot be read"),
        (lambda _: "/dev/zero", "larger than 16 MiB"),
        (lambda _: "no\nwhere", "no such file"),
        (lambda _: "", "no such file"),
    ],
)
def test_what_is_no_file_is_told(wizard: Wizard, make: object, told: str) -> None:
    assert callable(make)
    ended = wizard("add", make(wizard.folder), WIZARD_INPUT_TIMEOUT="0.2")
    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err
    assert not wizard.store.exists()


def test_a_pipe_that_nobody_closes_is_given_up(wizard: Wizard) -> None:
    reading, writing = os.pipe()
    env = wizard.env | {"WIZARD_INPUT_TIMEOUT": "0.2"}
    running = wizard.start("add", "-", stdin=reading, env=env)
    out, err = running.communicate(timeout=30)
    os.close(writing)
    os.close(reading)
    assert (running.returncode, out) == (2, "")
    assert "stdin: nothing came for 0.2 s" in err


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("", 2),
        ("list", 0),
        ("show email_callback_profile", 0),
        ("export", 0),
        ("deliveries", 0),
        ("test profile.json --dry-run", 0),
        ("delete email_callback_profile", 2),
        ("decrypt profile.json", 2),
    ],
)
def test_nothing_waits_for_a_stdin_that_is_open_and_silent(wizard: Wizard, line: str, status: int) -> None:
    wizard.add()
    (wizard.folder / "profile.json").write_bytes(GOOD)
    reading, writing = os.pipe()
    env = wizard.env | {"WIZARD_INPUT_TIMEOUT": "0.2"}
    running = wizard.start(*line.split(), stdin=reading, env=env)
    _, err = running.communicate(timeout=30)
    os.close(writing)
    os.close(reading)
    assert running.returncode == status, err
    assert "Traceback" not in err


def test_every_mistake_of_a_file_is_told_at_once_with_its_line(wizard: Wizard) -> None:
    text = """title = "x"
endpoint = "htp://hooks"
metod = "POST"
body = '''{
  "a": "<message_id>",
  "a": 1
}'''
headers = [{name = "bad name", value = 1}]
"""
    ended = wizard("add", "-", stdin=text)
    assert (ended.status, ended.out) == (2, "")
    told = {line.split(":")[0]: line for line in ended.err.splitlines()}
    assert "line 1" in told["title"]
    assert "line 2" in told["endpoint"]
    assert "line 3" in told["metod"]
    assert "did you mean method?" in told["metod"]
    assert "line 6" in told["body"]
    assert "line 8" in told["headers.0.value"]
