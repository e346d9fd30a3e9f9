"""The columns of a list's row, and the row they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.store import moment
from wizard.store.rows import LastTest, ProfileRow

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = (
    "id, title, channel, method, endpoint, encryption, created, modified, "
    "tested, test_ok, test_status, test_ms, test_kind"
)


def row_of(columns: Sequence[Any]) -> ProfileRow:
    """The list's row from COLUMNS as selected."""
    id_, title, channel, method, endpoint, encryption, created, modified, tested, ok, status, ms, kind = (
        columns
    )
    last = LastTest(bool(ok), status, ms, kind, moment.iso(tested)) if tested else None
    return ProfileRow(
        id_, title, channel, method, endpoint, encryption, moment.iso(created), moment.iso(modified), last
    )
