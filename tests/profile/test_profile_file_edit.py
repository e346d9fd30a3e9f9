from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import CATALOG, EMAIL, FEW, NAMES, bodies, changed

from wizard.profile import (
    ProfileFileError,
    read_profiles,
    selected,
    with_body,
    write_profiles,
)
from wizard.profile import set_variables_in_file as in_bytes


def set_variables_in_file(text: str, *rest: Any, **more: Any) -> str:
    return in_bytes(text.encode(), *rest, **more).decode()


COMMENTED = """\
# our hook; ask the mail team before you change it
title = "abc"   # searched by this
endpoint = 'https://hooks.example.com/'

body = '''
{
  "message_id": "<message_id>",
  "fixed": 1.50
}'''  # what we need
# the end
[test]  # slow network
timeout = 30.0
"""


def test_comments_order_and_layout_stay() -> None:
    after = set_variables_in_file(COMMENTED, ["delivery_status"], CATALOG)
    assert after == COMMENTED.replace(
        '  "message_id": "<message_id>",\n  "fixed": 1.50\n',
        '  "fixed": 1.50,\n  "delivery_status": "<delivery_status>"\n',
    )


def test_a_selection_that_is_there_already_changes_no_byte() -> None:
    assert set_variables_in_file(COMMENTED, ["message_id"], CATALOG) == COMMENTED
    crlf = COMMENTED.replace("\n", "\r\n")
    assert set_variables_in_file(crlf, ["message_id"], CATALOG) == crlf


def test_line_ends_and_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + COMMENTED.replace("\n", "\r\n").encode()
    after = with_body(data, '{\n  "a": "<error_code>"\n}')
    assert after.startswith(b"\xef\xbb\xbf# our")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert read_profiles(after)[0].body == '{\n  "a": "<error_code>"\n}'


def test_a_json_file_keeps_its_layout_and_an_object_stays_one() -> None:
    text = """\
{
    "title": "abc",  "body": {
        "x": 1.50,
        "message_id": "<message_id>"
    },
    "endpoint": "x"
}
"""
    after = set_variables_in_file(text, ["error_code"], CATALOG)
    assert after == text.replace('"message_id": "<message_id>"', '"error_code": "<error_code>"')


def test_a_missing_body_is_added_behind_the_title() -> None:
    toml = "title = 'abc'  # t\nendpoint = 'x'\n[test]\ntimeout = 3.0\n"
    after = set_variables_in_file(toml, ["message_id"], CATALOG)
    assert after.startswith("title = 'abc'  # t\nbody = '''\n{\n")
    assert after.endswith("endpoint = 'x'\n[test]\ntimeout = 3.0\n")
    text = '{\n  "title": "abc",\n  "endpoint": "x"\n}'
    assert list(json.loads(set_variables_in_file(text, ["message_id"], CATALOG))) == [
        "title",
        "body",
        "endpoint",
    ]


def test_one_of_several_profiles_is_named_by_its_number() -> None:
    for form in ("toml", "json"):
        text = write_profiles([changed(), changed(title="second")], form=form, reveal=True)
        after = read_profiles(set_variables_in_file(text, ["error_code"], CATALOG, index=1).encode())
        assert after[0] == changed()
        assert selected(after[1].body, EMAIL) == ("error_code",)
        with pytest.raises(ProfileFileError, match="2 profiles"):
            set_variables_in_file(text, ["error_code"], CATALOG)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("title = 'a'\nendpoint = 'b'\n[body]\na = 1\n", "table"),
        ("body = '{'\ntitle = 'a'", "closing }"),
        ("channel = 'sms'\ntitle = 'a'", "no channel"),
        ("endpoint = 'b'", "title"),
        ("profiles = [{title = 'a', endpoint = 'b'}]", "cannot be put"),
        ("title = ", ""),
        ("", ""),
        ("profiles = []", "0 profiles"),
    ],
)
def test_a_file_that_cannot_be_edited_says_why(text: str, word: str) -> None:
    with pytest.raises(ProfileFileError) as caught:
        set_variables_in_file(text, ["message_id"], CATALOG)
    assert word in str(caught.value)


@FEW
@given(
    bodies(),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
    st.sampled_from(["toml", "json"]),
    st.lists(st.sampled_from(NAMES), unique=True),
)
def test_any_body_can_replace_any_other(old: str, new: str, form: str, names: list[str]) -> None:
    profile = changed(body=old)
    text = write_profiles([profile], form=form, reveal=True)  # type: ignore[arg-type]
    assert read_profiles(with_body(text.encode(), new)) == [changed(body=new)]
    edited = read_profiles(set_variables_in_file(text, names, CATALOG).encode())[0]
    assert set(selected(edited.body, EMAIL)) == set(names)
    assert edited == changed(body=edited.body)
