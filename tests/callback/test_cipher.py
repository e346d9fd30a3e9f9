"""What is encrypted can be opened by others, and what cannot be opened says why."""

from __future__ import annotations

import pytest

from wizard.callback.cipher import Cipher, CipherError
from wizard.profile.model import ALGORITHMS, ENCODINGS, Encryption

KEY = {
    "128": "K1abcdefghijkl2P",
    "192": "K1abcdefghijklmnopqrst2P",
    "256": "K1abcdefghijklmnopqrstuvwxyz012P",
}
IV = "POabcdefghijklLY"

# Computed beforehand with Node and OpenSSL: algorithm, ciphertext of `Delivered`, GCM's tag.
VECTORS = [
    ("AES-128-CFB", "ebcb271e2d3c044837", ""),
    ("AES-192-CFB", "1cfb7f9ede87510825", ""),
    ("AES-256-CFB", "85345bcee7fcd7e7e2", ""),
    ("AES-128-GCM", "6da0ed6c124ae9eba7", "dd7b15f8adcf548ea0e26627a23012ef"),
    ("AES-192-GCM", "b8f451ba5e928b58aa", "ccc655e779717933f158cf94080eec11"),
    ("AES-256-GCM", "c820e11a4716716beb", "02a67e9701dde0db07d519e8018024ac"),
]


def cipher(algorithm: str, **changed: str) -> Cipher:
    return Cipher.of(
        Encryption(**{"algorithm": algorithm, "key": KEY[algorithm[4:7]], "iv": IV, **changed}), {}
    )


@pytest.mark.parametrize(("algorithm", "sealed", "tag"), VECTORS)
def test_the_known_values_come_out_and_open(algorithm: str, sealed: str, tag: str) -> None:
    after, before = cipher(algorithm, encoding="hex"), cipher(algorithm, encoding="hex", tag="before")
    assert after.encrypt("Delivered") == sealed + tag
    assert before.encrypt("Delivered") == tag + sealed
    assert after.decrypt(sealed + tag) == before.decrypt(tag + sealed) == "Delivered"


def test_the_encodings_write_the_same_bytes() -> None:
    assert cipher("AES-128-CFB").encrypt("Delivered") == "68snHi08BEg3"
    assert cipher("AES-256-CFB").encrypt("Delivered") == "hTRbzuf81+fi"
    assert cipher("AES-256-CFB", encoding="base64url").encrypt("Delivered") == "hTRbzuf81-fi"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_text_comes_back(algorithm: str, encoding: str) -> None:
    for tag in ("after", "before"):
        both_ways = cipher(algorithm, encoding=encoding, tag=tag)
        for text in (
            "",
            "x",
            "Bounce",
            'a "q"\n{}\\',
            "<message_id>",
            "naïve 🕊️",
            "\0\x01",
            "مرحبا",
            "z" * 5000,
        ):
            assert both_ways.decrypt(both_ways.encrypt(text)) == text


def test_gcm_takes_an_iv_of_12_bytes() -> None:
    short = cipher("AES-256-GCM", iv="hex:000102030405060708090a0b")
    assert short.decrypt(short.encrypt("Open")) == "Open"


def test_key_and_iv_may_be_raw_bytes_and_references() -> None:
    typed = cipher("AES-128-CFB")
    raw = cipher("AES-128-CFB", key="hex:" + KEY["128"].encode().hex(), iv="base64:UE9hYmNkZWZnaGlqa2xMWQ==")
    read = Cipher.of(
        Encryption(algorithm="AES-128-CFB", key="${K}", iv="PO${MIDDLE}LY"),
        {"K": KEY["128"], "MIDDLE": "abcdefghijkl"},
    )
    assert typed == raw == read


@pytest.mark.parametrize(
    ("changed", "code", "path", "told"),
    [
        ({"key": ""}, "key", "encryption.key", "The key is missing"),
        ({"key": "short"}, "key", "encryption.key", "has 5 bytes, but AES-256-GCM takes 32"),
        ({"key": "hex:zz"}, "key", "encryption.key", "cannot be read"),
        ({"iv": "short"}, "iv", "encryption.iv", "has 5 bytes, but AES-256-GCM takes 16 or 12"),
        ({"key": "${HOOK_KEY}"}, "missing-reference", "encryption.key", "HOOK_KEY"),
        ({"algorithm": "AES-512-ECB"}, "algorithm", "encryption.algorithm", "choose one of AES-128"),
    ],
)
def test_what_cannot_make_a_cipher_says_which_field(
    changed: dict[str, str], code: str, path: str, told: str
) -> None:
    with pytest.raises(CipherError, match=told) as caught:
        Cipher.of(Encryption(**{"algorithm": "AES-256-GCM", "key": KEY["256"], "iv": IV, **changed}), {})
    assert (caught.value.code, caught.value.path) == (code, path)


def test_what_does_not_open_says_why() -> None:
    gcm, cfb = cipher("AES-256-GCM"), cipher("AES-256-CFB")
    other = cipher("AES-256-GCM", key="X" * 32)
    sealed = gcm.encrypt("Delivered")
    for broken, opener, code in (
        ("Delivered!", gcm, "not-encoded"),
        ("QUJD", gcm, "too-short"),
        (sealed, other, "tag"),
        (sealed[:-6] + "AAAA==", gcm, "tag"),
        (sealed, cipher("AES-256-GCM", tag="before"), "tag"),
        (cfb.encrypt("Delivered"), cipher("AES-256-CFB", key="X" * 32), "not-utf-8"),
        ("0g", cipher("AES-256-CFB", encoding="hex"), "not-encoded"),
        ("a+/=", cipher("AES-256-CFB", encoding="base64url"), "not-encoded"),
    ):
        with pytest.raises(CipherError) as caught:
            opener.decrypt(broken)
        assert caught.value.code == code


def test_base64_without_its_padding_is_read() -> None:
    url = cipher("AES-128-CFB", encoding="base64url")
    sealed = url.encrypt("Open")
    assert sealed.endswith("==")
    assert url.decrypt(sealed.rstrip("=")) == "Open"


def test_half_a_character_cannot_be_encrypted() -> None:
    with pytest.raises(CipherError, match="half of a character"):
        cipher("AES-128-CFB").encrypt("\ud83d")


def test_a_cipher_never_prints_its_key() -> None:
    shown = f"{cipher('AES-256-GCM')!r} {cipher('AES-256-GCM')}"
    assert KEY["256"] not in shown
    assert IV not in shown
