"""The one module that decides what stdout and stderr get, and with which status a run ends: all pass through `run`."""

from __future__ import annotations

import os
import re
import sys
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wizard.profile.problem import Problem


class Status(IntEnum):
    """The exit statuses, never used for anything else."""

    DONE = 0
    UNEXPECTED = 1
    MISUSE = 2
    REFUSED = 3
    """An endpoint answered, but not 2xx."""
    UNREACHED = 4
    """An endpoint was not reached or did not answer in time, or expected callbacks did not come in time."""
    UNFIT = 5
    """A received callback had problems or was not what was expected."""
    INTERRUPTED = 130


_PRECEDENCE = (Status.UNEXPECTED, Status.UNREACHED, Status.REFUSED, Status.UNFIT)


def first(statuses: Iterable[Status]) -> Status:
    """The status to end with where several apply: the first of 1, 4, 3, 5; 0 if none of these is among them."""
    found = set(statuses)
    return next((status for status in _PRECEDENCE if status in found), Status.DONE)


class Mistake(Exception):  # noqa: N818 - names what a person made, not what the program did
    """Wrong use or invalid input: status 2. Holds every problem found, each `field: what is wrong; what to do`."""

    def __init__(self, *problems: Problem | str) -> None:
        super().__init__(*problems)
        self.problems = problems


class Failure(Exception):  # noqa: N818
    """What was asked for could not be done, through no fault of the asking. Its text is one sentence."""

    def __init__(self, sentence: str, status: Status = Status.UNEXPECTED) -> None:
        super().__init__(sentence)
        self.status = status


class OutputClosed(Exception):  # noqa: N818
    """Whoever read our stdout has gone (`| head`): nothing more can be told, and nobody needs to hear of it."""


# Errors of the rooms: module, name, status, and the field that their sentence is about where it does not say so. A
# module that is not loaded raised nothing, so none is imported to find out. Subclasses stand before their parents.
_KNOWN = (
    ("wizard.profile.source", "ProfileFileError", Status.MISUSE, ""),
    ("wizard.profile.body_edit", "BodyError", Status.MISUSE, ""),
    ("wizard.catalog", "CatalogError", Status.MISUSE, "catalog"),
    ("wizard.callback.request", "RequestError", Status.MISUSE, ""),
    ("wizard.callback.cipher", "CipherError", Status.MISUSE, ""),
    ("wizard.callback.values", "ValuesError", Status.MISUSE, "values"),
    ("wizard.store.errors", "UnknownProfile", Status.MISUSE, "ID"),
    ("wizard.store.errors", "AmbiguousProfile", Status.MISUSE, "ID"),
    ("wizard.store.errors", "StoreError", Status.UNEXPECTED, "store"),
)


def run(work: Callable[[], int | None], *, silent: bool = False) -> int:
    """Do `work` and give the exit status: its own, or the one that its error stands for, told on stderr.

    A `silent` run tells of no error.
    """
    try:
        status = work() or Status.DONE
        _flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Status.DONE
    except OutputClosed:
        status = Status.DONE
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
    except Exception as error:
        status = Status.UNEXPECTED if silent else _tell(error)
    try:
        _flush()
    except OutputClosed:
        pass
    except Failure as error:
        status = _tell(error)
    return status


def _tell(error: Exception) -> Status:
    if os.environ.get("WIZARD_DEBUG"):
        import traceback

        say(traceback.format_exc().rstrip())
    if isinstance(error, Failure):
        say(f"wizard: {error}")
        return error.status
    if isinstance(error, Mistake):
        complain(error.problems)
        return Status.MISUSE
    for module, name, status, field in _KNOWN:
        kind = getattr(sys.modules.get(module), name, None)
        if kind and isinstance(error, kind):
            complain(_problems(error, field))
            return status
    if kind := getattr(sys.modules.get("click"), "ClickException", None):
        if isinstance(error, kind):
            from wizard.cli.usage import usage_sentence

            complain([usage_sentence(error)])
            return Status.MISUSE
        if isinstance(error, sys.modules["click"].exceptions.Exit):
            return Status(error.exit_code)
        if isinstance(error, sys.modules["click"].exceptions.Abort):
            return Status.INTERRUPTED
    say(f"wizard: unexpected error: {place_of(error)}; WIZARD_DEBUG=1 shows more")
    return Status.UNEXPECTED


