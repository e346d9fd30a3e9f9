"""What a list of profiles is asked for, and what it is made of."""

from __future__ import annotations

from typing import NamedTuple

SORTS = ("used", "title", "channel", "method", "endpoint", "encryption", "last_test", "created")
"""Orders of the list. `used` is when a profile was last added, changed or tested; `last_test` when tested last."""


class ProfileQuery(NamedTuple):
    """Which profiles, in which order.

    `search` fits a title, endpoint or ID that contains it, letter case aside. `created_after` and
    `created_before` are ISO 8601 moments, the first included, the second not. Profiles alike in the sort's
    column follow their order of use.
    """

    search: str = ""
    method: str = ""
    channel: str = ""
    created_after: str = ""
    created_before: str = ""
    sort: str = "used"
    descending: bool = True


class LastTest(NamedTuple):
    """How the last firing at a profile's endpoint went. `http_status` is None where no answer came."""

    ok: bool
    http_status: int | None
    elapsed_ms: float
    kind: str
    """Stable code of the outcome, as in a delivery."""
    at: str
    """ISO 8601, UTC."""


class ProfileRow(NamedTuple):
    """A profile as a list shows it: no secret, no body. `encryption` is the algorithm, "" for none."""

    id: str
    title: str
    channel: str
    method: str
    endpoint: str
    encryption: str
    created_at: str
    modified_at: str
    last_test: LastTest | None


class DeliveryRow(NamedTuple):
    """A firing as a list shows it. `at` is ISO 8601, UTC; `http_status` None where no answer came.

    `sentence` says what happened; it is empty where the sealing key is lost.
    """

    id: str
    profile_id: str
    at: str
    delivery_status: str
    ok: bool
    http_status: int | None
    elapsed_ms: float
    kind: str
    phase: str
    sentence: str
