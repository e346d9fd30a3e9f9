"""Where and why a text is not JSON, in words for a person. RFC 8259, with a limit to the depth."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from itertools import accumulate

from wizard.profile.misspelt import Fault, comment_fault, string_fault, word_fault
from wizard.profile.problem import Problem, plain
from wizard.profile.tokens import NUMBER, RUN, SPACE, STRICT_STRING, WORDS, decode, halves, lexemes, skip

MAX_DEPTH = 100
"""Objects and lists may stand this deep in one another: parsers that callbacks meet break not far beyond."""

_FORM = re.compile(r"\s*[\w.-]+=")
_STEP = {"{": 1, "[": 1, "}": -1, "]": -1}
_CLOSER = {"{": "}", "[": "]"}


@cache
def _runs() -> dict[str, re.Pattern[str]]:
    """Patterns that take a run of plain entries of a list or an object, commas and all, in one step.

    With them a broken body of a megabyte is checked while it is being typed. Compiled when first needed.
    """
    space, string = SPACE.pattern, STRICT_STRING.pattern
    scalar = rf"(?:{string}|{NUMBER.pattern}(?=[\s,\]}}])|true|false|null)"
    pair = rf"{string}{space}:{space}{scalar}{space}"
    flat_list = rf"\[{space}(?:{scalar}{space}(?:,{space}{scalar}{space})*+)?+\]"
    flat_object = rf"\{{{space}(?:{pair}(?:,{space}{pair})*+)?+\}}"
    entry = rf"(?:{scalar}|{flat_list}|{flat_object}){space},"
    return {
        "[": re.compile(rf"(?:{space}{entry}(?={space}[^\s\]]))++"),
        "{": re.compile(rf'(?:{space}{string}{space}:{space}{entry}(?={space}"))++'),
    }


class _Doubled(Exception):  # noqa: N818 - only says that a key is doubled
    pass


class BodyError(Exception):
    """The body is not a JSON object, so it cannot be changed by the program. `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


@lru_cache(maxsize=1)
def object_fault(text: str) -> Fault | None:
    """The first fault of a text that should be a JSON object: that of `text_fault`, its depth or its kind.

    The last answer is kept: whoever checks a body makes a request or a change of it next.
    """
    fault = text_fault(text) or (json_fault(text) if _depth(text) > MAX_DEPTH else None)
    if fault and _FORM.match(text):
        return Fault(
            skip(text, 0),
            "This is the text of a form, and the body is typed as JSON",
            'write { "key": "<variable>" }; urlencoded, under Headers, sends it as a form',
        )
    return fault or (None if text.lstrip().startswith("{") else _kind_fault(text))


def text_fault(text: str) -> Fault | None:
    """The first fault of a text that should be JSON, doubled keys and halves of characters included."""
    try:
        _PARSER.decode(text)
        half = next(halves(text), None)
        return None if half is None else _half_fault(half)
    except _Doubled:
        return _doubled_fault(text)
    except (ValueError, RecursionError):
        pass
    return json_fault(text)


def _members(pairs: list[tuple[str, object]]) -> None:
    if len(pairs) > 1 and len(dict(pairs)) < len(pairs):
        raise _Doubled


def _not_json(word: str) -> None:
    raise ValueError(word)


_PARSER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=str, parse_float=str, parse_constant=_not_json
)


def _depth(text: str) -> int:
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return 0
    brackets = re.sub(r'"(?:[^"\\]++|\\.)*+"?+|[^][{}"]++', "", text, flags=re.DOTALL)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _half_fault(offset: int) -> Fault:
    told = "This text holds half of a character (a lone surrogate), which cannot be sent"
    return Fault(offset, told, "type the character again")


def _doubled_fault(text: str) -> Fault:
    """The first key that its object already has."""
    known: list[set[str]] = []
    for token in lexemes(text):
        first = text[token.start]
        if token.kind == "key":
            key = decode(text[token.start : token.end])
            if key in known[-1]:
                told = f"The key {_quote(key)} stands twice in one object; receivers keep only one of them"
                return Fault(token.start, told, "rename it or take it out")
            known[-1].add(key)
        elif token.kind == "punctuation" and first in "{[":
            known.append(set())
        elif token.kind == "punctuation" and first in "}]":
            known.pop()
    raise AssertionError("no key is doubled")


def _kind_fault(text: str) -> Fault:
    start = skip(text, 0)
    kinds = {"[": "a list", '"': "a text", "t": "a truth value", "f": "a truth value", "n": "null"}
    told = f"The request body is {kinds.get(text[start : start + 1], 'a number')}, not a JSON object"
    return Fault(start, told, 'write { "key": "<variable>" }')


def json_fault(text: str) -> Fault | None:
    """The first place where the text breaks the grammar of JSON; None if it does not."""
    stack: list[str] = []
    at = skip(text, 0)
    while True:
        # Here a value is due.
        if stack and (run := _runs()[stack[-1]].match(text, at)):
            at = skip(text, run.end())
        if stack and stack[-1] == "{":
            fault, at = _key(text, at)
            if fault:
                return fault
        first = text[at : at + 1]
        if first and first in "{[":
            if len(stack) == MAX_DEPTH:
                told = f"Objects and lists stand more than {MAX_DEPTH} deep in one another"
                return Fault(at, told, "make it flatter")
            stack.append(first)
            at = skip(text, at + 1)
            if text[at : at + 1] != _CLOSER[first]:
                continue
        else:
            fault, at = _scalar(text, at, stack)
            if fault:
                return fault
        # Here a comma or an end is due.
        here = skip(text, at)
        while stack and text[here : here + 1] == _CLOSER[stack[-1]]:
            stack.pop()
            at = here + 1
            here = skip(text, at)
        if not stack:
            if here == len(text):
                return None
            if text[here] == ":" and text[skip(text, 0)] == '"':
                return Fault(
                    skip(text, 0), "The entries stand without braces", "write { before and } after them"
                )
            return Fault(here, "Something stands after the end of the JSON", "take it out")
        if text[here : here + 1] != ",":
            return _no_comma(text, at, here, stack)
        at = skip(text, here + 1)
        if text[at : at + 1] and text[at : at + 1] in "}],":
            return Fault(here, "Nothing follows this comma", "take the comma out")


def _key(text: str, at: int) -> tuple[Fault | None, int]:
    """Reads `"key":`, and gives where its value begins."""
    first = text[at : at + 1]
    if not first:
        return _early_end(text, ["{"]), at
    if first != '"':
        return _no_key(text, at, first), at
    match = STRICT_STRING.match(text, at)
    if not match:
        return string_fault(text, at), at
    colon = skip(text, match.end())
    if text[colon : colon + 1] != ":":
        if text[colon : colon + 1] == "=":
            return Fault(colon, "JSON parts a key and its value by a colon, not by =", "write :"), at
        if colon == len(text):
            return _early_end(text, ["{"]), at
        return Fault(match.end(), "A colon is missing after the key", "write : between key and value"), at
    return None, skip(text, colon + 1)


def _no_key(text: str, at: int, first: str) -> Fault:
    if first in "'‘’“”„«`":
        return Fault(at, f"{first} is not JSON's quote", 'put the key in "double quotes"')
    if first in "{[":
        return Fault(at, "A key is missing before this value", 'write "key": in front')
    if first in "]:,":
        return Fault(at, f"A key in double quotes is due here, not {first}", "write the key, or take it out")
    return comment_fault(text, at) or Fault(at, "A key stands without quotes", 'put it in "double quotes"')


