"""A received callback as a person reads it: what was meant, what came, what it opens to; and every check."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from wizard.callback.text import safe_line
from wizard.tui.widgets.shades import FAINT, MUTED
from wizard.tui.widgets.text_pane import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.receiver import Finding, ReceivedCallback, ValueReport
    from wizard.receiver import Row as FieldRow

GOOD, BAD, NOTE = ("✓ ", "$text-success"), ("✗ ", "$text-error"), ("· ", MUTED)
CHANGE = ("→ ", "$text-warning")
"""Marks a value that opens after a change of settings."""
LONGEST = 1_000
"""Characters of a value that are shown; the Body tab has all of it."""
HEIGHT = 8
"""Rows that one value may take in the table."""
MOST = 400
"""Fields that are shown."""
GAP = 2
CHECKS = {
    "profile": "Profile",
    "method": "Method",
    "content-type": "Content type",
    "header": "Headers",
    "body": "Body",
    "field": "Fields",
    "value": "Values",
    "error": "Error variables",
    "decryption": "Decryption",
    "doubled": "Came once",
}
"""The checks in the order they are told."""


class Cell(NamedTuple):
    """Text of a table's cell and its style."""

    text: str
    style: str = ""
    most: int = HEIGHT
    """Rows that it may take."""


def fields(callback: ReceivedCallback, width: int, *, whole: bool) -> list[Line]:
    """The table of the fields, `width` cells wide, then the checks. Works out what does not open: not for the loop.

    Unless it is to be `whole`, what came on the wire is cut to one row a field.
    """
    callback_rows = look(callback)
    lines = [verdict(callback, width)]
    if callback_rows:
        lines += _table(callback_rows[:MOST], width, whole)
        if len(callback_rows) > MOST:
            lines.append(Line(Content.styled(f"  and {len(callback_rows) - MOST} fields more", MUTED)))
        lines.append(Line(""))
    elif callback.wire.fault:
        lines += [Line(Content.styled(f"{safe_line(callback.wire.fault)}.", MUTED)), Line("")]
    return [*lines, *checks(callback, width)]


def look(callback: ReceivedCallback) -> list[FieldRow]:
    """The callback's rows; where the search for a reason was left out in a flood, it is made now."""
    rows = callback.rows
    if any(row.report and row.report.diagnosis == "unopened" and not row.report.tried for row in rows):
        callback.examine_again()
        rows = callback.rows
    return rows


def distinct(problems: Sequence[Finding]) -> int:
    """How many problems there are, each counted once, however many fields have it: one sender, one mistake."""
    from wizard.receiver import grouped

    return len(grouped(problems))


def verdict(callback: ReceivedCallback, width: int) -> Line:
    """One line on the whole callback."""
    problems = callback.problems
    profile = callback.profile
    count = distinct(problems)
    name = safe_line((profile.title or profile.id)[:60]) if profile else ""
    if profile is None and not problems:
        text = Content.assemble(NOTE, (f"#{callback.number}", MUTED), "  No profile to check it with.")
    elif problems:
        told = f"{count} problem{'s' if count != 1 else ''}"
        # Without a profile the sentence stands below, and nothing else does.
        first = safe_line(problems[0].message[:200]) if profile else ""
        text = Content.assemble(
            BAD, (name or "No profile", "bold"), "  ", (told, "$text-error"), (f"  {first}", MUTED)
        )
    else:
        text = Content.assemble(GOOD, (name, "bold"), ("  every check holds", "$text-success"))
    if callback.note and profile:
        text = Content.assemble(text, (f"  {safe_line(callback.note)}", "$text-warning"))
    return Line(text.truncate(width, ellipsis=True))


# -- the three columns


