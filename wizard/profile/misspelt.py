"""Why a piece of text that should be a value of JSON is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from wizard.profile.problem import plain
from wizard.profile.tokens import WORDS


class Fault(NamedTuple):
    """What keeps a text from being a JSON object, and at which offset."""

    offset: int
    message: str
    advice: str


def word_fault(text: str, at: int, run: str) -> Fault:
    """Why something that should be a value is none."""
    quoted = 'put it in "double quotes"'
    if run[0] == "<":
        return Fault(at, "A placeholder stands without quotes", quoted)
    if run[0] in "'‘’“”„«`":
        return Fault(at, f"{run[0]} is not JSON's quote", 'put the text in "double quotes"')
    if run[0] == "\ufeff":
        return Fault(at, "An invisible mark (U+FEFF) stands here", "take it out, or type the body anew")
    if run[0].isspace() or not run[0].isprintable():
        return Fault(
            at, f"U+{ord(run[0]):04X} looks like a space, but JSON has no such", "type a plain space"
        )
    if ";" in run:
        return Fault(at + run.index(";"), "JSON parts entries by a comma, not by ;", "write ,")
    if run.lower() in WORDS:
        return Fault(at, f"JSON writes {run} in small letters", f"write {run.lower()}")
    if run.lstrip("+-").lower() in ("nan", "infinity", "inf"):
        return Fault(at, f"JSON has no {run}", "write a number, null or a text in quotes")
    if run in ("None", "undefined", "nil"):
        return Fault(at, f"JSON has no {run}", "write null")
    if re.fullmatch(r"[+-]?[0-9.][0-9.eE+_-]*", run):
        told = f"{plain(run, 30)} is not written as JSON writes numbers"
        return Fault(at, told, 'write it as 12, -0.5 or 1e3, or in "double quotes"')
    return comment_fault(text, at) or Fault(at, "A text stands without quotes", quoted)


def comment_fault(text: str, at: int) -> Fault | None:
    """That a comment begins at `at`, if one does."""
    if text[at] == "#" or text[at : at + 2] in ("//", "/*"):
        return Fault(at, "JSON has no comments", "take it out")
    return None


_GOOD_PART = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')


def string_fault(text: str, at: int) -> Fault:
    """Why a string that begins at `at` is not one: not closed, a control character or a bad escape."""
    match = _GOOD_PART.match(text, at)
    here = match.end() if match else at
    wrong = text[here : here + 1]
    if not wrong or wrong in "\r\n":
        told = "The text that starts here is not closed in its line"
        return Fault(at, told, 'close it with "; a line break inside is written \\n')
    if wrong == "\\":
        escape = text[here : here + 2]
        if escape == "\\u":
            return Fault(
                here, "After \\u four digits 0-9 or a-f are due", "write them, or \\\\ for a backslash"
            )
        return Fault(here, f"{_shown(escape)} is no escape of JSON", "write \\\\ for a backslash")
    name = "A tab" if wrong == "\t" else f"The control character U+{ord(wrong):04X}"
    spelling = "\\t" if wrong == "\t" else f"\\u{ord(wrong):04x}"
    return Fault(here, f"{name} cannot stand in a text as it is", f"write {spelling}")


def _shown(text: str) -> str:
    return text if text.isprintable() else "\\"
