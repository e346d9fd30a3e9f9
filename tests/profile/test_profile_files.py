from __future__ import annotations

import json

import pytest
from profile_makers import CATALOG, GOOD, changed

from wizard.profile import (
    CallbackProfile,
    Encryption,
    Header,
    Problem,
    ProfileFileError,
    check_file,
    read_profiles,
    to_document,
    write_profiles,
)

SAMPLE = """\
title = "email_callback_profile"
channel = "email"
events = ["Email Send"]
method = "POST"
endpoint = "https://hooks.example.com/email"
body_format = "json"                     # json, form-data, urlencoded
body = '''{"message_id": "<message_id>", "delivery_status": "<delivery_status>"}'''
headers = [{name = "api-key", value = "${HOOK_API_KEY}"}]
[encryption]                             # leave the table out for none
algorithm = "AES-256-GCM"
key = "${HOOK_KEY}"
iv = "POabcdefghijklLY"
parameters = ["message_id"]              # leave out for all
# encoding = "base64", tag = "after"     # the layout of the ciphertext
"""

READ = changed(
    headers=(Header(name="api-key", value="${HOOK_API_KEY}"),),
    encryption=Encryption(key="${HOOK_KEY}", iv="POabcdefghijklLY", parameters=("message_id",)),
)


def read_one(text: str, name: str = "") -> CallbackProfile:
    (profile,) = read_profiles(text.encode(), name=name)
    return profile


def problems_of(text: str | bytes, name: str = "") -> list[Problem]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(ProfileFileError) as caught:
        read_profiles(data, name=name)
    return caught.value.problems


def test_the_sample_of_the_design_is_read() -> None:
    assert read_one(SAMPLE) == READ
    assert [problem for problem in check_file(SAMPLE.encode(), CATALOG)[1] if problem.is_error] == []


def test_the_same_keys_are_read_from_json_and_the_body_may_be_an_object() -> None:
    document = to_document(READ, reveal=True)
    assert read_one(json.dumps(document)) == READ
    document["body"] = {"message_id": "<message_id>", "n": [1.5]}
    assert read_one(json.dumps(document)).body == '{"message_id": "<message_id>", "n": [1.5]}'


def test_the_text_of_a_body_object_is_kept_as_typed_but_for_its_place_in_the_file() -> None:
    text = '{\n  "title": "abc",\n  "body": {\n    "b": 1.50,\n    "a": "\\u00e9\\n  }"\n  },\n  "endpoint": "https://h/"\n}'
    assert read_one(text).body == '{\n  "b": 1.50,\n  "a": "\\u00e9\\n  }"\n}'


def test_a_table_of_toml_is_a_body_too() -> None:
    text = (
        'title = "abc"\nendpoint = "https://h/"\n[body]\nmessage_id = "<message_id>"\nn = {a = [1, true]}\n'
    )
    assert json.loads(read_one(text).body) == {"message_id": "<message_id>", "n": {"a": [1, True]}}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("profiles = []\n", 0),
        ("[]", 0),
        ('{"profiles": []}', 0),
        ("[[profiles]]\ntitle='a'\nendpoint='b'\n[profiles.test]\n[[profiles]]\ntitle='c'\nendpoint='d'", 2),
        ('[{"title": "a", "endpoint": "b"}, {"title": "c", "endpoint": "d"}]', 2),
        (' {"profiles" : [{"title": "a", "endpoint": "b"}]} ', 1),
        ('{"title": "a", "endpoint": "b"}', 1),
        ("\ufefftitle = 'a'\r\nendpoint = 'b'\r\n", 1),
        ('\ufeff{"title": "a", "endpoint": "b"}', 1),
        ("[test]\ntimeout = 3\n[encryption]\n", None),
    ],
)
def test_a_file_may_hold_one_profile_or_several(text: str, count: int | None) -> None:
    if count is None:
        assert [problem.path for problem in problems_of(text)] == ["title", "endpoint"]
    else:
        assert len(read_profiles(text.encode())) == count


def test_what_a_saved_profile_carries_is_kept() -> None:
    saved = changed(
        id="SG_453d2677-2c91-4610-9c01-eefbeec5f697",
        created_at="2023-09-29T11:23:35.586Z",
        modified_at="2024-01-01T00:00:00Z",
    )
    for form in ("toml", "json"):
        assert read_one(write_profiles([saved], form=form, reveal=False)) == saved


