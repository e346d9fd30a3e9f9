"""The *Created* filter: spans of time that people ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

CREATED = (
    ("", "any", 0),
    ("1", "last 24 hours", 1),
    ("7", "last 7 days", 7),
    ("30", "last 30 days", 30),
    ("365", "last year", 365),
)
"""Value, label, days back (0 for any)."""


def created_after(value: str, now: datetime | None = None) -> str:
    """The moment that many days ago as the store writes times (ISO 8601, UTC), or nothing for any."""
    days = next((days for key, _, days in CREATED if key == value), 0)
    if not days:
        return ""
    return (
        ((now or datetime.now(UTC)) - timedelta(days=days))
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )
