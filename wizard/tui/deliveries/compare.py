"""A delivery beside the one before, as a line diff."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from textual.content import Content

from wizard.callback.text import safe_line
from wizard.tui.deliveries.reading import laid_out, nothing, response_lines
from wizard.tui.when import ago, exact
from wizard.tui.widgets.shades import BAD, GOOD, MUTED
from wizard.tui.widgets.text_pane import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.callback.delivery import Delivery

MOST = 1_000
"""Lines of either side that are compared: an endpoint must not choose how long that takes."""
AROUND = 2
"""Lines alike that are shown around those that differ."""


def compare_lines(before: Delivery | None, delivery: Delivery) -> list[Line]:
    """What is other in `delivery` than in `before`: lines with `-` are gone, those with `+` are new."""
    if before is None:
        return nothing("There is no delivery before this one.")
    lines = [
        Line(
            Content.assemble(
                GOOD if before.ok else BAD,
                f" {safe_line(before.delivery_status)}  {exact(before.at)}",
                (f", {ago(before.at)}", MUTED),
            ),
            lead="Before  ",
        )
    ]
    for title, old, new in (
        ("Outcome", _outcome(before), _outcome(delivery)),
        ("Request", _plain(laid_out(before.request)), _plain(laid_out(delivery.request))),
        ("Response", _plain(response_lines(before.response)), _plain(response_lines(delivery.response))),
    ):
        lines.append(Line(""))
        if old == new:
            lines.append(Line(Content.assemble((title, "bold"), ("  the same", MUTED))))
        else:
            lines.append(Line(Content.styled(title, "bold")))
            lines += _diff(old[:MOST], new[:MOST])
            if len(old) > MOST or len(new) > MOST:
                lines += nothing(f"Only the first {MOST:,} lines were compared.")
    return lines


def _outcome(delivery: Delivery) -> list[str]:
    return [delivery.delivery_status, safe_line(delivery.sentence)]


def _plain(lines: list[Line]) -> list[str]:
    return [line.plain for line in lines]


def _diff(old: list[str], new: list[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, old, new)
    for number, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number:
            yield Line(Content.styled("⋯", MUTED))
        for tag, first, last, start, end in group:
            if tag == "equal":
                yield from (Line(Content.styled(f"  {line}", MUTED), hang=4) for line in old[first:last])
                continue
            gone = [Line(Content.styled(f"- {line}", "$text-error"), hang=4) for line in old[first:last]]
            come = [Line(Content.styled(f"+ {line}", "$text-success"), hang=4) for line in new[start:end]]
            if len(gone) == len(come):  # line by line: a value beside the one it had
                yield from (line for pair in zip(gone, come, strict=True) for line in pair)
            else:
                yield from gone + come
