"""What a person has chosen: a callback profile and its parts. Plain immutable data, valid or not yet."""

from __future__ import annotations

import msgspec

METHODS = ("GET", "POST", "PUT", "DELETE")
BODY_FORMATS = ("json", "form-data", "urlencoded")
ALGORITHMS = ("AES-128-CFB", "AES-128-GCM", "AES-192-CFB", "AES-192-GCM", "AES-256-CFB", "AES-256-GCM")
"""In the order of Kaleyra's list."""
ENCODINGS = ("base64", "base64url", "hex")
TAG_PLACES = ("after", "before")


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The shape shared by all parts of a profile file: immutable, defaults left out, every key known."""


class Header(Record, frozen=True):
    """A header row. `secret` None lets the name decide whether the value is hidden."""

    name: str
    value: str
    secret: bool | None = None


class Encryption(Record, frozen=True):
    """How the values of dynamic variables are encrypted, each alone.

    `key` and `iv` are text whose UTF-8 bytes count, or `hex:` / `base64:` and the raw bytes so written; each
    may hold `${NAME}`. `parameters` None means every variable of the body.
    """

    algorithm: str = "AES-256-GCM"
    key: str = ""
    iv: str = ""
    parameters: tuple[str, ...] | None = None
    encoding: str = "base64"
    tag: str = "after"


class TestSettings(Record, frozen=True):
    """How test callbacks are fired. Times are seconds, `response_limit` is the bytes kept of a response."""

    __test__ = False

    connect_timeout: float = 5.0
    timeout: float = 10.0
    response_limit: int = 65_536
    verify: bool = True
    ca_file: str = ""
    client_certificate: str = ""
    client_key: str = ""
    proxy: str = ""


class CallbackProfile(Record, frozen=True):
    """A callback profile, finished or not: drafts are this too, so nothing here refuses a wrong value.

    `id`, `created_at` and `modified_at` (ISO 8601, UTC) are empty until it is saved. `value_sets` maps the
    name of a set to the values of variables that a person wants test callbacks to carry.
    """

    id: str = ""
    title: str = ""
    channel: str = "email"
    events: tuple[str, ...] = ()
    method: str = "POST"
    endpoint: str = ""
    body_format: str = "json"
    body: str = ""
    headers: tuple[Header, ...] = ()
    encryption: Encryption | None = None
    test: TestSettings = TestSettings()
    value_sets: dict[str, dict[str, str]] = {}
    created_at: str = ""
    modified_at: str = ""
