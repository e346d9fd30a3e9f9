from __future__ import annotations

import pytest
from profile_makers import GOOD, changed

from wizard.profile import Encryption, Header, needed_names, read_profiles, to_document, write_profiles

READ = changed(
    headers=(Header(name="api-key", value="${HOOK_API_KEY}"),),
    encryption=Encryption(key="${HOOK_KEY}", iv="POabcdefghijklLY", parameters=("message_id",)),
)


def test_a_document_has_the_keys_of_the_design_in_one_order() -> None:
    keys = ["id", "title", "channel", "events", "method", "endpoint", "body_format", "body", "headers",
            "encryption", "created_at", "modified_at"]  # fmt: skip
    assert list(to_document(GOOD, reveal=True)) == keys
    assert to_document(GOOD, reveal=True)["encryption"] is None
    shown = to_document(READ, reveal=True)
    assert list(shown) == keys
    assert list(shown["encryption"]) == ["algorithm", "key", "iv", "parameters", "encoding", "tag"]
    assert shown["headers"] == [{"name": "api-key", "value": "${HOOK_API_KEY}"}]


SECRETS = changed(
    title="3rd Bounce-watcher",
    headers=(
        Header(name="api-key", value="s3cret-1"),
        Header(name="api-key", value="s3cret-2"),
        Header(name="X-Trace", value="open"),
        Header(name="Authorization", value="Bearer ${TOKEN}"),
        Header(name="X-Token", value="s3cret-3 ${PART}"),
    ),
    encryption=Encryption(key="K1abcdefghijklmnopqrstuvwxyz012P", iv="${HOOK_IV}"),
)


@pytest.mark.parametrize("form", ["toml", "json"])
def test_an_export_leaves_secrets_out_and_says_which_names_it_needs(form: str) -> None:
    text = write_profiles([SECRETS, SECRETS], form=form, reveal=False)  # type: ignore[arg-type]
    assert "s3cret" not in text
    assert "K1abc" not in text
    first, second = read_profiles(text.encode())
    assert [header.value for header in first.headers] == [
        "${_3RD_BOUNCE_WATCHER_API_KEY}",
        "${_3RD_BOUNCE_WATCHER_API_KEY_2}",
        "open",
        "Bearer ${TOKEN}",
        "${_3RD_BOUNCE_WATCHER_X_TOKEN}",
    ]
    assert first.encryption
    assert (first.encryption.key, first.encryption.iv) == ("${_3RD_BOUNCE_WATCHER_KEY}", "${HOOK_IV}")
    assert second.headers[0].value == "${_3RD_BOUNCE_WATCHER_API_KEY_3}"
    assert needed_names([SECRETS, SECRETS]) == needed_names([first, second])
    assert set(needed_names([SECRETS])) == {
        "_3RD_BOUNCE_WATCHER_API_KEY", "_3RD_BOUNCE_WATCHER_API_KEY_2", "TOKEN", "_3RD_BOUNCE_WATCHER_X_TOKEN",
        "_3RD_BOUNCE_WATCHER_KEY", "HOOK_IV",
    }  # fmt: skip
    assert write_profiles([first, second], form=form, reveal=False) == text  # type: ignore[arg-type]


def test_a_title_without_latin_letters_still_gives_names() -> None:
    profile = changed(title="東京の", headers=(Header(name="api-key", value="x"),))
    assert needed_names([profile]) == ("API_KEY",)


def test_toml_is_written_for_reading() -> None:
    profile = changed(
        body='{\n  "message_id": "<message_id>"\n}',
        headers=(Header(name="X-A", value='say "hi"\\'), Header(name="X-B", value="2", secret=True)),
        encryption=Encryption(key="${K}", iv="${I}"),
        value_sets={"a b": {"error_code": "550"}},
    )
    assert (
        write_profiles([profile], form="toml", reveal=True)
        == """\
title = "email_callback_profile"
channel = "email"
events = ["Email Send"]
method = "POST"
endpoint = "https://hooks.example.com/email"
body_format = "json"
body = \'\'\'
{
  "message_id": "<message_id>"
}\'\'\'
headers = [
  {name = "X-A", value = "say \\"hi\\"\\\\"},
  {name = "X-B", value = "2", secret = true},
]

[encryption]
algorithm = "AES-256-GCM"
key = "${K}"
iv = "${I}"
encoding = "base64"
tag = "after"

[value_sets."a b"]
error_code = "550"
"""
    )
