"""How the receiver can answer: as an endpoint that works, or as one in trouble."""

from __future__ import annotations

import re
from typing import NamedTuple


class Answer(NamedTuple):
    """A way of answering: `statuses` in turn, the last for good, each `delay` seconds after the callback came."""

    name: str
    note: str
    statuses: tuple[int, ...]
    delay: float = 0.0


ANSWERS = (
    Answer("204 No Content", "accepted; what it does by itself", (204,)),
    Answer("200 OK", "accepted", (200,)),
    Answer("500, 500, then 204", "in trouble at first: does the sender try again?", (500, 500, 204)),
    Answer("500 Internal Server Error", "in trouble for good", (500,)),
    Answer("404 Not Found", "a wrong address", (404,)),
    Answer("429 Too Many Requests", "overrun", (429,)),
    Answer("204 after 3 s", "slow, and still in time", (204,), 3.0),
    Answer("204 after 12 s", "slower than a test waits", (204,), 12.0),
)

OWN = "own"
"""The choice to write an answer oneself."""
_WRITTEN = re.compile(r"(?P<statuses>[\d\s,]+?)(?:\s*after\s*(?P<delay>\d+(?:\.\d+)?)\s*s?)?\s*")
LONGEST = 3600.0
"""Seconds that an answer may be kept waiting."""


def read(text: str) -> Answer:
    """An answer as a person writes it: `500, 500, 204 after 2 s`. Raises ValueError with a sentence."""
    from wizard.receiver import read_answers

    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(
            "Write statuses with commas between, and seconds to wait if you like: 500, 204 after 2 s"
        )
    statuses = read_answers(written["statuses"])
    delay = float(written["delay"] or 0)
    if delay > LONGEST:
        raise ValueError(f"An answer may wait {LONGEST:g} seconds at most")
    name = ", ".join(map(str, statuses)) + (f" after {delay:g} s" if delay else "")
    return Answer(name, "", statuses, delay)


def wrong(text: str) -> str:
    """Why the text is no answer; empty if it is one."""
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return ""
