"""`wizard test` against a real server: what is sent, what is told, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import BODY, closed_port, document, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Endpoint, Wizard

STATUSES = ["Accepted", "Delivered", "Open", "Bounce", "Deferred", "Blocked", "Suppressed", "Failed"]
SECRET = "k3y-that-must-not-leak"


def test_every_status_in_one_go_and_the_json_a_script_leans_on(wizard: Wizard, endpoint: Endpoint) -> None:
    profile = wizard.add(endpoint=endpoint.url(204))
    ended = wizard("test", profile[:8], "--all-statuses", "--json")
    assert ended.status == 0
    assert [firing["status"] for firing in ended.json] == STATUSES
    assert [json.loads(got.body)["delivery_status"] for got in endpoint.got] == STATUSES
    firing = ended.json[0]
    assert list(firing) == [
        "status",
        "ok",
        "http_status",
        "error",
        "phase",
        "elapsed_ms",
        "request",
        "response",
    ]
    assert list(firing["request"]) == ["method", "url", "headers", "body"]
    assert list(firing["response"]) == ["headers", "body", "truncated"]
    assert (firing["ok"], firing["http_status"], firing["error"]) == (True, 204, None)
    assert firing["request"]["body"].encode() == endpoint.got[0].body
    assert "8 fired: 8 got 2xx" in ended.err


@pytest.mark.parametrize(
    ("path", "status", "ok"), [(200, 0, True), (302, 3, False), (404, 3, False), (500, 3, False)]
)
def test_an_answer_decides_the_exit_status(
    wizard: Wizard, endpoint: Endpoint, path: int, status: int, ok: bool
) -> None:
    ended = wizard("test", write(wizard.folder, endpoint=endpoint.url(path)), "--json")
    assert ended.status == status
    assert [(firing["ok"], firing["http_status"]) for firing in ended.json] == [(ok, path)]
    assert len(endpoint.got) == 1, "no redirect is followed, nothing is tried again"


def test_nobody_there_and_no_answer_in_time_end_with_4(wizard: Wizard, endpoint: Endpoint) -> None:
    nobody = wizard("test", write(wizard.folder, endpoint=f"http://127.0.0.1:{closed_port()}/"), "--json")
    assert (nobody.status, nobody.json[0]["phase"], nobody.json[0]["response"]) == (4, "connect", None)
    late = wizard("test", write(wizard.folder, endpoint=endpoint.url("hang")), "--timeout", "0.5", "--json")
    assert (late.status, late.json[0]["phase"]) == (4, "wait")
    assert late.json[0]["error"] in late.err


def test_from_stdin_with_chosen_values(wizard: Wizard, endpoint: Endpoint) -> None:
    body = '{"id": "<message_id>", "status": "<delivery_status>", "own": "<own>"}'
    stdin = json.dumps(document(endpoint=endpoint.url(200), body=body))
    ended = wizard(
        "test", "-", "--status", "boUNCE", "--set", 'message_id=a="b"\n', "--set", "own=x=y", stdin=stdin
    )
    assert ended.status == 0, ended.err
    assert json.loads(endpoint.got[0].body) == {"id": 'a="b"\n', "status": "Bounce", "own": "x=y"}
    assert ended.out.split("\t")[:2] == ["Bounce", "200"]


def test_a_callback_a_row(wizard: Wizard, endpoint: Endpoint) -> None:
    (wizard.folder / "rows.csv").write_text('message_id,delivery_status\none,Open\n"two, three",Failed\n')
    profile = write(wizard.folder, endpoint=endpoint.url(200))
    assert wizard("test", profile, "--values", "rows.csv").status == 0
    lines = '{"message_id": "1\u2028"}\r\n\n{"message_id": 2}\n'
    ended = wizard("test", profile, "--values", "-", "--repeat", "2", "--status", "open", stdin=lines)
    assert ended.status == 0, ended.err
    sent = [json.loads(got.body) for got in endpoint.got]
    assert [(one["message_id"], one["delivery_status"]) for one in sent] == [
        ("one", "Open"),
        ("two, three", "Failed"),
        *[("1\u2028", "Open"), ("2", "Open")] * 2,
    ]


def test_everything_wrong_with_the_options_is_told_at_once(wizard: Wizard) -> None:
    (wizard.folder / "rows.csv").write_text("mesage_id\n1\n1,2\n")
    profile = write(wizard.folder)
    ended = wizard(
        "test", profile, "--status", "bounc", "--set", "messageid=1", "--set", "x", "--values", "rows.csv"
    )
    assert (ended.status, ended.out) == (2, "")
    problems = ended.err.splitlines()
    assert [line.split(":")[0] for line in problems] == ["--status", "--set", "--set", "--values", "--values"]
    assert "did you mean Bounce?" in problems[0]
    assert "did you mean message_id?" in problems[1]
    assert "line 3" in problems[4]


@pytest.mark.parametrize(
    "command", [("test", "x", "--timeout"), ("listen", "--timeout"), ("listen", "--delay")]
)
def test_seconds_are_a_number(wizard: Wizard, command: tuple[str, ...]) -> None:
    ended = wizard(*command, "nan")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f"{command[-1]}: 'nan' is not a number; ")


def test_a_dry_run_prints_the_bytes_that_would_be_sent(wizard: Wizard, endpoint: Endpoint) -> None:
    headers = [{"name": "api-key", "value": "${HOOK_KEY}"}, {"name": "x-plain", "value": "seen"}]
    profile = write(wizard.folder, endpoint=endpoint.url(200), headers=headers)
    arguments = ("test", profile, "--dry-run", "--set", "message_id=m")
    hidden = wizard(*arguments, HOOK_KEY=SECRET)
    assert (hidden.status, endpoint.got) == (0, [])
    assert SECRET not in hidden.out
    assert "masked" in hidden.err
    shown = wizard(*arguments, "--reveal", HOOK_KEY=SECRET)
    assert shown.err == ""
    received = _fired_raw(wizard, arguments[1])
    body = json.dumps({"message_id": "m", "delivery_status": "Accepted"}).encode()
    assert shown.out.encode().endswith(b"\r\n\r\n" + body)
    head = received.partition(b"\r\n\r\n")[0].split(b"\r\n")
    names = [line.split(b":")[0] for line in shown.out.encode().partition(b"\r\n\r\n")[0].split(b"\r\n")]
    assert [line.split(b":")[0] for line in head] == names


def _fired_raw(wizard: Wizard, profile: Path) -> bytes:
    """The bytes that a firing of the profile puts on the wire."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        keys = json.loads(profile.read_text())
        keys["endpoint"] = f"http://127.0.0.1:{server.getsockname()[1]}/200"
        profile.write_text(json.dumps(keys))
        running = wizard.start("test", profile, env=wizard.env | {"HOOK_KEY": SECRET})
        connection, _ = server.accept()
        received = b""
        while b'"Accepted"}' not in received:
            received += connection.recv(65536)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        connection.close()
        assert running.wait(20) == 0
        running.communicate()
    return received


