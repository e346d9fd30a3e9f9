"""A further channel is a further data file and no code: rules, variables, bodies and files take it as it comes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from wizard.catalog import Catalog, load_catalog
from wizard.profile import (
    CallbackProfile,
    Encryption,
    Header,
    check,
    check_change,
    check_file,
    complete,
    defaults,
    profile_schema,
    selected,
    set_variables,
    set_variables_in_file,
)

PIGEON = """\
id = "pigeon"
label = "pigeon - Carrier Pigeons"
events = ["Pigeon Sent", "Pigeon Back"]

[[methods]]
name = "PUT"
[[methods]]
name = "GET"

[[variables]]
name = "loft.name"
description = "where it lives"
example = "North"
[[variables]]
name = "flight-time"
description = "how long it took"
example = "42"
[[variables]]
name = "mood"
kind = "status"
description = "how it feels"
example = "proud"

[[statuses]]
name = "proud"
description = "It came back."
[[statuses]]
name = "lost"
description = "It did not."
[statuses.values]
"flight-time" = "never"

[fields.title]
label = "Pigeon's name"
help = "What you call it."
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    (tmp_path / "pigeon.toml").write_text(PIGEON, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a channel", encoding="utf-8")
    return load_catalog(str(tmp_path))


@pytest.fixture
def profile() -> CallbackProfile:
    return CallbackProfile(
        title="coo",
        channel="pigeon",
        events=("Pigeon Back",),
        method="PUT",
        endpoint="https://loft.example/",
        body='{"loft": "<loft.name>", "time": "<flight-time>"}',
    )


def test_it_stands_beside_the_channels_of_the_program(catalog: Catalog) -> None:
    assert set(catalog.channels) == {"email", "pigeon"}
    assert catalog.field("pigeon", "title").label == "Pigeon's name"
    assert catalog.field("pigeon", "endpoint") == catalog.field("email", "endpoint")
    assert catalog.field("email", "title").label == "Title"


def test_a_channel_of_the_folder_replaces_one_of_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(PIGEON.replace('id = "pigeon"', 'id = "email"'), encoding="utf-8")
    assert load_catalog(str(tmp_path)).channels["email"].label == "pigeon - Carrier Pigeons"


def test_its_rules_follow_from_its_data(catalog: Catalog, profile: CallbackProfile) -> None:
    assert check(profile, catalog) == []
    new = defaults(catalog.channels["pigeon"])
    assert (new.channel, new.events, new.method) == ("pigeon", (), "PUT")
    assert complete(new, catalog).events == ()

    def errors(**fields: object) -> list[str]:
        problems = check(msgspec.structs.replace(profile, **fields), catalog)
        return [problem.path for problem in problems if problem.is_error]

    assert errors(events=()) == ["events"]
    assert errors(events=("Email Send",)) == ["events.0"]
    assert errors(events=("Pigeon Sent", "Pigeon Back")) == []
    assert errors(method="POST") == ["method"]
    assert errors(method="GET", body="") == []
    sealed = Encryption(algorithm="AES-128-CFB", key="k" * 16, iv="i" * 16, parameters=("message_id",))
    assert errors(encryption=sealed) == ["encryption.parameters.0"]
    assert errors(encryption=msgspec.structs.replace(sealed, parameters=("loft.name",))) == []


def test_its_variables_are_selected_and_suggested(catalog: Catalog, profile: CallbackProfile) -> None:
    pigeon = catalog.channels["pigeon"]
    assert selected(profile.body, pigeon) == ("loft.name", "flight-time")
    assert json.loads(set_variables(profile.body, ["mood"], pigeon)) == {"mood": "<mood>"}
    wrong = msgspec.structs.replace(profile, body='{"a": "<loft_name>", "b": "<message_id>"}')
    problems = check(wrong, catalog)
    assert [problem.severity for problem in problems] == ["warning", "warning"]
    assert "did you mean <loft.name>?" in problems[0].sentence


def test_all_of_a_saved_one_may_change_where_its_channel_says_nothing(
    catalog: Catalog, profile: CallbackProfile
) -> None:
    saved = msgspec.structs.replace(profile, id="IN_453d2677-2c91-4610-9c01-eefbeec5f697")
    changed = msgspec.structs.replace(saved, title="coo coo", headers=(Header(name="a", value="b"),))
    assert check_change(saved, changed, catalog) == []
    moved = msgspec.structs.replace(saved, channel="email", id="IN_453d2677-2c91-4610-9c01-eefbeec5f698")
    assert [problem.path for problem in check_change(saved, moved, catalog)] == ["channel", "id"]


def test_its_files_are_read_checked_and_edited(catalog: Catalog) -> None:
    text = (
        "title = 'coo'\nchannel = 'pigeon'\nevents = ['Pigeon Sent']\n"
        "method = 'PUT'\nendpoint = 'https://x/'\nbody = '{}'\n"
    )
    edited = set_variables_in_file(text.encode(), ["mood"], catalog)
    profiles, problems = check_file(edited, catalog)
    assert problems == []
    assert selected(profiles[0].body, catalog.channels["pigeon"]) == ("mood",)
    assert profile_schema(catalog)["$defs"]["CallbackProfile"]["properties"]["channel"]["enum"] == [
        "email",
        "pigeon",
    ]
