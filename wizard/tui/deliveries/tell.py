"""How a firing went, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from wizard.callback.text import safe_line
from wizard.tui.deliveries.connection import milliseconds
from wizard.tui.profiles.rows import duration
from wizard.tui.widgets.shades import BAD, GOOD, MUTED

if TYPE_CHECKING:
    from wizard.callback.delivery import Delivery


def outcome(delivery: Delivery) -> Content:
    """What happened, how long it took, what to try, and the phases; the one that failed stands out."""
    parts: list[Content | str | tuple[str, str]] = [
        GOOD if delivery.ok else BAD,
        " ",
        (safe_line(delivery.sentence), "bold"),
        (f"   {duration(delivery.elapsed_ms)}", MUTED),
    ]
    if delivery.kind == "cancelled":
        parts += ["\n  ", ("The endpoint may have had the callback all the same.", MUTED)]
    elif delivery.advice and not delivery.ok:
        parts += ["\n", ("→ ", "$text-accent"), safe_line(delivery.advice)]
    if delivery.phases:
        parts += ["\n  ", phases(delivery)]
    return Content.assemble(*parts)


def phases(delivery: Delivery) -> Content:
    """`look-up 1.0 · connect 2.1 · ✗ wait 5,000 ms`."""
    parts: list[Content] = []
    for name, spent in delivery.phases.items():
        failed = name == delivery.phase
        told = f"✗ {name} {milliseconds(spent)}" if failed else f"{name} {milliseconds(spent)}"
        parts.append(Content.styled(told, "bold $text-error" if failed else MUTED))
    return Content.styled(" · ", MUTED).join(parts) + Content.styled(" ms", MUTED)
