from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from profile_makers import CATALOG, FEW, GOOD, changed, profiles

from wizard.profile import (
    CallbackProfile,
    Encryption,
    Header,
    ProfileFileError,
    TestSettings,
    check_file,
    profile_schema,
    read_profiles,
    to_document,
)

SCHEMA = profile_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

FULL = to_document(
    changed(
        headers=(Header(name="a", value="b", secret=True),),
        encryption=Encryption(key="${K}", iv="${I}", parameters=("message_id",)),
        test=TestSettings(timeout=3.0, verify=False),
        value_sets={"x": {"error_code": "1"}},
    ),
    reveal=True,
)


def allowed(document: Any) -> bool:
    return bool(VALIDATOR.is_valid(document))


def accepted(document: Any) -> bool:
    try:
        read_profiles(json.dumps(document).encode(), name="x.json")
    except ProfileFileError:
        return False
    return True


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(profile_schema(CATALOG))
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_it_allows_one_profile_several_and_a_body_as_an_object() -> None:
    for document in (FULL, [FULL, FULL], {"profiles": [FULL]}, [], {**FULL, "body": {"a": 1}}):
        assert allowed(document)
        assert accepted(document)


WRONG: list[Any] = [None, True, 3, 1.5, "text", "", [], [3], {}, {"x": 1}, [[]], [{}]]


@pytest.mark.parametrize("path", [(key,) for key in FULL] + [
    ("headers", 0, "name"), ("headers", 0, "value"), ("headers", 0, "secret"), ("headers", 0),
    ("encryption", "key"), ("encryption", "parameters"), ("encryption", "tag"), ("test", "timeout"),
    ("test", "verify"), ("value_sets", "x"), ("value_sets", "x", "error_code"),
])  # fmt: skip
def test_what_the_schema_allows_is_accepted_and_what_has_no_shape_is_allowed_by_neither(
    path: tuple[Any, ...],
) -> None:
    for value in WRONG:
        document = json.loads(json.dumps(FULL))
        place = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        if allowed(document):
            assert accepted(document), (path, value)
        if not accepted(document):
            assert not allowed(document), (path, value)
        elif not allowed(document):
            # The choices and bounds that the schema lists are rules of `check`.
            _, problems = check_file(json.dumps(document).encode(), CATALOG)
            assert any(problem.is_error for problem in problems), (path, value)


@pytest.mark.parametrize("key", ["title", "endpoint"])
def test_title_and_endpoint_are_due(key: str) -> None:
    document = {name: value for name, value in FULL.items() if name != key}
    assert not allowed(document)
    assert not accepted(document)


@pytest.mark.parametrize("place", [(), ("headers", 0), ("encryption",), ("test",)])
def test_unknown_keys_are_refused_everywhere(place: tuple[Any, ...]) -> None:
    document = json.loads(json.dumps(FULL))
    inner = document
    for key in place:
        inner = inner[key]
    inner["unheard_of"] = 1
    assert not allowed(document)
    assert not accepted(document)


@FEW
@given(profiles)
def test_every_document_that_is_written_and_valid_is_allowed(profile: CallbackProfile) -> None:
    document = {key: value for key, value in to_document(profile, reveal=True).items() if value}
    problems = check_file(json.dumps(document).encode(), CATALOG)[1]
    if not any(problem.is_error for problem in problems):
        assert allowed(document)
    if allowed(document):
        assert accepted(document)


def test_editors_get_the_help_of_the_form() -> None:
    properties = profile_schema(CATALOG)["$defs"]["CallbackProfile"]["properties"]
    assert properties["title"]["description"] == CATALOG.fields["title"].help
    assert properties["channel"]["enum"] == ["email"]
    assert properties["body"]["type"] == ["string", "object"]
    assert GOOD.title in properties["title"]["examples"]
