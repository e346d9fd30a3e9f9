"""Each row of the command contract through the real executable in a fresh Python: stdout, stderr, status, keys."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.cli.conftest import Ended, Wizard, document
from wizard import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Endpoint

KEYS = {
    "list": "id title channel method endpoint encryption created_at last_test",
    "show": "id title channel events method endpoint body_format body headers encryption created_at modified_at",
    "test": "status ok http_status error phase elapsed_ms request response",
    "deliveries": "id profile_id at status ok http_status kind error phase elapsed_ms",
    "decrypt": "name opened value diagnosis advice settings",
    "export": "id title channel events method endpoint body_format body headers encryption created_at modified_at",
    "import": "outcome id title",
    "doctor": "name ok found advice",
}
"""Of each command's JSON document, or of each object of the array that it is."""


def keys(command: str) -> Callable[[Ended], bool]:
    def check(ended: Ended) -> bool:
        found: Any = ended.json
        return all(
            list(one) == KEYS[command].split() for one in (found if isinstance(found, list) else [found])
        )

    return check


ROWS: list[tuple[str, Callable[[Ended], bool]]] = [
    ("--version", lambda ended: ended.out == f"wizard {__version__}\n"),
    ("--help", lambda ended: "Callbacks:" in ended.out and "doctor" in ended.out),
    ("list --json", keys("list")),
    ("show {id} --json", keys("show")),
    ("show {id}", lambda ended: ended.out.startswith("ID\tIN_")),
    ("add {file}", lambda ended: len(ended.out) == 40),
    ("edit {id} --variables message_id", lambda ended: ended.out == ""),
    ("test {id} --json", keys("test")),
    ("test {file} --dry-run", lambda ended: ended.out.startswith("POST /204 HTTP/1.1\r\n")),
    ("deliveries {id} --json", keys("deliveries")),
    ("export --json", keys("export")),
    ("export -o out.toml", lambda ended: ended.out == ""),
    ("import out.toml --json", keys("import")),
    ("decrypt {file} --json", keys("decrypt")),
    ("snippet {id} --as receiver-node", lambda ended: "createServer" in ended.out),
    ("schema", lambda ended: ended.json["$schema"].endswith("2020-12/schema")),
    ("completion bash", lambda ended: "_wizard_completion" in ended.out),
    ("backup copy.db", lambda ended: ended.out == ""),
    ("list --store copy.db --json", keys("list")),
    ("doctor --json", keys("doctor")),
    ("delete {id} --yes", lambda ended: ended.out == ""),
    ("demo", lambda ended: ended.status == 2 and "terminal" in ended.err),
]


def test_every_row_of_the_contract(wizard: Wizard, endpoint: Endpoint) -> None:
    encryption = {"algorithm": "AES-128-CFB", "key": "0123456789abcdef", "iv": "0123456789abcdef"}
    profile = document(endpoint=endpoint.url(204), encryption=encryption)
    (wizard.folder / "profile.json").write_text(json.dumps(profile))
    names = {"id": wizard.add(**profile), "file": "profile.json"}
    body = wizard("test", "profile.json", "--dry-run", "--json").json[0]["request"]["body"]
    for line, check in ROWS:
        ended = wizard.fresh(*line.format_map(names).split(), stdin=body)
        assert ended.status == (2 if line == "demo" else 0), (line, ended)
        assert check(ended), (line, ended)
        assert "\x1b" not in ended.out + ended.err, line


def test_the_demo_takes_no_store(wizard: Wizard) -> None:
    for line in (("demo", "--store", "mine.db"), ("--store", "mine.db", "demo")):
        ended = wizard(*line)
        assert (ended.status, ended.err.partition(":")[0]) == (2, "--store")
    assert "--store" not in wizard("demo", "--help").out
    assert not (wizard.folder / "mine.db").exists()


def test_the_installed_program_is_the_same(wizard: Wizard) -> None:
    program = Path(sys.executable).with_name("wizard")
    ended = subprocess.run([program, "list", "--json"], env=wizard.env, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"[]\n", b"")


