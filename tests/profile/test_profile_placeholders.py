from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import EMAIL, HOSTILE, NAMES, SOME, bodies, values

from wizard.profile import check_body, fields, placeholders, selected, substitute
from wizard.profile.body import Placeholder


def filled(data: Any, given_values: dict[str, str]) -> Any:
    """The data with its placeholders filled: what a body means, said in Python alone."""
    if isinstance(data, dict):
        return {key: filled(inner, given_values) for key, inner in data.items()}
    if isinstance(data, list):
        return [filled(inner, given_values) for inner in data]
    if isinstance(data, str):
        return re.sub(
            "<([A-Za-z][A-Za-z0-9_.:-]*)>", lambda match: given_values.get(match[1], match[0]), data
        )
    return data


@SOME
@given(bodies(), st.dictionaries(st.sampled_from(NAMES), values))
def test_any_value_in_any_body_comes_out_of_a_standard_parser_as_it_was(
    text: str, chosen: dict[str, str]
) -> None:
    assert json.loads(substitute(text, chosen)) == filled(json.loads(text), chosen)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_stay_inside_their_string(value: str) -> None:
    body = '{"a": "<message_id>", "b": "x<message_id>y<message_id>", "c": ["\\u003cmessage_id>"], "d": "e"}'
    sent = substitute(body, {"message_id": value})
    assert json.loads(sent) == {"a": value, "b": f"x{value}y{value}", "c": [value], "d": "e"}
    sent.encode()


def test_what_is_typed_stays_as_typed() -> None:
    body = '{ "b" :1.50,\t"a":\r\n"caf\\u00e9 <message_id> \\/",  "n":[1E5 , -0],"<message_id>":"k" }\n'
    assert substitute(body, {"message_id": "7"}) == body.replace("<message_id> ", "7 ")
    assert substitute(body, {}) == body
    assert substitute(body, {"other": "x"}) == body


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    body = '{"a": "<message_id>", "b": "<error_code>"}'
    sent = substitute(body, {"message_id": "<error_code>", "error_code": "<message_id>"})
    assert json.loads(sent) == {"a": "<error_code>", "b": "<message_id>"}


def test_half_a_character_in_a_value_cannot_break_the_encoding() -> None:
    assert substitute('{"a": "<message_id>"}', {"message_id": "x\ud83d"}).encode() == b'{"a": "x\\ud83d"}'


def test_placeholders_are_found_with_their_places_in_broken_texts_too() -> None:
    text = (
        '{\n  "a": "<message_id> <custom.name:x-1>",\r\n'
        '  "b": <error_code>, "<from_mail>": "<1> <> < a>",\n "c": "<open_>'
    )
    assert placeholders(text) == (
        Placeholder("message_id", 2, 9),
        Placeholder("custom.name:x-1", 2, 22),
        Placeholder("open_", 4, 8),
    )
    assert placeholders("") == ()


def test_a_placeholder_may_be_spelled_with_escapes() -> None:
    assert [
        place.name for place in placeholders('{"a": "\\u003cmessage_id\\u003E \\n<error\\u005fcode>"}')
    ] == [
        "message_id",
        "error_code",
    ]
    assert placeholders('{"a": "\\\\u003cmessage_id>"}') == ()


def test_the_selection_is_what_stands_in_the_body_in_the_order_of_the_list() -> None:
    body = (
        '{"x": "<error_code> of <message_id>", "y": {"z": ["<from_mail>", "<unknown>"]}, "<error_status>": 1}'
    )
    assert selected(body, EMAIL) == ("message_id", "from_mail", "error_code")
    assert selected("", EMAIL) == ()


def test_an_unknown_placeholder_is_warned_of_once_with_the_nearest_name() -> None:
    problems = check_body(
        '{"a": "<message_id>",\n "b": "<delivery_staus>", "c": "<delivery_staus>", "d": "<b>"}', EMAIL
    )
    assert [(problem.severity, problem.line, problem.column) for problem in problems] == [
        ("warning", 2, 8),
        ("warning", 2, 58),
    ]
    assert "did you mean <delivery_status>?" in problems[0].sentence
    assert "as it stands" in problems[1].message


def test_ten_thousand_unknown_placeholders_are_not_ten_thousand_warnings() -> None:
    body = json.dumps({str(number): f"<x{number}>" for number in range(10_000)})
    problems = check_body(body, EMAIL)
    assert len(problems) == 21
    assert "9980 further" in problems[-1].message


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("{}", "no placeholder"),
        ('{"a": "b"}', "no placeholder"),
        ('{"<message_id>": "x <error_code>"}', "stands in a key"),
        ('{"a": "{{message_id}} <error_code>"}', "pointed brackets"),
        ('{"a": "${message_id} <error_code>"}', "pointed brackets"),
        ('{"a": "{message_id} <error_code>"}', "pointed brackets"),
    ],
)
def test_what_will_not_be_filled_is_warned_of(body: str, word: str) -> None:
    problems = check_body(body, EMAIL)
    assert [problem.severity for problem in problems] == ["warning"]
    assert word in problems[0].message


@SOME
@given(bodies())
def test_a_form_has_a_field_for_each_top_level_key(text: str) -> None:
    data = json.loads(text)
    form = fields(text)
    assert [key for key, _ in form] == list(data)
    for (_, sent), value in zip(form, data.values(), strict=True):
        assert sent == value if isinstance(value, str) else json.loads(sent) == value


def test_nested_values_are_sent_as_the_json_that_was_typed() -> None:
    assert fields('{"a": "x\\ny", "b": [1.50,  {"c":"\\u00e9"}], "n": null, "t": true, "i": 1e2}') == (
        ("a", "x\ny"),
        ("b", '[1.50,  {"c":"\\u00e9"}]'),
        ("n", "null"),
        ("t", "true"),
        ("i", "1e2"),
    )
