"""Code to copy, filled in for one profile: how to send an email with it, and how to receive its callbacks.

Secrets are never written into a snippet: each is read from an environment variable, under the name that the profile
gives it as `${NAME}`, or a new one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile

KINDS = {
    "send-email-curl": "Send an email that reports to this profile, with curl",
    "send-email-python": "Send an email that reports to this profile, in Python",
    "receiver-python": "Receive, check and decrypt its callbacks, in Python with Flask",
    "receiver-node": "Receive, check and decrypt its callbacks, in Node without dependencies",
    "curl": "One callback of this profile, as a curl command",
}
"""Every kind of snippet, with what it is for."""

_HOMES = {
    "send-email-curl": "send_email",
    "send-email-python": "send_email",
    "receiver-python": "flask_receiver",
    "receiver-node": "node_receiver",
    "curl": "curl_callback",
}


def snippet(profile: CallbackProfile, kind: str, channel: Channel | None = None) -> str:
    """The snippet of that kind, ending in a line end. `channel` is the profile's, from the catalog by default.

    A profile that is not valid gives the best snippet that can be had of it. Raises ValueError for a kind that there
    is not, with a sentence.
    """
    if kind not in _HOMES:
        raise ValueError(f"There is no snippet {kind!r}; choose one of {', '.join(KINDS)}")
    if channel is None:
        from wizard.catalog import load_catalog

        channel = load_catalog().channel(profile.channel)
    home = import_module(f"{__name__}.{_HOMES[kind]}")
    return str(getattr(home, kind.replace("-", "_"))(profile, channel))


__all__ = ["KINDS", "snippet"]
