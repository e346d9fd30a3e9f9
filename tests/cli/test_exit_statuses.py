"""Every exit status, and how it is reached. Scripts lean on this table."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Wizard, document

if TYPE_CHECKING:
    from tests.cli.conftest import Endpoint

NOBODY = "http://127.0.0.1:9/"
"""Port 9 is `discard`: nothing listens there on a machine of this century."""

TABLE = [
    (0, "nothing is wrong", "list"),
    (0, "the help", "--help"),
    (0, "every callback got 2xx", "test {http204}"),
    (0, "nothing is fired", "test {hang} --dry-run"),
    (1, "the store is from a later version", "list --store {newer}"),
    (1, "the store can only be read", "import {http204} --store {newer}"),
    (2, "there is no such command", "lst"),
    (2, "there is no such option", "list --serch x"),
    (2, "an option's value is missing", "list --limit"),
    (2, "an option's value is wrong", "test {http204} --concurrency 0"),
    (2, "an argument is missing", "show"),
    (2, "an argument is too many", "schema x"),
    (2, "there is no such profile", "show IN_0"),
    (2, "there is no such file", "test nowhere.toml"),
    (2, "nobody can be asked", "delete {saved}"),
    (2, "the file is for stdin twice", "test - --values -"),
    (2, "the values name a variable that nobody knows", "test {http204} --set nobody=1"),
    (2, "the report cannot be written", "test {http204} --junit nowhere/report.xml"),
    (2, "two profiles where one is meant", "test {two}"),
    (2, "nothing of the file is a profile", "decrypt {invalid}"),
    (2, "the snippet is unknown", "snippet {http204} --as cobol"),
    (2, "the shell is unknown", "completion csh"),
    (2, "the folder is not there", "export -o nowhere/all.toml"),
    (2, "a clash with what is kept", "import {clash}"),
    (2, "the profile is not valid", "test {invalid}"),
    (2, "the delivery status is unknown", "test {http204} --status Bouncd"),
    (1, "the store's place is a folder", "list --store ."),
    (2, "the file is there already", "backup {http204}"),
    (2, "no terminal for the screens", "--store other.db"),
    (3, "an answer that is not 2xx", "test {http500}"),
    (3, "a redirect, which is not followed", "test {http302}"),
    (4, "nobody there", "test {nobody}"),
    (4, "no answer in time", "test {hang} --timeout 0.2"),
    (4, "no answer in time goes before another answer", "test {turns} --timeout 0.2 --repeat 2"),
    (4, "no callback came in time", "listen --timeout 0.1"),
]


@pytest.mark.parametrize(("status", "how", "line"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_a_status_is_reached(wizard: Wizard, endpoint: Endpoint, status: int, how: str, line: str) -> None:
    ended = wizard(*line.format_map(_Files(wizard, endpoint)).split())
    assert ended.status == status, ended
    if status in (1, 2):
        assert ended.out == ""
        for told in ended.err.splitlines():
            field, _, sentence = told.partition(": ")
            assert field
            assert "; " in sentence, f"{told!r} does not say what to do"


class _Files(dict[str, str]):
    """Files for the table, made when it names them."""

    def __init__(self, wizard: Wizard, endpoint: Endpoint) -> None:
        self.wizard, self.endpoint = wizard, endpoint

    def __missing__(self, name: str) -> str:
        path = self.wizard.folder / f"{name}.json"
        if name == "newer":
            self.wizard("list", "--store", path)
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA user_version = 99")
            connection.close()
            return str(path)
        if name in ("saved", "clash"):
            saved = self.wizard.add()
            changed = document(id=saved, title="another title")
            path.write_text(json.dumps(changed))
            return saved if name == "saved" else str(path)
        if name == "two":
            path.write_text(json.dumps([document(), document(title="second")]))
            return str(path)
        url = NOBODY if name == "nobody" else self.endpoint.url(name.removeprefix("http"))
        profile = document(endpoint=url) if name != "invalid" else {"title": "x"}
        path.write_text(json.dumps(profile))
        return str(path)


def test_1_when_the_output_cannot_be_written(wizard: Wizard) -> None:
    saved = wizard.add(endpoint=NOBODY)
    report = wizard.folder / "report.xml"
    for line in (("list",), ("list", "--help"), ("test", saved, "--json", "--junit", report)):
        with open("/dev/full", "wb") as full:
            ended = subprocess.run(
                wizard.argv(*line),
                stdout=full,
                stderr=subprocess.PIPE,
                env=wizard.env,
                text=True,
                check=False,
            )
        told = ended.stderr.splitlines()
        assert (ended.returncode, "cannot be written" in told[-1]) == (1, True), line
        assert len(told) == 1 or line[0] == "test"
    with open("/dev/full", "wb") as full:
        profile = json.dumps(document())
        argv = wizard.argv("add", "-")
        ended = subprocess.run(
            argv, input=profile, stdout=full, stderr=subprocess.PIPE, env=wizard.env, text=True, check=False
        )
    assert wizard("list", "--json").json[0]["id"] in ended.stderr, "what was saved all the same is told"
    assert report.read_text().count("<testcase") == 1, "what was fired stands in the report all the same"


def test_5_when_a_received_callback_is_not_as_it_should_be(wizard: Wizard) -> None:
    status, err = _listened(wizard, "--count", "1", body=b"{}")
    assert status == 5, err
    status, err = _listened(wizard, "--expect", "delivery_status=Bounce", body=_body("Open"))
    assert (status, "expected 'Bounce', got 'Open'" in err) == (5, True)


def _body(status: str) -> bytes:
    fields = {"message_id": "64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1", "delivery_status": status}
    return json.dumps(fields).encode()


def _listened(wizard: Wizard, *arguments: str, body: bytes) -> tuple[int, str]:
    """The status of a `listen` that got this body."""
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document(endpoint="http://127.0.0.1/hook")))
    running = wizard.start("listen", "--profile", path, "--timeout", "20", *arguments)
    assert running.stdout is not None
    url = running.stdout.readline().removeprefix("Ready: ").strip()
    port = int(url.rsplit(":", 1)[1].rstrip("/"))
    with socket.create_connection(("127.0.0.1", port)) as connection:
        rows = (
            "POST /hook HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        connection.sendall("\r\n".join((*rows, "", "")).encode() + body)
        assert connection.recv(100).startswith(b"HTTP/1.1 204")
    _, err = running.communicate(timeout=30)
    return running.returncode, err


def test_5_when_a_value_does_not_open(wizard: Wizard) -> None:
    encryption = {"algorithm": "AES-128-CFB", "key": "0123456789abcdef", "iv": "0123456789abcdef"}
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document(encryption=encryption)))
    ended = wizard("decrypt", path, stdin='{"message_id": "AAAA", "delivery_status": "BBBB"}')
    assert ended.status == 5, ended


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_130_when_interrupted_and_143_by_sigterm(wizard: Wizard, number: signal.Signals) -> None:
    running = wizard.start("listen")
    assert running.stdout is not None
    assert running.stdout.readline().startswith("Ready: http://127.0.0.1:")
    running.send_signal(number)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 128 + number
    assert "0 callbacks received" in err


def test_an_unexpected_error_is_one_sentence_and_1(wizard: Wizard) -> None:
    # A catalog that reads itself as a folder but cannot be listed is nothing that anybody foresaw.
    code = "import wizard.store, wizard.__main__ as m\nwizard.store.open_store = lambda *_: 1 / 0\nm.main()"
    argv = [wizard.argv()[0], "-c", code, "list"]
    for debug in ("", "1"):
        env = wizard.env | ({"WIZARD_DEBUG": debug} if debug else {})
        ended = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "ZeroDivisionError" in ended.stderr
        assert ("Traceback" in ended.stderr) == bool(debug)
    assert os.path.exists(wizard.folder)
