"""Profile IDs: a region, `_` and a lower-case UUID v4, as in `IN_453d2677-2c91-4610-9c01-eefbeec5f697`."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from wizard.profile.problem import Problem, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.profile.model import CallbackProfile

REGIONS = ("IN", "SG", "EU", "US")
"""`IN` unless a person sets another. EU stands in no ID that was seen: it follows Kaleyra's EU pod."""

_HEX = "[0-9a-f]"
ID = re.compile(rf"({'|'.join(REGIONS)})_{_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}")


def new_id(region: str = "IN") -> str:
    """A fresh profile ID. Raises ValueError for a region that is not one of REGIONS."""
    if region not in REGIONS:
        raise ValueError(f"there is no region {region!r}; take one of {', '.join(REGIONS)}")
    # By hand: `uuid` takes four times as long, which an import of a hundred thousand feels.
    digits = os.urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{region}_{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def is_id(text: str) -> bool:
    """Whether the text is a whole profile ID."""
    return ID.fullmatch(text) is not None


MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00:00)")


def check_identity(profile: CallbackProfile) -> Iterator[Problem]:
    """Every fault of what a saved profile carries: its ID, and when it was made and changed (ISO 8601, UTC)."""
    if profile.id and not is_id(profile.id):
        told = f"{plain(profile.id)!r} is not a profile ID"
        advice = "leave it out for a new one, or write it as IN_453d2677-2c91-4610-9c01-eefbeec5f697"
        yield Problem("id", told, advice)
    for name, text in (("created_at", profile.created_at), ("modified_at", profile.modified_at)):
        if text and not _is_moment(text):
            told = f"{plain(text)!r} is not a time in UTC"
            yield Problem(name, told, "write it as 2023-09-29T11:23:35Z, or leave it out")


def _is_moment(text: str) -> bool:
    if not MOMENT.fullmatch(text):
        return False
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
