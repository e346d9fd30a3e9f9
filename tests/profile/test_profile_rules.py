from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from profile_makers import CATALOG, EMAIL, GOOD, IV, KEYS, SOME, changed, found, paths, profiles

from wizard.profile import (
    ALGORITHMS,
    CallbackProfile,
    Encryption,
    Header,
    TestSettings,
    check,
    check_change,
    complete,
    defaults,
)


def test_a_good_profile_has_no_problem() -> None:
    assert found(GOOD) == []


def test_a_new_profile_has_its_channels_event_and_method_set() -> None:
    new = defaults(EMAIL)
    assert (new.channel, new.events, new.method) == ("email", ("Email Send",), "POST")
    assert complete(CallbackProfile(title="abc"), CATALOG).events == ("Email Send",)
    assert complete(GOOD, CATALOG) is GOOD


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_form() -> None:
    wrong = CallbackProfile(
        id="1",
        title="a!",
        events=("Email Sent",),
        method="GET",
        endpoint="hooks",
        body="{",
        body_format="xml",
        headers=(Header(name="", value=""), Header(name="Host", value="x")),
        encryption=Encryption(algorithm="AES", key="", iv="", parameters=("id",), encoding="b", tag="t"),
        test=TestSettings(timeout=0, response_limit=-1),
        value_sets={" ": {}},
        created_at="x",
    )
    assert paths(found(wrong)) == [
        "title", "events.0", "method", "endpoint", "body", "body_format", "headers.0.name", "headers.1.name",
        "encryption.algorithm", "encryption.key", "encryption.iv", "encryption.encoding", "encryption.tag",
        "encryption.parameters.0", "test.timeout", "test.response_limit", "value_sets", "id", "created_at",
    ]  # fmt: skip
    assert all(problem.message and problem.advice for problem in found(wrong))


@pytest.mark.parametrize(
    "title", ["abc", "email_callback_profile", "Bounce watcher - 2", "été 2024", "नमस्ते दुनिया", "東京の"]
)
def test_titles_of_letters_digits_spaces_hyphens_and_underscores(title: str) -> None:
    assert found(changed(title=title)) == []


@pytest.mark.parametrize(
    "title",
    ["", "  ", "ab", " a ", "abc!", "a.b.c", "abc\n", "a\tbc", "abc\u200b", "a/b/c", "abc😀", "<b>abc"],
)
def test_other_titles_are_refused(title: str) -> None:
    assert paths(found(changed(title=title))) == ["title"]


def test_a_title_is_told_of_everything_that_it_cannot_hold() -> None:
    assert found(changed(title="<a>, b! <c>"))[0].message == "A title cannot hold < > , !"
    assert found(changed(title="abc !\"#$%&'()*"))[0].message == "A title cannot hold ! \" # $ % & ' ( …"


@pytest.mark.parametrize(
    ("fields", "path", "word"),
    [
        ({"channel": ""}, "channel", "email"),
        ({"channel": "emial"}, "channel", "did you mean email?"),
        ({"channel": "Email"}, "channel", "did you mean email?"),
        ({"method": "GET"}, "method", "GET has no body"),
        ({"method": "PUT"}, "method", "POST bodies only"),
        ({"method": "DELETE"}, "method", "DELETE has no body"),
        ({"method": "post"}, "method", "POST"),
        ({"method": "BREW"}, "method", "choose POST"),
        ({"method": ""}, "method", "choose POST"),
        ({"events": ("email send",)}, "events.0", "did you mean Email Send?"),
        ({"events": ("Email Send", "Email Send")}, "events.1", "twice"),
        ({"body_format": "JSON"}, "body_format", "did you mean json?"),
        ({"body_format": "multipart"}, "body_format", "form-data"),
        ({"body": ""}, "body", "empty"),
        ({"value_sets": {"": {}}}, "value_sets", "name"),
    ],
)
def test_each_choice_says_what_can_be_chosen(fields: dict[str, Any], path: str, word: str) -> None:
    problems = [problem for problem in found(changed(**fields)) if problem.is_error]
    assert problems[0].path == path
    assert word in problems[0].sentence


