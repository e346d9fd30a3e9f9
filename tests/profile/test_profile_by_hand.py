"""A profile as a text for an editor: no secret in it, and back without loss."""

from __future__ import annotations

import msgspec
import pytest

from wizard.profile import CallbackProfile, Encryption, Header, ProfileFileError, from_hand, hand_text
from wizard.profile.model import TestSettings

KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"
FULL = CallbackProfile(
    id="IN_453d2677-2c91-4610-9c01-eefbeec5f697",
    title="my hook",
    events=("Email Send",),
    endpoint="https://hooks.example.com/x",
    body='{\n  "id": "<message_id>"\n}',
    headers=(
        Header(name="api-key", value="s3cret-one"),
        Header(name="x-team", value="mail"),
        Header(name="api-key", value="s3cret-two"),
        Header(name="authorization", value="Bearer ${TOKEN}"),
    ),
    encryption=Encryption(key=KEY, iv=IV),
    test=TestSettings(proxy="http://me:pass@proxy.example:3128"),
    value_sets={"known": {"message_id": "1"}},
    created_at="2026-01-02T03:04:05.000Z",
    modified_at="2026-01-02T03:04:05.000Z",
)


def test_no_secret_stands_in_the_text_and_it_comes_back_the_same() -> None:
    text, secrets = hand_text(FULL)
    for secret in ("s3cret", KEY, IV, "pass@"):
        assert secret not in text
    assert "Bearer ${TOKEN}" in text
    assert from_hand(text, FULL, secrets) == FULL


def test_a_moved_row_takes_its_secret_along_and_a_written_one_replaces_it() -> None:
    text, secrets = hand_text(msgspec.structs.replace(FULL, encryption=None))
    first, second = '"(unchanged: api-key)"', '"(unchanged: api-key 2)"'
    swapped = text.replace(first, "1st").replace(second, '"typed anew"').replace("1st", second)
    values = [header.value for header in from_hand(swapped, FULL, secrets).headers]
    assert values == ["s3cret-two", "mail", "typed anew", "Bearer ${TOKEN}"]


def test_a_secret_under_another_name_stays_hidden() -> None:
    text, secrets = hand_text(FULL)
    renamed = text.replace(
        'name = "api-key", value = "(unchanged: api-key)"', 'name = "x-c", value = "(unchanged: api-key)"'
    )
    assert renamed != text
    assert from_hand(renamed, FULL, secrets).headers[0] == Header(name="x-c", value="s3cret-one", secret=True)


def test_a_mark_with_something_beside_it_is_told_at_its_place() -> None:
    text, secrets = hand_text(FULL)
    broken = text.replace('"(unchanged: key)"', '"Bearer (unchanged: key)"')
    with pytest.raises(ProfileFileError) as raised:
        from_hand(broken, FULL, secrets)
    (problem,) = raised.value.problems
    assert problem.path == "encryption.key"
    assert broken.splitlines()[problem.line - 1][problem.column - 1 :].startswith("Bearer (unchanged")


@pytest.mark.parametrize(
    ("change", "line_of"),
    [(("title = ", "titel = "), "titel = "), (('method = "POST"', "method = POST"), "method = POST")],
)
def test_a_mistake_is_told_at_its_line(change: tuple[str, str], line_of: str) -> None:
    text, secrets = hand_text(FULL)
    broken = text.replace(*change)
    with pytest.raises(ProfileFileError) as raised:
        from_hand(broken, FULL, secrets)
    lines = broken.splitlines()
    assert any(p.line and lines[p.line - 1].startswith(line_of) for p in raised.value.problems)


def test_the_text_of_an_empty_draft_can_be_filled_in() -> None:
    empty = CallbackProfile(events=("Email Send",))
    text, secrets = hand_text(empty)
    assert from_hand(text.replace('title = ""', 'title = "named"'), empty, secrets).title == "named"
