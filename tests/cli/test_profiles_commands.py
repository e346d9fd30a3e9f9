"""list, show, add, edit, delete, export, import, deliveries, schema: what scripts lean on."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.cli.conftest import BODY, document

if TYPE_CHECKING:
    from tests.cli.conftest import Endpoint, Wizard

KEY, HEADER = "0123456789abcdef0123456789abcdef", "s3cret-header-value"
SEALED: dict[str, Any] = {
    "headers": [{"name": "api-key", "value": HEADER}, {"name": "x-plain", "value": "plain"}],
    "encryption": {"algorithm": "AES-256-CFB", "key": KEY, "iv": "POabcdefghijklLY"},
}


def test_list_gives_the_keys_of_the_contract(wizard: Wizard) -> None:
    assert wizard("list", "--json").json == []
    first = wizard.add(title="bounce watcher")
    second = wizard.add(**SEALED)
    rows = wizard("list", "--json").json
    assert [row["id"] for row in rows] == [second, first]
    keys = ["id", "title", "channel", "method", "endpoint", "encryption", "created_at", "last_test"]
    assert list(rows[0]) == keys
    assert [row["encryption"] for row in rows] == ["AES-256-CFB", None]
    assert rows[0]["last_test"] is None
    plain = wizard("list").out.splitlines()
    assert [line.split("\t")[:3] for line in plain] == [
        [second, "email_callback_profile", "email"],
        [first, "bounce watcher", "email"],
    ]
    assert (
        wizard("list", "--search", "BOUNCE", "--method", "post", "--channel", "email").out == plain[1] + "\n"
    )
    assert wizard("list", "--limit", "1").out == plain[0] + "\n"
    assert wizard("list", "--method", "PUT").out == ""


def test_a_filter_that_is_none_is_told_of(wizard: Wizard) -> None:
    done = wizard("list", "--method", "PSOT")
    assert (done.status, done.out) == (2, "")
    assert done.err == "--method: there is no method 'PSOT'; did you mean POST?\n"
    done = wizard("list", "--channel", "emial", "--json")
    assert (done.status, done.out) == (2, "")
    assert done.err == "--channel: there is no channel 'emial'; did you mean email?\n"


def test_a_number_out_of_range_is_told_what_may_be(wizard: Wizard) -> None:
    told = "--limit: 0 cannot be; write a number of at least 1\n"
    assert wizard("list", "--limit", "0").err == told
    told = "--port: 70000 cannot be; write a number of at least 0 and at most 65535\n"
    assert wizard("listen", "--port", "70000").err == told
    told = "--timeout: 0.0 cannot be; write a number of more than 0 and at most 3600\n"
    assert wizard("test", "x.toml", "--timeout", "0").err == told


def test_show_hides_secrets_unless_asked_and_finds_by_prefix_and_title(wizard: Wizard) -> None:
    profile = wizard.add(**SEALED)
    hidden = wizard("show", profile[:7].lower(), "--json")
    assert (hidden.status, hidden.err) == (0, "")
    assert hidden.json["id"] == profile
    keys = (
        "id title channel events method endpoint body_format body headers encryption created_at modified_at"
    )
    assert list(hidden.json) == keys.split()
    assert hidden.json["body"] == BODY
    plain = wizard("show", "email_callback_profile").out
    for told in (hidden.out, plain):
        assert HEADER not in told
        assert KEY not in told
    shown = wizard("show", profile, "--reveal", "--json").json
    assert (shown["headers"][0]["value"], shown["encryption"]["key"]) == (HEADER, KEY)


def test_add_prints_the_id_and_nothing_else(wizard: Wizard) -> None:
    ended = wizard("add", "-", stdin=json.dumps(document()))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("IN_")
    assert len(ended.out) == 40
    several = wizard("add", "-", stdin=json.dumps([document(title="one"), document(title="two")]))
    titles = [row["title"] for row in wizard("list", "--json").json]
    assert (len(several.out.split()), titles) == (2, ["two", "one", "email_callback_profile"])


def test_a_mistake_in_one_profile_keeps_out_all(wizard: Wizard) -> None:
    ended = wizard(
        "add", "-", stdin=json.dumps([document(), document(title="x", endpoint="nowhere", metod="POST")])
    )
    assert (ended.status, ended.out) == (2, "")
    fields = {line.split(":")[0] for line in ended.err.splitlines()}
    assert fields == {"profiles.1.title", "profiles.1.endpoint", "profiles.1.metod"}
    assert all(";" in line for line in ended.err.splitlines())
    assert "method" in next(line for line in ended.err.splitlines() if "metod" in line)
    assert wizard("list").out == ""


def test_edit_chooses_the_variables_and_keeps_what_was_typed(wizard: Wizard) -> None:
    profile = wizard.add(
        body='{ "renamed":"<message_id>",\n "n": 1.50, "delivery_status": "<delivery_status>" }'
    )
    ended = wizard("edit", profile, "--variables", "message_id, error_code")
    assert (ended.status, ended.out) == (0, "")
    body = wizard("show", profile, "--json").json["body"]
    assert json.loads(body) == {"renamed": "<message_id>", "n": 1.5, "error_code": "<error_code>"}
    assert '{ "renamed":"<message_id>",\n "n": 1.50' in body
    wrong = wizard("edit", profile, "--variables", "mesage_id,nothing")
    assert (wrong.status, wrong.out) == (2, "")
    assert "did you mean message_id?" in wrong.err
    assert wizard("show", profile, "--json").json["body"] == body


def test_edit_of_a_file_leaves_its_comments(wizard: Wizard) -> None:
    path = wizard.folder / "profile.toml"
    text = f"""# kept by git