def test_an_event_may_be_left_to_the_channel_that_has_only_one() -> None:
    assert found(changed(events=())) == []


SEALED = Encryption(algorithm="AES-256-CFB", key=KEYS["AES-256"], iv=IV)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_with_its_key_is_valid_and_gcm_is_warned_of(algorithm: str) -> None:
    encryption = Encryption(algorithm=algorithm, key=KEYS[algorithm[:7]], iv=IV)
    problems = found(changed(encryption=encryption))
    assert paths(problems) == []
    assert paths(problems, "warning") == (["encryption.algorithm"] if algorithm.endswith("GCM") else [])
    assert all("nonce" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("fields", "path", "severity", "word"),
    [
        ({"key": KEYS["AES-128"]}, "encryption.key", "error", "16 characters missing"),
        ({"key": KEYS["AES-256"] + "xy"}, "encryption.key", "error", "2 characters too many"),
        ({"key": "é" * 32}, "encryption.key", "error", "has 64 bytes"),
        ({"key": ""}, "encryption.key", "error", "missing"),
        ({"key": "hex:" + "0" * 62}, "encryption.key", "error", "1 byte missing"),
        ({"key": "hex:xyz"}, "encryption.key", "error", "0-9"),
        ({"key": "base64:!"}, "encryption.key", "error", "copy it again"),
        ({"key": "\ud800" * 11}, "encryption.key", "error", "half"),
        ({"key": "${my-key}" + "x" * 23}, "encryption.key", "warning", "begins no name"),
        ({"iv": IV[:12]}, "encryption.iv", "error", "4 characters missing"),
        ({"iv": ""}, "encryption.iv", "error", "missing"),
        ({"algorithm": "AES-256-CBC"}, "encryption.algorithm", "error", "did you mean AES-256-CFB?"),
        ({"algorithm": ""}, "encryption.algorithm", "error", "AES-128-CFB"),
        ({"encoding": "base46"}, "encryption.encoding", "error", "did you mean base64?"),
        ({"tag": "middle"}, "encryption.tag", "error", "after, before"),
        ({"parameters": ()}, "encryption.parameters", "warning", "nothing is encrypted"),
        ({"parameters": ("from_mail",)}, "encryption.parameters.0", "warning", "not in the request body"),
        ({"parameters": ("message_id", "message_id")}, "encryption.parameters.1", "warning", "twice"),
        ({"parameters": ("messageid",)}, "encryption.parameters.0", "error", "did you mean message_id?"),
    ],
)
def test_the_rules_of_encryption(fields: dict[str, Any], path: str, severity: str, word: str) -> None:
    problems = found(changed(encryption=msgspec.structs.replace(SEALED, **fields)))
    problem = next(problem for problem in problems if problem.path == path)
    assert problem.severity == severity
    assert word in problem.sentence
    assert paths(problems, "error" if severity == "warning" else "warning") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "${HOOK_KEY}"},
        {"key": "hex:${HOOK_KEY}"},
        {"iv": "x${HOOK_IV}y"},
        {"key": "hex:" + "0" * 64},
        {"key": "$${" + "x" * 30},
        {"iv": "é" * 8},
        {"parameters": ("delivery_status", "message_id")},
    ],
)
def test_keys_from_the_environment_and_other_spellings_are_valid(fields: dict[str, Any]) -> None:
    assert found(changed(encryption=msgspec.structs.replace(SEALED, **fields))) == []


