"""What `wizard test` tells of its firings: a line or an object for each as it comes, and a summary at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wizard.cli import outcome
from wizard.cli.outcome import Status
from wizard.cli.tables import cells, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.delivery import Delivery


def status_of(delivery: Delivery) -> Status:
    """What one firing counts for in the exit status."""
    if delivery.ok:
        return Status.DONE
    answered = delivery.http_status
    return Status.REFUSED if answered is not None and not 200 <= answered < 300 else Status.UNREACHED


class Report:
    """Takes deliveries in any order, tells of them in the order of firing, and counts."""

    def __init__(self, statuses: Sequence[str], *, as_json: bool, keep: bool) -> None:
        self.as_json = as_json
        self.statuses: Counter[Status] = Counter()
        self.deliveries: list[Delivery] = []
        """Every delivery in order, if they are to be kept."""
        self.closed = False
        self.failure: outcome.Failure | None = None
        """Why stdout could not be written, to be raised once the rest is done."""
        """Whether stdout's reader has gone (`| head`): then no more is to be fired, but what was is still counted."""
        self._keep = keep
        self._waiting: dict[int, Delivery] = {}
        self._told = 0
        self._width = max(map(cells, statuses), default=0)
        self._faults: Counter[tuple[str, str]] = Counter()
        self._slowest = self._fastest = 0.0

    def add(self, number: int, delivery: Delivery) -> None:
        """Take in the firing of that number, counted from 0, and tell of all that stand in line."""
        self.statuses[status_of(delivery)] += 1
        if not delivery.ok:
            self._faults[delivery.sentence, delivery.advice] += 1
        self._slowest = max(self._slowest, delivery.elapsed_ms)
        self._fastest = min(self._fastest or delivery.elapsed_ms, delivery.elapsed_ms)
        self._waiting[number] = delivery
        while self._told in self._waiting:
            self._tell(self._waiting.pop(self._told))

    def finish(self) -> None:
        """Tell of those that came out of line, and end the document."""
        for number in sorted(self._waiting):
            self._tell(self._waiting.pop(number))
        if self.as_json:
            self._put("\n]\n" if self._told else "[]\n")

    def _tell(self, delivery: Delivery) -> None:
        if self._keep:
            self.deliveries.append(delivery)
        self._told += 1
        if self.as_json:
            from wizard.callback.delivery import to_json_document

            text = outcome.as_json(to_json_document(delivery), indent=2).replace("\n", "\n  ")
            self._put(("[\n  " if self._told == 1 else ",\n  ") + text)
            return
        self._put(self._line(delivery) + "\n")

    def _put(self, text: str) -> None:
        if not self.closed:
            try:
                outcome.data(text)
            except outcome.OutputClosed:
                self.closed = True
            except outcome.Failure as failure:
                self.closed, self.failure = True, failure

    def _line(self, delivery: Delivery) -> str:
        answer = delivery.http_status
        error = "" if delivery.ok else delivery.sentence
        if not outcome.on_terminal():
            fields = (
                delivery.delivery_status,
                str(answer or ""),
                f"{delivery.elapsed_ms:.1f}",
                delivery.phase,
                error,
            )
            return "\t".join(map(one_line, fields))
        mark, colour = ("✓", "32") if delivery.ok else ("✗", "31")
        if outcome.coloured():
            mark = f"\x1b[{colour}m{mark}\x1b[0m"
        reason = delivery.response.reason if delivery.response else ""
        shown = f"{answer} {reason}".strip() if answer else error
        space = " " * (self._width - cells(delivery.delivery_status))
        return f"{mark} {delivery.delivery_status}{space}  {delivery.elapsed_ms:6.0f} ms  {one_line(shown)}"

    def summarise(self, planned: int, seconds: float, *, interrupted: bool) -> None:
        """The summary, on stderr: how many, how they fared, and each kind of fault once with what to do."""
        for (sentence, advice), count in self._faults.most_common(10):
            times = f"{count} x " if count > 1 else ""
            outcome.say(f"{times}{sentence}" + (f" {advice}" if advice else ""))
        fired = self.statuses.total()
        parts = [f"{self.statuses[Status.DONE]} got 2xx"]
        if self.statuses[Status.REFUSED]:
            parts.append(f"{self.statuses[Status.REFUSED]} another answer")
        if self.statuses[Status.UNREACHED]:
            parts.append(f"{self.statuses[Status.UNREACHED]} no answer")
        took = f"{self._fastest:.0f} to {self._slowest:.0f} ms" if fired > 1 else f"{self._slowest:.0f} ms"
        start = f"{fired} of {planned}" if interrupted or self.closed else str(fired)
        start = f"Interrupted: {start}" if interrupted else start
        outcome.say(
            f"{start} fired: {', '.join(parts)}" + (f"; {took}, {seconds:.1f} s in all" if fired else "")
        )