def test_every_mistake_is_told_at_its_place_in_toml() -> None:
    text = """\
titel = "x"
channel = 3
events = "Email Send"
endpoint = "hooks.example.com"
body = '''
{"message_id": "<message_id>"
 "b": 2}'''
headers = [
  {name = "a", valeu = "x"},
  "z",
]
created_at = 2020-01-01

[encryption]
algoritm = "AES-256-GCM"

[test]
timeout = "3 s"

[value_sets."a b"]
error_code = 550
"""
    _, problems = check_file(text.encode(), CATALOG, name="x.toml")
    assert [(problem.path, problem.line, problem.column) for problem in problems if problem.is_error] == [
        ("title", 1, 1),
        ("titel", 1, 1),
        ("channel", 2, 11),
        ("events", 3, 10),
        ("endpoint", 4, 12),
        ("body", 6, 30),
        ("headers.0.value", 9, 3),
        ("headers.0.valeu", 9, 16),
        ("headers.1", 10, 3),
        ("created_at", 12, 14),
        ("encryption.key", 14, 1),
        ("encryption.iv", 14, 1),
        ("encryption.algoritm", 15, 1),
        ("test.timeout", 18, 11),
        ("value_sets.a b.error_code", 21, 14),
    ]
    told = {problem.path: problem.sentence for problem in problems}
    assert "did you mean title?" in told["titel"]
    assert "channel must be text, not a number" in told["channel"]
    assert "events must be a list, not text" in told["events"]
    assert "did you mean value?" in told["headers.0.valeu"]
    assert "not a date or time" in told["created_at"]
    assert "did you mean algorithm?" in told["encryption.algoritm"]
    assert "must be a number, not text" in told["test.timeout"]


@pytest.mark.parametrize("number", ["inf", "nan", "1e999", "9" * 400])
def test_a_number_that_json_cannot_hold_is_refused(number: str) -> None:
    for text in (
        f'title = "abc"\nendpoint = "https://h/"\n[test]\ntimeout = {number}\n',
        f'{{"title": "abc", "endpoint": "https://h/", "test": {{"timeout": {number}}}}}',
    ):
        with pytest.raises(ProfileFileError) as refused:
            read_profiles(text.encode())
        if number[0].isdigit():
            assert "test.timeout is no finite number" in str(refused.value)


def test_every_mistake_is_told_at_its_place_in_json() -> None:
    text = """\
{"profiles": [
  {"title": "abc", "endpoint": "https://h/", "body": {
    "message_id": "<message_id>"
  }},
  {"title": null, "endpoint": 3, "body": [4], "bodyformat": "x",
   "headers": [{"name": "x"}, {"name": "a b", "value": ""}],
   "test": {"verify": "no", "response_limit": 1.5}},
  17,
  {"title": "ab", "endpoint": "https://h/", "body": "{\\n\\"a\\": }"}
]}"""
    profiles, problems = check_file(text.encode(), CATALOG)
    assert [(problem.path, problem.line, problem.column) for problem in problems] == [
        ("profiles.1.title", 5, 13),
        ("profiles.1.endpoint", 5, 31),
        ("profiles.1.body", 5, 42),
        ("profiles.1.bodyformat", 5, 47),
        ("profiles.1.headers.0.value", 6, 16),
        ("profiles.1.headers.1.name", 6, 40),
        ("profiles.1.test.verify", 7, 23),
        ("profiles.1.test.response_limit", 7, 47),
        ("profiles.2", 8, 3),
        ("profiles.3.title", 9, 13),
        ("profiles.3.body", 9, 53),
    ]
    assert "null" in problems[0].message
    assert "line 2, column 6" in problems[-1].message
    assert profiles[0] == CallbackProfile(
        title="abc", endpoint="https://h/", body='{\n  "message_id": "<message_id>"\n}'
    )


