"""Through tmux, asked what it lets through; so that nobody is told of a copy that tmux has swallowed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from wizard.children import environment
from wizard.tui.clipboard.terminal import osc52

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 2.0
"""How long tmux may take for an answer."""
ASK = "#{set-clipboard}|#{allow-passthrough}|#{client_termfeatures}"
THROUGH = "through tmux and the terminal (OSC 52)"


class Tmux(NamedTuple):
    """What tmux would do with a copy: hand it to the terminal itself, or let our own sequence pass."""

    hands_on: bool
    passes: bool


def read(answer: str) -> Tmux | None:
    """What tmux answered to ASK; None when it knows these settings too little to tell (before 3.3)."""
    settings = answer.strip().split("|")
    if len(settings) != 3 or settings[0] not in ("on", "external", "off"):
        return None
    clipboard, passthrough, features = settings
    return Tmux(
        clipboard != "off" and "clipboard" in features.split(","), passthrough not in ("off", "0", "")
    )


async def send(text: str, write: Callable[[str], None]) -> str:
    """Copy `text` into tmux's buffer and, as far as it lets us, the terminal's clipboard. Returns the way, in words."""
    answer = await _run("display-message", "-p", ASK)
    tmux = read(answer) if answer is not None else None
    if tmux is not None:
        load = ("load-buffer", "-w", "-") if tmux.hands_on else ("load-buffer", "-")
        loaded = await _run(*load, given=text) is not None
        if loaded and tmux.hands_on:
            return THROUGH
        if tmux.passes:
            write(passed(text))
            return THROUGH
        if loaded:
            return "to tmux's buffer alone, where its prefix and ] paste it (it hands nothing on to the terminal)"
    # Nobody to ask: both ways at once, one for `set-clipboard on`, one for `allow-passthrough on`.
    write(osc52(text) + passed(text))
    return THROUGH


def passed(text: str) -> str:
    """The sequence wrapped so that tmux passes it on as it is."""
    return "\x1bPtmux;" + osc52(text).replace("\x1b", "\x1b\x1b") + "\x1b\\"


async def _run(*arguments: str, given: str = "") -> str | None:
    """What `tmux ARGUMENTS` prints; None where it fails, is not there, or takes longer than SECONDS."""
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux",
            *arguments,
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(),
        )
    except OSError:
        return None
    try:
        out, _ = await asyncio.wait_for(process.communicate(given.encode()), SECONDS)
    except (TimeoutError, OSError):
        with suppress(ProcessLookupError):
            process.kill()
        return None
    return out.decode(errors="replace") if process.returncode == 0 else None
