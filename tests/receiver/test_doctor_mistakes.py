"""The doctor names every mistake that people make, whoever's cipher made the value."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from doctor_cases import IV, KEYS, enc, faults, made_by_node, node_cases, openssl

from wizard.callback.values import fresh_values
from wizard.catalog import load_catalog
from wizard.profile.body_edit import clipboard_text
from wizard.profile.model import CallbackProfile, Encryption
from wizard.receiver.doctor import Doctor, Value, apply
from wizard.receiver.opening import Opener

CHANNEL = load_catalog().channels["email"]
BITS = (128, 192, 256)
MISTAKES = tuple(dict.fromkeys(case["mistake"] for case in node_cases()))


def test_there_are_enough_cases() -> None:
    assert len(node_cases()) >= 360
    assert len(MISTAKES) >= 60


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_body_is_diagnosed(mistake: str) -> None:
    wrong: list[str] = []
    for case in node_cases():
        if case["mistake"] == mistake:
            doctor = Doctor(Encryption(**case["profile"]), channel=CHANNEL, environ={})
            for report in doctor.open_values([Value(name, text) for name, text in case["values"].items()]):
                wrong += faults(case, report, alone=False)
    assert wrong == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_single_value_is_diagnosed(mistake: str) -> None:
    wrong: list[str] = []
    for case in node_cases():
        if case["mistake"] == mistake:
            doctor = Doctor(Encryption(**case["profile"]), channel=CHANNEL, environ={})
            report = doctor.open_value(case["values"]["message_id"], "message_id")
            wrong += faults(case, report, alone=True)
    assert wrong == []


@pytest.mark.parametrize("mistake", [mistake for mistake in MISTAKES if "one's own" not in mistake])
def test_a_change_of_settings_that_is_offered_opens_the_value(mistake: str) -> None:
    for case in node_cases():
        if case["mistake"] == mistake and case["encoding"] == "base64":
            encryption = Encryption(**case["profile"])
            text = case["values"]["message_id"]
            report = Doctor(encryption, channel=CHANNEL, environ={}).open_value(text, "message_id")
            if report.settings and not report.diagnosis.startswith("mode-"):
                changed = apply(encryption, report.settings)
                assert changed is not None
                mended = Doctor(changed, channel=CHANNEL, environ={})
                after = mended.open_value(text, "message_id")
                assert (after.opened, after.value) == (True, report.value), (report, after)


def test_empty_values_share_the_mistake_of_their_body() -> None:
    """A Delivered has no error: where the tag is left away, say, its error values are not \"never encrypted\"."""
    values = fresh_values(CHANNEL, "Delivered")
    assert "" in values.values()
    wrong: list[str] = []
    for case in made_by_node(json.dumps({"plain": values}))["cases"]:
        doctor = Doctor(Encryption(**case["profile"]), channel=CHANNEL, environ={})
        for report in doctor.open_values([Value(name, text) for name, text in case["values"].items()]):
            wrong += [f"{case['mistake']}: {fault}" for fault in faults(case, report, alone=False)]
    assert wrong == []


def test_a_plus_at_the_end_became_a_space_too() -> None:
    """With one of these keys the ciphertext of the recipient ends in a plus: a space that nobody typed."""
    plain = {
        "recipient_mail": "barbara+news@example.com",
        "message_id": "04e4a3f9-50bd-4a14-bad9-4815aa0e12ef:1",
    }
    cases = [
        case
        for case in made_by_node(json.dumps({"plain": plain}))["cases"]
        if case["mistake"] == "spaces for plus" and case["values"]["recipient_mail"].endswith(" ")
    ]
    assert cases
    for case in cases:
        doctor = Doctor(Encryption(**case["profile"]), channel=CHANNEL, environ={})
        reports = doctor.open_values([Value(name, text) for name, text in case["values"].items()])
        assert [(report.diagnosis, report.value) for report in reports] == [
            ("spaces-for-plus", text) if " " in case["values"][name] else ("opened", text)
            for name, text in plain.items()
        ]


