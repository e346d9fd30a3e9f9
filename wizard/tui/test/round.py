"""All delivery statuses in a row: a line a status, each opens its own delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from wizard.tui.active import with_own_keys
from wizard.tui.deliveries.rows import STATUS_COLUMNS, status_row
from wizard.tui.widgets.outcome_list import OutcomeList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.callback.delivery import Delivery
    from wizard.tui.widgets.windowed_list import Row

EMPTY = "[bold]{test.fire-all|a}[/] fires every delivery status, one after the other."


class RoundSource:
    """The lines of a round. Keys are delivery statuses."""

    def __init__(self, fired: Mapping[str, Delivery | None], firing: bool) -> None:
        waiting = "waiting" if firing else "not fired"
        first = next((name for name, delivery in fired.items() if delivery is None), "")
        self.rows = [
            status_row(name, delivery, "firing …" if firing and name == first else waiting)
            for name, delivery in fired.items()
        ]

    def count(self) -> int:
        """How many statuses."""
        return len(self.rows)

    def window(self, start: int, count: int) -> Sequence[Row]:
        """These lines."""
        return self.rows[start : start + count]

    def position(self, key: str) -> int | None:
        """Where a status stands."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), None)


class RoundList(OutcomeList):
    """What came of each delivery status."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", id="round.choose")]

    def __init__(self) -> None:
        super().__init__(STATUS_COLUMNS, id="round")
        self.empty = with_own_keys(self.app, EMPTY)

    def show_round(self, fired: Mapping[str, Delivery | None], firing: bool) -> None:
        """Show how the round stands."""
        self.show(RoundSource(fired, firing))
