"""What Decrypt says: of each value whether it opens, and what would open it. All of it is data, never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from wizard.callback.text import safe_line
from wizard.receiver.doctor.change import as_lines
from wizard.tui.receiver.table import BAD, CHANGE, GOOD, LONGEST, NOTE, Cell, indented, row
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.text_pane import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.receiver import ValueReport
    from wizard.tui.active import Own

SURE = {"proof": "proof", "sure": "sure", "unsure": "unsure", "": "–"}
"""The doctor's confidence in words."""
USES = "{decrypt.use|u} uses it here, {decrypt.duplicate|d} duplicates the profile with it, {decrypt.copy|c} copies it"
USED = (
    "{decrypt.duplicate|d} duplicates the profile with it, {decrypt.copy|c} copies it, "
    "{decrypt.reset|r} takes it back"
)
OTHER = "{decrypt.profile|p} chooses another profile."
WIDEST_NAME = 24


def nothing_yet(width: int) -> list[Line]:
    """Nothing has been pasted."""
    told = (
        "Every value is opened with the key of the profile above. Where one stays shut, the likely mistakes are "
        "tried, and the one thing that differs is named."
    )
    first = "Paste what came: a body in any format, a whole HTTP request, or one value."
    return [*indented("", "", first, 0, width), Line(""), *indented("", "", told, 0, width, style=MUTED)]


def sentence(text: str, width: int) -> list[Line]:
    """One remark in place of results."""
    return list(indented(("! ", "$text-warning"), "", text, 2, width))


def shown_in_part(shown: int, size: int, width: int) -> list[Line]:
    """What was pasted is too long to be edited."""
    told = f"Of what was given the first {shown:,} characters are shown; all of its {size:,} bytes were looked at."
    return [Line(""), *indented("", "", told, 0, width, style=MUTED)]


def results(
    reports: Sequence[ValueReport],
    used: Mapping[str, Any],
    change: Mapping[str, Any],
    width: int,
    own: Own,
) -> list[Line]:
    """The verdict, why values stay shut, the change that helps, and the values.

    `used` is the change that was made on this screen, `change` a further one that is proposed. `own` puts in the
    person's keys.
    """
    lines = [
        *_verdict(reports, used, width),
        *(indented("  ", "", own(USED), 2, width, style=MUTED) if used and not change else ()),
        *_reasons(reports, width),
        *_proposal(reports, change, width, own),
    ]
    return [*lines, Line(""), *_table(reports, width)]


def _verdict(reports: Sequence[ValueReport], used: Mapping[str, Any], width: int) -> Iterator[Line]:
    opened, count = sum(report.opened for report in reports), len(reports)
    how = "with this change" if used else "as the profile says"
    if opened == count:
        told = "The value opens" if count == 1 else f"All {count} values open"
        yield from indented(
            GOOD, "", f"{told} {how}{':' if used else '.'}", 2, width, style="bold $text-success"
        )
    else:
        told = f"{opened} of {count} values open"
        if not opened:
            told = "The value does not open" if count == 1 else f"None of the {count} values opens"
        yield from indented(BAD, "", f"{told} {how}.", 2, width, style="bold $text-error")
    for line in as_lines(used, reveal=False) if used else ():
        yield Line(Content.assemble("    ", (safe_line(line), "$text-accent")))


def _proposal(
    reports: Sequence[ValueReport], change: Mapping[str, Any], width: int, own: Own
) -> Iterator[Line]:
    if not change:
        return
    helped = sum(dict(report.settings) == dict(change) for report in reports)
    whom = "it" if len(reports) == 1 else f"{helped} of them"
    yield from indented(CHANGE, "", f"A change opens {whom}:", 2, width)
    for line in as_lines(change, reveal=False):
        yield Line(Content.assemble("    ", (safe_line(line), "bold $text-accent")))
    told = own(USES)
    yield from indented("  ", "", told, 2, width, style=MUTED)


def _table(reports: Sequence[ValueReport], width: int) -> Iterator[Line]:
    names = [report.name or report.field or "value" for report in reports]
    first = min(max(8, *(len(name) for name in names)), WIDEST_NAME)
    last = len("Confidence")
    widths = (first, max(width - 2 - first - last - 4, 12), last)
    yield from row(
        "  ", [Cell(head, f"bold {MUTED}") for head in ("Value", "Opens to", "Confidence")], widths
    )
    for report, name in zip(reports, names, strict=True):
        mark = CHANGE if report.value is not None else BAD
        yield from row(
            GOOD if report.opened else mark,
            (Cell(name), _plain(report), Cell(SURE[report.confidence], MUTED)),
            widths,
        )


def _plain(report: ValueReport) -> Cell:
    if report.opened:
        return Cell(report.value or "empty", "" if report.value else MUTED)
    if report.value is not None:
        return Cell(report.value, "$text-warning")
    if report.guess:
        return Cell(f"{report.guess} ?", "$text-warning")
    return Cell("stays shut", "$text-error")


def _reasons(reports: Sequence[ValueReport], width: int) -> Iterator[Line]:
    from wizard.receiver import alike

    groups: dict[str, list[ValueReport]] = {}
    for report in reports:
        if not report.opened or report.remark:
            groups.setdefault(alike(report.advice), []).append(report)
    for group in groups.values():
        names = ", ".join(report.name or report.field for report in group if report.name or report.field)
        advice = max((report.advice for report in group), key=len)
        whole = len(group) == len(reports) or not names
        yield from indented(NOTE, "", advice if whole else f"{names[:LONGEST]}: {advice}", 2, width)