@pytest.mark.parametrize("mail", ["user0@example.com", "user4@example.com", "buyer@example.com"])
def test_a_plus_at_either_end_of_a_single_value_became_a_space_too(mail: str) -> None:
    """This key and IV begin every such address with a plus."""
    data = AESGCM(KEYS[256].encode()).encrypt(IV.encode(), mail.encode(), None)
    doctor = Doctor(Encryption(algorithm="AES-256-GCM", key=KEYS[256], iv=IV), channel=CHANNEL)
    text = base64.b64encode(data).decode()
    report = doctor.open_value(f"{text.replace('+', ' ')}\n", "recipient_mail")
    assert (report.diagnosis, report.value) == ("spaces-for-plus" if "+" in text else "opened", mail)
    assert doctor.open_value(f"  {text} ", "recipient_mail").opened


def test_a_text_that_begins_midway_has_another_iv_and_none_in_front() -> None:
    text = "550 5.7.1 Refused: the template of this email is not approved."
    (data,) = openssl(enc("cfb", 128, text, iv=b"another-iv-16-by"))
    doctor = Doctor(Encryption(algorithm="AES-128-CFB", key=KEYS[128], iv=IV), channel=CHANNEL)
    report = doctor.open_value(base64.b64encode(data).decode(), "error_message")
    assert (report.diagnosis, report.value) == ("iv-differs", None)


@pytest.mark.parametrize("how", ["as it is", "in quotes", "in a field"])
def test_a_body_that_was_encrypted_whole(how: str) -> None:
    for case in made_by_node()["bodies"]:
        if case["how"] == how:
            settings = Encryption(**case["profile"])
            body = clipboard_text(CHANNEL.variable_names)
            profile = CallbackProfile(title="hooks", endpoint="http://x/", body=body, encryption=settings)
            (report,) = Opener(profile, CHANNEL, {}).open_body(case["wire"].encode()).values
            assert (report.diagnosis, report.value) == ("whole-body", case["plain"])


TEXT = "64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1"
OPENSSL = {
    "cfb": "opened",
    "cfb8": "mode-cfb8",
    "cbc": "mode-cbc",
    "ctr": "mode-ctr",
    "ecb": "mode-ecb",
    "ofb": "mode-ofb",
}


@pytest.mark.parametrize("mode", OPENSSL)
def test_openssl_modes(mode: str) -> None:
    made = openssl(*(enc(mode, bits, TEXT) for bits in BITS))
    for bits, data in zip(BITS, made, strict=True):
        doctor = Doctor(Encryption(algorithm=f"AES-{bits}-CFB", key=KEYS[bits], iv=IV), channel=CHANNEL)
        report = doctor.open_value(base64.b64encode(data).decode(), "message_id")
        assert (report.diagnosis, report.value) == (OPENSSL[mode], TEXT)


@pytest.mark.parametrize(("more", "how"), [((), "sha256"), (("-md", "md5"), "md5"), (("-pbkdf2",), "pbkdf2")])
def test_openssl_with_a_password(more: tuple[str, ...], how: str) -> None:
    made = openssl(*((TEXT, f"-aes-{bits}-cbc", "-pass", f"pass:{KEYS[bits]}", *more) for bits in BITS))
    for bits, data in zip(BITS, made, strict=True):
        doctor = Doctor(Encryption(algorithm=f"AES-{bits}-CFB", key=KEYS[bits], iv=IV), channel=CHANNEL)
        report = doctor.open_value(base64.b64encode(data).decode(), "message_id")
        assert (report.diagnosis, report.value) == ("password", TEXT)
        assert how in report.advice


@pytest.mark.parametrize("bits", BITS)
def test_openssl_iv_of_zeros_and_hex_keys(bits: int) -> None:
    key = bytes(range(bits // 8))
    zeros, raw = openssl(
        enc("cfb", bits, TEXT, iv=bytes(16)),
        (TEXT, f"-aes-{bits}-cfb", "-K", key.hex(), "-iv", IV.encode().hex()),
    )
    doctor = Doctor(Encryption(algorithm=f"AES-{bits}-CFB", key=KEYS[bits], iv=IV), channel=CHANNEL)
    report = doctor.open_value(base64.b64encode(zeros).decode(), "message_id")
    assert (report.diagnosis, report.value) == ("iv-zeros", TEXT)
    doctor = Doctor(Encryption(algorithm=f"AES-{bits}-CFB", key=key.hex(), iv=IV), channel=CHANNEL)
    report = doctor.open_value(base64.b64encode(raw).decode(), "message_id")
    assert (report.diagnosis, report.value) == ("key-hex", TEXT)
    assert report.settings == {"key": f"hex:{key.hex()}"}
