"""Tab in real bash, zsh and fish: commands, options, IDs, titles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.programs import needs
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from tests.cli.conftest import Wizard

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(wizard completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -u -D; eval "$(wizard completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "wizard completion fish | source"),
}
READY = "shell-is-ready"


@pytest.fixture(params=sorted(SHELLS))
def shell(request: pytest.FixtureRequest, wizard: Wizard) -> Terminal:
    argv, setup = SHELLS[request.param]
    needs(argv[0])
    folder = str(Path(sys.executable).parent)
    env = wizard.env | {"PATH": f"{folder}:{wizard.env['PATH']}", "PS1": "> ", "HISTFILE": "/dev/null"}
    first = wizard.add(title="bounce watcher")
    terminal = Terminal(argv, size=(160, 30), env=env | {"HOME": str(wizard.folder)})
    terminal.send(f"{setup}; echo shell-is-'ready'\n")
    terminal.wait(READY)
    terminal.id = first  # type: ignore[attr-defined]
    yield terminal
    terminal.process.terminate(force=True)


def test_tab_completes_commands_ids_and_titles(shell: Terminal, wizard: Wizard) -> None:
    profile_id: str = shell.id  # type: ignore[attr-defined]
    # A command by its beginning; then the one ID by its beginning.
    shell.send("wizard deliv\t")
    shell.wait("wizard deliveries")
    shell.send("\x15wizard show IN_\t")
    shell.wait(f"wizard show {profile_id}")
    # The title, quoted as the shell needs it: what is run is the whole title as one argument.
    shell.send("\x15wizard show bounce\t")
    shell.wait("wizard show bounce\\ watcher")
    shell.send("\n")
    shell.wait("hooks.example.com")
    shell.send("wizard test x --status boun\t")
    shell.wait("--status Bounce")


def test_a_store_that_cannot_be_opened_offers_nothing_and_says_nothing(wizard: Wizard) -> None:
    ended = wizard(
        WIZARD_STORE=str(wizard.folder),
        _WIZARD_COMPLETE="bash_complete",
        COMP_WORDS="wizard\nshow\nI",
        COMP_CWORD="2",
    )
    assert (ended.status, ended.out.strip(), ended.err) == (0, "", "")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("list --method p", "POST PUT"),
        ("list --channel ", "email"),
        ("edit x --variables error_code,m", "error_code,message_id"),
        ("test x --status b", "Bounce Blocked"),
        ("import x --on-clash ", "skip replace copy"),
        ("snippet x --as r", "receiver-python receiver-node"),
    ],
)
def test_the_values_of_options_are_offered(wizard: Wizard, line: str, offered: str) -> None:
    words = ["wizard", *line.split(" ")]
    ended = wizard(
        _WIZARD_COMPLETE="bash_complete", COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1)
    )
    assert ended.out.split() == [f"plain,{each}" for each in offered.split()]
