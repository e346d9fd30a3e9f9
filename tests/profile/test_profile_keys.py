from __future__ import annotations

import pytest
from profile_makers import IV, KEYS

from wizard.profile.keys import IV_BYTES, KEY_BYTES, count_hint, generate_iv, generate_key, key_bytes
from wizard.profile.model import ALGORITHMS


def test_every_algorithm_says_how_long_its_key_and_iv_are() -> None:
    assert list(KEY_BYTES) == sorted(ALGORITHMS) == list(ALGORITHMS)
    assert [KEY_BYTES[name] for name in ALGORITHMS] == [16, 16, 24, 24, 32, 32]
    assert {
        name: IV_BYTES[name] for name in ALGORITHMS if name.endswith("CFB")
    }.values().__iter__().__next__() == (16,)
    assert all(IV_BYTES[name] == (16, 12) for name in ALGORITHMS if name.endswith("GCM"))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("K1abcdefghijkl2P", b"K1abcdefghijkl2P"),
        ("é€😀", "é€😀".encode()),
        ("hex:00ff10", b"\x00\xff\x10"),
        ("hex: 00 FF\t10 ", b"\x00\xff\x10"),
        ("base64:AP8Q", b"\x00\xff\x10"),
        ("base64:__-_", b"\xff\xff\xbf"),
        ("base64:AP8=", b"\x00\xff"),
        ("base64:AP8", b"\x00\xff"),
        ("hex:", b""),
        ("HEX:00", b"HEX:00"),
    ],
)
def test_a_key_is_text_or_raw_bytes_spelled_out(text: str, raw: bytes) -> None:
    assert key_bytes(text) == raw


@pytest.mark.parametrize(
    ("text", "word"),
    [("hex:0g", "'g'"), ("hex:000", "alone"), ("base64:A", "base64"), ("base64:é", "base64")],
)
def test_a_key_that_cannot_be_read_says_why(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        key_bytes(text)


@pytest.mark.parametrize(
    ("text", "algorithm", "hint"),
    [
        (KEYS["AES-128"], "AES-128-CFB", ""),
        (KEYS["AES-128"][:-3], "AES-128-CFB", "3 characters missing"),
        (KEYS["AES-128"][:-1], "AES-128-GCM", "1 character missing"),
        (KEYS["AES-256"], "AES-192-GCM", "8 characters too many"),
        ("", "AES-256-GCM", "32 characters missing"),
        ("é" * 8, "AES-128-CFB", ""),
        ("é" * 7, "AES-128-CFB", "2 bytes missing"),
        ("hex:" + "00" * 15, "AES-128-CFB", "1 byte missing"),
        ("${HOOK_KEY}", "AES-256-GCM", "known when fired"),
        ("$${" + "x" * 14, "AES-128-CFB", ""),
        ("hex:zz", "AES-128-CFB", ""),
        ("x", "ROT-13", ""),
    ],
)
def test_the_counter_says_how_far_a_key_is_from_its_length(text: str, algorithm: str, hint: str) -> None:
    assert count_hint(text, algorithm, "key") == hint


@pytest.mark.parametrize(
    ("length", "algorithm", "hint"),
    [
        (16, "AES-128-CFB", ""),
        (12, "AES-128-CFB", "4 characters missing"),
        (16, "AES-128-GCM", ""),
        (12, "AES-128-GCM", ""),
        (13, "AES-128-GCM", "3 characters missing"),
        (17, "AES-256-GCM", "1 character too many"),
    ],
)
def test_a_vector_of_gcm_may_have_twelve_bytes_too(length: int, algorithm: str, hint: str) -> None:
    assert count_hint((IV * 2)[:length], algorithm, "iv") == hint


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_generated_fits_and_differs(algorithm: str) -> None:
    keys = {generate_key(algorithm) for _ in range(20)}
    ivs = {generate_iv(algorithm) for _ in range(20)}
    assert len(keys) == len(ivs) == 20
    for key in keys:
        assert key.isascii()
        assert key.isprintable()
        assert not set(key) & set(" \"'\\`$<>{}")
        assert count_hint(key, algorithm, "key") == ""
    assert all(count_hint(iv, algorithm, "iv") == "" for iv in ivs)