def place_of(error: Exception) -> str:
    """The kind of an error and where it arose. Its own text is left out: it may quote what is secret."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    where = "/".join(trace.tb_frame.f_code.co_filename.split(os.sep)[-3:])
    return f"{type(error).__name__} in {where}, line {trace.tb_lineno}"


def _problems(error: Exception, field: str) -> Iterable[Problem | str]:
    several: Iterable[Problem] | None = getattr(error, "problems", None)
    single: Problem | None = getattr(error, "problem", None)
    return several or ([single] if single else [f"{field}: {error}" if field else str(error)])


def complain(problems: Iterable[Problem | str]) -> None:
    """Each problem on its line of stderr: `field: what is wrong; what to do`, with line and column if known."""
    for problem in problems:
        if isinstance(problem, str):
            say(problem)
            continue
        place = f" (line {problem.line}, column {problem.column})" if problem.line else ""
        notice = "" if problem.is_error else "warning: "
        say(
            f"{notice}{problem.path}: {problem.message}{place}"
            + (f"; {problem.advice}" if problem.advice else "")
        )


@cache
def _hostile() -> re.Pattern[str]:
    """C0 without tab and newline, DEL, C1, and what turns the direction of text around: none may reach a terminal.

    Made at first need: a class that wide takes 5 ms to compile, and most of what is told is plain ASCII.
    """
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    )


def harmless(text: str) -> str:
    """The text with every character that could steer a terminal written as an escape."""
    if text.isprintable() and text.isascii():
        return text
    return _hostile().sub(lambda match: ascii(match[0])[1:-1], text)


def say(text: str) -> None:
    """A line on stderr, for a person: whatever is in it, it cannot steer the terminal."""
    if sys.stderr is None:
        return
    try:
        shown = harmless(text)
        if sys.stderr.isatty():
            shown = _wrapped(shown)
        sys.stderr.write(shown + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


def _wrapped(text: str) -> str:
    """The text broken between words where the terminal's lines end; a word that is longer stays in one piece."""
    import shutil

    width = max(shutil.get_terminal_size().columns - 1, 20)
    if len(text) <= width or "\n" in text:
        return text
    import textwrap

    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def data(content: str | bytes) -> None:
    """Put data on stdout, UTF-8 (or in the terminal's own encoding, if it is a terminal). Bytes go as they are.

    Raises OutputClosed when nobody reads any more, Failure when it cannot be written.
    """
    if sys.stdout is None:
        raise Failure("the output cannot be written: stdout is closed")
    if isinstance(content, str):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        content = content.encode(encoding, "replace" if sys.stdout.isatty() else "backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        _unwritten(error)


def line(text: str = "") -> None:
    """A line of data on stdout."""
    data(text + "\n")


def document(value: object) -> None:
    """One JSON document on stdout, indented."""
    data(as_json(value, indent=2) + "\n")


def as_json(value: object, indent: int | None = None) -> str:
    """JSON with letters of every script as they are, and nothing in it that could steer a terminal."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Outside its strings JSON has no such character, so the JSON escape is always right. C0 it escapes itself.
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return _hostile().sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _flush() -> None:
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError as error:
            _unwritten(error)


def _unwritten(error: OSError) -> NoReturn:
    """Turn stdout away, so that the interpreter's own flush at the end cannot fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        raise OutputClosed from None
    raise Failure(f"the output cannot be written: {error.strerror}") from error


def on_terminal() -> bool:
    """Whether a person sees stdout: then tables fit the screen."""
    return sys.stdout is not None and sys.stdout.isatty()


def coloured() -> bool:
    """Whether stdout may carry colours: on a terminal that knows them, unless `NO_COLOR` is set."""
    return (
        on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in ("dumb", "", None)
    )


def vanish(status: object) -> NoReturn:
    """End the process with this status, at once, whatever threads are left."""
    os._exit(status if isinstance(status, int) else Status.UNEXPECTED)
