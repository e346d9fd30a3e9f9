"""What the test panel says of what it is about to do, does, and did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from wizard.tui.deliveries.tell import outcome
from wizard.tui.widgets.shades import BAD, GOOD, MUTED
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.callback import Delivery
    from wizard.tui.active import Own
    from wizard.tui.test.tally import Tally
    from wizard.tui.test.trial import Trial

__all__ = [
    "before",
    "many_told",
    "many_under_way",
    "outcome",
    "problem",
    "round_told",
    "unchecked",
    "under_way",
    "wheel",
]

CANCELS = "{test.leave|esc} cancels"
WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def before(trial: Trial, own: Own) -> Content:
    """Nothing has been fired yet."""
    from wizard.profile import endpoint_place

    endpoint = trial.profile.endpoint
    place = endpoint_place(endpoint)
    return Content.assemble(
        (own("{test.fire|Enter} fires at "), MUTED),
        visible(endpoint, keep=""),
        (f"  {place}" if place else "", "$text-warning"),
    )


def unchecked() -> Content:
    """The certificate check is off, which is never left unsaid."""
    return Content.styled(" CERTIFICATES ARE NOT CHECKED: anyone may answer in the endpoint's place ", "bold")


def wheel(waited: float, *, moves: bool) -> str:
    """A sign that turns while something goes on; one that stands where a person wants nothing to move."""
    return WHEEL[int(waited * 10) % len(WHEEL)] if moves else "…"


def under_way(trial: Trial, status: str, waited: float, sign: str, own: Own) -> Content:
    """A callback is on its way."""
    limit = f"{waited:.1f} of {trial.settings.timeout:g} s" if waited >= 0.5 else ""
    return Content.assemble(
        (sign, "bold $text-accent"),
        f" Firing {status} at {visible(trial.profile.endpoint, keep='')}  ",
        (f"{limit}\n  {own(CANCELS)}", MUTED),
    )


def many_under_way(trial: Trial, sign: str, own: Own) -> Content:
    """Many are on their way."""
    return Content.assemble(
        (sign, "bold $text-accent"),
        f" Firing many at {visible(trial.profile.endpoint, keep='')}",
        (f"\n  {own(CANCELS)}", MUTED),
    )


def problem(text: str) -> Content:
    """Why nothing could be fired."""
    return Content.assemble(BAD, " ", (text, "bold"))


def round_told(fired: Mapping[str, Delivery | None]) -> Content:
    """How the whole round went."""
    done = [delivery for delivery in fired.values() if delivery is not None]
    good = sum(delivery.ok for delivery in done)
    if good == len(fired):
        return Content.assemble(GOOD, (f" All {len(fired)} delivery statuses were accepted.", "bold"))
    missing = len(fired) - len(done)
    told = f" {good} of {len(fired)} delivery statuses were accepted"
    told += f", {missing} {'was' if missing == 1 else 'were'} not fired." if missing else "."
    return Content.assemble(BAD, (told, "bold"), ("\n  enter on a line opens its delivery", MUTED))


def many_told(tally: Tally) -> Content:
    """How the firing of many went."""
    summary = tally.summary
    cancelled = summary.outcomes.get("cancelled", 0)
    if summary.accepted == summary.asked:
        return Content.assemble(
            GOOD,
            (f" All {summary.asked:,} callbacks were accepted.", "bold"),
            (f"   {summary.seconds:.1f} s", MUTED),
        )
    told = f" {summary.accepted:,} of {summary.asked:,} callbacks were accepted."
    more = []
    if cancelled:
        more.append(f"{cancelled:,} under way when it was cancelled")
    if summary.unfired:
        more.append(f"{summary.unfired:,} never begun")
    return Content.assemble(
        BAD,
        (told, "bold"),
        (f"   {summary.seconds:.1f} s", MUTED),
        (f"\n  {', '.join(more)}" if more else "", MUTED),
    )
