"""What TLS does to a callback: which certificate is trusted, and what is said of one that is not."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from typing import TYPE_CHECKING

import msgspec
import pytest
from raw_endpoints import (
    OK,
    Pair,
    Talk,
    answers,
    blocking_endpoint,
    certify,
    endpoint,
    read_request,
    request_to,
    server_context,
)

from wizard.callback.fire import fire
from wizard.callback.network.dial import Target
from wizard.profile.model import TestSettings

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.callback.delivery import Delivery

PATIENT = TestSettings(connect_timeout=5, timeout=8)
QUICK = TestSettings(connect_timeout=0.35, timeout=0.4)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, str]:
    """An authority of our own and the file of its certificate."""
    pair = certify("Our Authority", host="ca.test", ca=True)
    return pair, pair.write(tmp_path_factory.mktemp("ca"), "ca")[0]


def failed(delivery: Delivery, kind: str, sentence: str, phase: str = "tls") -> None:
    assert (delivery.kind, delivery.phase, delivery.ok) == (kind, phase, False), delivery.sentence
    assert re.search(sentence, delivery.sentence), delivery.sentence
    assert delivery.advice


async def secured(
    tls: ssl.SSLContext | None,
    settings: TestSettings = PATIENT,
    talk: Talk | None = None,
    scheme: str = "https",
) -> Delivery:
    """Fire at an endpoint with this TLS."""
    if tls and not talk and scheme == "https":
        async with blocking_endpoint(tls) as port, asyncio.timeout(settings.timeout + 4):
            return await fire(request_to(f"https://127.0.0.1:{port}/hook"), settings, environ={})
    async with endpoint(talk or answers(OK), tls) as port, asyncio.timeout(settings.timeout + 4):
        return await fire(request_to(f"{scheme}://127.0.0.1:{port}/hook"), settings, environ={})


async def test_a_trusted_certificate_is_accepted_and_described(
    authority: tuple[Pair, str], tmp_path: Path
) -> None:
    pair = certify("hooks", by=authority[0], days=(-1, 90))
    settings = msgspec.structs.replace(PATIENT, ca_file=authority[1])
    delivery = await secured(server_context(pair, tmp_path), settings)
    assert delivery.ok
    assert delivery.tls
    assert delivery.tls.version == "TLS 1.3"
    assert delivery.tls.cipher.startswith("TLS_")
    assert delivery.tls.verified
    found = delivery.tls.certificate
    assert found
    assert (found.subject, found.issuer, found.names) == ("hooks", "Our Authority", ("127.0.0.1",))
    assert found.days_left == 89
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found.valid_until)
    assert set(delivery.phases) == {"look-up", "connect", "tls", "send", "wait", "read"}
    assert delivery.notes == ()


async def test_a_certificate_that_ends_soon_is_mentioned(authority: tuple[Pair, str], tmp_path: Path) -> None:
    pair = certify("hooks", by=authority[0], days=(-1, 5))
    settings = msgspec.structs.replace(PATIENT, ca_file=authority[1])
    delivery = await secured(server_context(pair, tmp_path), settings)
    assert delivery.notes == ("The endpoint's certificate expires in 4 days.",)


@pytest.mark.parametrize(
    ("host", "days", "kind", "sentence"),
    [
        ("127.0.0.1", (-20, -2), "certificate-expired", r"has expired, on \d{4}-\d\d-\d\d\."),
        (
            "127.0.0.1",
            (2, 20),
            "certificate-not-yet-valid",
            r"is not valid yet: it is from \d{4}-\d\d-\d\d\.",
        ),
        ("other.test", (-2, 20), "certificate-host", r"is for other\.test, not for 127\.0\.0\.1\."),
    ],
)
async def test_a_certificate_that_fails_a_check(
    authority: tuple[Pair, str], tmp_path: Path, host: str, days: tuple[int, int], kind: str, sentence: str
) -> None:
    pair = certify("hooks", by=authority[0], host=host, days=days)
    settings = msgspec.structs.replace(PATIENT, ca_file=authority[1])
    delivery = await secured(server_context(pair, tmp_path), settings)
    failed(delivery, kind, sentence)
    assert delivery.tls
    assert not delivery.tls.verified
    assert delivery.tls.certificate
    assert delivery.tls.certificate.subject == "hooks"


async def test_a_name_that_the_certificate_is_not_for(authority: tuple[Pair, str], tmp_path: Path) -> None:
    async def here(host: str, port: int) -> list[Target]:
        return [Target(socket.AF_INET, ("127.0.0.1", port))]

    settings = msgspec.structs.replace(PATIENT, ca_file=authority[1])
    tls = server_context(certify("hooks", by=authority[0], host="hooks.test"), tmp_path)
    async with endpoint(answers(OK), tls) as port:
        right = await fire(request_to(f"https://hooks.test:{port}/"), settings, environ={}, look_up=here)
        dotted = await fire(request_to(f"https://hooks.test.:{port}/"), settings, environ={}, look_up=here)
        wrong = await fire(request_to(f"https://hook.test:{port}/"), settings, environ={}, look_up=here)
    assert right.ok
    assert dotted.ok
    failed(wrong, "certificate-host", "is for hooks.test, not for hook.test")


async def test_a_self_signed_certificate(tmp_path: Path) -> None:
    pair = certify("myself")
    delivery = await secured(server_context(pair, tmp_path))
    failed(delivery, "certificate-self-signed", "signed by itself")
    trusted = msgspec.structs.replace(PATIENT, ca_file=pair.write(tmp_path, "self")[0])
    assert (await secured(server_context(pair, tmp_path), trusted)).ok


async def test_an_unknown_authority(authority: tuple[Pair, str], tmp_path: Path) -> None:
    delivery = await secured(server_context(certify("hooks", by=authority[0]), tmp_path))
    failed(delivery, "certificate-unknown-authority", "an authority that is not trusted here: Our Authority")


async def test_the_check_switched_off_is_told_loudly(tmp_path: Path) -> None:
    unchecked = msgspec.structs.replace(PATIENT, verify=False)
    delivery = await secured(
        server_context(certify("x", host="other.test", days=(-9, -1)), tmp_path), unchecked
    )
    assert delivery.ok
    assert not delivery.verify
    assert delivery.tls
    assert not delivery.tls.verified
    assert delivery.notes[0] == "The endpoint's certificate was not checked: anyone may have answered."


async def test_an_endpoint_with_tls_1_1_only(tmp_path: Path) -> None:
    tls = server_context(certify("old"), tmp_path)
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        tls.minimum_version, tls.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
    failed(await secured(tls), "tls-too-old", "only a TLS older than 1.2")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_client_certificate_is_demanded(
    authority: tuple[Pair, str], tmp_path: Path, version: ssl.TLSVersion
) -> None:
    tls = server_context(certify("hooks", by=authority[0]), tmp_path)
    tls.minimum_version = tls.maximum_version = version
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(authority[1])
    trusting = msgspec.structs.replace(PATIENT, ca_file=authority[1])
    delivery = await secured(tls, trusting)
    if version is ssl.TLSVersion.TLSv1_3:
        # The client has finished its part when the server finds that nothing was shown.
        failed(
            delivery, "client-certificate", "demands a client certificate, and none was shown", delivery.phase
        )
    else:
        # TLS 1.2 has no word for it: the endpoint only breaks off.
        failed(delivery, "tls-refused", "broke the TLS handshake off: .*handshake failure")
        assert "client certificate" in delivery.advice

    shown = certify("me", by=authority[0]).write(tmp_path, "client")
    showing = msgspec.structs.replace(trusting, client_certificate=shown[0], client_key=shown[1])
    assert (await secured(tls, showing)).ok

    stranger = certify("stranger").write(tmp_path, "stranger")
    wrong = msgspec.structs.replace(trusting, client_certificate=stranger[0], client_key=stranger[1])
    refused = await secured(tls, wrong)
    failed(
        refused, "client-certificate", "does not accept the client certificate: .*unknown ca", refused.phase
    )


async def test_tls_files_that_cannot_be_used(tmp_path: Path) -> None:
    pair, other = certify("a").write(tmp_path, "a"), certify("b").write(tmp_path, "b")
    (tmp_path / "text").write_text("no PEM")
    sealed = tmp_path / "sealed.key"
    sealed.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n")
    for changed, kind, sentence in (
        ({"ca_file": "/no/such.pem"}, "ca-file", "/no/such.pem cannot be used: no such file"),
        ({"ca_file": str(tmp_path / "text")}, "ca-file", "no PEM certificate or key in it"),
        ({"client_certificate": "/no/such.pem"}, "client-certificate-file", "no such file"),
        (
            {"client_certificate": pair[0], "client_key": other[1]},
            "client-certificate-file",
            "does not belong",
        ),
        (
            {"client_certificate": pair[0], "client_key": str(sealed)},
            "client-certificate-file",
            str(sealed.parent),
        ),
        ({"client_key": pair[1]}, "client-certificate-file", "without its certificate"),
    ):
        delivery = await secured(None, msgspec.structs.replace(PATIENT, **changed))
        failed(delivery, kind, sentence)


async def test_tls_to_a_plain_port() -> None:
    async def says_400(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")

    async def greets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test ESMTP\r\n")
        await asyncio.Event().wait()

    failed(await secured(None, talk=says_400), "tls-plain", "does not speak TLS on port")
    failed(await secured(None, QUICK, talk=greets), "tls-plain", "does not speak TLS on port")


async def test_no_tls_to_a_port_that_expects_it(tmp_path: Path) -> None:
    # Most servers only hang up. Then TLS is tried, without anything being sent over it.
    delivery = await secured(server_context(certify("x"), tmp_path), scheme="http")
    failed(delivery, "plain-tls", "expects TLS", "wait")

    async def alerts(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"\x15\x03\x01\x00\x02\x02\x46")

    failed(await secured(None, talk=alerts, scheme="http"), "plain-tls", "expects TLS", "read")

    async def explains(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = b"Client sent an HTTP request to an HTTPS server.\n"
        await answers(b"HTTP/1.0 400 Bad Request\r\n\r\n" + said)(reader, writer)

    explained = await secured(None, talk=explains, scheme="http")
    assert explained.kind == "http-error"
    assert explained.sentence.endswith("The endpoint expects TLS.")


@pytest.mark.parametrize(
    ("ending", "kind", "sentence"),
    [
        ("hang", "timeout", r"did not finish the TLS handshake within 0\.35 s"),
        ("close", "closed", "closed in the TLS handshake"),
    ],
)
async def test_a_handshake_that_goes_nowhere(ending: str, kind: str, sentence: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        if ending == "hang":
            await asyncio.Event().wait()

    failed(await secured(None, QUICK, talk=talk), kind, sentence)


async def test_an_endpoint_that_drops_tls_in_the_middle_of_its_answer(
    authority: tuple[Pair, str], tmp_path: Path
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()

    settings = msgspec.structs.replace(PATIENT, ca_file=authority[1])
    delivery = await secured(server_context(certify("hooks", by=authority[0]), tmp_path), settings, talk)
    failed(delivery, "bad-length", "closed the connection after 3 bytes", "read")