def test_a_missing_environment_variable_is_named_before_anything_is_fired(
    wizard: Wizard, endpoint: Endpoint
) -> None:
    profile = write(
        wizard.folder, endpoint=endpoint.url(200), headers=[{"name": "api-key", "value": "${HOOK_KEY}"}]
    )
    ended = wizard("test", profile, "--json")
    assert (ended.status, ended.out, endpoint.got) == (2, "", [])
    assert ended.err.startswith("headers.0.value: ")
    assert "HOOK_KEY" in ended.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_end_from_outside_is_told_in_summary_and_reports(
    wizard: Wizard, endpoint: Endpoint, number: signal.Signals
) -> None:
    profile = write(wizard.folder, endpoint=endpoint.url(200))
    report = wizard.folder / "report.xml"
    running = wizard.start(
        "test", profile, "--repeat", "1000000", "--json", "--junit", report, text=False, bufsize=0
    )
    assert running.stdout is not None
    seen = running.stdout.read(2000)  # so much is only there once several were fired
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 128 + number
    assert b"Interrupted: " in err
    assert b" of 1000000 fired" in err
    told = json.loads(seen + out)
    assert all(firing["ok"] for firing in told), "the document is whole, with what was done"
    assert len(ElementTree.parse(report).findall(".//testcase")) == len(told)


def test_a_reader_that_goes_away_is_no_error(wizard: Wizard, endpoint: Endpoint) -> None:
    running = wizard.start("test", write(wizard.folder, endpoint=endpoint.url(200)), "--repeat", "3000")
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline().startswith("Accepted\t200")
    running.stdout.close()
    assert "rror" not in running.stderr.read()
    running.stderr.close()
    assert running.wait(30) == 0


def test_many_at_once_are_told_in_the_order_of_firing(wizard: Wizard, endpoint: Endpoint) -> None:
    rows = "\n".join(json.dumps({"message_id": str(number)}) for number in range(200))
    profile = write(wizard.folder, endpoint=endpoint.url(200))
    ended = wizard("test", profile, "--values", "-", "--concurrency", "16", "--json", stdin=rows)
    assert ended.status == 0
    told = [json.loads(firing["request"]["body"])["message_id"] for firing in ended.json]
    assert told == [str(number) for number in range(200)]


def test_what_comes_back_steers_no_terminal(wizard: Wizard, endpoint: Endpoint) -> None:
    ended = wizard("test", write(wizard.folder, endpoint=endpoint.url("escape")), "--json")
    assert ended.status == 3
    assert ended.json[0]["response"]["body"] == "\x1b[2J\x1b]0;owned\x07"
    assert "\x1b" not in ended.out + ended.err


def test_a_file_with_mistakes_fires_nothing(wizard: Wizard, endpoint: Endpoint) -> None:
    ended = wizard("test", write(wizard.folder, endpoint="ftp://x", title="x", body=BODY[:-1]))
    assert (ended.status, ended.out, endpoint.got) == (2, "", [])
    assert {line.split(":")[0] for line in ended.err.splitlines()} == {"title", "endpoint", "body"}


def test_the_store_is_not_touched_by_a_file_that_is_fired(wizard: Wizard, endpoint: Endpoint) -> None:
    assert wizard("test", write(wizard.folder, endpoint=endpoint.url(200))).status == 0
    assert not os.path.exists(wizard.store)
