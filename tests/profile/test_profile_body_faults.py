from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import EMAIL, SOME, bodies

from wizard.profile import Problem, check_body
from wizard.profile.fault import json_fault, object_fault
from wizard.profile.tokens import tokens


def faults(text: str) -> list[Problem]:
    return [problem for problem in check_body(text, EMAIL) if problem.is_error]


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("", 0, 0, "empty"),
        (" \n ", 0, 0, "empty"),
        ("[]", 1, 1, "a list"),
        ('"<message_id>"', 1, 1, "a text"),
        ("12", 1, 1, "a number"),
        ("\n null", 2, 2, "null"),
        ('{\n  "a": 1\n  "b": 2\n}', 2, 9, "comma is missing"),
        ('{"a": 1,}', 1, 8, "comma out"),
        ('{"a": 1,,"b": 2}', 1, 8, "comma out"),
        ('{,"a": 1}', 1, 2, "key"),
        ('{"a": [1, 2,]}', 1, 12, "comma out"),
        ('{"a": [1 2]}', 1, 9, "comma is missing"),
        ('{"a" 1}', 1, 5, "colon"),
        ('{"a": ', 1, 5, "value is missing after this colon"),
        ('{"a": [], "b":\n', 1, 14, "value is missing after this colon"),
        ('"a": "<message_id>",\n"b": 1', 1, 1, "without braces"),
        ("id=<message_id>&b=1", 1, 1, "urlencoded, under Headers"),
        ('{"a" = 1}', 1, 6, "not by ="),
        ('{"a": 1; "b": 2}', 1, 8, "not by ;"),
        ('{"a": }', 1, 7, "value is missing"),
        ('{"a"', 1, 5, "closing }"),
        ('{"a": 1', 1, 8, "closing }"),
        ('{"a": [1', 1, 9, "closing ]"),
        ("{", 1, 2, "closing }"),
        ('{"a": [1}', 1, 9, "write ]"),
        ('{"a": 1}}', 1, 9, "take it out"),
        ('{"a": 1} {}', 1, 10, "take it out"),
        ("{a: 1}", 1, 2, "double quotes"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ("{“a”: 1}", 1, 2, "double quotes"),
        ("{\"a\": 'x'}", 1, 7, "double quotes"),
        ('{"a": <message_id>}', 1, 7, "placeholder stands without quotes"),
        ('{"a": message_id}', 1, 7, "without quotes"),
        ('{"a": True}', 1, 7, "write true"),
        ('{"a": None}', 1, 7, "write null"),
        ('{"a": undefined}', 1, 7, "write null"),
        ('{"a": NaN}', 1, 7, "has no NaN"),
        ('{"a": -Infinity}', 1, 7, "has no -Infinity"),
        ('{"a": 012}', 1, 7, "012"),
        ('{"a": +1}', 1, 7, "+1"),
        ('{"a": .5}', 1, 7, ".5"),
        ('{"a": 1.}', 1, 7, "1."),
        ('{"a": 0x1F}', 1, 7, "quotes"),
        ('{"a": "x}', 1, 7, "not closed"),
        ('{"a": "x\n"}', 1, 7, "\\n"),
        ('{"a": "x\ty"}', 1, 9, "write \\t"),
        ('{"a": "x\x00y"}', 1, 9, "write \\u0000"),
        ('{"a": "\\x41"}', 1, 8, "\\\\"),
        ('{"a": "\\u12"}', 1, 8, "four digits"),
        ('{"a": "\\', 1, 8, "backslash"),
        ('// c\n{"a": 1}', 1, 1, "comments"),
        ('{"a": 1 // c\n}', 1, 9, "comments"),
        ('{"a": 1, /* c */ "b": 2}', 1, 10, "comments"),
        ('{"a": 1\n# c\n}', 2, 1, "comments"),
        ('\ufeff{"a": 1}', 1, 1, "U+FEFF"),
        ('{"a":\u00a01}', 1, 6, "plain space"),
        ('{"a": 1, "b": 2, "a": 3}', 1, 18, "twice"),
        ('{"a": {"b": 1,\r\n "b": 2}}', 2, 2, "twice"),
        ('{"a": 1, "\\u0061": 2}', 1, 10, "twice"),
        ('{"a": "\\ud83d"}', 1, 7, "half"),
        ('{"a": "\ud83d"}', 1, 7, "half"),
        ('{"a": ' + "[" * 200 + "]" * 200 + "}", 1, 106, "100 deep"),
        ('{"a":' * 200_000, 1, 501, "100 deep"),
    ],
)
def test_what_is_not_a_json_object_says_where_and_what_to_do(
    text: str, line: int, column: int, word: str
) -> None:
    problem = faults(text)[0]
    assert problem.path == "body"
    assert (problem.line, problem.column) == (line, column)
    assert word in problem.sentence
    assert problem.advice
    # The words of Python's parser are for programmers.
    assert "delimiter" not in problem.sentence
    assert "Expecting" not in problem.sentence


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "<message_id>"}',
        ' \r\n{"a" :"<message_id>" , "b":[ ], "c":{ } }\t',
        '{"a": "<message_id>", "n": [0, -0, 1e5, -1.25E-10, 123456789012345678901234567890]}',
        '{"": "<message_id>", " ": null}',
        '{"a": "\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9 <message_id> \\ud83d\\ude00"}',
        '{"a": "<message_id>", "b": {"a": 1}, "c": [{"a": 1}, {"a": 2}]}',
        '{"a": ' + "[" * 99 + '"<message_id>"' + "]" * 99 + "}",
    ],
)
def test_what_is_a_json_object_has_no_problem(text: str) -> None:
    assert check_body(text, EMAIL) == []


