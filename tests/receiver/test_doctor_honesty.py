"""The doctor claims nothing that it cannot know, keeps secrets in the environment, and bears whatever comes."""

from __future__ import annotations

import base64
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from doctor_cases import IV, KEYS

from wizard.catalog import load_catalog
from wizard.profile.model import ALGORITHMS, ENCODINGS, Encryption
from wizard.profile.references import MissingReference
from wizard.receiver.doctor import Doctor, Value, ValueReport
from wizard.receiver.doctor.modes import Trial, attempt
from wizard.receiver.doctor.words import CODES, advice
from wizard.receiver.doctor.writing import write

CHANNEL = load_catalog().channel("email")
assert CHANNEL is not None
NAMES = (*CHANNEL.variable_names, "", "data")
SIZES = (1, 2, 3, 4, 5, 6, 8, 12, 16, 17, 24, 32, 38, 48, 64, 100, 300)


def doctor_for(algorithm: str, encoding: str = "base64", **more: str) -> Doctor:
    key = KEYS[int(algorithm.split("-")[1])]
    settings = Encryption(algorithm=algorithm, key=key, iv=IV, encoding=encoding, **more)
    return Doctor(settings, channel=CHANNEL, environ={})


def claims(report: ValueReport) -> bool:
    return report.opened or report.value is not None or bool(report.settings)


def seal(text: str, algorithm: str = "AES-256-GCM", iv: str = IV) -> str:
    data = AESGCM(KEYS[int(algorithm.split("-")[1])].encode()).encrypt(iv.encode(), text.encode(), None)
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_random_values_never_open(algorithm: str) -> None:
    source = random.Random(algorithm)
    doctors = [doctor_for(algorithm, encoding) for encoding in ENCODINGS]
    for _ in range(300):
        text = write(source.randbytes(source.choice(SIZES)), source.choice(ENCODINGS))
        report = source.choice(doctors).open_value(text, source.choice(NAMES))
        assert not claims(report), report


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_bodies_of_random_values_never_open(algorithm: str) -> None:
    source = random.Random(algorithm)
    doctor = doctor_for(algorithm)
    for _ in range(20):
        values = [Value(name, write(source.randbytes(source.choice(SIZES)), "base64")) for name in NAMES[:8]]
        assert not any(claims(report) for report in doctor.open_values(values))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_right_key_with_wrong_data_never_opens(algorithm: str) -> None:
    """Data changed on the way, data of another key, and data of another variable."""
    source = random.Random(algorithm)
    doctor = doctor_for(algorithm)
    key = KEYS[int(algorithm.split("-")[1])].encode()
    for _ in range(170):
        plain = source.choice(
            ["Bounce", "64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1", "ada@mail.example"]
        ).encode()
        data = bytearray(AESGCM(source.randbytes(len(key))).encrypt(IV.encode(), plain, None))
        if "GCM" in algorithm and source.random() < 0.5:
            data = bytearray(AESGCM(key).encrypt(IV.encode(), plain, None))
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        report = doctor.open_value(base64.b64encode(data).decode(), "message_id")
        assert not claims(report), report


def test_another_variable_is_said_to_be_unlike() -> None:
    doctor = doctor_for("AES-128-CFB")
    trial = Trial("CFB", KEYS[128].encode(), IV.encode())
    opened = attempt(trial, bytes(60))
    assert opened is not None
    first = opened.plain[:16]  # the key stream of the first block, enough to make a short value by hand
    code = base64.b64encode(bytes(a ^ b for a, b in zip(first, b"550", strict=False))).decode()
    report = doctor.open_value(code, "delivery_status")
    assert (report.opened, report.value) == (False, None)


def test_what_is_too_short_is_called_that() -> None:
    doctor = doctor_for("AES-128-CFB")
    opened = attempt(Trial("CFB", KEYS[128].encode(), IV.encode()), bytes(16))
    assert opened is not None
    wire = base64.b64encode(bytes(a ^ b for a, b in zip(opened.plain, b"421", strict=False))).decode()
    report = doctor.open_value(wire, "error_code")
    assert (report.opened, report.diagnosis, report.guess) == (False, "too-short", "421")
    together = doctor.open_values(
        [
            Value("error_code", wire),
            Value(
                "delivery_status",
                base64.b64encode(
                    bytes(a ^ b for a, b in zip(opened.plain, b"Bounce", strict=False))
                ).decode(),
            ),
        ]
    )
    assert [report.value for report in together] == ["421", "Bounce"]


