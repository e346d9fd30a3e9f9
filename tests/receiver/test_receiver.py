"""The receiver takes callbacks in, opens and checks them, and answers as it is told."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from receiving import BODY, CHANNEL, checks, profile, request, send, take

from wizard.callback.request import build_request
from wizard.callback.values import fresh_values
from wizard.profile.model import ALGORITHMS, BODY_FORMATS, Encryption, Header
from wizard.receiver import (
    Expectation,
    ReceivedCallback,
    Receiver,
    ReceiverError,
    forward,
    forward_request,
    read_answers,
    unmet,
)

KEYS = {128: "K1abcdefghijkl2P", 192: "K1abcdefghijklmnopqrst2P", 256: "K1abcdefghijklmnopqrstuvwxyz012P"}


@pytest.mark.parametrize("body_format", BODY_FORMATS)
@pytest.mark.parametrize("algorithm", [*ALGORITHMS, ""])
async def test_every_callback_of_ours_is_in_order(algorithm: str, body_format: str) -> None:
    encryption = None
    if algorithm:
        encryption = Encryption(
            algorithm=algorithm, key=KEYS[int(algorithm.split("-")[1])], iv="POabcdefghijklLY"
        )
    made = profile(encryption=encryption, body_format=body_format)
    async with Receiver(profiles=[made]) as receiver:
        for status in CHANNEL.statuses:
            sent = request(made, status.name)
            callback = await take(receiver, sent.raw)
            assert callback.ok
            assert callback.problems == ()
            assert callback.decrypted == (sent.values if algorithm else {})
            assert callback.values == sent.values
            assert [row.opened for row in callback.rows] == list(sent.values.values())
            assert [row.meant for row in callback.rows] == [f"<{name}>" for name in sent.values]


async def test_the_document_of_a_callback() -> None:
    made = profile()
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, request(made, "Open").raw)
        document = callback.to_json_document()
        assert list(document) == ["method", "path", "headers", "fields", "decrypted", "problems"]
        assert (document["method"], document["path"]) == ("POST", "/hook")
        assert {"name": "api-key", "value": "••••••••"} in document["headers"]
        assert {"name": "api-key", "value": "s3cret"} in callback.to_json_document(reveal=True)["headers"]
        assert document["decrypted"]["delivery_status"] == "Open"
        assert document["problems"] == []
        assert json.loads(json.dumps(document)) == document


async def test_raw_bytes_are_kept() -> None:
    raw = (
        b"PUT /a%20b?x=%00 HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\n\r\n\x00\xff\xfe\n"
    )
    async with Receiver() as receiver:
        callback = await take(receiver, raw)
        assert callback.raw == raw
        assert callback.raw_headers == (
            (b"Host", b"h"),
            (b"X-A", b"1"),
            (b"x-a", b"2"),
            (b"Content-Length", b"4"),
        )
        assert callback.body == b"\x00\xff\xfe\n"
        callback.forget()
        assert callback.raw == raw


async def test_answers_follow_the_sequence_and_stay_at_its_end() -> None:
    async with Receiver(respond=read_answers("500, 500,204")) as receiver:
        raw = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
        assert await send(receiver, raw * 5, answers=5) == [500, 500, 204, 204, 204]
    async with Receiver(body="fine") as receiver:
        assert await send(receiver, raw) == [200]
    async with Receiver(body="fine", respond=204) as receiver:
        assert await send(receiver, raw) == [204]
    for wrong in ("", "abc", "99", "200,,204", "600"):
        with pytest.raises(ValueError, match="is no status"):
            read_answers(wrong)


async def test_a_callback_is_there_before_its_delayed_answer() -> None:
    got: list[ReceivedCallback] = []
    came = asyncio.Event()
    async with Receiver(delay=30, on_callback=lambda one: (got.append(one), came.set())) as receiver:
        answer = asyncio.create_task(send(receiver, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n"))
        await asyncio.wait_for(came.wait(), 5)
        assert got[0].path == "/x"
        assert not answer.done()
        answer.cancel()


async def test_only_one_path_where_one_is_set() -> None:
    async with Receiver(path="/hook") as receiver:
        assert receiver.url.endswith("/hook")
        assert await send(receiver, b"POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n") == [404]
        assert await send(receiver, b"POST /hook?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n") == [
            204
        ]
        assert receiver.received == 1
        assert receiver.refused == {"another path": 1}


async def test_method_content_type_and_headers() -> None:
    made = profile(
        headers=(
            Header(name="api-key", value="s3cret"),
            Header(name="X", value="1"),
            Header(name="X", value="2"),
        )
    )
    async with Receiver(profiles=[made]) as receiver:
        raw = request(made).raw
        assert (await take(receiver, raw)).ok
        wrong = (
            raw.replace(b"POST /", b"PUT /")
            .replace(b"application/json", b"text/plain")
            .replace(b"s3cret", b"other!")
        )
        callback = await take(receiver, wrong.replace(b"X: 2\r\n", b""))
        assert checks(callback)[-4:] == [
            ("method", ""),
            ("content-type", "content-type"),
            ("header", "api-key"),
            ("header", "X"),
        ]
        assert not any(
            "s3cret" in finding.sentence or "other!" in finding.sentence for finding in callback.problems
        )
        assert not callback.ok


async def test_fields_missing_changed_doubled_and_too_many() -> None:
    body = (
        '{"id": "<message_id>", "state": "s: <delivery_status>", "n": 5, "fixed": "f", '
        '"deep": {"to": "<recipient_mail>"}}'
    )
    made = profile(body=body, headers=(), encryption=None)
    async with Receiver(profiles=[made]) as receiver:
        assert (await take(receiver, request(made).raw)).problems == ()
        deep = b'{"to": "a@b.example", "x": 1}'
        wire = b'{"state": "t: Bounce", "n": "5", "fixed": "g", "deep": %s, "more": 1, "more": 2}' % deep
        head = (
            b"POST /hook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        )
        callback = await take(receiver, head % len(wire) + wire)
        assert set(checks(callback)) == {
            ("field", name) for name in ("id", "state", "n", "fixed", "more", "deep.x")
        }
        assert [row.wire for row in callback.rows if row.field == "more"] == ["2"]
        other = await take(receiver, head.replace(b"/hook", b"/") % 14 + b'{"a": [1, {}]}')
        assert [row.wire for row in other.rows if row.field == "a"] == ["[1, {}]"]
        wrong = await take(receiver, head % 9 + b'{"a": x\n}')
        (finding,) = (finding for finding in wrong.problems if finding.check == "body")
        assert finding.message == "The body is not JSON. A text stands without quotes (line 1, column 7)"


async def test_values_that_are_not_well_formed() -> None:
    made = profile(headers=(), encryption=None)
    async with Receiver(profiles=[made]) as receiver:
        values = {"message_id": "17", "delivery_status": "Bouncd", "delivery_time": "2023-13-45T11:23:35Z"}
        callback = await take(
            receiver, request(made, **values, from_mail="nobody", recipient_mail="<recipient_mail>").raw
        )
        assert checks(callback) == [
            ("value", name)
            for name in ("message_id", "delivery_status", "from_mail", "recipient_mail", "delivery_time")
        ]
        assert "did you mean Bounce?" in callback.problems[1].sentence
        assert "placeholder" in callback.problems[3].sentence
        callback = await take(receiver, request(made, "Delivered", delivery_status="delivered").raw)
        assert checks(callback) == [("value", "delivery_status")]
        assert "written Delivered;" in callback.problems[0].sentence


async def test_errors_agree_with_the_status() -> None:
    made = profile(headers=())
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, request(made, "Delivered", error_code="550").raw)
        assert checks(callback) == [("error", "error_code")]
        callback = await take(receiver, request(made, "Bounce", error_status="").raw)
        assert checks(callback) == [("error", "error_status")]


async def test_a_message_that_comes_again() -> None:
    made = profile()
    async with Receiver(profiles=[made]) as receiver:
        first = request(made, "Accepted")
        await send(receiver, first.raw)
        assert (
            await take(receiver, request(made, "Delivered", message_id=first.values["message_id"]).raw)
        ).ok
        again = await take(receiver, first.raw)
        assert not again.ok
        assert checks(again) == [("doubled", "message_id")]
        assert "callback 1" in again.problems[0].sentence


async def test_why_a_value_does_not_open() -> None:
    made = profile()
    other = profile(encryption=Encryption(key=KEYS[256], iv="POabcdefghij"))
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, request(other).raw)
        assert not callback.ok
        assert {finding.check for finding in callback.problems} == {"decryption"}
        assert callback.rows[0].report is not None
        assert (callback.rows[0].report.diagnosis, callback.rows[0].opened) == ("iv-length", None)
        assert callback.decrypted["delivery_status"] is None
        assert "delivery_status" not in callback.values


async def test_values_too_short_to_prove_are_no_problem() -> None:
    made = profile(
        body='{"error_code": "<error_code>"}',
        headers=(),
        encryption=Encryption(algorithm="AES-128-CFB", key=KEYS[128], iv="POabcdefghijklLY"),
    )
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, request(made, error_code="421").raw)
        assert callback.problems == ()
        assert callback.decrypted == {"error_code": "421"}
        assert callback.values == {"error_code": "421"}


async def test_a_flood_that_nothing_opens_is_borne() -> None:
    made = profile()
    stranger = request(profile(encryption=Encryption(key="x" * 32, iv="y" * 16))).raw
    async with Receiver(profiles=[made]) as receiver:
        await send(receiver, stranger * 300, answers=300)
        start = time.perf_counter()
        assert all(not callback.ok and callback.problems for callback in receiver.callbacks)
        assert time.perf_counter() - start < 20  # each searched to the end would take ten times that
        left = [one for one in receiver.callbacks if "was not looked for" in one.problems[-1].sentence]
        assert len(left) > 200
        callback = left[-1]
        callback.examine_again()
        assert "ways tried" in callback.problems[-1].sentence


async def test_profiles_are_matched() -> None:
    hook = profile(id="IN_a", title="hook", headers=())
    other_path = profile(id="IN_b", title="other", endpoint="http://x.example/other", headers=())
    fewer = profile(
        id="IN_c",
        title="fewer",
        endpoint="http://x.example/fewer",
        body='{"only": "<message_id>"}',
        headers=(),
    )
    twin = profile(id="IN_d", title="twin", headers=(), encryption=Encryption(key="y" * 32, iv="z" * 16))
    keyed = profile(id="IN_e", title="keyed", headers=(Header(name="x-team", value="a"),))
    profiles = [hook, other_path, fewer, twin, keyed]
    async with Receiver(profiles=profiles) as receiver:
        for made in profiles:
            callback = await take(receiver, request(made).raw)
            assert [one.title for one in callback.profiles] == [made.title]
            assert callback.ok
        elsewhere = request(fewer).raw.replace(b"/fewer", b"/nowhere")
        assert (await take(receiver, elsewhere)).profile == fewer
        stranger = await take(receiver, b'POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\n{"a":1}')
        assert checks(stranger) == [("profile", "")]
        assert stranger.fields == {"a": 1}
        receiver.watch(
            [
                profile(id="IN_1", title="one", encryption=None),
                profile(id="IN_2", title="two", encryption=None),
            ]
        )
        both = await take(receiver, request(profile(encryption=None)).raw)
        assert len(both.profiles) == 2
        assert "2 profiles fit alike (one, two)" in both.note


async def test_a_missing_variable_of_the_environment_is_told_beforehand() -> None:
    made = profile(
        headers=(Header(name="api-key", value="${HOOK_API_KEY}"),),
        encryption=Encryption(key="${HOOK_KEY}", iv="y" * 16),
    )
    async with Receiver(profiles=[made], environ={}) as receiver:
        assert any("HOOK_API_KEY" in line for line in receiver.warnings)
        assert any("HOOK_KEY" in line for line in receiver.warnings)
        callback = await take(receiver, request(profile()).raw)
        assert ("decryption", "") in checks(callback)
    async with Receiver(
        profiles=[made], environ={"HOOK_API_KEY": "s3cret", "HOOK_KEY": "x" * 32}
    ) as receiver:
        assert receiver.warnings == ()


async def test_expectations() -> None:
    made = profile(body='{"state": "<delivery_status>", "fixed": "a=b"}', headers=())
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, request(made, "Bounce").raw)
        met = [Expectation.read(text) for text in ("delivery_status=Bounce", "state=Bounce", "fixed=a=b")]
        assert unmet(met, callback) == []
        wrong = [Expectation.read(text) for text in ("delivery_status=Open", "error_code=550")]
        assert [told.split(":")[0] for told in unmet(wrong, callback)] == ["delivery_status", "error_code"]
    with pytest.raises(ValueError, match="NAME=VALUE"):
        Expectation.read("delivery_status")


async def test_a_callback_is_fired_on() -> None:
    made = profile()
    async with Receiver() as first, Receiver(profiles=[made]) as second:
        callback = await take(first, request(made).raw)
        delivery = await forward(callback, second.url + "other/place")
        assert delivery.ok
        assert second.callbacks[0].body == callback.body
        assert second.callbacks[0].ok
        assert "s3cret" not in str(delivery)


async def test_a_taken_port_is_told_with_what_to_do() -> None:
    async with Receiver() as receiver:
        with pytest.raises(ReceiverError, match=r"is taken by another program; choose another with --port"):
            await Receiver(port=receiver.port).start()
    with pytest.raises(ReceiverError, match="0 to 65535"):
        await Receiver(port=70_000).start()
    with pytest.raises(ReceiverError, match="no address of this machine"):
        await Receiver(host="192.0.2.1").start()


async def test_other_hosts_get_a_warning() -> None:
    assert Receiver().warnings == ()
    assert Receiver(host="localhost").warnings == ()
    assert "whoever reaches this machine" in Receiver(host="0.0.0.0").warnings[0]
    async with Receiver(host="::1") as receiver:
        assert receiver.url == f"http://[::1]:{receiver.port}/"


async def test_values_in_a_query_are_checked() -> None:
    made = profile(
        method="GET",
        endpoint="http://127.0.0.1:1/hook?s=<delivery_status>&id=<message_id>",
        body="",
        headers=(),
    )
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, request(made, "Open").raw)
        assert callback.problems == ()
        assert callback.decrypted["delivery_status"] == "Open"


async def test_bodies_that_are_compressed() -> None:
    import gzip

    made = profile(encryption=None, headers=())
    sent = request(made)
    packed = gzip.compress(sent.body)
    head = b"POST /hook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, head + b"Content-Length: %d\r\n\r\n" % len(packed) + packed)
        assert callback.problems == ()
        assert callback.body == packed


def test_the_body_of_the_tests_has_all_variables() -> None:
    assert all(f"<{name}>" in BODY for name in CHANNEL.variable_names)


async def test_a_value_that_the_profile_reads_from_the_environment_is_masked_too() -> None:
    rows = (Header(name="X-Shop", value="shop ${SHOP}"), Header(name="X-Mine", value="seen", secret=True))
    made = profile(headers=(*rows, Header(name="X-Open", value="${OPEN}", secret=False)))
    environ = {"SHOP": "planted-shop", "OPEN": "shown"}
    sent = build_request(made, fresh_values(CHANNEL, "Bounce"), environ)
    async with Receiver(profiles=[made]) as receiver:
        callback = await take(receiver, sent.raw)
    shown = {row["name"]: row["value"] for row in callback.to_json_document()["headers"]}
    assert (shown["X-Shop"], shown["X-Mine"], shown["X-Open"]) == ("••••••••", "••••••••", "shown")
    onward = forward_request(callback, "http://127.0.0.1:1/")
    assert "planted-shop" not in onward.display()
    assert "seen" not in onward.display()
