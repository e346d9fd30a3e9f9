"""`wizard listen` as a test fixture, and `wizard decrypt`: their JSON, and a secret that stays one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.cli.conftest import document

if TYPE_CHECKING:
    import subprocess

    from tests.cli.conftest import Wizard

KEY = "0123456789abcdef"
SECRET = "s3cret-header-value"
ENCRYPTION = {"algorithm": "AES-128-GCM", "key": KEY, "iv": "abcdef0123456789"}


def listening(wizard: Wizard, *arguments: object) -> tuple[subprocess.Popen[str], str]:
    """A `listen --json` that is ready, and its URL."""
    running = wizard.start("listen", "--json", "--timeout", "30", *arguments)
    assert running.stderr is not None
    line = running.stderr.readline()
    while not line.startswith("Ready: "):
        assert line.startswith("warning: "), line
        line = running.stderr.readline()
    return running, line.removeprefix("Ready: ").strip()


def test_what_is_fired_is_received_opened_and_told_a_line_each(wizard: Wizard) -> None:
    headers = [{"name": "api-key", "value": SECRET}]
    profile = wizard.add(encryption=ENCRYPTION, headers=headers, endpoint="http://127.0.0.1:9/hook")
    running, url = listening(wizard, "--profile", profile[:8], "--count", "8")
    fired = wizard("show", profile, "--reveal", "--json").json | {"endpoint": url + "hook"}
    assert wizard("test", "-", "--all-statuses", stdin=json.dumps(fired)).status == 0
    out, err = running.communicate(timeout=30)
    assert running.returncode == 0, out + err
    got = [json.loads(line) for line in out.splitlines()]
    assert all(list(one) == ["method", "path", "headers", "fields", "decrypted", "problems"] for one in got)
    assert [one["problems"] for one in got] == [[]] * 8
    assert [one["decrypted"]["delivery_status"] for one in got][:4] == [
        "Accepted",
        "Delivered",
        "Open",
        "Bounce",
    ]
    assert all(one["fields"]["delivery_status"] != one["decrypted"]["delivery_status"] for one in got)
    assert SECRET not in out + err
    assert KEY not in out + err


def test_answers_come_in_turn(wizard: Wizard) -> None:
    running, url = listening(wizard, "--respond", "500,404,204", "--count", "4", "--path", "/hook")
    profile = json.dumps(document(endpoint=url))
    ended = wizard("test", "-", "--repeat", "4", "--json", stdin=profile)
    assert [one["http_status"] for one in ended.json] == [500, 404, 204, 204]
    running.communicate(timeout=30)
    assert running.returncode == 0


def test_wrong_options_are_told_at_once(wizard: Wizard) -> None:
    ended = wizard("listen", "--respond", "500,soon", "--path", "hook")
    assert (ended.status, ended.out) == (2, "")
    assert [line.split(":")[0] for line in ended.err.splitlines()] == ["--respond", "--path"]


def test_a_port_that_is_taken_is_a_sentence(wizard: Wizard, endpoint: Any) -> None:
    ended = wizard("listen", "--port", endpoint.port)
    assert (ended.status, ended.out) == (2, "")
    assert "--port" in ended.err


def test_decrypt_says_what_differs(wizard: Wizard) -> None:
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document(encryption=ENCRYPTION)))
    request = wizard("test", path, "--status", "bounce", "--dry-run", "--json").json[0]["request"]
    ended = wizard("decrypt", path, "--json", stdin=request["body"])
    assert ended.status == 0, ended
    keys = ["name", "opened", "value", "diagnosis", "advice", "settings"]
    assert [list(one) for one in ended.json] == [keys, keys]
    assert [one["opened"] for one in ended.json] == [True, True]
    assert ended.json[1]["value"] == "Bounce"
    path.write_text(json.dumps(document(encryption=ENCRYPTION | {"tag": "before"})))
    ended = wizard("decrypt", path, "--json", stdin=request["body"])
    assert ended.status == 5
    assert [one["settings"] for one in ended.json] == [{"tag": "after"}] * 2
    assert ended.json[1]["value"] == "Bounce"
    path.write_text(json.dumps(document(encryption=ENCRYPTION | {"key": f"hex:{KEY.encode().hex()[:-2]}00"})))
    ended = wizard("decrypt", path, stdin=request["body"])
    assert ended.status == 5
    assert ended.out.splitlines()[0].split("\t")[:2] == ["message_id", "no"]


def test_decrypt_of_nothing_and_of_a_plain_profile(wizard: Wizard) -> None:
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document()))
    for stdin in ("", "{}"):
        ended = wizard("decrypt", path, stdin=stdin)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.count("\n") == 1


def test_a_key_of_the_wrong_length_is_a_mistake_that_decrypt_finds(wizard: Wizard) -> None:
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document(encryption=ENCRYPTION | {"key": f"hex:{KEY.encode().hex()}"})))
    body = wizard("test", path, "--dry-run", "--json").json[0]["request"]["body"]
    path.write_text(json.dumps(document(encryption=ENCRYPTION | {"key": f"{KEY}\n"})))
    ended = wizard("decrypt", path, "--json", "--reveal", stdin=body)
    assert ended.status == 5, ended
    assert {one["diagnosis"] for one in ended.json} == {"key-stray"}
    assert ended.json[0]["settings"] == {"key": KEY}
    assert f'key = "{KEY}"' in ended.err.splitlines()[-1]
    hidden = wizard("decrypt", path, stdin=body)
    assert KEY not in hidden.out + hidden.err
    # Everything else of a file has to be right.
    path.write_text(json.dumps(document(encryption=ENCRYPTION | {"algorithm": "AES-128"})))
    assert wizard("decrypt", path, stdin=body).status == 2


def test_what_a_tag_has_proven_may_still_be_another_variable_s_value(wizard: Wizard) -> None:
    path = wizard.folder / "profile.json"
    path.write_text(json.dumps(document(encryption=ENCRYPTION)))
    body = wizard("test", path, "--status", "Bounce", "--dry-run", "--json").json[0]["request"]["body"]
    status = json.loads(body)["delivery_status"]
    ended = wizard("decrypt", path, "--name", "error_code", stdin=status)
    assert ended.status == 0  # it opens as the profile says, and is said to
    assert "It opens, but it reads like delivery_status, not like error_code" in ended.out
    (told,) = wizard("decrypt", path, "--name", "error_code", "--json", stdin=status).json
    assert (told["opened"], told["value"], told["diagnosis"]) == (True, "Bounce", "opened")
    assert "not like error_code" in told["advice"]
    (told,) = wizard("decrypt", path, "--name", "delivery_time", "--json", stdin=status).json
    assert "not like delivery_time" in told["advice"]
    for name in ("delivery_status", "", "something"):
        (told,) = wizard("decrypt", path, "--name", name, "--json", stdin=status).json
        assert told["advice"] == "It opens."


def test_nothing_came_in_time(wizard: Wizard) -> None:
    ended = wizard("listen", "--timeout", "0.05")
    assert (ended.status, ended.err.splitlines()[-1]) == (4, "Waited 0.05 s for a callback; 0 came.")


def test_several_profiles_that_fit_and_a_mistake_of_the_sender_are_told_once(wizard: Wizard) -> None:
    for title in ("one", "other"):
        wizard.add(encryption=ENCRYPTION, endpoint="http://127.0.0.1:9/hook", title=title)
    running = wizard.start("listen", "--count", "1", "--timeout", "30")
    assert running.stdout is not None
    url = running.stdout.readline().removeprefix("Ready: ").strip()
    sender = document(encryption=ENCRYPTION | {"tag": "before"}, endpoint=f"{url}hook")
    assert wizard("test", "-", "--status", "bounce", stdin=json.dumps(sender)).status == 0
    out, err = running.communicate(timeout=30)
    assert running.returncode == 5
    assert "2 profiles fit alike (other, one)" in err
    (told,) = out.splitlines()[1:]
    assert (
        told == "\tmessage_id, delivery_status: The tag stands before the ciphertext: set the tag to before"
    )


def test_what_came_is_kept_and_fired_on(wizard: Wizard, endpoint: Any) -> None:
    profile = wizard.add(encryption=ENCRYPTION)
    folder = wizard.folder / "came"
    folder.mkdir()
    running, url = listening(
        wizard, "--profile", profile, "--count", "2", "--save", folder, "--forward", endpoint.url("503")
    )
    sender = document(encryption=ENCRYPTION, endpoint=f"{url}email")
    assert wizard("test", "-", "--repeat", "2", stdin=json.dumps(sender)).status == 0
    out, err = running.communicate(timeout=30)
    assert running.returncode == 3, err  # the other endpoint answered, but not 2xx
    kept = sorted(folder.iterdir())
    assert [path.name for path in kept] == ["callback-1.http", "callback-2.http"]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert [path.read_bytes().partition(b"\r\n\r\n")[2] for path in kept] == [
        got.body for got in endpoint.got
    ]
    assert len(out.splitlines()) == 2
    assert err.count("fired on: ") == 2


def test_an_endless_circle_is_refused(wizard: Wizard) -> None:
    ended = wizard("listen", "--forward", "nowhere", "--save", "/no/such/folder")
    assert (ended.status, [line.split(":")[0] for line in ended.err.splitlines()]) == (
        2,
        ["--save", "--forward"],
    )
    ended = wizard("listen", "--port", "47613", "--forward", "http://localhost:47613/")
    assert ended.status == 2
    assert "itself" in ended.err
