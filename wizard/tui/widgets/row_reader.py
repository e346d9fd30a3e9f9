"""Reads for a widget in a thread of its own, one call at a time."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

PATIENCE = 0.012
"""Seconds a key may wait for its rows before the screen is drawn without them: under a frame."""


class RowReader:
    """Hands what it reads to the widget that asked, as long as that is on a screen.

    `failed` is told what a call raised.
    """

    def __init__(self, widget: Widget, failed: Callable[[Exception], object]) -> None:
        self._widget = widget
        self._failed = failed
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rows")

    def read(self, call: Callable[[], object], then: Callable[..., None]) -> None:
        """Run `call` in the thread; a quick answer is used at once, a slow one when it comes."""
        if not self._widget.is_attached:
            return
        try:
            future: Future[object] = self._thread.submit(call)
        except RuntimeError:  # the thread is shut down: the widget is going away
            return
        try:
            result = future.result(PATIENCE)
        except TimeoutError:
            if future.done():  # the call itself timed out
                self._answered(future, then)
            else:
                future.add_done_callback(lambda done: self._later(done, then))
            return
        except Exception as error:
            self._failed(error)
            return
        then(result)

    def _later(self, future: Future[object], then: Callable[..., None]) -> None:
        """Called in the thread."""
        if self._widget.is_attached:
            self._widget.app.call_later(self._answered, future, then)

    def _answered(self, future: Future[object], then: Callable[..., None]) -> None:
        if future.cancelled() or not self._widget.is_attached:
            return
        error = future.exception()
        if isinstance(error, Exception):
            self._failed(error)
        else:
            then(future.result())

    def stop(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)
