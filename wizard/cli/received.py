"""How a command tells of a received callback: for a program an object or a line, for a person the three columns."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from wizard.cli import outcome
from wizard.cli.tables import Column, cells, cut, fit, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.receiver.received import ReceivedCallback

_COLUMNS = (Column("Meant", 8), Column("On the wire", 8), Column("Opens to", 12))
WIRE = 17
"""Cells for what came on the wire: what it opens to tells more."""
MOST = 40
"""Fields of one callback that a person is shown; a program gets all."""


def tell(callback: ReceivedCallback, *, as_json: bool, reveal: bool) -> None:
    """Print one callback on stdout as soon as it came."""
    if as_json:
        outcome.line(outcome.as_json(callback.to_json_document(reveal=reveal)))
    elif outcome.on_terminal():
        outcome.data("".join(f"{line}\n" for line in block(callback, shutil.get_terminal_size().columns)))
    else:
        outcome.line("\t".join(map(one_line, _parts(callback))))
        for sentence in problems(callback):
            outcome.line(f"\t{one_line(sentence)}")


def _parts(callback: ReceivedCallback) -> tuple[str, ...]:
    verdict = "problems" if callback.problems else "ok"
    values = "  ".join(f"{row.variable or row.field}={_shown(row.opened)}" for row in callback.rows)
    return str(callback.number), callback.method, callback.path, verdict, values


def _shown(opened: str | None) -> str:
    return "?" if opened is None else opened


def problems(callback: ReceivedCallback) -> Iterator[str]:
    """What is wrong, each thing once with the fields that it is about."""
    from wizard.receiver import grouped

    for group in grouped(callback.problems):
        names = ", ".join(dict.fromkeys(finding.field for finding in group if finding.field))
        told = "; ".join(filter(None, (group[0].message, group[0].advice)))
        yield f"{names}: {told}" if names else told


def block(callback: ReceivedCallback, width: int) -> Iterator[str]:
    """The callback for a person: a heading, a line a field in three columns, and what is wrong."""
    good = not callback.problems
    profile = callback.profile
    whose = (profile.title or profile.id) if profile else "no profile"
    clock = time.strftime("%H:%M:%S", time.localtime(callback.received_at))
    verdict = ("✓ every check holds" if profile else "") if good else "✗ problems"
    heading = "  ".join(filter(None, (clock, f"{callback.method} {callback.path}", whose, verdict)))
    heading = cut(one_line(heading), width)
    yield f"\x1b[1m{heading}\x1b[0m" if outcome.coloured() else heading
    lines = []
    for row in callback.rows[:MOST]:
        # A value that opens after a change of settings has an arrow before it.
        change = f"→ {row.report.value}" if row.opened is None and row.report and row.report.value else ""
        wire = cut(one_line((row.wire or "")[:1000]), WIRE)
        lines.append(
            [one_line(row.meant or row.field), wire, one_line((change or _shown(row.opened))[:1000])]
        )
    widths = fit(_COLUMNS, lines, width - 2)
    for line in lines:
        shown = [cut(text, wide) for text, wide in zip(line, widths, strict=True)]
        spaced = [text + " " * (wide - cells(text)) for text, wide in zip(shown, widths, strict=True)]
        yield f"  {'  '.join(spaced)}".rstrip()
    for sentence in problems(callback):
        yield f"  ✗ {one_line(sentence)}"
