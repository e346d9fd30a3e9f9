"""How the receiver can answer: as an endpoint that works, or as one in trouble."""

from __future__ import annotations

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