def test_an_integer_of_five_thousand_digits_is_only_a_number() -> None:
    assert check_body('{"a": "<message_id>", "n": ' + "9" * 5000 + "}", EMAIL) == []


@SOME
@given(bodies())
def test_whatever_a_standard_program_writes_is_taken(text: str) -> None:
    assert faults(text) == []
    assert json_fault(text) is None


def is_json(text: str) -> bool:
    """Whether a parser of other people's making takes the text, by RFC 8259."""

    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


def test_faults_are_found_exactly_where_a_standard_parser_finds_one() -> None:
    """Twelve thousand texts, each a few keystrokes from JSON: ours and Python's parser agree on every one."""
    chance = random.Random(7)
    seeds = [
        '{"message_id": "<message_id>", "a": [1, -2.5e3, true, null, {"b": "x\\n<delivery_status> \\u003c"}], "c": {}}',
        '{"a": [[1, 2], [], {"k": "v"}, {}, [{"x": null}]], "b": {"c": {"d": "e"}, "f": "g"}}',
        "[1, [2], {}]",
    ]
    keys = '{}[],:"\\ \n\t01.eE+-tfnul<>x\x01é'
    agreed = 0
    for _ in range(12_000):
        text = list(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(text))
            if chance.random() < 0.5:
                del text[at : at + chance.randint(1, 3)]
            else:
                text.insert(at, chance.choice(keys))
        made = "".join(text)
        fault = json_fault(made)
        assert (fault is None) == is_json(made), made
        if fault:
            assert 0 <= fault.offset <= len(made)
            assert fault.message
            assert fault.advice
        else:
            agreed += 1
    assert agreed > 500


@SOME
@given(st.text(max_size=60) | st.text(alphabet='{}[]:,"\\u0aé<>_\n 1', max_size=60))
def test_no_text_breaks_the_check_and_its_tokens_cover_it(text: str) -> None:
    check_body(text, EMAIL)
    object_fault(text)
    pieces = list(tokens(text))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert all(piece.start < piece.end for piece in pieces)


def test_tokens_tell_keys_strings_placeholders_and_the_rest_apart() -> None:
    text = '{"a<message_id>": "x <message_id>!", "n": [-1.5, true, nul], "open'
    assert [
        (piece.kind, text[piece.start : piece.end]) for piece in tokens(text) if piece.kind != "space"
    ] == [
        ("punctuation", "{"),
        ("key", '"a<message_id>"'),
        ("punctuation", ":"),
        ("string", '"x '),
        ("placeholder", "<message_id>"),
        ("string", '!"'),
        ("punctuation", ","),
        ("key", '"n"'),
        ("punctuation", ":"),
        ("punctuation", "["),
        ("number", "-1.5"),
        ("punctuation", ","),
        ("word", "true"),
        ("punctuation", ","),
        ("fault", "nul"),
        ("punctuation", "]"),
        ("punctuation", ","),
        ("fault", '"open'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({f"key {number}": "some text <message_id> here" for number in range(20_000)}),
        '{"a": [' + "1," * 490_000 + "1]}",
        '{"a": [' + "[],{}," * 160_000 + "1]}",
        '{"a": "' + "\\u003c" * 160_000 + '"}',
        '{"a": "' + '\\"' * 480_000,
        '{"a" ' + " " * 1_000_000,
        "[" * 1_000_000,
        '{"a":' * 200_000,
        '{"a": "' + "{{<" * 330_000 + '"}',
        '{"a": "' + "<message_id" * 90_000 + '"}',
    ],
    ids=[
        "entries",
        "numbers",
        "brackets",
        "escapes",
        "quotes",
        "spaces",
        "lists",
        "objects",
        "braces",
        "almost",
    ],
)
def test_a_megabyte_is_checked_whatever_it_holds(text: str) -> None:
    """That it ends at all is the point: none of these takes a time that grows faster than the text."""
    for cut in (text, text[:-2], text[1:]):
        check_body(cut, EMAIL)
