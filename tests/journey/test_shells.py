"""ctrl+z in a real shell: stopped, the terminal as it was, and fg brings the screen back whole, at another size too."""

from __future__ import annotations

import sys

import pytest

from tests.journey.test_ending import MODES, restored, settings
from tests.support.programs import needs
from tests.support.terminal import Terminal

OURS = [mode for mode in MODES if mode != 2004]
"""Modes that no shell switches on; most have pastes marked at their prompt."""
WIZARD = f"{sys.executable} -m wizard"
SCRIPT = f"sh -c '{WIZARD}; exit $?'"
"""A script, or a launcher such as uv, that waits for the program: the shell looks at that one alone."""
SHELLS = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}


@pytest.mark.parametrize(("shell", "command"), [("bash", WIZARD), ("zsh", WIZARD), ("bash", SCRIPT)])
def test_suspended_in_a_shell_and_brought_back(shell: str, command: str, home: dict[str, str]) -> None:
    needs(shell)
    env = home | {"PS1": "\nready $? ", "PROMPT": "\nready %? ", "HISTFILE": "", "PROMPT_EOL_MARK": ""}
    with Terminal(SHELLS[shell], env=env) as screen:
        screen.wait("ready 0")
        screen.send(f"{command}\n")
        screen.wait("Press a to add the first one")
        running = settings(screen)
        screen.press("a")
        screen.wait("Title & channel")
        screen.type("Kept over it")
        screen.press("tab")
        screen.wait("draft saved")
        for size in ((110, 34), (60, 20)):
            screen.screen.reset()  # the emulator knows no second picture
            screen.press("ctrl+z")
            screen.wait("ready 1")  # 147 or 148: stopped by a signal
            assert restored(screen, OURS)
            screen.send("stty -a | grep -owE -- '-?(echo|icanon|isig)' | sort | paste -sd, \n")
            screen.wait("echo,icanon,isig")
            screen.resize(*size)
            screen.screen.reset()
            screen.send("fg\n")
            screen.until(
                lambda text: "Kept over it" in text and "Palette" in text.splitlines()[-1], "the screen"
            )
            screen.settle()
            rows = [line.rstrip() for line in screen.screen.display]
            assert len(rows) == size[1]
            assert rows[0].startswith("╭─ Add Callback Profile")
            assert {len(row) for row in rows[:-1]} == {size[0]}, screen.text
            assert settings(screen) == running
        screen.press("shift+tab")
        screen.type("!")
        screen.wait("Kept over it!")
        screen.screen.reset()
        screen.press("ctrl+q")
        screen.wait("ready 0")
        assert restored(screen, OURS)
