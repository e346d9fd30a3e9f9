"""Reads for a widget in a thread of its own, one call at a time."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

PATIENCE = 0.012
"""Seconds a key may wait for its rows before the screen is drawn without them: under a frame."""


class RowReader:
    """Hands what it reads to the widget that asked, as long as that is on a screen.

    `failed` is told what a call raised. Neither answer nor failure is told of what was overtaken.
    """

    def __init__(self, widget: Widget, failed: Callable[[Exception], object]) -> None:
        self._widget = widget
        self._failed = failed
        self._question = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rows")

    def overtake(self) -> None:
        """Nothing that was asked until now is needed: what has not begun does not begin."""
        self._question += 1

    def read(self, call: Callable[[], object], then: Callable[..., None]) -> None:
        """Run `call` in the thread; a quick answer is used at once, a slow one when it comes."""
        if not self._widget.is_attached:
            return
        question = self._question
        try:
            future: Future[object] = self._thread.submit(self._begun, question, call)
        except RuntimeError:  # the thread is shut down: the widget is going away
            return
        try:
            future.result(PATIENCE)
        except TimeoutError:
            if not future.done():  # if it is, the call itself timed out
                future.add_done_callback(lambda done: self._later(question, done, then))
                return
        except Exception:
            pass  # told of below
        self._answered(question, future, then)

    def _begun(self, question: int, call: Callable[[], object]) -> object:
        """In the thread."""
        if question != self._question:
            raise CancelledError
        return call()

    def _later(self, question: int, future: Future[object], then: Callable[..., None]) -> None:
        """In the thread."""
        if question == self._question and self._widget.is_attached:
            self._widget.app.call_later(self._answered, question, future, then)

    def _answered(self, question: int, future: Future[object], then: Callable[..., None]) -> None:
        if question != self._question or future.cancelled() or not self._widget.is_attached:
            return
        error = future.exception()
        if isinstance(error, Exception):
            self._failed(error)
        else:
            then(future.result())

    def stop(self) -> None:
        """Let the thread end."""
        self.overtake()
        self._thread.shutdown(wait=False, cancel_futures=True)
