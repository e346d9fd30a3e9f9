"""Ends that come from outside: SIGTERM, SIGHUP and SIGINT end the screens as `q` does, with nothing lost."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

    from wizard.tui.app import WizardApp

PATIENCE = 3.0
"""Seconds that the screens have to end well: a store that hangs must not keep a machine from shutting down."""
NAMES = ("SIGTERM", "SIGHUP", "SIGINT")


class Terminal:
    """How the terminal is set now, to be put back after screens that could not do it themselves."""

    def __init__(self) -> None:
        self._settings: list[Any] | None = None
        try:
            import termios

            self._settings = termios.tcgetattr(0)
            # Copies of their own: the streams may be turned away by then.
            self._in, self._out = os.dup(0), os.dup(1)
        except (ImportError, OSError, termios.error):
            return

    def restore(self) -> None:
        """Leave the screens' own picture, show the cursor, let mouse and keys be plain again."""
        if self._settings is None:
            return
        import termios

        off = "".join(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1004, 1006, 1015, 2004, 2026, 2048))
        # Keys are made plain before the other picture is left, as they are set for each; a line may wrap again.
        with suppress(OSError, termios.error):
            os.write(self._out, f"{off}\x1b[<u\x1b[?7h\x1b[?1049l\x1b[?25h".encode())
            termios.tcsetattr(self._in, termios.TCSANOW, self._settings)

    def close(self) -> None:
        """Let go of it."""
        if self._settings is not None:
            os.close(self._in)
            os.close(self._out)
            self._settings = None


class Ending:
    """While it is in use, a signal that would end the program at once lets the screens close and keep what was typed.

    `status` is then 128 and the signal's number, 0 for an end of another kind. A second signal, or screens that do
    not come to their end, cut it short: the terminal is put back and the process is gone.
    """

    def __init__(self, app: WizardApp) -> None:
        self.app = app
        self.status = 0
        self._terminal = Terminal()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Ending:
        for name in NAMES:
            if number := getattr(signal, name, None):
                self._before[number] = signal.signal(number, self._asked)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status:
            self._terminal.restore()  # once more is no harm; after SIGHUP the screens wrote to nowhere
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._terminal.close()

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self.status:
            self._cut_short()
        self.status = 128 + number
        self.app.is_to_end = True
        if number == getattr(signal, "SIGHUP", None):
            _turn_away()
        later(PATIENCE, self._cut_short)
        if editor := self.app.editor:  # nothing of ours goes on before it has ended
            editor.end()
        loop = self.app._loop
        if loop is None:  # before the screens, or behind them
            raise SystemExit(self.status)
        loop.call_soon_threadsafe(self.app.call_later, self.app.end)

    def _cut_short(self) -> NoReturn:
        if editor := self.app.editor:
            editor.process.kill()
            editor.forget()
        self._terminal.restore()
        os._exit(self.status)


def later(seconds: float, call: Callable[[], object]) -> None:
    """Call it from a thread, unless the program has ended by then."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()


def _turn_away() -> None:
    """The terminal may be gone: what would still be drawn goes nowhere, rather than fail or block."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.close(nowhere)
