"""The sample profiles of `wizard demo`: one for each way in which callbacks travel, aimed at a receiver here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profile.body_edit import clipboard_text
from wizard.profile.keys import generate_iv, generate_key
from wizard.profile.model import CallbackProfile, Encryption, Header

if TYPE_CHECKING:
    from wizard.catalog import Channel

RENAMED = """{
  "id": "<message_id>",
  "event": {"state": "<delivery_status>", "at": "<delivery_time>"},
  "to": "<recipient_mail>",
  "why": "<error_code> <error_status>: <error_message>"
}"""
"""A body as people make them: keys of their own, values nested and put together."""


def demo_profiles(receiver: str | int, channel: Channel | None = None) -> tuple[CallbackProfile, ...]:
    """Five profiles, each with a path of its own under the receiver's URL (or port on loopback), and fresh keys.

    `channel` is email's from the catalog by default. They have no ID yet: the store gives them one.
    """
    if channel is None:
        from wizard.catalog import load_catalog

        channel = load_catalog().channels["email"]
    base = f"http://127.0.0.1:{receiver}" if isinstance(receiver, int) else receiver.rstrip("/")
    everything = clipboard_text(channel.variable_names)
    common = {"channel": channel.id, "events": channel.events}

    def made(title: str, path: str, **more: object) -> CallbackProfile:
        settings = {
            **common,
            "title": title,
            "endpoint": f"{base}/{path}",
            "body": everything,
        }
        return CallbackProfile(**(settings | more))  # type: ignore[arg-type]

    def sealed(algorithm: str, **more: object) -> Encryption:
        settings = {"algorithm": algorithm, "key": generate_key(algorithm), "iv": generate_iv(algorithm)}
        return Encryption(**(settings | more))  # type: ignore[arg-type]

    return (
        made("demo encrypted with GCM", "gcm", encryption=sealed("AES-256-GCM")),
        made(
            "demo encrypted with CFB", "cfb", encryption=sealed("AES-128-CFB", parameters=_personal(channel))
        ),
        made(
            "demo form data",
            "form",
            body_format="form-data",
            encryption=sealed("AES-192-GCM", encoding="hex"),
        ),
        made(
            "demo renamed and nested", "nested", body=RENAMED, headers=(Header(name="x-team", value="mail"),)
        ),
        made("demo plain", "plain"),
    )


def _personal(channel: Channel) -> tuple[str, ...]:
    """The variables that say who wrote to whom, and what became of it."""
    kinds = ("message-id", "status", "sender", "recipient")
    return tuple(variable.name for variable in channel.variables if variable.kind in kinds)
