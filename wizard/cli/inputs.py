"""Reading what a person names: a file, a pipe, `-` for stdin. Whatever it is, the end is bytes or a sentence."""

from __future__ import annotations

import os
import select
import stat
import sys
import time

from wizard.cli.outcome import Mistake, say

MEBIBYTE = 1 << 20
LIMIT = 16 * MEBIBYTE
"""Most that one profile file or callback body may have."""
SECONDS = 30.0
"""How long a pipe may stay silent; `WIZARD_INPUT_TIMEOUT` sets another time. In all it may take ten times that."""

_CAN_WAIT = os.name != "nt"  # there select knows sockets only


def read(name: str, *, limit: int = LIMIT) -> bytes:
    """The bytes of the file `name`, or of stdin for `-`; Mistake for everything that is not to be read whole.

    At most `limit` bytes are taken in. A pipe, FIFO or stdin that sends nothing for SECONDS is given up.
    """
    if name == "-":
        return _stdin(limit)
    try:
        # Without O_NONBLOCK the opening itself would wait for a FIFO's writer.
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise Mistake(f"{name}: it is a folder; name a file in it")
        if stat.S_ISREG(kind) and os.fstat(handle).st_size > limit:
            raise Mistake(_too_large(name, limit))
        return _take(handle, name, limit, waits=not stat.S_ISREG(kind) and _CAN_WAIT)
    finally:
        os.close(handle)


def _stdin(limit: int) -> bytes:
    if sys.stdin is None:
        raise Mistake("-: stdin is closed; name a file")
    handle = sys.stdin.fileno()
    terminal = sys.stdin.isatty()
    if terminal:
        say("Reading from the terminal; end with ctrl+d on a line of its own.")
    return _take(handle, "stdin", limit, waits=not terminal and _CAN_WAIT)


def _take(handle: int, name: str, limit: int, *, waits: bool) -> bytes:
    patience = _patience()
    taken = bytearray()
    silent_since = began = time.monotonic()
    while len(taken) <= limit:
        if (
            waits
            and not select.select([handle], [], [], max(0.0, silent_since + patience - time.monotonic()))[0]
        ):
            told = f"nothing came for {patience:g} s"
            raise Mistake(
                f"{name}: {told}; close the pipe's other end, or set WIZARD_INPUT_TIMEOUT to more seconds"
            )
        try:
            piece = os.read(handle, MEBIBYTE)
        except BlockingIOError:
            continue
        except OSError as error:
            raise _unreadable(name, error) from error
        if not piece:
            return bytes(taken)
        if waits and time.monotonic() - began > 10 * patience:
            told = f"it did not end in {10 * patience:g} s"
            raise Mistake(
                f"{name}: {told}; write it to a file first, or set WIZARD_INPUT_TIMEOUT to more seconds"
            )
        silent_since = time.monotonic()
        taken += piece
    raise Mistake(_too_large(name, limit))


def _patience() -> float:
    try:
        return max(0.0, float(os.environ.get("WIZARD_INPUT_TIMEOUT", SECONDS)))
    except ValueError:
        return SECONDS


def _too_large(name: str, limit: int) -> str:
    return f"{name}: it is larger than {limit // MEBIBYTE} MiB; is it the right file?"


def _unreadable(name: str, error: OSError | ValueError) -> Mistake:
    if isinstance(error, FileNotFoundError):
        return Mistake(f"{name}: there is no such file; check the name")
    if isinstance(error, PermissionError):
        return Mistake(f"{name}: it may not be read; check its permissions")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Mistake(f"{name}: it cannot be read ({reason}); name another file")
