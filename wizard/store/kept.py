"""What was found out about one state of the list, kept for the next who asks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key", bound="tuple[int, object] | tuple[int, object, object]")
"""The list's revision first."""
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The `most` values used last. Those of an older state go when one of a newer comes. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value, None if there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Key, value: Value) -> Value:
        """Keep it, and return it."""
        with self._lock:
            for old in [each for each in self._values if each[0] < key[0]]:
                del self._values[old]
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
