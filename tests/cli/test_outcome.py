"""What reaches stdout and stderr, and which of several statuses a run ends with."""

from __future__ import annotations

import itertools

import pytest

from wizard.cli.outcome import Status, as_json, first, harmless

ESCAPES = "\x1b[31mred\x1b]0;title\x07 \x9b2J \u202egnp.exe \x00 \x7f"


def test_of_several_statuses_the_first_of_1_4_3_5_is_taken() -> None:
    order = [Status.UNEXPECTED, Status.UNREACHED, Status.REFUSED, Status.UNFIT]
    for count in range(1, 5):
        for some in itertools.permutations(order, count):
            assert first((Status.DONE, *some)) == min(some, key=order.index)
    assert first([]) == Status.DONE


def test_the_statuses_are_those_of_the_contract() -> None:
    assert [int(status) for status in Status] == [0, 1, 2, 3, 4, 5, 130]


@pytest.mark.parametrize("text", [ESCAPES, "a\u2028b", "\ud800", "\r\b\b"])
def test_nothing_that_steers_a_terminal_is_told(text: str) -> None:
    assert all(character.isprintable() for character in harmless(text))


def test_letters_of_every_script_stay_as_they_are() -> None:
    text = "Ünïcode 日本語 हिन्दी 👩‍🔬"
    assert harmless(text) == text
    assert text in as_json([text])


def test_json_is_the_same_data_and_steers_no_terminal() -> None:
    import json

    assert json.loads(as_json({"a": ESCAPES})) == {"a": ESCAPES}
    assert as_json({"a": ESCAPES}).isprintable()
