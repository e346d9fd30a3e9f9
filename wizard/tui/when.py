"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime


def ago(moment: str, now: datetime | None = None) -> str:
    """`3 min ago` for a time in ISO 8601 (UTC), the date after a month; what is no time comes back as it is."""
    try:
        then = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    seconds = ((now or datetime.now(UTC)) - then).total_seconds()
    if seconds < 60:
        return "just now"
    for size, unit, limit in ((60, "min", 60), (3600, "h", 24), (86400, "d", 31)):
        if seconds < size * limit:
            return f"{int(seconds // size)} {unit} ago"
    return then.astimezone().strftime("%Y-%m-%d")


def exact(moment: str) -> str:
    """`2026-01-31 14:05:09` in this machine's time zone."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return moment
