from __future__ import annotations

import msgspec
from hypothesis import given
from profile_makers import SOME, changed, profiles

from wizard.profile import (
    CallbackProfile,
    Encryption,
    Header,
    TestSettings,
    mask,
    masked,
    secret_fields,
    secret_values,
    with_secrets,
)
from wizard.profile.references import names_in

SECRET = changed(
    headers=(
        Header(name="X-Trace", value="open"),
        Header(name="api-key", value="0123456789abcdef"),
        Header(name="Authorization", value="Bearer ${TOKEN}"),
        Header(name="X-Internal", value="hidden", secret=True),
        Header(name="X-Token", value="shown", secret=False),
        Header(name="Cookie", value=""),
    ),
    encryption=Encryption(key="K1abcdefghijkl2P", iv="${HOOK_IV}", algorithm="AES-128-CFB"),
)


def test_the_secrets_of_a_profile_are_listed_with_their_paths() -> None:
    assert secret_fields(SECRET) == (
        ("headers.1.value", "0123456789abcdef"),
        ("headers.2.value", "Bearer ${TOKEN}"),
        ("headers.3.value", "hidden"),
        ("encryption.key", "K1abcdefghijkl2P"),
        ("encryption.iv", "${HOOK_IV}"),
    )


def test_credentials_of_a_proxy_are_secret_too() -> None:
    profile = changed(test=TestSettings(proxy="http://user:pw@proxy:8080"))
    assert secret_fields(profile) == (("test.proxy", "http://user:pw@proxy:8080"),)
    assert "pw" not in masked(profile).test.proxy


def test_masked_shows_everything_but_the_secrets() -> None:
    shown = masked(SECRET)
    assert [header.value for header in shown.headers] == [
        "open",
        "••••••••",
        "••••${TOKEN}",
        "••••",
        "shown",
        "",
    ]
    assert shown.encryption == Encryption(key="••••••••", iv="${HOOK_IV}", algorithm="AES-128-CFB")
    assert msgspec.structs.replace(shown, headers=(), encryption=None) == changed()


def test_a_mask_tells_the_class_of_a_length_not_the_length() -> None:
    assert mask("") == ""
    assert {mask("x" * length) for length in range(1, 8)} == {"••••"}
    assert {mask("x" * length) for length in range(8, 32)} == {"••••••••"}
    assert {mask("x" * length) for length in (32, 64, 1000)} == {"••••••••••••"}
    assert mask("${KEY}") == "${KEY}"
    assert "$${KEY}" not in mask("$${KEY}")


def test_the_texts_to_keep_out_of_sight_are_the_secrets_and_their_parts() -> None:
    values = secret_values(SECRET)
    assert values == {"0123456789abcdef", "hidden", "K1abcdefghijkl2P"}
    fired = secret_values(SECRET, {"TOKEN": "t0ken", "HOOK_IV": "POabcdefghijklLY"})
    assert fired == values | {"t0ken", "Bearer t0ken", "POabcdefghijklLY"}


@SOME
@given(profiles)
def test_secrets_can_be_taken_out_and_put_back(profile: CallbackProfile) -> None:
    secrets = dict(secret_fields(profile))
    bare = with_secrets(profile, dict.fromkeys(secrets, "x"))
    assert with_secrets(bare, secrets) == profile
    shown = masked(profile)
    for path, value in secret_fields(shown):
        assert names_in(value) == names_in(secrets[path])
