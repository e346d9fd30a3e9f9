from __future__ import annotations

import json
import random
import tomllib
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profile_makers import CATALOG, FEW, NAMES, changed, profiles

from wizard.profile import (
    CallbackProfile,
    Encryption,
    Header,
    ProfileFileError,
    check_file,
    needed_names,
    read_profiles,
    write_profiles,
)
from wizard.profile.places import json_places, toml_places
from wizard.profile.references import names_in

forms = st.sampled_from(["toml", "json"])
Form = Literal["toml", "json"]


@settings(deadline=None, max_examples=300)
@given(profiles, forms)
def test_what_is_written_is_read_again_to_the_byte(profile: CallbackProfile, form: Form) -> None:
    text = write_profiles([profile], form=form, reveal=True)
    assert read_profiles(text.encode()) == [profile]
    assert read_profiles(text.encode(), name=f"x.{form}") == [profile]
    assert write_profiles(read_profiles(text.encode()), form=form, reveal=True) == text


@FEW
@given(st.lists(profiles, max_size=4), forms)
def test_several_profiles_too(several: list[CallbackProfile], form: Form) -> None:
    text = write_profiles(several, form=form, reveal=True)
    assert read_profiles(text.encode()) == several


@FEW
@given(st.lists(profiles, max_size=3), forms)
def test_an_export_without_secrets_is_stable_and_says_what_it_needs(
    several: list[CallbackProfile], form: Form
) -> None:
    text = write_profiles(several, form=form, reveal=False)
    again = read_profiles(text.encode())
    assert write_profiles(again, form=form, reveal=False) == text
    texts = [header.value for profile in again for header in profile.headers]
    texts += [
        text
        for profile in again
        if profile.encryption
        for text in (profile.encryption.key, profile.encryption.iv)
    ]
    texts += [profile.test.proxy for profile in again]
    assert set(needed_names(several)) == {name for text in texts for name in names_in(text)}


@FEW
@given(st.lists(profiles, min_size=2, max_size=2))
def test_other_parsers_read_the_same_and_every_value_has_its_place(several: list[CallbackProfile]) -> None:
    bodies = [profile.body for profile in several]
    toml = write_profiles(several, form="toml", reveal=True)
    assert [profile["body"] for profile in tomllib.loads(toml)["profiles"]] == bodies
    text = write_profiles(several, form="json", reveal=True)
    assert [profile["body"] for profile in json.loads(text)] == bodies
    for index, profile in enumerate(several):
        place = json_places(text)[(index, "title")]
        assert json.loads(text[place.start : place.end]) == profile.title
        place = toml_places(toml)[("profiles", index, "title")]
        assert tomllib.loads(f"title = {toml[place.start : place.end]}")["title"] == profile.title
        assert toml[place.key :].startswith("title")


SEED = [
    changed(
        id="IN_453d2677-2c91-4610-9c01-eefbeec5f697",
        body='{\n  "message_id": "<message_id>",\n  "é": ["<error_code>", 1.50]\n}',
        headers=(Header(name="api-key", value="${KEY}"), Header(name="X", value="y", secret=True)),
        encryption=Encryption(key="${K}", iv="POabcdefghijklLY", parameters=NAMES[:2]),
        value_sets={"a b": {"error_code": "550"}},
        created_at="2023-09-29T11:23:35.586Z",
    ),
    changed(title="second", events=()),
]


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_mutated_file_gives_profiles_or_problems_and_nothing_else(form: Form) -> None:
    chance = random.Random(11)
    seeds = [write_profiles(SEED[:count], form=form, reveal=True).encode() for count in (1, 2)]
    pieces = [
        *(
            b'"',
            b"'",
            b"'''",
            b"[",
            b"]",
            b"{",
            b"}",
            b"\n",
            b"\r",
            b"\x00",
            b"\xff",
            b"\xef\xbb\xbf",
            b",",
            b"=",
            b":",
        ),
        *(b"\\", b"\\ud800", b"null", b"1e999", b"2020-01-01", b"[[profiles]]\n", b"#", b".", b"\xc3"),
    ]
    refused = 0
    for _ in range(1_500):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(data))
            what = chance.random()
            if what < 0.35:
                del data[at : at + chance.choice([1, 1, 3, 40])]
            elif what < 0.8:
                data[at:at] = chance.choice(pieces)
            elif what < 0.9:
                data[at : at + 1] = bytes([chance.randint(0, 255)])
            else:
                source = chance.randint(0, len(data))
                data[at:at] = data[source : source + chance.randint(1, 60)]
        found, problems = check_file(bytes(data), CATALOG)
        assert found or problems or not data.strip() or b"profiles" in data
        for problem in problems:
            assert problem.path
            assert problem.message
            assert "\n" not in str(problem)
            assert "Traceback" not in str(problem)
        try:
            assert read_profiles(bytes(data)) == found
        except ProfileFileError as error:
            refused += 1
            told = {problem.path for problem in error.problems}
            assert told <= {problem.path for problem in problems}
    assert refused > 300
