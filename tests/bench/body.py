"""From a key to the changed screen in the editor of a request body: part of `python -m tests.bench keys`.

The same keys in a body of a megabyte, in many lines and in a single one, and in one of a hundred bytes.
"""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.raw import BACKSPACE, DOWN, UP, RawTerminal
from tests.bench.sides import WIZARD, Figure, Growth, Outcome, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.sides import Run

SMALL, LARGE = 100, 1_000_000
ONE_LINE = "in one line"
TITLE = "body watcher"
START, END, ENTER, LETTER = "\x1b[1;5H", "\x1b[1;5F", "\r", "Q"
FRAME = 16.0
"""Milliseconds of a frame: what a key in a body may take, however long the body is."""
HEAD = "in a body of so many bytes"


def body(size: int) -> str:
    """A JSON object of about so many bytes, one entry a line; none of it needs a `Q`."""
    entries, length = [], 0
    while length < size:
        entries.append(f'  "key_{len(entries):06}": "a value of some length <message_id>"')
        length += len(entries[-1]) + 2
    return "{\n" + ",\n".join(entries) + "\n}"


class Editor:
    """One body in the wizard, and the keys measured on it. The cursor stands at the start between two of them."""

    def __init__(self, terminal: RawTerminal) -> None:
        self.terminal = terminal
        terminal.until(TITLE)
        terminal.rest(1)
        terminal.send("e")
        terminal.until("key_000001")
        terminal.rest(1.5)

    def letter(self) -> float:
        """At the start; out again unmeasured."""
        self.terminal.settle()  # right after a blink of the cursor Textual waits for its next picture
        taken = self.terminal.answer(LETTER, LETTER)
        self._then(BACKSPACE)
        return taken

    def letter_at_the_end(self) -> float:
        """Behind the last character; out again unmeasured."""
        self._then(END)
        taken = self.letter()
        self._then(START)
        return taken

    def new_line(self) -> float:
        """A line before all others; out again unmeasured."""
        return self._there_and_back(ENTER, BACKSPACE)

    def down(self) -> float:
        """To the second row and back."""
        return self._there_and_back(DOWN, UP)

    def end(self) -> float:
        """To the end of the body and back."""
        return self._there_and_back(END, START)

    def _there_and_back(self, there: str, back: str) -> float:
        self.terminal.settle()
        taken = self.terminal.stir(there)
        self._then(back)
        return taken

    def _then(self, key: str) -> None:
        self.terminal.settle()
        self.terminal.send(key)
        self.terminal.settle()


def measure(run: Run) -> Outcome:
    """Every body in turn, key by key."""
    bodies = {"small": body(SMALL), "large": body(LARGE), ONE_LINE: body(LARGE).replace("\n", "")}
    outcome = Outcome()
    with ExitStack() as stack:
        editors = {
            name: Editor(stack.enter_context(RawTerminal([*WIZARD, "--store", str(_store(run, name, text))])))
            for name, text in bodies.items()
        }
        for what, key, times in (
            ("letter", Editor.letter, 9),
            ("letter at the end", Editor.letter_at_the_end, 4),
            ("new line", Editor.new_line, 4),
            ("cursor down", Editor.down, 6),
            ("to the end", Editor.end, 4),
        ):
            found = side_by_side(run.times(times), **{name: _on(key, each) for name, each in editors.items()})
            small, large, one = found["small"], found["large"], found[ONE_LINE]
            told = f"{what} in a body of 1 MB"
            outcome.figures += [
                Figure(told, "of 100 bytes", large, small, most=FRAME),
                Figure(f"{told}, {ONE_LINE}", "of 100 bytes", one, small, most=FRAME),
            ]
            outcome.growth.append(Growth(what, "ms", {SMALL: median(small), LARGE: median(large)}, of=HEAD))
    return outcome


def _on(key: Callable[[Editor], float], editor: Editor) -> Callable[[], float]:
    return lambda: key(editor)


def _store(run: Run, name: str, text: str) -> Path:
    """A store of one profile that has this body."""
    from wizard.profile.model import CallbackProfile
    from wizard.store import open_store

    path = run.folder / f"body {name}.db"
    if not path.exists():
        store = open_store(path, environ={})
        endpoint = "https://hooks.example.com/body"
        store.add(CallbackProfile(title=TITLE, events=("Email Send",), endpoint=endpoint, body=text))
        store.close()
    return path
