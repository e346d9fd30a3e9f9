"""Deliveries as rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.callback.text import safe_line
from wizard.tui.profiles.rows import NOTHING, duration
from wizard.tui.when import ago
from wizard.tui.widgets.outcome_list import outcome, to_come
from wizard.tui.widgets.windowed_list import Column, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.callback.delivery import Delivery
    from wizard.store import DeliveryRow, Store

COLUMNS = (
    Column("at", "When", 11),
    Column("status", "Delivery status", 16),
    Column("outcome", "Outcome", 24, grow=1),
    Column("http", "HTTP", 4),
    Column("ms", "Time", 8),
)
STATUS_COLUMNS = COLUMNS[1:]


def row_of(row: DeliveryRow) -> Row:
    """A kept delivery as cells."""
    return Row(
        row.id,
        (
            ago(row.at),
            safe_line(row.delivery_status) or NOTHING,
            outcome(row.ok, safe_line(row.sentence or row.kind)),
            str(row.http_status or NOTHING),
            duration(row.elapsed_ms),
        ),
    )


def status_row(status: str, delivery: Delivery | None, waiting: str) -> Row:
    """A delivery status with what came of it, None where nothing has yet."""
    if delivery is None:
        return Row(status, (status, to_come(waiting), NOTHING, NOTHING))
    return Row(
        status,
        (
            status,
            outcome(delivery.ok, safe_line(delivery.sentence)),
            str(delivery.http_status or NOTHING),
            duration(delivery.elapsed_ms),
        ),
    )


class DeliverySource:
    """The deliveries of a profile or draft, the newest first; `outcome` and `status` as the store filters by them."""

    def __init__(self, store: Store, owner: str, *, outcome: str = "", status: str = "") -> None:
        self.store, self.owner = store, owner
        self.outcome, self.status = outcome, status

    def count(self) -> int:
        """How many fit the filters."""
        return self.store.count_deliveries(self.owner, outcome=self.outcome, status=self.status)

    def window(self, start: int, count: int) -> Sequence[Row]:
        """Rows of COLUMNS, keyed by the delivery's ID."""
        rows = self.store.deliveries(
            self.owner, outcome=self.outcome, status=self.status, start=start, count=count
        )
        return [row_of(row) for row in rows]

    def position(self, key: str) -> int | None:
        """Where that delivery stands."""
        return self.store.delivery_position(key, self.owner, outcome=self.outcome, status=self.status)
