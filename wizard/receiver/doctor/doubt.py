"""A tag proves that a value came from whoever has the key, not that it is the value of the right variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.receiver.doctor import words
from wizard.receiver.doctor.likeness import likeness_of

if TYPE_CHECKING:
    from wizard.catalog import Channel
    from wizard.receiver.doctor.likeness import Look


def doubt(name: str, look: Look, text: str, channel: Channel | None) -> str:
    """What is odd about the value that a variable opens to, in a sentence; "" where nothing is.

    It is odd where it has the form of another variable and not of this one, or is nothing that this one could hold.
    """
    if channel is None or channel.variable(name) is None or not text or look.is_form(text):
        return ""
    for other in channel.variable_names:
        if likeness_of(channel, other).is_form(text):
            return words.opened_to_other(name, other)
    return words.opened_to_other(name) if look.bits(text) == 0 else ""