def test_a_backup_is_a_store_of_its_owner_and_replaces_nothing(wizard: Wizard) -> None:
    wizard.add()
    assert wizard("backup", "copy.db").status == 0
    copy = wizard.folder / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert wizard("list", "--store", "copy.db").out == wizard("list").out
    before = copy.read_bytes()
    assert wizard("backup", "copy.db").status == 2
    assert copy.read_bytes() == before


def test_doctor_tells_what_is_wrong_and_no_secret(wizard: Wizard) -> None:
    secret = "s3cret-header-value"
    wizard.add(headers=[{"name": "api-key", "value": secret}])
    os.chmod(wizard.store, 0o644)
    ended = wizard("doctor", "--json", WIZARD_STORE_KEY="another key than that of the store")
    assert ended.status == 0
    found = {one["name"]: one for one in ended.json}
    assert not found["sealing key"]["ok"]
    assert not found["file"]["ok"]
    assert "chmod" in found["file"]["advice"]
    assert all(one["ok"] or one["advice"] for one in ended.json)
    assert secret not in ended.out
    assert "another key" not in ended.out
    assert "WIZARD_STORE_KEY" in found["environment"]["found"]
    assert {"program", "libraries", "catalog", "clipboard", "terminal", "start"} <= set(found)
    assert all(word in found["program"]["found"] for word in ("Python", "SQLite", "OpenSSL"))


def test_doctor_looks_and_makes_no_store(wizard: Wizard) -> None:
    ended = wizard("doctor", "--json", "--store", "folder/none.db")
    assert ended.status == 0
    (found,) = (one for one in ended.json if one["name"] == "store")
    assert found["ok"]
    assert "none yet" in found["found"]
    assert not (wizard.folder / "folder").exists()
    (wizard.folder / "file").touch()
    ended = wizard("doctor", "--json", "--store", "file/none.db")
    assert ended.status == 1
    (found,) = (one for one in ended.json if one["name"] == "store")
    assert "none can be made there" in found["found"]
    assert "--store" in found["advice"]


def test_doctor_goes_on_where_one_look_breaks_down(wizard: Wizard) -> None:
    code = "import wizard.cli.examine as e, wizard.__main__ as m\ne._terminal = lambda: 1 / 0\nm.main()"
    argv = [wizard.argv()[0], "-c", code, "doctor"]
    ended = subprocess.run(argv, env=wizard.env, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    lines = {line.split()[1]: line for line in ended.stdout.splitlines()}
    assert "ZeroDivisionError" in lines["terminal"]
    assert "a command" in lines["start"]  # how long it took is the machine's affair


def test_doctor_tells_of_a_catalog_that_cannot_be_read(wizard: Wizard) -> None:
    ended = wizard("doctor", WIZARD_CATALOG="nowhere")
    assert ended.status == 1
    assert "mend WIZARD_CATALOG" in ended.out


def test_a_damaged_store_is_told_and_rescued(wizard: Wizard) -> None:
    many = [document(title=f"profile {number}") for number in range(30)]
    assert wizard("add", "-", stdin=json.dumps(many)).status == 0
    with sqlite3.connect(wizard.store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damaged = bytearray(wizard.store.read_bytes())
    damaged[4 * 4096 : 4 * 4096 + 3000] = os.urandom(3000)
    wizard.store.write_bytes(damaged)
    ended = wizard("doctor")
    assert ended.status == 1
    assert "✗" in ended.out
    rescued = wizard("doctor", "--rescue", "saved.db")
    assert rescued.status == 0, rescued
    assert wizard("list", "--store", "saved.db").out.count("\n") >= 20
    assert wizard.store.read_bytes() == damaged, "the damaged store is only read"


def test_secrets_move_to_another_key(wizard: Wizard) -> None:
    secret = "s3cret-header-value"
    profile = wizard.add(headers=[{"name": "api-key", "value": secret}])
    assert wizard("doctor", "--reseal", WIZARD_NEW_STORE_KEY="a new passphrase").status == 0
    shown = wizard("show", profile, "--json", "--reveal", WIZARD_STORE_KEY="a new passphrase")
    assert shown.json["headers"][0]["value"] == secret
    lost = wizard("show", profile, "--json", "--reveal")
    assert secret not in lost.out
