"""The snippets that send: curl and Python, run as they are against a server here."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import pytest
from snippet_runs import CHANNEL, ENVIRON, encryption, profile

from wizard.callback.snippets import KINDS, snippet
from wizard.profile.model import BODY_FORMATS, CallbackProfile, Header
from wizard.receiver import Receiver

ACCEPTED = json.dumps(
    {"data": [{"message_id": "123e4567-e89b-12d3-a456-426655440000", "to": "a@b.example"}], "error": {}}
)


async def run(*command: str, **environ: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **ENVIRON, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, told = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), told.decode()


def email_environ(receiver: Receiver) -> dict[str, str]:
    return {
        "KALEYRA_API": receiver.url.rstrip("/"),
        "KALEYRA_SID": "HXIN1",
        "KALEYRA_API_KEY": "top secret",
        "no_proxy": "127.0.0.1",
    }


@pytest.mark.parametrize(
    ("kind", "command"), [("send-email-curl", ("bash", "-c")), ("send-email-python", (sys.executable, "-c"))]
)
async def test_an_email_is_sent_with_the_profile_s_id(kind: str, command: tuple[str, str]) -> None:
    async with Receiver(body=ACCEPTED, respond=(202, 400)) as receiver:
        status, out, _ = await run(*command, snippet(profile(), kind), **email_environ(receiver))
        assert status == 0
        assert "123e4567-e89b-12d3-a456-426655440000" in out
        came = receiver.callbacks[0]
        assert (came.method, came.path) == ("POST", "/v1/HXIN1/email")
        assert came.header("api-key") == "top secret"
        assert came.header("content-type") == "application/json"
        assert came.fields["callback_profile_id"] == profile().id
        assert {"from", "to", "subject"} <= came.fields.keys()
        status, out, told = await run(*command, snippet(profile(), kind), **email_environ(receiver))
        assert status != 0
        assert "Traceback" not in told
        assert "400" in out + told


async def test_the_key_of_the_email_api_is_no_argument() -> None:
    text = snippet(profile(), "send-email-curl")
    assert "@<(printf" in text
    assert '--header "api-key: $' not in text


@pytest.mark.parametrize("body_format", BODY_FORMATS)
async def test_curl_sends_the_callback(body_format: str) -> None:
    async with Receiver() as receiver:
        made = profile(
            endpoint=receiver.url + "hook?a=1",
            body_format=body_format,
            body='{"message_id": "<message_id>", "say": "it\'s \\"100%\\"\\nübel", "state": "<delivery_status>"}',
            encryption=encryption("AES-256-GCM"),
            headers=(
                *profile().headers,
                Header(name="X-Team", value="it's us"),
                Header(name="X-Empty", value=""),
            ),
        )
        receiver.watch([made])
        text = snippet(made, "curl")
        assert made.encryption is not None
        assert made.encryption.key not in text
        status, out, told = await run("bash", "-c", text)
        assert status == 0, told
        assert out.startswith("HTTP/1.1 204")
        came = receiver.callbacks[0]
        assert came.path == "/hook?a=1"
        assert came.fields["say"] == 'it\'s "100%"\nübel'
        assert came.header("Authorization") == "Bearer t0ken"
        assert came.header("X-Team") == "it's us"
        assert came.values["delivery_status"] in {status.name for status in CHANNEL.statuses}
        assert [finding.sentence for finding in came.problems if finding.check != "header"] == []


async def test_curl_of_a_profile_that_cannot_be_fired_says_why() -> None:
    assert "# The endpoint is missing" in snippet(CallbackProfile(), "curl")


def test_kinds() -> None:
    assert list(KINDS) == ["send-email-curl", "send-email-python", "receiver-python", "receiver-node", "curl"]
    for kind in KINDS:
        text = snippet(profile(), kind)
        assert text.endswith("\n")
        assert not any(len(line) > 120 for line in text.splitlines())
    with pytest.raises(ValueError, match="choose one of send-email-curl"):
        snippet(profile(), "receiver-cobol")
