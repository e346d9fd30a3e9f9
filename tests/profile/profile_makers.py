"""What the tests of this room make profiles, bodies and values from."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, Header, Problem, TestSettings, check

CATALOG = load_catalog("")
EMAIL = CATALOG.channels["email"]
NAMES = EMAIL.variable_names

# A slow machine is no fault of the program.
SOME = settings(deadline=None, max_examples=80)
FEW = settings(deadline=None, max_examples=40)

GOOD = CallbackProfile(
    title="email_callback_profile",
    events=("Email Send",),
    endpoint="https://hooks.example.com/email",
    body='{"message_id": "<message_id>", "delivery_status": "<delivery_status>"}',
)

KEYS = {
    "AES-128": "K1abcdefghijkl2P",
    "AES-192": "K1abcdefghijklmnopqrst2P",
    "AES-256": "K1abcdefghijklmnopqrstuvwxyz012P",
}
IV = "POabcdefghijklLY"


def changed(**fields: Any) -> CallbackProfile:
    """The good profile with some fields changed."""
    return msgspec.structs.replace(GOOD, **fields)


def found(profile: CallbackProfile) -> list[Problem]:
    return check(profile, CATALOG)


def paths(problems: list[Problem], severity: str = "error") -> list[str]:
    return [problem.path for problem in problems if problem.severity == severity]


HOSTILE = (
    '"',
    "\\",
    "\\u0022",
    '", "admin": "true',
    "}",
    "{",
    "\n",
    "\r\n\t",
    "\x00",
    "\x1f\x7f",
    "<message_id>",
    "<delivery_status>",
    "<",
    "${HOME}",
    "\u2028\u2029",
    "👩‍👩‍👧",
    "שלום עולם",
    "\u202e txt.exe",
    "\ufeff",
    "é" * 50,
    "",
    " ",
    "null",
    "</script>",
)

values = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
"""Text without lone surrogates, which no value that is sent can hold."""

_texts = st.one_of(
    st.sampled_from([f"<{name}>" for name in NAMES]),
    st.sampled_from(
        ["<unknown>", "id <message_id>!", "<message_id><delivery_status>", "a < b > c", "<>", "<1>"]
    ),
    st.text(max_size=12),
)
_json = st.recursive(
    st.one_of(
        _texts, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=8), _json, max_size=5)
"""JSON objects as Python has them, placeholders in many places."""


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Texts of JSON objects in many spellings: indented or not, escaped or not."""
    data = draw(objects)
    return json.dumps(
        data,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=draw(st.sampled_from([None, (",", ":"), (" ,\r\n", " : ")])),
    )


plain = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)

profiles = st.builds(
    CallbackProfile,
    id=st.sampled_from(["", "IN_453d2677-2c91-4610-9c01-eefbeec5f697"]),
    title=st.one_of(plain, st.sampled_from(["bounce watcher", "3rd_profile", "x y z"])),
    channel=st.sampled_from(["email", "sms"]),
    events=st.lists(plain, max_size=2).map(tuple),
    method=st.sampled_from(["POST", "GET"]),
    endpoint=plain,
    body_format=st.sampled_from(["json", "form-data", "urlencoded"]),
    body=st.one_of(
        bodies(), plain, st.sampled_from(["'''", "a'", "\n{}", "{\r\n}", "\\", '"""', "\t{}\n\n", "\x7f"])
    ),
    headers=st.lists(
        st.builds(
            Header,
            name=st.one_of(plain, st.sampled_from(["api-key", "Authorization", "X-Trace"])),
            value=st.one_of(plain, st.sampled_from(["${TOKEN}", "Bearer ${TOKEN}", "$${x", "secret value"])),
            secret=st.sampled_from([None, True, False]),
        ),
        max_size=4,
    ).map(tuple),
    encryption=st.none()
    | st.builds(
        Encryption,
        algorithm=st.sampled_from(["AES-256-GCM", "AES-128-CFB"]),
        key=plain,
        iv=plain,
        parameters=st.none() | st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
        encoding=st.sampled_from(["base64", "hex"]),
    ),
    test=st.builds(
        TestSettings,
        timeout=st.floats(min_value=0.1, max_value=600),
        verify=st.booleans(),
        ca_file=plain,
        proxy=st.sampled_from(["", "http://p:1", "http://u:p@p:1"]),
    ),
    value_sets=st.dictionaries(plain, st.dictionaries(st.sampled_from(NAMES), plain, max_size=2), max_size=2),
    created_at=st.sampled_from(["", "2023-09-29T11:23:35.586Z"]),
)
"""Profiles of every shape, valid or not: files keep both."""