def _scalar(text: str, at: int, stack: list[str]) -> tuple[Fault | None, int]:
    first = text[at : at + 1]
    if not first and text.rstrip().endswith(":"):
        return Fault(len(text.rstrip()) - 1, "A value is missing after this colon", "write it"), at
    if not first:
        return _early_end(text, stack), at
    if first == '"':
        match = STRICT_STRING.match(text, at)
        return (None, match.end()) if match else (string_fault(text, at), at)
    if first in "}],:":
        return Fault(at, f"A value is missing before this {first}", "write it"), at
    match = RUN.match(text, at)
    run = match[0] if match else first
    if run in WORDS or NUMBER.fullmatch(run):
        return None, at + len(run)
    return word_fault(text, at, run), at


def _no_comma(text: str, at: int, here: int, stack: list[str]) -> Fault:
    """Why neither a comma nor the end stands where one is due: after the value that ends at `at`."""
    first = text[here : here + 1]
    if not first:
        return _early_end(text, stack)
    closer = _CLOSER[stack[-1]]
    if first in "}]":
        return Fault(here, f"{first} closes what {stack[-1]} opened", f"write {closer}")
    if first in ":;":
        return Fault(here, f"A comma or {closer} is due here, not {first}", "write a comma")
    return comment_fault(text, here) or Fault(at, "A comma is missing here", "write , between the entries")


def _early_end(text: str, stack: list[str]) -> Fault:
    end = len(text.rstrip())
    if not stack:
        return Fault(end, "The text ends before any value", "write a JSON object in { }")
    closer = _CLOSER[stack[-1]]
    return Fault(end, f"The JSON ends before its closing {closer}", f"write {closer} at the end")


def _quote(key: str) -> str:
    """The key short enough for a sentence, on one line."""
    return json.dumps(plain(key), ensure_ascii=False)