def _table(rows: Sequence[FieldRow], width: int, whole: bool) -> list[Line]:
    meant = [_meant(row) for row in rows]
    room = width - 2 - 2 * GAP
    first = min(max(5, *(len(text) for text in meant)), room * 3 // 10)
    last = max((room - first) * (55 if whole else 75) // 100, 12)
    widths = (first, max(room - first - last, 8), last)
    heads = [Cell(head, f"bold {MUTED}") for head in ("Meant", "On the wire", "Opens to")]
    lines = list(row("  ", heads, widths))
    for one, text in zip(rows, meant, strict=True):
        mark = GOOD
        if one.fault or one.opened is None:
            mark = CHANGE if one.report and one.report.value else BAD
        wire, opened = _wire(one), _opened(one)
        if not whole:
            wire, opened = wire._replace(most=1), opened._replace(most=3)
        lines += row(mark, (Cell(text), wire, opened), widths)
    return lines


def _meant(row: FieldRow) -> str:
    """The placeholder, or `key: text` where the key says more; the key alone for what the profile does not have."""
    if not row.meant:
        return row.field or "–"
    return row.meant if row.meant == f"<{row.field}>" else f"{row.field}: {row.meant}"


def _wire(row: FieldRow) -> Cell:
    if row.wire is None:
        return Cell("missing", "$text-error")
    return Cell(row.wire, MUTED) if row.wire else Cell("empty", FAINT)


def _opened(row: FieldRow) -> Cell:
    report = row.report
    if row.opened:
        return Cell(row.opened, "$text-error" if row.fault else "")
    if row.opened is not None:
        return Cell("empty", FAINT)
    if report and report.value:
        return Cell(report.value, "$text-warning")
    return Cell("–" if row.wire is None else "stays shut", "$text-error")


def row(mark: str | tuple[str, str], cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[Line]:
    """A row of a table: the mark, and the cells wrapped in columns of these widths, GAP cells apart."""
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for at in range(max(map(len, columns))):
        parts: list[Content | str | tuple[str, str]] = [mark if at == 0 else "  "]
        for column, width in zip(columns, widths, strict=True):
            part = column[at] if at < len(column) else Content("")
            parts += [part, " " * (width - part.cell_length + GAP)]
        yield Line(Content.assemble(*parts).rstrip())


def _wrapped(cell: Cell, width: int) -> list[Content]:
    text = safe_line(cell.text[:LONGEST])
    if len(cell.text) > LONGEST:
        text += "…"
    rows = Content(text).fold(width) if " " not in text else Content(text).wrap(width)
    shown = [part.rstrip().truncate(width, ellipsis=True) for part in rows[: cell.most]]
    if len(rows) > cell.most:
        shown[-1] = Content(f"{shown[-1].plain[: width - 1]}…")
    return [part.stylize(cell.style) if cell.style else part for part in shown] or [Content("")]


# -- the checks


def checks(callback: ReceivedCallback, width: int) -> Iterator[Line]:
    """A line for each check: whether it holds, and what is wrong where it does not."""
    from wizard.receiver import grouped

    problems = callback.problems
    if callback.profile is None:
        for finding in problems:
            yield from _sentence(finding, "", width)
        return
    yield Line(Content.styled("Checks", "bold"))
    failed = {finding.check for finding in problems}
    indent = 2 + max(map(len, CHECKS.values())) + GAP
    held = [label for check, label in CHECKS.items() if check in _made(callback) and check not in failed]
    for check, label in CHECKS.items():
        found = [finding for finding in problems if finding.check == check]
        if found:
            for number, group in enumerate(grouped(found)):
                yield from _problem(callback, label if not number else "", group, indent, width)
    if held:
        yield from indented(GOOD, "As it should be", ", ".join(held), indent, width)


def _made(callback: ReceivedCallback) -> set[str]:
    """The checks that could be made: without fields there is nothing to hold against the profile."""
    profile = callback.profile
    made = {"profile", "method", "header"}
    if profile and profile.method not in ("GET", "DELETE"):
        made |= {"content-type", "body"}
    if callback.wire.fields is not None:
        made |= {"field", "value", "error", "doubled"}
        if profile and profile.encryption:
            made.add("decryption")
    return made


def _problem(
    callback: ReceivedCallback, label: str, group: Sequence[Finding], indent: int, width: int
) -> Iterator[Line]:
    fields_named = dict.fromkeys(finding.field for finding in group if finding.field != finding.check)
    names = ", ".join(filter(None, fields_named))
    message, advice = group[0].message, group[0].advice
    told = f"{names}: {message}" if names else message
    yield from indented(BAD if label else "  ", label, f"{told}.", indent, width)
    if advice:
        yield from indented("  ", "", f"{advice[:1].upper()}{advice[1:]}.", indent, width, lead="→ ")
    fields_told = {finding.field for finding in group}
    change = next(
        (report for report in reports(callback) if report.name in fields_told and report.settings), None
    )
    if change:
        hint = "A change of settings opens it: Decrypt shows it."
        yield from indented("  ", "", hint, indent, width, lead="→ ")


def _sentence(finding: Finding, label: str, width: int) -> Iterator[Line]:
    yield from indented(BAD, label, f"{finding.sentence}.", 2, width)


def reports(callback: ReceivedCallback) -> list[ValueReport]:
    """What the doctor said of the callback's values."""
    return [row.report for row in callback.rows if row.report]


def indented(
    mark: str | tuple[str, str],
    label: str,
    text: str,
    indent: int,
    width: int,
    *,
    lead: str = "",
    style: str = "",
) -> Iterator[Line]:
    """`✗ Label   text`, the text going on under itself."""
    rows = Content(safe_line(text[:LONGEST])).wrap(max(20, width - indent - len(lead)))
    for number, part in enumerate(rows):
        head: list[str | tuple[str, str]] = [" " * indent]
        if number == 0:
            head = [mark, (label.ljust(indent - 2), "bold" if label else "")]
        head.append((lead if number == 0 else " " * len(lead), "$text-accent"))
        yield Line(Content.assemble(*head, part.rstrip().stylize(style)))
