"""Bodies are opened by their profile, whatever their format, and what a person pastes is understood."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from doctor_cases import IV, KEYS

from wizard.callback.request import build_request
from wizard.callback.values import fresh_values
from wizard.catalog import load_catalog
from wizard.profile.body_edit import clipboard_text
from wizard.profile.model import ALGORITHMS, BODY_FORMATS, ENCODINGS, CallbackProfile, Encryption
from wizard.receiver.opening import NoEncryption, Opener, open_pasted

CHANNEL = load_catalog().channel("email")
assert CHANNEL is not None
KEY = KEYS[256]
NESTED = json.dumps(
    {
        "id": "<message_id>",
        "data": {"state": "status: <delivery_status>!", "tries": [1, "<error_code>"]},
        "fixed": "as it is",
        "n": 5,
    }
)


def profile(**more: Any) -> CallbackProfile:
    settings: dict[str, Any] = {
        "title": "hooks",
        "endpoint": "http://127.0.0.1:1/hook",
        "body": clipboard_text(CHANNEL.variable_names),
        "encryption": Encryption(key=KEY, iv=IV),
    }
    return CallbackProfile(**(settings | more))


@pytest.mark.parametrize("body_format", BODY_FORMATS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_we_send_opens(algorithm: str, body_format: str) -> None:
    for encoding in ENCODINGS:
        for tag in ("after", "before"):
            key = KEYS[int(algorithm.split("-")[1])]
            encryption = Encryption(algorithm=algorithm, key=key, iv=IV, encoding=encoding, tag=tag)
            made = profile(encryption=encryption, body_format=body_format)
            values = fresh_values(CHANNEL, "Bounce")
            request = build_request(made, values, {})
            report = Opener(made, CHANNEL, {}).open_body(request.body, dict(request.headers)["content-type"])
            assert report.all_opened
            assert {value.name: value.value for value in report.values} == values
            pasted = open_pasted(request.raw, made, CHANNEL, {})
            assert {value.name: value.value for value in pasted.values} == values


@pytest.mark.parametrize("body_format", BODY_FORMATS)
def test_renamed_nested_and_embedded_variables_are_found(body_format: str) -> None:
    made = profile(body=NESTED, body_format=body_format)
    request = build_request(made, fresh_values(CHANNEL, "Bounce"), {})
    report = open_pasted(request.body, made, CHANNEL, {})
    assert report.all_opened
    assert [(value.name, value.field) for value in report.values] == [
        ("message_id", "id"),
        ("delivery_status", "data.state"),
        ("error_code", "data.tries.1"),
    ]


def test_values_in_a_query() -> None:
    made = profile(method="GET", endpoint="http://127.0.0.1:1/hook?s=<delivery_status>&fixed=1", body="")
    request = build_request(made, fresh_values(CHANNEL, "Bounce"), {})
    report = open_pasted(request.raw, made, CHANNEL, {})
    assert [(value.name, value.field, value.value) for value in report.values] == [
        ("delivery_status", "s", "Bounce")
    ]


@pytest.mark.parametrize("wire", ["base64", "raw", "quoted", "field"])
def test_the_whole_body_encrypted(wire: str) -> None:
    plain = b'{"message_id": "64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1", "delivery_status": "Bounce"}'
    data = AESGCM(KEY.encode()).encrypt(IV.encode(), plain, None)
    text = base64.b64encode(data)
    body = {"base64": text, "raw": data, "quoted": b'"' + text + b'"', "field": b'{"data": "' + text + b'"}'}[
        wire
    ]
    (report,) = Opener(profile(), CHANNEL, {}).open_body(body).values
    assert (report.name, report.opened, report.diagnosis) == ("body", False, "whole-body")
    assert report.value == plain.decode()


def test_a_single_value_is_taken_as_one() -> None:
    data = AESGCM(KEY.encode()).encrypt(IV.encode(), b"Bounce", None)
    for text in (
        base64.b64encode(data),
        base64.b64encode(data) + b"\n",
        b'"' + base64.b64encode(data) + b'"',
    ):
        (report,) = open_pasted(text, profile(), CHANNEL, {}).values
        assert (report.opened, report.value) == (True, "Bounce")


def test_parameters_say_what_is_encrypted() -> None:
    some = Encryption(key=KEY, iv=IV, parameters=("message_id",))
    request = build_request(profile(encryption=some), fresh_values(CHANNEL, "Open"), {})
    (report,) = Opener(profile(encryption=some), CHANNEL, {}).open_body(request.body).values
    assert (report.name, report.opened) == ("message_id", True)
    every = Opener(profile(), CHANNEL, {}).open_body(request.body).values
    plain = next(report for report in every if report.name == "delivery_status")
    assert (plain.diagnosis, plain.settings) == ("not-encrypted", {"parameters": ["message_id"]})
    all_sent = build_request(profile(), fresh_values(CHANNEL, "Open"), {})
    reports = Opener(profile(encryption=some), CHANNEL, {}).open_body(all_sent.body).values
    unexpected = next(report for report in reports if report.name == "delivery_status")
    assert (unexpected.diagnosis, unexpected.value) == ("not-in-parameters", "Open")
    assert unexpected.settings == {"parameters": ["delivery_status", "message_id"]}


def test_a_profile_without_encryption_says_so() -> None:
    with pytest.raises(NoEncryption, match="encrypts nothing"):
        open_pasted(b"{}", profile(encryption=None), CHANNEL, {})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe{",
        b"{" * 5000,
        b"[" * 200_000,
        b'{"message_id": 5, "delivery_status": null, "from_mail": {"a": []}}',
        b'{"message_id": "\\ud800"}',
        b"--x\r\n\r\n--x--",
        b"a=1&&=&%zz=%",
        b"1" * 100_000,
        b'{"a":' + b"9" * 10_000 + b"}",
    ],
)
@pytest.mark.parametrize("body_format", BODY_FORMATS)
def test_junk_is_borne(body: bytes, body_format: str) -> None:
    made = profile(body_format=body_format, body=NESTED)
    opener = Opener(made, CHANNEL, {})
    assert not opener.open_body(body, "multipart/form-data; boundary=x").all_opened
    assert not opener.open_body(body, "", "gzip").all_opened
    assert not open_pasted(body, made, CHANNEL, {}).all_opened


def test_junk_between_many_placeholders_takes_no_time() -> None:
    text = json.dumps({"all": "a".join(f"<{name}>" for name in CHANNEL.variable_names)})
    opener = Opener(profile(body=text), CHANNEL, {})
    found = opener.found_in(opener.open_body(json.dumps({"all": "a" * 200_000}).encode()).body)
    assert len(found) == len(CHANNEL.variable_names)