def test_what_stands_beside_a_mistake_is_looked_at_too() -> None:
    text = """\
{"title": "abc", "endpoint": "https://h/", "body": "{\\"a\\": \\"<message_id>\\"}",
 "headers": [7, {"name": "Host", "value": 1}, {"name": "b c", "value": "x"}],
 "encryption": {"algorithm": "AES-255-GCM", "key": "short", "iv": 3, "parameters": [1, "mesage_id"]}}"""
    _, problems = check_file(text.encode(), CATALOG)
    assert [problem.path for problem in problems if problem.is_error] == [
        "headers.0",
        "headers.1.name",
        "headers.1.value",
        "headers.2.name",
        "encryption.algorithm",
        "encryption.iv",
        "encryption.parameters.0",
        "encryption.parameters.1",
    ]


def test_a_time_of_toml_in_a_body_is_told_at_its_place() -> None:
    text = 'title = "abc"\nendpoint = "https://h/"\n[body]\nday = 1979-05-27\nc = [1, {at = 07:32:00}]\n'
    told = {problem.path: (problem.line, problem.column) for problem in check_file(text.encode(), CATALOG)[1]}
    assert told == {"body.day": (4, 7), "body.c.1.at": (5, 15)}


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "", "empty"),
        (b"\n \r\n", "", "empty"),
        (b"\xff\xfet\x00", "", "UTF-16"),
        (b"title = '\xe9'", "", "0xe9"),
        (b"a\nb\x00", "", "NUL"),
        (b"x" * (4 * 1024 * 1024 + 1), "", "4 MiB"),
        (b"title", "", "="),
        (b"title = abc", "", "quotes"),
        (b"title = 'a", "", "not closed"),
        (b'title = "a\nb"', "", "not closed in its line"),
        (b'title = "C:\\hooks"', "", "\\\\"),
        (b"title = 'a' channel = 'b'", "", "new line"),
        (b"title = 'a'\ntitle = 'b'", "", "second time"),
        (b"[a]\n[a]", "", "second time"),
        (b"a = [1, 2", "", "]"),
        (b"a = {b = 1", "", "}"),
        (b"= 3", "", "key"),
        (b"[a", "", "]"),
        (b"a = 1\rb = 2", "", ""),
        (b"a = " + b"9" * 5000, "", "cannot be read"),
        (b"a = " + b"[" * 100_000, "", "too deep"),
        (b"a" + b".a" * 200_000 + b" = 1", "", "100 parts"),
        (b"[" * 100_000, "x.json", "100 deep"),
        (b'{"a":' * 100_000, "", "100 deep"),
        (b'{"title": "a",}', "", "comma"),
        (b'{"title": "a", "title": "b"}', "", "twice"),
        (b"{'title': 'a'}", "", "double quotes"),
        (b'{"title": "\\ud800", "endpoint": "x"}', "", "half"),
        (b'{"title": NaN}', "", "NaN"),
        (b"3", "x.json", "a number"),
        (b'{"profiles": {}}', "", "list"),
        (b'{"profiles": [], "title": "x"}', "", "beside"),
        (b'{"profiles": [[]]}', "", "a list"),
        (b"title = 'a'", "x.json", "quotes"),
        (b'{"title": "a"}', "x.toml", "key"),
        (b'{"title": "abc", "endpoint": "x", "id": "7"}', "", "profile ID"),
        (b'{"title": "abc", "endpoint": "x", "created_at": "now"}', "", "UTC"),
    ],
)
def test_a_file_that_holds_no_profile_says_why_and_what_to_do(data: bytes, name: str, word: str) -> None:
    problems = problems_of(data, name)
    assert any(word in problem.sentence for problem in problems), problems
    assert all(problem.path and problem.message and problem.advice for problem in problems)
    assert all("\n" not in str(problem) for problem in problems)


def test_line_and_column_of_a_broken_file_are_the_files() -> None:
    assert [(p.line, p.column) for p in problems_of(b"\xef\xbb\xbftitle = 'abc'\r\nendpoint == 'x'\r\n")] == [
        (2, 11)
    ]
    assert [(p.line, p.column) for p in problems_of('{\n "title": "é" "x"}')] == [(2, 14)]
    assert [(p.line, p.column) for p in problems_of("title = 'é€'\nx = '".encode() + b"\xff'")] == [(2, 6)]


def test_a_large_import_may_ask_for_more_room() -> None:
    text = write_profiles([GOOD] * 25_000, form="json", reveal=True)
    assert len(text) > 4 * 1024 * 1024
    assert problems_of(text)[0].message == "The file is larger than 4 MiB"
    assert len(read_profiles(text.encode(), max_bytes=len(text))) == 25_000
