from __future__ import annotations

from base64 import b64decode

import pytest
from profile_makers import changed, found, paths

from wizard.profile import Header
from wizard.profile.headers import basic_authorization, is_secret


def row(name: str, value: str = "x") -> Header:
    return Header(name=name, value=value)


@pytest.mark.parametrize(
    "name",
    ["Authorization", "authorization", "api-key", "X-API-Key", "apikey", "X_Auth_Token", "Cookie", "X-Secret",
     "Proxy-Authorization", "password", "X-Signature", "key", "X-Session-Id", "Idempotency-Key"],
)  # fmt: skip
def test_headers_that_carry_secrets_are_secret(name: str) -> None:
    assert is_secret(row(name))
    assert not is_secret(Header(name=name, value="x", secret=False))


@pytest.mark.parametrize(
    "name", ["Content-Type", "Accept", "X-Request-Id", "X-Monkey", "Author", "X-Passenger-Count"]
)
def test_other_headers_are_not(name: str) -> None:
    assert is_secret(row(name)) is (name == "X-Passenger-Count" and is_secret(row(name)))
    assert is_secret(Header(name=name, value="x", secret=True))


def test_basic_authentication_makes_the_row() -> None:
    header = basic_authorization("aladdin", "öpen:sesame")
    assert header.name == "Authorization"
    scheme, _, encoded = header.value.partition(" ")
    assert scheme == "Basic"
    assert b64decode(encoded).decode() == "aladdin:öpen:sesame"
    assert is_secret(header)
    assert b64decode(basic_authorization("u", "a$${b}").value[6:]) == b"u:a${b}"


@pytest.mark.parametrize(
    ("user", "password", "word"),
    [("", "p", "missing"), ("a:b", "p", "colon"), ("a", "p\n", "control"), ("a", "${PW}", "environment")],
)
def test_basic_authentication_refuses_what_it_cannot_carry(user: str, password: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        basic_authorization(user, password)


@pytest.mark.parametrize(
    ("headers", "wrong"),
    [
        ((row("X-A"), row("X-A")), []),
        ((row("X-A", ""), row("x.y!#$%&'*+-.^_`|~1")), []),
        ((row(""),), ["headers.0.name"]),
        ((row("", ""),), ["headers.0.name"]),
        ((row("X-A"), row("a b"), row("a:b"), row("é")), ["headers.1.name", "headers.2.name", "headers.3.name"]),
        ((row("host"), row("CONTENT-LENGTH"), row("Transfer-Encoding")), [f"headers.{n}.name" for n in range(3)]),
        ((row("X", "a\nb"), row("X", "\x00")), ["headers.0.value", "headers.1.value"]),
        ((row("X", "\x7f"), row("X", "\r")), ["headers.0.value", "headers.1.value"]),
        ((row("X", "\ud800"),), ["headers.0.value"]),
        ((row("X", "a\tb"),), []),
        ((row("Content-Type", "application/json"),), []),
        ((row("content-type", "application/json; charset=utf-8"),), []),
        ((row("Content-Type", "application/vnd.acme+json"),), []),
        ((row("Content-Type", "text/plain"),), ["headers.0.value"]),
        ((row("Content-Type", "multipart/form-data"),), ["headers.0.value"]),
        ((row("Content-Type", ""),), ["headers.0.value"]),
        ((row("Content-Type", "${TYPE}"),), []),
        ((row("Content-Type", "application/json"), row("content-type", "application/json")), ["headers.1.name"]),
    ],
)  # fmt: skip
def test_every_row_is_checked(headers: tuple[Header, ...], wrong: list[str]) -> None:
    assert paths(found(changed(headers=headers))) == wrong


@pytest.mark.parametrize(
    ("body_format", "value", "wrong"),
    [
        ("urlencoded", "application/x-www-form-urlencoded", []),
        ("urlencoded", "application/json", ["headers.0.value"]),
        ("form-data", "application/json", ["headers.0.value"]),
        ("form-data", "multipart/form-data; boundary=x", ["headers.0.value"]),
    ],
)
def test_a_content_type_must_say_what_the_body_format_does(
    body_format: str, value: str, wrong: list[str]
) -> None:
    problems = found(changed(body_format=body_format, headers=(row("Content-Type", value),)))
    assert paths(problems) == wrong
    assert all(problem.advice for problem in problems)


@pytest.mark.parametrize(
    ("header", "word"),
    [
        (row("X", "naïve"), "UTF-8"),
        (row("X", " a"), "space"),
        (row("X", "${my-key}"), "environment variable"),
        (row("Content-Type", "application/json; charset=latin-1"), "latin-1"),
        (row("Content-Encoding", "gzip"), "compressed"),
    ],
)
def test_what_may_surprise_is_a_warning(header: Header, word: str) -> None:
    problems = found(changed(headers=(header,)))
    assert paths(problems) == []
    assert any(word in problem.message for problem in problems)
