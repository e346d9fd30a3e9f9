from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import IV, KEYS, SOME, changed, found, paths

from wizard.profile import Encryption, Header, check_endpoint, endpoint_place, is_metadata


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com/email",
        "http://127.0.0.1:8090/",
        "HTTPS://Hooks.Example.COM",
        "https://hooks.example.com:65535/a/b?c=d&e=%20",
        "https://bücher.example/ä",
        "https://xn--bcher-kva.example/",
        "http://[::1]:8080/x",
        "http://[fe80::1%25eth0]/",
        "http://receiver_1:80/hook",
        "http://localhost",
        "https://a.b.c.d.example.",
        "https://hooks.example.com/a@b:c",
        "http://127.1/",
        "https://hooks.example.com/;a=(b)'c'*!",
    ],
)
def test_endpoints_that_can_be_reached_are_lawful(url: str) -> None:
    assert [problem for problem in check_endpoint(url) if problem.is_error] == []


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("hooks.example.com/email", "https:// in front"),
        ("localhost:8080/hook", "https:// in front"),
        ("/just/a/path", "https:// in front"),
        ("//hooks.example.com/", "write https: in front"),
        ("ftp://hooks.example.com/", "ftp:"),
        ("javascript:alert(1)", "javascript:"),
        ("mailto:a@b.example", "mailto:"),
        ("https:/hooks.example.com/", "two slashes"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("https://?q", "no host"),
        ("https://user:pw@hooks.example.com/", "Basic authentication"),
        ("https://user@hooks.example.com/", "Basic authentication"),
        ("https://@hooks.example.com/", "Basic authentication"),
        ("https://hooks.example.com/a b", "%20"),
        (" https://hooks.example.com/", "space; take it out"),
        ("https://hooks.example.com/a ", "space; take it out"),
        ("https://hooks .example.com/a b", "space; take it out"),
        ("https://[::1", "is not closed"),
        ("https://hooks.example.com/\n", "line break"),
        ("https://hooks.example.com/\x00", "U+0000"),
        ("https://hooks.example.com/\u200b", "U+200B"),
        ("https://hooks.example.com\\@evil.example/", "backslash"),
        ("https://hooks.example.com/a\\b", "backslash"),
        ("https://hooks.example.com:0/", "1 to 65535"),
        ("https://hooks.example.com:65536/", "1 to 65535"),
        ("https://hooks.example.com:http/", "1 to 65535"),
        ("https://hooks.example.com:٣/", "1 to 65535"),
        ("https://hooks.example.com:/", "port"),
        ("https://a..b/", "dot"),
        ("https://.example/", "dot"),
        ("https://-a.example/", "host name"),
        ("https://a_b-.example/", "host name"),
        ("https://" + "a" * 64 + ".example/", "63"),
        ("https://" + "a." * 130 + "example/", "253"),
        ("https://ex%61mple.com/", "host name"),
        ("https://a,b/", "host name"),
        ("http://256.1.1.1/", "IPv4"),
        ("http://1.2.3.4.5/", "IPv4"),
        ("http://[::1/", "write ] after it"),
        ("http://::1/", "brackets"),
        ("http://[12345::]/", "IPv6"),
        ("http://[127.0.0.1]/", "IPv6"),
        ("https://hooks.example.com/${PATH}", "${NAME}"),
    ],
)  # fmt: skip
def test_others_say_what_to_do(url: str, word: str) -> None:
    errors = [problem for problem in check_endpoint(url) if problem.is_error]
    assert errors, url
    assert any(word in problem.sentence for problem in errors), errors
    assert all(problem.advice for problem in errors)


def test_a_fragment_and_a_placeholder_are_warnings() -> None:
    assert paths(check_endpoint("https://hooks.example.com/#top"), "warning") == ["endpoint"]
    assert paths(check_endpoint("https://hooks.example.com/<message_id>"), "warning") == ["endpoint"]


METADATA = [
    "169.254.169.254", "169.254.169.254.", "2852039166", "0xa9fea9fe", "0xA9.0xfe.0xa9.0xfe", "0251.0376.0251.0376",
    "169.254.43518", "169.16689662", "１６９.254.169.254", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]", "[fd00:0ec2:0000:0000:0000:0000:0000:0254]", "[FD00:EC2::254%25eth0]",
    "[2002:a9fe:a9fe::]", "[64:ff9b::169.254.169.254]", "[::169.254.169.254]",
]  # fmt: skip


@pytest.mark.parametrize("host", METADATA)
def test_cloud_metadata_is_refused_however_it_is_spelled(host: str) -> None:
    problems = check_endpoint(f"http://{host}/latest/meta-data/")
    assert any("credentials of a cloud machine" in problem.message for problem in problems)
    assert is_metadata(host.strip("[]"))


@pytest.mark.parametrize(
    "address", ["169.254.169.253", "127.0.0.1", "::1", "fd00:ec2::255", "example.com", "", "1.2.3"]
)
def test_other_addresses_are_not_metadata(address: str) -> None:
    assert not is_metadata(address)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://localhost:8090/", "loopback"),
        ("http://app.localhost/", "loopback"),
        ("http://127.8.9.1/", "loopback"),
        ("http://[::1]/", "loopback"),
        ("http://[::ffff:127.0.0.1]/", "loopback"),
        ("http://0.0.0.0/", "loopback"),
        ("http://2130706433/", "loopback"),
        ("http://10.1.2.3/", "private network"),
        ("http://192.168.0.1/", "private network"),
        ("http://172.31.0.1/", "private network"),
        ("http://169.254.1.1/", "private network"),
        ("http://[fd12::1]/", "private network"),
        ("http://[fe80::1]/", "private network"),
        ("http://receiver:80/", "private network"),
        ("http://printer.local/", "private network"),
        ("https://hooks.example.com/", ""),
        ("https://8.8.8.8/", ""),
        ("https://[2600::1]/", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_the_place_of_an_endpoint_is_told_from_its_text(url: str, place: str) -> None:
    assert endpoint_place(url) == place


@pytest.mark.parametrize(
    ("endpoint", "warned"),
    [
        ("http://hooks.example.com/", True),
        ("http://10.0.0.1/", True),
        ("https://hooks.example.com/", False),
        ("http://localhost/", False),
        ("http://127.0.0.1:8090/", False),
    ],
)
def test_secrets_over_plain_http_are_warned_of(endpoint: str, warned: bool) -> None:
    secret = changed(endpoint=endpoint, headers=(Header(name="api-key", value="s3cret"),))
    warnings = [problem for problem in found(secret) if problem.path == "endpoint"]
    assert [problem.severity for problem in warnings] == (["warning"] if warned else [])
    assert all("api-key" in problem.message and "s3cret" not in problem.sentence for problem in warnings)
    assert found(changed(endpoint=endpoint, headers=(Header(name="X-Trace", value="1"),))) == []
    sealed = changed(
        endpoint=endpoint, encryption=Encryption(algorithm="AES-128-CFB", key=KEYS["AES-128"], iv=IV)
    )
    assert found(sealed) == []


@SOME
@given(st.text(max_size=40), st.text(alphabet="htps:/[]@.%#?0123456789abcdefx\\-_", max_size=40))
def test_no_text_breaks_the_check(text: str, rest: str) -> None:
    for url in (text, "http://" + rest):
        assert all(problem.path == "endpoint" and problem.message for problem in check_endpoint(url))
        assert endpoint_place(url) in ("", "loopback", "private network")
