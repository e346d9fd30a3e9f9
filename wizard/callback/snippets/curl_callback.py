"""The snippet of one callback as a curl command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.callback.curl import curl as command
from wizard.callback.request import RequestMaker
from wizard.callback.values import fresh_values

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.profile.model import CallbackProfile


def curl(profile: CallbackProfile, channel: Channel | None) -> str:
    """One callback with fresh values, encrypted if the key can be had; what is in its way stands above it."""
    maker = RequestMaker(profile, os.environ, lenient=True)
    request = maker.request(fresh_values(channel, _status(channel)) if channel else {})
    notes = [f"# {problem.sentence}" for problem in maker.problems]
    return "\n".join([*notes, command(request.as_sent(), profile), ""])


def _status(channel: Channel | None) -> str:
    """A status that fills every variable, if there is one."""
    statuses = channel.statuses if channel else ()
    return next(
        (status.name for status in statuses if status.has_error), statuses[0].name if statuses else ""
    )
