"""A world in which nothing changes by itself: the clock stands, IDs follow one another, every callback takes 3 ms.

Sockets, store and ciphers are the real ones.
"""

from __future__ import annotations

import itertools
import os
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import msgspec

from tests.support.terminal import DECIDED
from wizard.callback.delivery import Delivery, Response, SentRequest
from wizard.callback.network import dial
from wizard.callback.network.journal import Journal
from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, Header, clipboard_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wizard.catalog.model import DeliveryStatus, DynamicVariable

NOW = datetime(2026, 3, 14, 9, 26, 53, 589000, UTC)
KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"
PHASES = {"look-up": 0.21, "connect": 0.34, "tls": 11.2, "send": 0.06, "wait": 2.31, "read": 0.11}
VALUES = {
    "message-id": "64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1",
    "time": "2026-03-14T09:26:53.589Z",
    "sender": "orders@shop.example",
    "recipient": "ada.lovelace@mail.example",
}


class Still(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return NOW.astimezone(tz) if tz else NOW.replace(tzinfo=None)


class Clock:
    """The module `time`, but for the time of day."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def time(self) -> float:
        return NOW.timestamp()


def _fresh(variable: DynamicVariable, status: DeliveryStatus | None, _now: object = None) -> str:
    if variable.kind == "status":
        return status.name if status else variable.example
    return VALUES.get(variable.kind, "" if variable.kind == "error" else variable.example)


def _ids(seed: int) -> Callable[..., str]:
    random = Random(seed)

    def one(region: str = "IN") -> str:
        digits = f"{random.getrandbits(128):032x}"
        return f"{region}_{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    return one


def _attempt(**fields: Any) -> Any:
    from wizard.callback.delivery import Attempt

    return Attempt(**{**fields, "ms": PHASES["connect"]})


@contextmanager
def still() -> Iterator[None]:
    """Inside, the world stands still."""
    ids, fired = _ids(4), itertools.count(100)
    moments = itertools.count(int(NOW.timestamp()) * 1000)
    environ = {
        "TZ": "UTC",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOOK_API_KEY": "x",
    }
    with ExitStack() as patches:
        patches.enter_context(patch.dict(os.environ, environ))
        for name in DECIDED - set(environ):
            os.environ.pop(name, None)
        for name, value in (
            ("wizard.tui.when.datetime", Still),
            ("wizard.tui.job.can_be_stopped", lambda: True),
            ("wizard.tui.job.is_led", lambda: False),
            ("wizard.tui.profiles.filters.datetime", Still),
            ("wizard.store.moment.now", lambda: next(moments)),
            ("wizard.store.profiles.new_id", ids),
            ("wizard.callback.values._fresh", _fresh),
            ("wizard.callback.firing.iso_time", lambda: f"2026-03-14T09:26:53.{next(fired):03d}Z"),
            ("wizard.receiver.server.time", Clock()),
            ("wizard.profile.keys._random_text", lambda length: (IV if length == len(IV) else KEY)[:length]),
            ("aiohttp.web_response.rfc822_formatted_time", lambda: "Sat, 14 Mar 2026 09:26:53 GMT"),
            ("aiohttp.web_response.SERVER_SOFTWARE", "aiohttp"),
        ):
            patches.enter_context(patch(name, value))
        patches.enter_context(patch.object(dial, "Attempt", _attempt))
        patches.enter_context(patch.object(Journal, "phases", _phases))
        patches.enter_context(patch.object(Journal, "elapsed_ms", property(lambda self: _elapsed(self))))
        time.tzset()
        try:
            yield
        finally:
            time.tzset()


def _phases(journal: Journal) -> dict[str, float]:
    return {phase: PHASES[phase] for phase in journal.spent}


def _elapsed(journal: Journal) -> float:
    return round(sum(_phases(journal).values()), 2)


def samples(port: int) -> Iterator[CallbackProfile]:
    """Profiles as somebody might keep them, the last one on top; three aimed at the receiver on `port`."""
    names = load_catalog().channels["email"].variable_names
    some = ("message_id", "delivery_status", "recipient_mail", "error_message")
    base = CallbackProfile(title="", events=("Email Send",), endpoint="", body=clipboard_text(names))

    def made(title: str, endpoint: str, **more: object) -> CallbackProfile:
        return msgspec.structs.replace(base, title=title, endpoint=endpoint, **more)

    def sealed(algorithm: str) -> Encryption:
        return Encryption(algorithm=algorithm, key=KEY if "256" in algorithm else KEY[:16], iv=IV)

    api_key = (Header(name="api-key", value="${HOOK_API_KEY}"),)
    secret = (Header(name="api-key", value="a-secret-of-ours"),)
    here = f"http://127.0.0.1:{port}"
    yield made("unreachable", "http://127.0.0.1:9/hook")
    yield made(
        "newsletter_eu",
        "https://eu.hooks.example.com/news",
        body=clipboard_text(some),
        body_format="form-data",
    )
    yield made("Password resets", "https://hooks.example.com/auth/resets", headers=api_key)
    yield made("Shop receipts", "https://hooks.example.com/email/receipts", encryption=sealed("AES-128-CFB"))
    yield made("bounce watcher", f"{here}/bounces", body=clipboard_text(some))
    yield made("email_callback_profile", f"{here}/email", encryption=sealed("AES-256-GCM"), headers=secret)


FIRED = (
    ("unreachable", 0, "refused", 2, 50),
    ("newsletter_eu", 500, "http-error", 87, 38),
    ("Shop receipts", 204, "accepted", 64, 21),
    ("bounce watcher", 204, "accepted", 41, 9),
    ("email_callback_profile", 200, "accepted", 42, 3),
)
"""Of samples the HTTP status and kind of the last firing, its milliseconds, and how many minutes ago it was."""


def firings(profiles: Iterable[CallbackProfile]) -> Iterator[Delivery]:
    """What came of the last test of some samples."""
    by_title = {profile.title: profile for profile in profiles}
    for number, (title, status, kind, elapsed, minutes) in enumerate(FIRED):
        profile = by_title[title]
        yield Delivery(
            id=f"fired-{number}",
            at=(NOW - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            request=SentRequest("POST", profile.endpoint, "/"),
            profile_id=profile.id,
            delivery_status="Bounce",
            response=Response(status=status) if status else None,
            elapsed_ms=elapsed,
            ok=kind == "accepted",
            kind=kind,
        )
