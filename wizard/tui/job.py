"""Whether a shell is there that ctrl+z could go back to, and stopping so that the shell notices."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def can_be_stopped() -> bool:
    """Whether the program is a job of a shell, which would notice that it stops and can have it go on.

    Such a shell gives each job a process group of its own. A container's first process, and what a terminal, tmux or
    ssh runs in place of a shell, is in the group that leads the session: stopped there it would be stopped for good.
    """
    return sys.platform != "win32" and os.getpgrp() != os.getsid(0)


def is_led() -> bool:
    """Whether another process leads the job: a script, or a launcher such as uv, that waits for this one to end."""
    return sys.platform != "win32" and os.getpgrp() != os.getpid()


def stop_with_leader(driver: Driver) -> None:
    """Stop the leader of the job too, for the shell looks at it alone; the terminal is the shell's again before that.

    The driver brings the picture back once the job goes on, as it does where it stopped the program by itself.
    """
    driver.suspend_application_mode()
    driver._must_signal_resume = True  # type: ignore[attr-defined]
    with suppress(ProcessLookupError):  # the leader may have ended long ago
        os.kill(os.getpgrp(), signal.SIGTSTP)
    os.kill(os.getpid(), signal.SIGSTOP)
