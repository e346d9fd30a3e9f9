from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import EMAIL, NAMES, SOME, bodies

from wizard.profile import (
    BodyError,
    clipboard_text,
    format_body,
    insert,
    merge,
    remove,
    selected,
    set_variables,
)

some_names = st.lists(st.sampled_from(NAMES), unique=True)


def test_the_clipboard_gets_an_object_ready_to_paste() -> None:
    text = clipboard_text(["message_id", "delivery_status"])
    assert text == '{\n  "message_id": "<message_id>",\n  "delivery_status": "<delivery_status>"\n}'
    assert json.loads(clipboard_text(NAMES)) == {name: f"<{name}>" for name in NAMES}
    assert clipboard_text([]) == "{}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '{\n  "message_id": "<message_id>"\n}'),
        (" \n", '{\n  "message_id": "<message_id>"\n}'),
        ("{}", '{\n  "message_id": "<message_id>"\n}'),
        ('{\n    "a": 1\n}', '{\n    "a": 1,\n    "message_id": "<message_id>"\n}'),
        ('{\r\n\t"a": 1\r\n}\r\n', '{\r\n\t"a": 1,\r\n\t"message_id": "<message_id>"\r\n}\r\n'),
        ('{"a": [1, {"b": 2}]}', '{"a": [1, {"b": 2}],\n  "message_id": "<message_id>"\n}'),
        ('{"message_id": "fixed"}', '{"message_id": "fixed",\n  "message_id_2": "<message_id>"\n}'),
        ('{"a": "id <message_id>"}', '{"a": "id <message_id>"}'),
    ],
)
def test_insert_adds_what_is_not_there_yet_and_leaves_the_rest(before: str, after: str) -> None:
    assert insert(before, ["message_id"]) == after


def test_insert_of_nothing_changes_nothing() -> None:
    assert insert('{"a": 1}', []) == '{"a": 1}'
    assert insert("", []) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": "<message_id>"}', "{}"),
        ('{"a": "<message_id>", "b": 1}', '{"b": 1}'),
        ('{"b": 1, "a": "<message_id>"}', '{"b": 1}'),
        ('{"b": 1, "a": "<message_id>", "c": 2}', '{"b": 1, "c": 2}'),
        ('{\n  "a": "<message_id>",\n  "b": 1,\n  "c": "<message_id>"\n}', '{\n  "b": 1\n}'),
        ('{"a": {"b": "<message_id>"}, "c": ["<message_id>", 1, "<message_id>"]}', '{"a": {}, "c": [1]}'),
        ('{"a": "id <message_id>!"}', '{"a": "id !"}'),
        ('{"a": "\\u003cmessage_id>", "b": 1.50}', '{"b": 1.50}'),
        ('{"a": "<mess<message_id>age_id>"}', "{}"),
        ('{"<message_id>": "x"}', '{"<message_id>": "x"}'),
        ("", ""),
    ],
)
def test_remove_takes_the_placeholder_and_what_held_nothing_else(before: str, after: str) -> None:
    assert remove(before, ["message_id"]) == after


@pytest.mark.parametrize(
    "text",
    [
        '["<message_id>"]',
        '{"a": "<message_id>"',
        '{"a": "<message_id>',
        '{"a": 1, "a": "<message_id>"}',
        '"<message_id>"',
    ],
)
def test_a_body_that_is_no_object_is_not_changed_but_explained(text: str) -> None:
    changes: list[Callable[[], str]] = [
        lambda: insert(text, ["error_code"]),
        lambda: remove(text, ["message_id"]),
        lambda: merge(text, "{}"),
    ]
    for change in changes:
        with pytest.raises(BodyError) as caught:
            change()
        assert caught.value.problem.path == "body"
        assert caught.value.problem.line == 1


