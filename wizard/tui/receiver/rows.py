"""Received callbacks as rows of the list."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.text import Text

from wizard.callback.text import safe_line
from wizard.tui.receiver.table import distinct
from wizard.tui.widgets.windowed_list import Column, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from wizard.catalog import Catalog
    from wizard.receiver import ReceivedCallback

NOTHING = "–"
LONGEST = 200
"""Characters of a cell; what came may be as long as it likes."""
REMEMBERED = 2_000
"""Rows that are kept as made: to make one means to open its values."""
COLUMNS = (
    Column("time", "Time", 8),
    Column("path", "Path", 10, grow=2),
    Column("profile", "Profile", 24, grow=3),
    Column("status", "Delivery status", 15),
    Column("checks", "Checks", 13),
    Column("size", "Size", 8, drop=1),
)


class RowMaker:
    """Makes rows, each once. `good` and `bad` are the styles of the marks."""

    def __init__(self, catalog: Catalog, good: Style, bad: Style) -> None:
        self.catalog, self.good, self.bad = catalog, good, bad
        self._made: dict[int, Row] = {}

    def row(self, callback: ReceivedCallback) -> Row:
        """The callback as cells, keyed by its number. What a callback is checked with does not change any more."""
        row = self._made.get(callback.number)
        if row is None:
            if len(self._made) >= REMEMBERED:
                self._made.clear()
            row = self._made[callback.number] = self._make(callback)
        return row

    def _make(self, callback: ReceivedCallback) -> Row:
        profile = callback.profile
        problems = distinct(callback.problems)
        status = short(delivery_status(callback, self.catalog)) or NOTHING
        callback.forget()  # whoever pages through thousands need not keep what was made of each
        checks = Text("✓", self.good) if profile else Text(NOTHING)
        if problems:
            told = "1 problem" if problems == 1 else f"{problems} problems" if problems < 100 else "over 99"
            checks = Text.assemble(("✗ ", self.bad), told)
        return Row(
            str(callback.number),
            (
                clock(callback),
                short(callback.path),
                short(profile.title or profile.id) if profile else NOTHING,
                status,
                checks,
                amount(len(callback.body)),
            ),
        )


class CallbackSource:
    """The rows of the callbacks that were there when it was made, newest first; their numbers have no gaps."""

    def __init__(self, callbacks: tuple[ReceivedCallback, ...], maker: RowMaker) -> None:
        self.callbacks, self.maker = callbacks, maker

    def count(self) -> int:
        """How many there are."""
        return len(self.callbacks)

    def window(self, start: int, count: int) -> Sequence[Row]:
        """Rows of COLUMNS, keyed by the callback's number."""
        return [self.maker.row(callback) for callback in self.callbacks[start : start + count]]

    def position(self, key: str) -> int | None:
        """Where the callback of that number stands."""
        if not self.callbacks:
            return None
        at = self.callbacks[0].number - int(key)
        return at if 0 <= at < len(self.callbacks) else None

    def find(self, key: str | None) -> ReceivedCallback | None:
        """The callback of that number."""
        at = self.position(key) if key else None
        return None if at is None else self.callbacks[at]


def delivery_status(callback: ReceivedCallback, catalog: Catalog) -> str:
    """The delivery status that the callback tells, opened; empty where it tells none that can be read."""
    profile = callback.profile
    channels = [catalog.channel(profile.channel)] if profile else list(catalog.channels.values())
    values = callback.values
    names = [channel.status_variable for channel in channels if channel]
    return next((values[name] for name in names if name in values), "")


def clock(callback: ReceivedCallback) -> str:
    """When it came, `14:05:09` in this machine's time zone."""
    return time.strftime("%H:%M:%S", time.localtime(callback.received_at))


def amount(size: int) -> str:
    """`412 B`, `3.1 KiB`, `10.0 MiB`."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KiB" if size < 1024 * 1024 else f"{size / 1048576:.1f} MiB"


def short(text: str) -> str:
    """The text on one harmless line, cut where nobody would read on."""
    return safe_line(text[:LONGEST])
