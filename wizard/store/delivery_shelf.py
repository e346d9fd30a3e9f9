"""The store's firings, and its unfinished profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import log
from wizard.store.notes import revise
from wizard.store.shelf import Shelf

if TYPE_CHECKING:
    from wizard.callback.delivery import Delivery
    from wizard.store.draft import Draft
    from wizard.store.rows import DeliveryRow


class DeliveryShelf(Shelf):
    """Firings and what came of them."""

    def record(self, *fired: Delivery) -> None:
        """Keep firings, under the profile or draft each names, and the outcome of the newest in its row.

        Of each profile the newest 1,000 are kept, at most 16 MiB of them.
        """
        from wizard.store import deliveries

        with self._engine.writing() as connection:
            deliveries.record(connection, self._vault, fired)
            revise(connection)
        for each in fired:
            facts = {"status": each.delivery_status, "outcome": each.kind, "phase": each.phase}
            log.event("fired", id=each.profile_id, **facts, http=each.http_status, ms=each.elapsed_ms)

    def adopt_deliveries(self, draft_id: str, profile_id: str) -> None:
        """Give a draft's firings to the profile it was saved as. Raises UnknownProfile."""
        from wizard.store import deliveries

        with self._engine.writing() as connection:
            deliveries.adopt(connection, draft_id, profile_id)
            revise(connection)

    def deliveries(
        self,
        profile_id: str | None = None,
        *,
        outcome: str = "",
        status: str = "",
        start: int = 0,
        count: int = 100,
    ) -> list[DeliveryRow]:
        """Firings of a profile, a draft, or (None) of all, the newest first, `start` to `start + count`.

        `outcome` is `accepted`, `failed` or kinds with blanks between; `status` a delivery status.
        """
        from wizard.store import deliveries

        with self._engine.snapshot() as connection:
            return deliveries.window(connection, self._vault, profile_id, outcome, status, start, count)

    def count_deliveries(self, profile_id: str | None = None, *, outcome: str = "", status: str = "") -> int:
        """How many firings are kept; filters as of `deliveries`."""
        from wizard.store import deliveries

        with self._engine.reading() as connection:
            return deliveries.count(connection, profile_id, outcome, status)

    def delivery_position(
        self, delivery_id: str, profile_id: str | None = None, *, outcome: str = "", status: str = ""
    ) -> int | None:
        """Where a firing stands in `deliveries`, from 0; None if it is not among them."""
        from wizard.store import deliveries

        with self._engine.snapshot() as connection:
            return deliveries.position(connection, delivery_id, profile_id, outcome, status)

    def delivery(self, delivery_id: str) -> Delivery:
        """A firing with all that is kept of it."""
        from wizard.store import deliveries

        with self._engine.snapshot() as connection:
            return deliveries.get(connection, self._vault, delivery_id)


class DraftShelf(Shelf):
    """Profiles that are being typed."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft in the place of its earlier state."""
        from wizard.store import drafts

        with self._engine.writing() as connection:
            drafts.keep(connection, self._vault, draft)

    def drafts(self) -> list[Draft]:
        """Every draft that can be opened, the newest first."""
        if not self._any_drafts():
            return []
        from wizard.store import drafts

        with self._engine.snapshot() as connection:
            return drafts.every(connection, self._vault)

    def _any_drafts(self) -> bool:
        with self._engine.reading() as connection:
            return connection.execute("SELECT 1 FROM draft LIMIT 1").fetchone() is not None

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft and its firings; one that is not there is as good as forgotten."""
        from wizard.store import drafts

        with self._engine.writing() as connection:
            drafts.drop(connection, draft_id)
