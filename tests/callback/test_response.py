"""Whatever an endpoint answers can be looked at: readable where it is text, harmless in every case."""

from __future__ import annotations

import gzip
import zlib

import pytest

from wizard.callback.delivery import Response
from wizard.callback.response import UNPACKED_LIMIT, hex_dump, plain_text, view
from wizard.callback.text import safe_line, safe_text


def answer(body: bytes, content_type: str = "", **headers: str) -> Response:
    rows = [("Content-Type", content_type)] if content_type else []
    rows += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Response(status=200, headers=tuple(rows), body=body)


def test_nothing_is_empty() -> None:
    assert view(answer(b"")) == ("empty", "", "")


def test_json_is_laid_out_with_numbers_and_doubled_keys_as_they_came() -> None:
    shown = view(answer(b'{"a":1.50,"b":[1e3,"\xc3\xa9"],"a":null}', "application/json"))
    assert shown.kind == "json"
    assert shown.text == '{\n  "a": 1.50,\n  "b": [\n    1e3,\n    "é"\n  ],\n  "a": null\n}'


def test_escaped_characters_of_json_are_readable_and_those_that_mean_something_stay_escaped() -> None:
    body = rb'{"a": "Gr\u00fc\u00DFe \ud83d\udd4a\ufe0f \\u00fc \u0041\u0022\n\u001b\u2028"}'
    shown = view(answer(body, "application/json"))
    assert shown.text == ('{\n  "a": "Grüße 🕊️ \\\\u00fc \\u0041\\u0022\\n\\u001b‹U+2028›"\n}')


@pytest.mark.parametrize("body", [b'{"a":', b"[1,,2]", b"{" * 5000, b"[" * 200_000])
def test_what_only_begins_like_json_is_text(body: bytes) -> None:
    assert view(answer(body, "application/json")) == ("text", body.decode(), "")


@pytest.mark.parametrize(
    ("body", "content_type", "text", "note"),
    [
        ("naïve 🕊️".encode(), "text/plain", "naïve 🕊️", ""),
        ("naïve".encode("latin-1"), "text/plain; charset=ISO-8859-1", "naïve", "decoded from iso8859-1"),
        ("héllo".encode("utf-16"), "text/plain", "héllo", "decoded from utf-16"),
        ("hello".encode("utf-16-le"), "", "hello", "decoded from utf-16-le"),
        ("hello".encode("utf-16-be"), "text/plain", "hello", "decoded from utf-16-be"),
        (
            "こんにちは".encode("shift_jis"),
            "text/html; charset=Shift_JIS",
            "こんにちは",
            "decoded from shift_jis",
        ),
        (b"\xef\xbb\xbfhi", "text/plain", "hi", "decoded from utf-8-sig"),
        (
            b"ok \xff ok",
            "text/plain; charset=utf-8",
            "ok \ufffd ok",
            "bytes that are not in its charset are shown as �",
        ),
        (b"hi", "text/plain; charset=zlib", "hi", ""),
        (b"hi", "text/plain; charset=punycode", "hi", ""),
        (b"hi", 'text/plain; charset="no-such"', "hi", ""),
    ],
)
def test_text_is_read_in_its_charset(body: bytes, content_type: str, text: str, note: str) -> None:
    assert view(answer(body, content_type)) == ("text", text, note)


def test_what_is_no_text_is_a_hex_dump() -> None:
    shown = view(answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "image/png"))
    assert shown.kind == "hex"
    assert shown.text.startswith(
        "00000000  89 50 4e 47 0d 0a 1a 0a  00 01 02 03 04 05 06 07  |.PNG............|\n"
    )
    assert shown.note == "not text, the first 4096 of 5128 bytes"
    assert hex_dump(b"abc") == "00000000  61 62 63" + " " * 42 + "|abc|"


def test_bytes_that_claim_to_be_text_are_a_hex_dump_all_the_same() -> None:
    assert view(answer(bytes(range(256)), "text/plain")).kind == "hex"
    assert view(answer(b"\0" * 100, "text/html; charset=utf-8")).kind == "hex"


def test_terminal_escapes_lose_their_effect_and_stay_visible() -> None:
    shown = view(answer(b"\x1b]0;title\x07\x1b[2J\x1b[31mred\xc2\x9b1m \xe2\x80\xaeabc", "text/plain"))
    assert shown.kind == "text"
    assert shown.text == "␛]0;title␇␛[2J␛[31mred‹U+009B›1m ‹U+202E›abc"
    assert safe_line("a\r\nb\tc\x7f") == "a␍␊b␉c␡"
    assert safe_text("a\r\nb\tc\rd") == "a\nb\tc␍d"


def test_markup_is_left_for_the_screen_to_take_as_text() -> None:
    assert view(answer(b"[bold red]x[/] <b>", "text/plain")).text == "[bold red]x[/] <b>"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello")[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(b"hello"), mtime=0)),
    ],
)
def test_a_packed_body_is_unpacked(coding: str, packed: bytes) -> None:
    shown = view(answer(packed, "text/plain", content_encoding=coding))
    assert shown.text == "hello"
    assert "unpacked from" in shown.note
    assert plain_text(answer(packed, content_encoding=coding)) == "hello"


def test_a_bomb_is_cut_short() -> None:
    bomb = gzip.compress(bytes(70 << 20), 9)[:65536]
    shown = view(answer(bomb, "text/plain", content_encoding="gzip"))
    assert shown.kind == "hex"
    assert "unpacked from gzip, in part" in shown.note
    assert f"of {UNPACKED_LIMIT} bytes" in shown.note


def test_a_lie_about_packing_is_told() -> None:
    assert view(answer(b"plain", "text/plain", content_encoding="gzip")) == (
        "text",
        "plain",
        "said to be gzip, but is not",
    )
    assert view(answer(b"plain", "text/plain", content_encoding="br")).note == "still packed as br"


def test_a_cut_body_says_so() -> None:
    cut = Response(
        status=200, headers=(("content-type", "text/plain"),), body="é".encode()[:1] + b"", truncated=True
    )
    assert "cut" in view(cut).note
