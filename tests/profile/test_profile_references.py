from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import SOME

from wizard.profile.references import MissingReference, escape, malformed, names_in, pieces, resolve


@pytest.mark.parametrize(
    ("text", "names", "resolved"),
    [
        ("plain", (), "plain"),
        ("${A}", ("A",), "1"),
        ("Bearer ${A}${B}${A}", ("A", "B"), "Bearer 121"),
        ("$${A}", (), "${A}"),
        ("$$${A}", (), "$${A}"),
        ("$A {A} ${} ${1A} ${a-b} ${A", (), "$A {A} ${} ${1A} ${a-b} ${A"),
        ("${NESTED}", ("NESTED",), "${A}"),
    ],
)
def test_a_reference_is_read_from_the_environment(text: str, names: tuple[str, ...], resolved: str) -> None:
    assert names_in(text) == names
    assert resolve(text, {"A": "1", "B": "2", "NESTED": "${A}"}) == resolved


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(MissingReference, match="HOOK_KEY") as caught:
        resolve("x ${HOOK_KEY}", {})
    assert caught.value.name == "HOOK_KEY"


def test_a_variable_that_is_set_to_nothing_is_nothing() -> None:
    assert resolve("[${EMPTY}]", {"EMPTY": ""}) == "[]"


@SOME
@given(st.text(alphabet="${}AB_1\\ x", max_size=12))
def test_what_is_escaped_comes_back_as_it_was(text: str) -> None:
    assert resolve(escape(text), {}) == text
    assert names_in(escape(text)) == ()


@SOME
@given(st.text(alphabet="${}AB_1 x", max_size=12))
def test_the_pieces_make_the_text_again(text: str) -> None:
    assert "".join(part for part, _ in pieces(text)) == text
    assert tuple(dict.fromkeys(part[2:-1] for part, reference in pieces(text) if reference)) == names_in(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [("a ${my-key}", "${my-key}"), ("${", "${"), ("${A} ${1}", "${1}"), ("${A} $${b-c}", ""), ("x", "")],
)
def test_what_only_looks_like_a_reference_is_noticed(text: str, part: str) -> None:
    assert malformed(text) == part