@SOME
@given(bodies(), some_names)
def test_after_insert_they_are_selected_and_nothing_else_has_changed(text: str, names: list[str]) -> None:
    before = selected(text, EMAIL)
    after = insert(text, names)
    assert set(selected(after, EMAIL)) == {*before, *names}
    old, new = json.loads(text), json.loads(after)
    assert list(new)[: len(old)] == list(old)
    assert {key: new[key] for key in old} == old
    assert len(new) == len(old) + len(set(names) - set(before))
    assert insert(after, names) == after


@SOME
@given(bodies(), some_names)
def test_after_remove_they_are_not_selected_and_the_others_are(text: str, names: list[str]) -> None:
    before = selected(text, EMAIL)
    after = remove(text, names)
    json.loads(after)
    assert selected(after, EMAIL) == tuple(name for name in before if name not in names)
    assert remove(after, names) == after


@SOME
@given(bodies(), some_names)
def test_ticking_makes_the_selection_exactly_what_is_ticked(text: str, names: list[str]) -> None:
    after = set_variables(text, names, EMAIL)
    assert set(selected(after, EMAIL)) == set(names)
    json.loads(after)


@SOME
@given(bodies(), some_names)
def test_what_is_inserted_is_removed_without_a_trace_in_the_data(text: str, names: list[str]) -> None:
    new = [name for name in names if name not in selected(text, EMAIL)]
    assert json.loads(remove(insert(text, new), new)) == json.loads(text)


@pytest.mark.parametrize(
    ("before", "pasted", "after"),
    [
        ('{"a": 1}', '{"b": 2}', {"a": 1, "b": 2}),
        ('{"a": 1, "b": [1]}', '{"b": {"c": "<message_id>"}}', {"a": 1, "b": {"c": "<message_id>"}}),
        ('{"a": 1}', '"b": "<b>"\n"c": "<c>"\n', {"a": 1, "b": "<b>", "c": "<c>"}),
        ('{"a": 1}', ' "b": "<b>",\n "c": "<c>",\n', {"a": 1, "b": "<b>", "c": "<c>"}),
        ('{"a": 1}', '"b": {"x": 1}, "c": 2', {"a": 1, "b": {"x": 1}, "c": 2}),
        ("", '"b": 1', {"b": 1}),
        ("", '{"b":   1}', {"b": 1}),
        ('{"a": 1}', "  ", {"a": 1}),
        ("{}", "{}", {}),
    ],
)
def test_pasted_entries_are_merged(before: str, pasted: str, after: object) -> None:
    assert json.loads(merge(before, pasted)) == after


def test_merging_keeps_both_texts_as_typed() -> None:
    assert (
        merge('{"a": 1.50,  "b": 2}', '{"b": 3.0, "c": "\\u00e9"}')
        == '{"a": 1.50,  "b": 3.0,\n  "c": "\\u00e9"\n}'
    )
    assert merge("", '\n{"b":   1}\n') == '{"b":   1}'


def test_what_is_no_json_cannot_be_merged() -> None:
    with pytest.raises(BodyError, match="pasted is not JSON"):
        merge("{}", "hello")


def test_pretty_printing_keeps_every_text_and_number() -> None:
    assert format_body('{"a":[1.50,{"b":[]},"\\u00e9 <x>"],"c":{}}') == (
        '{\n  "a": [\n    1.50,\n    {\n      "b": []\n    },\n    "\\u00e9 <x>"\n  ],\n  "c": {}\n}'
    )
    assert format_body("{ }") == "{}"
    assert format_body("") == ""
    with pytest.raises(BodyError):
        format_body("{")


@SOME
@given(bodies())
def test_pretty_printing_changes_nothing_but_space(text: str) -> None:
    pretty = format_body(text)
    assert json.loads(pretty) == json.loads(text)
    assert (
        pretty == json.dumps(json.loads(text), indent=2, ensure_ascii="\\u" in text)
        or "\\u" in text
        or "e" in text
    )
    assert format_body(pretty) == pretty