title = "email_callback_profile"  # a name
endpoint = "https://hooks.example.com/"
body = '''{BODY}'''  # what is sent
"""
    path.write_text(text)
    assert wizard("edit", path, "--variables", "message_id").status == 0
    changed = path.read_text()
    assert changed.splitlines()[:3] == text.splitlines()[:3]
    assert changed.endswith("# what is sent\n")
    assert "delivery_status" not in changed


def test_edit_finds_the_profile_that_is_meant_in_a_file_of_several(wizard: Wizard) -> None:
    path = wizard.folder / "several.toml"
    one = "[[profiles]]\ntitle = 'one'\nendpoint = 'https://h.example/'  # here\nbody = '{\"a\": \"<message_id>\"}'\n"
    text = f"# kept by git\n{one}{one.replace('one', 'two')}{one.replace('one', 'three')}"
    path.write_text(text)
    for arguments in ((), ("--profile", "four"), ("--profile", "")):
        unsaid = wizard("edit", path, "--variables", "error_code", *arguments)
        assert (unsaid.status, unsaid.out, path.read_text()) == (2, "", text)
        assert "one, two, three" in unsaid.err
    assert wizard("edit", path, "--variables", "error_code", "--profile", "two").status == 0
    first, second, third = path.read_text().split("[[profiles]]")[1:]
    assert "<error_code>" in second
    assert path.read_text().replace(second, first.replace("one", "two")) == text
    assert "<message_id>" in third


def test_delete_asks_only_where_somebody_can_answer(wizard: Wizard) -> None:
    first, second, third = (wizard.add(title=title) for title in ("one", "two", "three"))
    refused = wizard("delete", first)
    assert (refused.status, refused.out) == (2, "")
    assert "--yes" in refused.err
    some = wizard("delete", first, "IN_nothing", "IN_", "--yes")
    assert (some.status, some.out) == (2, "")
    assert [f"{first} (one)" in some.err, "IN_nothing" in some.err] == [True, True], (
        "candidates with their titles, and the unknown"
    )
    assert len(wizard("list").out.splitlines()) == 3
    assert wizard("delete", first, second, "--yes").status == 0
    with closing(
        sqlite3.connect(wizard.store)
    ) as store:  # nobody could bring them back, so nothing is left of them
        assert store.execute("SELECT count(*) FROM deleted").fetchone() == (0,)
    assert [row["id"] for row in wizard("list", "--json").json] == [third]


def test_a_damaged_profile_can_be_deleted(wizard: Wizard) -> None:
    damaged, whole = wizard.add(), wizard.add()
    with closing(sqlite3.connect(wizard.store)) as store:
        store.execute("UPDATE document SET content = x'7b' WHERE number = 1")
        store.commit()
    assert "is damaged" in wizard("show", damaged).err
    assert wizard("delete", damaged, "--yes").status == 0
    assert [row["id"] for row in wizard("list", "--json").json] == [whole]


def test_export_and_import_lose_nothing(wizard: Wizard) -> None:
    wizard.add(**SEALED, title="with secrets", body='{"x": "<not_ours>", "é": "日本"}')
    wizard.add(body_format="urlencoded")
    for name in ("all.toml", "all.json"):
        ended = wizard("export", "--reveal", "-o", name)
        assert (ended.status, ended.out) == (0, "")
        path = wizard.folder / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        other = ("--store", wizard.folder / f"{name}.db")
        assert wizard(*other, "import", name).status == 0
        wizard(*other, "export", "--reveal", "-o", f"again-{name}")
        assert (wizard.folder / f"again-{name}").read_bytes() == path.read_bytes()


def test_an_export_has_no_secret_and_tells_what_it_needs(wizard: Wizard) -> None:
    profile = wizard.add(**SEALED)
    ended = wizard("export", profile)
    for secret in (KEY, HEADER, "POabcdefghijklLY"):
        assert secret not in ended.out + ended.err
    assert "EMAIL_CALLBACK_PROFILE_API_KEY" in ended.err
    assert "EMAIL_CALLBACK_PROFILE_API_KEY" in ended.out
    again = wizard("import", "-", "--json", stdin=ended.out)
    assert again.json == [{"outcome": "present", "id": profile, "title": "email_callback_profile"}]
    assert wizard("show", profile, "--reveal", "--json").json["headers"][0]["value"] == HEADER


def test_an_export_of_profiles_of_one_title_tells_whose_name_is_which(wizard: Wizard) -> None:
    first, second = wizard.add(**SEALED), wizard.add(**SEALED)
    ended = wizard("export", "--json")
    told = {line.split()[0]: line.partition(": ")[2] for line in ended.err.splitlines()[1:]}
    assert set(told) == {first, second}
    for profile in ended.json:
        name = profile["encryption"]["key"].strip("${}")
        assert name in told[profile["id"]].split(", ")
    assert not set(told[first].split(", ")) & set(told[second].split(", "))


def test_what_show_prints_is_not_taken_for_the_secrets_it_hides(wizard: Wizard) -> None:
    profile = wizard.add(**SEALED)
    shown = wizard("show", profile, "--json").out
    for command in (("add", "-"), ("import", "-", "--on-clash", "replace"), ("test", "-")):
        ended = wizard(*command, stdin=shown)
        assert (ended.status, ended.out) == (2, "")
        told = [line.split(":")[0] for line in ended.err.splitlines() if "bullets" in line]
        assert told == ["headers.0.value", "encryption.key", "encryption.iv"]
    assert wizard("show", profile, "--reveal", "--json").json["headers"][0]["value"] == HEADER


def test_an_import_that_clashes_asks_what_to_do(wizard: Wizard) -> None:
    profile = wizard.add()
    changed = wizard("show", profile, "--json").json | {"body": '{"message_id": "<message_id>"}'}
    new = document(title="new one")
    file = json.dumps([changed, new])
    refused = wizard("import", "-", stdin=file)
    assert (refused.status, refused.out) == (2, "")
    assert "--on-clash" in refused.err
    assert len(wizard("list").out.splitlines()) == 1
    assert [
        line.split("\t")[0]
        for line in wizard("import", "-", "--on-clash", "skip", stdin=file).out.splitlines()
    ] == [
        "added",
        "skipped",
    ]
    copied = wizard("import", "-", "--on-clash", "copy", "--json", stdin=file).json
    assert [(one["outcome"], one["id"] == profile) for one in copied] == [
        ("copied", False),
        ("present", False),
    ]
    assert wizard("import", "-", "--on-clash", "replace", stdin=file).out.startswith("replaced\t" + profile)
    assert wizard("show", profile, "--json").json["body"] == changed["body"]
    forbidden = json.dumps(changed | {"endpoint": "https://elsewhere.example/"})
    ended = wizard("import", "-", "--on-clash", "replace", stdin=forbidden)
    assert (ended.status, ended.out) == (2, "")
    assert f"{profile}: endpoint" in ended.err


def test_deliveries_are_kept_for_saved_profiles(wizard: Wizard, endpoint: Endpoint) -> None:
    good = wizard.add(endpoint=endpoint.url(200))
    bad = wizard.add(endpoint=endpoint.url(500), title="bad one")
    assert wizard("test", good, "--all-statuses").status == 0
    assert wizard("test", bad, "--status", "bounce").status == 3
    every = wizard("deliveries", "--json").json
    keys = ["id", "profile_id", "at", "status", "ok", "http_status", "kind", "error", "phase", "elapsed_ms"]
    assert list(every[0]) == keys
    assert [one["profile_id"] for one in every] == [bad] + [good] * 8
    assert (every[0]["status"], every[0]["http_status"], every[0]["ok"]) == ("Bounce", 500, False)
    assert wizard("deliveries", good, "--limit", "2").out.count("\n") == 2
    last = wizard("list", "--json").json[0]["last_test"]
    assert (last["ok"], last["http_status"]) == (False, 500)


def test_the_schema_says_of_files_what_the_program_says(wizard: Wizard) -> None:
    validator = jsonschema.Draft202012Validator(wizard("schema").json)
    validator.validate(document(**SEALED))
    assert not validator.is_valid(document(metod="POST"))
    assert not validator.is_valid({"title": "no endpoint"})


@pytest.mark.parametrize("name", ["IN_nothing", "", "no such title"])
def test_an_unknown_profile_is_a_sentence(wizard: Wizard, name: str) -> None:
    ended = wizard("show", name)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert ended.err.startswith("ID: ")


def test_the_store_option_stands_before_or_after_the_command(wizard: Wizard) -> None:
    wizard.add()
    other = wizard.folder / "other.db"
    assert wizard("--store", other, "list").out == wizard("list", "--store", other).out == ""
    assert wizard("--store", other, "list", "--store", wizard.store).out != ""
    assert wizard("list", WIZARD_STORE=str(other)).out == ""


def test_a_store_that_cannot_be_used_is_a_sentence(wizard: Wizard) -> None:
    (wizard.folder / "text.db").write_text("this is no store" * 100)
    for place, status in ((wizard.folder, 1), (wizard.folder / "text.db", 1)):
        ended = wizard("list", "--store", place)
        assert (ended.status, ended.out) == (status, "")
        assert ended.err.count("\n") == 1
    assert (wizard.folder / "text.db").read_text().startswith("this is no store")
    assert os.listdir(wizard.folder).count("text.db") == 1


def test_a_store_where_others_may_put_files_is_warned_of_on_stderr_alone(wizard: Wizard) -> None:
    wizard.folder.chmod(0o777)
    listed = wizard("list", "--json")
    assert (listed.status, listed.json) == (0, [])
    assert listed.err.startswith("warning: others may put files into ")
    wizard.folder.chmod(0o700)
    assert wizard("list").err == ""
