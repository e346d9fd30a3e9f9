"""How a firing of many goes: counts, rate and times, as lines to be read."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from textual.content import Content

from wizard.callback.text import safe_line
from wizard.tui.deliveries.connection import milliseconds
from wizard.tui.widgets.shades import BAD, FAINT, GOOD, MUTED
from wizard.tui.widgets.text_pane import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.delivery import Delivery
    from wizard.callback.many import Summary, Volley
    from wizard.tui.active import Own

BAR = 30
"""Cells of the progress bar, and of the longest bar of the outcomes."""
LABEL = 13
NOTHING = "{test.fire-many|n} fires many callbacks, some at a time, and counts what came of them."


class Tally:
    """Counts deliveries by what came of them, with the last of each for its words.

    `add` and `take` belong to the thread that fires; the screen reads what `take` took.
    """

    def __init__(self, volley: Volley, statuses: Sequence[str]) -> None:
        """`statuses` say in which order the delivery statuses are told."""
        self._volley = volley
        self.statuses = statuses
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, Delivery] = {}
        self._waiting: deque[Delivery] = deque()
        self.take()

    def add(self, delivery: Delivery) -> None:
        """Count a firing that has ended."""
        name = outcome_name(delivery)
        self._counts[name] += 1
        self._examples[name] = delivery
        self._waiting.append(delivery)

    def take(self) -> None:
        """Take a picture of how it goes."""
        self.summary: Summary = self._volley.summary
        self.outcomes = [(name, count, self._examples[name]) for name, count in self._counts.most_common()]

    def take_waiting(self) -> list[Delivery]:
        """Deliveries that have not been kept yet. From any thread."""
        return [self._waiting.popleft() for _ in range(len(self._waiting))]


def outcome_name(delivery: Delivery) -> str:
    """`204`, `503`, `timeout in wait`: what a person would count under."""
    if delivery.ok or delivery.kind in ("http-error", "redirect"):
        return str(delivery.http_status)
    return (
        f"{delivery.kind} in {delivery.phase}"
        if delivery.phase and delivery.kind != "cancelled"
        else delivery.kind
    )


def tally_lines(tally: Tally | None, own: Own) -> list[Line]:
    """Progress, rate, times, outcomes by kind, and how each delivery status fared; `own` puts in the person's keys."""
    if tally is None:
        return [Line(Content.styled(own(NOTHING), MUTED))]
    summary = tally.summary
    lines = [_told("Fired", _progress(summary)), _told("Rate", f"{summary.rate:,.0f} a second")]
    if summary.longest:
        times = Content("   ").join(
            Content.assemble((name, MUTED), f" {milliseconds(value)} ms")
            for name, value in (
                ("p50", summary.p50), ("p95", summary.p95), ("p99", summary.p99), ("longest", summary.longest),
            )
        )  # fmt: skip
        lines.append(_told("Answered in", times))
    lines += [Line(""), *_outcomes(tally)]
    if len(summary.by_status) > 1:
        lines += [Line(""), *_statuses(tally)]
    return lines


def _told(label: str, value: str | Content) -> Line:
    return Line(Content(value) if isinstance(value, str) else value, lead=f"{label:<{LABEL}}")


def _progress(summary: Summary) -> Content:
    filled = summary.done * BAR // summary.asked if summary.asked else BAR
    return Content.assemble(
        ("━" * filled, "$text-primary"),
        ("━" * (BAR - filled), FAINT),
        f"  {summary.done:,} of {summary.asked:,}",
        (f"   {summary.seconds:.1f} s", MUTED),
    )


def _outcomes(tally: Tally) -> list[Line]:
    lines: list[Line] = []
    most = max((count for _, count, _ in tally.outcomes), default=1)
    wide = max((len(name) for name, _, _ in tally.outcomes), default=0)
    digits = len(f"{most:,}")
    for name, count, example in tally.outcomes:
        style = "$text-success" if example.ok else "$text-error"
        words = "" if example.ok else f"  {safe_line(example.sentence)}"
        told = Content.assemble(
            GOOD if example.ok else BAD,
            f" {name:<{wide}}  {count:>{digits},}  ",
            ("━" * max(1, count * BAR // most), style),
            (words, MUTED),
        )
        lines.append(_told("" if lines else "Outcomes", told))
    return lines


def _statuses(tally: Tally) -> list[Line]:
    lines: list[Line] = []
    wide = max(len(name) for name in tally.statuses)
    for name in tally.statuses:
        accepted, other = tally.summary.by_status.get(name, (0, 0))
        told = Content.assemble(
            f"{name:<{wide}}  ",
            (f"✓ {accepted:,}", "$text-success" if accepted else MUTED),
            "  ",
            (f"✗ {other:,}", "$text-error" if other else MUTED),
        )
        lines.append(_told("By status" if not lines else "", told))
    return lines
