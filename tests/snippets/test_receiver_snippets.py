"""The receivers that are offered for copying run as they are, and print what was sent."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from snippet_runs import LANGUAGES, callback, encryption, profile, running

from wizard.profile.model import ALGORITHMS, BODY_FORMATS, CallbackProfile, Header

if TYPE_CHECKING:
    from pathlib import Path

NESTED = json.dumps(
    {
        "message id": "<message_id>",
        "data": {"state": "état: <delivery_status>!", "tries": [1, "<error_code>"]},
        "both": "<from_mail> to <recipient_mail>",
        "fixed": "as it is",
    },
    ensure_ascii=False,
)
LAYOUTS = {
    "base64url": profile(encryption=encryption("AES-256-GCM", encoding="base64url")),
    "hex, tag before": profile(encryption=encryption("AES-128-GCM", encoding="hex", tag="before")),
    "hex CFB": profile(encryption=encryption("AES-192-CFB", encoding="hex")),
    "key in hex": profile(
        encryption=encryption("AES-128-GCM", key="hex:" + "0f" * 16, iv="hex:" + "1e" * 12)
    ),
    "key in base64": profile(encryption=encryption("AES-128-CFB", key="base64:" + "A" * 22 + "==")),
    "some parameters": profile(encryption=encryption("AES-256-CFB", parameters=("message_id",))),
    "nothing encrypted": profile(headers=()),
    "nested": profile(body=NESTED, encryption=encryption("AES-256-GCM")),
    "nested form": profile(body=NESTED, body_format="form-data", encryption=encryption("AES-256-CFB")),
    "another path": profile(
        endpoint="http://127.0.0.1:8090/a%20b/ü?x=1", encryption=encryption("AES-256-GCM")
    ),
    "query": profile(
        method="GET", endpoint="https://x.example/hook?s=<delivery_status>&id=<message_id>", body=""
    ),
}


async def check(
    made: CallbackProfile, kind: str, folder: Path, statuses: tuple[str, ...] = ("Bounce",)
) -> None:
    async with running(made, kind, folder) as receiver:
        for status in statuses:
            sent = callback(made, status)
            assert await receiver.send(sent.raw) == 204
            assert json.loads(await receiver.printed()) == {
                name: value.plain for name, value in sent.sent_values.items()
            }


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("kind", LANGUAGES)
async def test_every_algorithm_in_every_format(kind: str, algorithm: str, tmp_path: Path) -> None:
    made = [profile(encryption=encryption(algorithm), body_format=name) for name in BODY_FORMATS]
    runs = [check(one, kind, tmp_path / str(at), ("Bounce", "Delivered")) for at, one in enumerate(made)]
    await asyncio.gather(*runs)


@pytest.mark.parametrize("kind", LANGUAGES)
async def test_every_layout(kind: str, tmp_path: Path) -> None:
    names = list(LAYOUTS)
    for at in range(0, len(names), 4):
        group = [check(LAYOUTS[name], kind, tmp_path / name.replace(" ", "-")) for name in names[at : at + 4]]
        await asyncio.gather(*group)


@pytest.mark.parametrize("kind", LANGUAGES)
async def test_strangers_are_turned_away(kind: str, tmp_path: Path) -> None:
    made = profile(encryption=encryption("AES-256-GCM"))
    unproven = profile(encryption=encryption("AES-256-CFB"))
    async with running(made, kind, tmp_path / "gcm") as gcm, running(unproven, kind, tmp_path / "cfb") as cfb:
        sent = callback(made).raw
        assert await gcm.send(sent.replace(b"s3cret", b"guess!")) == 401
        assert await gcm.send(sent.replace(b"Bearer t0ken", b"Bearer guess")) == 401
        assert await gcm.send(sent.replace(b"POST /email", b"POST /other")) == 404
        assert (
            await gcm.send(callback(profile(encryption=encryption("AES-256-GCM", key="x" * 32))).raw) == 400
        )
        assert await gcm.send(callback(profile()).raw) == 400
        assert await gcm.send(callback(profile(body='{"a": "<error_code>"}')).raw) == 400
        assert (
            await cfb.send(callback(profile(encryption=encryption("AES-256-CFB", key="x" * 32))).raw) == 400
        )
        assert await gcm.send(sent) == 204


@pytest.mark.parametrize("kind", LANGUAGES)
def test_no_secret_is_written_down(kind: str) -> None:
    from wizard.callback.snippets import snippet

    made = profile(
        headers=(Header(name="api-key", value="typed-secret"), Header(name="X-Plain", value="shown")),
        encryption=encryption("AES-256-GCM"),
    )
    text = snippet(made, kind)
    assert "typed-secret" not in text
    assert made.encryption is not None
    assert made.encryption.key not in text
    assert made.encryption.iv not in text
    assert "CALLBACK_API_KEY" in text
    assert "CALLBACK_KEY" in text


@pytest.mark.parametrize("kind", LANGUAGES)
def test_a_profile_that_is_not_finished_still_gives_a_snippet(kind: str) -> None:
    from wizard.callback.snippets import snippet

    hostile = CallbackProfile(
        title='"""\nimport os', id="*/ evil\n", endpoint="no URL", body="{", method="GET"
    )
    for made in (CallbackProfile(), hostile):
        text = snippet(made, kind)
        assert "\nimport os\nimport os" not in text
        assert "evil\n" not in text