def test_a_tag_is_proof_and_a_broken_one_is_told_apart() -> None:
    doctor = doctor_for("AES-256-GCM")
    assert doctor.open_value(seal("anything at all")).confidence == "proof"
    data = bytearray(base64.b64decode(seal("64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1")))
    data[-1] ^= 1
    report = doctor.open_value(base64.b64encode(data).decode(), "message_id")
    assert (report.opened, report.value, report.diagnosis) == (False, None, "altered")


def test_one_bad_value_does_not_spoil_its_body() -> None:
    doctor = doctor_for("AES-256-GCM")
    cut = seal("ada.lovelace@mail.example")[:28]
    reports = doctor.open_values(
        [Value("delivery_status", seal("Open")), Value("recipient_mail", cut), Value("error_code", "550")]
    )
    assert [report.diagnosis for report in reports] == ["opened", "cut-short", "not-encrypted"]


def test_empty_values() -> None:
    assert doctor_for("AES-128-CFB").open_value("", "error_code").opened
    assert doctor_for("AES-128-GCM").open_value("", "error_code").diagnosis == "not-encrypted"
    assert doctor_for("AES-128-GCM").open_values([]) == ()


def test_a_reference_stays_a_reference() -> None:
    key = bytes(range(32)).hex()
    settings = Encryption(key="${HOOK_KEY}", iv=IV)
    data = AESGCM(bytes(range(32))).encrypt(IV.encode(), b"Bounce", None)
    doctor = Doctor(settings, channel=CHANNEL, environ={"HOOK_KEY": key})
    report = doctor.open_value(base64.b64encode(data).decode(), "delivery_status")
    assert report.settings == {"key": "hex:${HOOK_KEY}"}
    with pytest.raises(MissingReference):
        Doctor(settings, channel=CHANNEL, environ={})


def test_a_document_can_hide_the_key() -> None:
    data = AESGCM(bytes(range(32))).encrypt(IV.encode(), b"Bounce", None)
    doctor = Doctor(Encryption(key=bytes(range(32)).hex(), iv=IV), channel=CHANNEL, environ={})
    report = doctor.open_value(base64.b64encode(data).decode(), "delivery_status")
    assert list(report.to_json_document()) == ["name", "opened", "value", "diagnosis", "advice", "settings"]
    assert report.settings["key"].startswith("hex:000102")
    assert "000102" not in str(report.to_json_document(reveal=False))


@pytest.mark.parametrize(
    "settings",
    [
        Encryption(algorithm="AES-256-GCM", key="", iv=""),
        Encryption(algorithm="AES-128-CFB", key="hex:zz", iv="base64:?"),
        Encryption(algorithm="AES-192-CFB", key="short", iv="é" * 30),
        Encryption(algorithm="AES-192-GCM", key="x" * 3000, iv="y" * 3000),
    ],
)
def test_broken_settings_and_hostile_values_are_borne(settings: Encryption) -> None:
    doctor = Doctor(settings, channel=CHANNEL, environ={})
    hostile = [
        "\0",
        "%",
        "%zz",
        "\\",
        "\\u12",
        '"',
        "====",
        "=",
        " ",
        "+ +",
        "\ud800",
        "é" * 50,
        "A" * 100_000,
        "0" * 65_535,
    ]
    for text in (*hostile, "U2FsdGVkX18=", "U2FsdGVkX18AAAAAAAAAAAAAAAAAAAAA"):
        report = doctor.open_value(text, "message_id")
        assert not report.opened
        assert report.diagnosis in CODES


def test_every_diagnosis_has_a_sentence() -> None:
    for code in CODES - {"unopened"}:
        sentence = advice(code, "a note")
        assert sentence.endswith("(a note).")
        assert sentence[0].isupper()
