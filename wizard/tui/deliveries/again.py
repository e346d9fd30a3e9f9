"""Firing a delivery again: its request made anew from the profile and the kept values.

What is kept of a request is masked, so it cannot be sent as it is. Made anew it has the same bytes, unless the
profile is another by now.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wizard.callback import CallbackRequest, Delivery
    from wizard.profile import CallbackProfile
    from wizard.store import Store


class Again(NamedTuple):
    """The profile that a delivery was fired from, as it is now, and what of the request is other than then."""

    profile: CallbackProfile
    changes: tuple[str, ...]


def profile_of(store: Store, delivery: Delivery, near: CallbackProfile | None = None) -> CallbackProfile:
    """The profile of a delivery, or the one that is being typed: `near` if it is that. Raises StoreError."""
    from wizard.store import UnknownProfile

    if near is not None and near.id == delivery.profile_id:
        return near
    try:
        return store.get(delivery.profile_id)
    except UnknownProfile:
        for draft in store.drafts():
            if draft.id == delivery.profile_id:
                return draft.profile
        raise


def again(store: Store, delivery: Delivery, near: CallbackProfile | None = None) -> Again:
    """What firing it again would send. Raises StoreError, RequestError. Reads the store and the environment."""
    from wizard.callback import build_request

    profile = profile_of(store, delivery, near)
    request = build_request(profile, delivery.values, os.environ, delivery_status=delivery.delivery_status)
    return Again(profile, tuple(changes(delivery, request)))


def changes(delivery: Delivery, request: CallbackRequest) -> list[str]:
    """What differs between a kept request and one made now. Secret header values cannot be compared."""
    then = delivery.request
    found = []
    if then.method != request.method:
        found.append(f"the method ({then.method}, now {request.method})")
    if then.url != request.url:
        found.append("the endpoint")
    if _told(then.headers) != _told(request.shown):
        found.append("the headers")
    if then.body != request.body:
        sealed = any(
            value.encrypted for value in (*delivery.sent_values.values(), *request.sent_values.values())
        )
        found.append("the body or its encryption" if sealed else "the body")
    return found


def _told(rows: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Rows that say something of their own: the length follows from the body, the host from the endpoint."""
    return [row for row in rows if row[0].lower() not in ("host", "content-length", "user-agent")]