@pytest.mark.parametrize(
    ("fields", "path", "severity"),
    [
        ({"timeout": 0.0}, "test.timeout", "error"),
        ({"timeout": -1.0}, "test.timeout", "error"),
        ({"timeout": float("nan")}, "test.timeout", "error"),
        ({"timeout": float("inf")}, "test.timeout", "error"),
        ({"connect_timeout": 11.0}, "test.connect_timeout", "error"),
        ({"connect_timeout": 2.0, "timeout": 1.0}, "test.connect_timeout", "error"),
        ({"response_limit": -1}, "test.response_limit", "error"),
        ({"response_limit": 1 << 40}, "test.response_limit", "error"),
        ({"client_key": "key.pem"}, "test.client_certificate", "error"),
        ({"ca_file": "a\0b"}, "test.ca_file", "error"),
        ({"verify": False}, "test.verify", "warning"),
        ({"proxy": "proxy:8080"}, "test.proxy", "error"),
        ({"proxy": "socks5://proxy:8080"}, "test.proxy", "error"),
        ({"proxy": "http://"}, "test.proxy", "error"),
        ({"proxy": "http://user:pw@proxy:8080"}, "test.proxy", "error"),
        ({"proxy": "http://${USER}:pw@proxy:8080"}, "test.proxy", "error"),
    ],
)
def test_the_rules_of_test_settings(fields: dict[str, Any], path: str, severity: str) -> None:
    problems = found(changed(test=TestSettings(**fields)))
    assert [(problem.path, problem.severity) for problem in problems] == [(path, severity)]


@pytest.mark.parametrize(
    "fields",
    [
        {"proxy": "http://proxy:8080"},
        {"proxy": "none"},
        {"proxy": "${HTTPS_PROXY}"},
        {"proxy": "http://${USER}:${PASSWORD}@proxy:8080/"},
        {"client_certificate": "a.pem", "client_key": "b.pem", "ca_file": "~/ca.pem"},
        {"connect_timeout": 10.0, "response_limit": 0},
        {"timeout": 1.0},
    ],
)
def test_settings_that_can_be_used_are_valid(fields: dict[str, Any]) -> None:
    assert found(changed(test=TestSettings(**fields))) == []


def test_a_value_of_an_unknown_variable_is_warned_of() -> None:
    problems = found(changed(value_sets={"bounced": {"error_cod": "550", "error_code": "550"}}))
    assert [(problem.path, problem.severity) for problem in problems] == [
        ("value_sets.bounced.error_cod", "warning")
    ]
    assert "did you mean error_code?" in problems[0].sentence


@SOME
@given(profiles)
def test_no_profile_breaks_the_rules(profile: CallbackProfile) -> None:
    for problem in check(profile, CATALOG):
        assert problem.path
        assert problem.message
        assert "\n" not in problem.sentence


SAVED = changed(id="IN_453d2677-2c91-4610-9c01-eefbeec5f697", created_at="2023-09-29T11:23:35Z")


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"body": '{"error_code": "<error_code>"}'}, []),
        ({"modified_at": "2024-01-01T00:00:00Z"}, []),
        ({"test": TestSettings(timeout=3)}, []),
        ({"value_sets": {"mine": {"error_code": "1"}}}, []),
        ({"events": ()}, []),
        ({"title": "another"}, ["title"]),
        ({"endpoint": "https://elsewhere.example/"}, ["endpoint"]),
        ({"method": "PUT"}, ["method"]),
        ({"body_format": "urlencoded"}, ["body_format"]),
        ({"headers": (Header(name="a", value="b"),)}, ["headers"]),
        ({"encryption": SEALED}, ["encryption"]),
        ({"id": "IN_453d2677-2c91-4610-9c01-eefbeec5f698"}, ["id"]),
        ({"channel": "sms"}, ["channel"]),
        ({"channel": "sms", "title": "another", "body": "{}"}, ["channel", "title"]),
    ],
)
def test_of_a_saved_email_profile_only_the_variables_may_change(
    fields: dict[str, Any], refused: list[str]
) -> None:
    problems = check_change(SAVED, msgspec.structs.replace(SAVED, **fields), CATALOG)
    assert [problem.path for problem in problems] == refused
    assert all("Duplicate" in problem.sentence for problem in problems)


def test_a_saved_profile_that_stays_as_it_is_breaks_no_rule() -> None:
    assert check_change(SAVED, SAVED, CATALOG) == []
