"""Copies the text of the file COPY as the program does, and says in the file TOLD what became of it.

Said is one line of JSON: whether it was taken, which way, and the seconds that it took; what is meant for the terminal
is written there. Arguments are tmux settings, `set-clipboard=off`, made before. With PATIENT set, helpers have
longer than a person would wait: a busy machine is no failure.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from wizard.tui import clipboard
from wizard.tui.clipboard import desktop, tmux


def main() -> None:
    for setting in sys.argv[1:]:
        subprocess.run(["tmux", "set", "-g", *setting.split("=")], check=True)
    if "PATIENT" in os.environ:
        desktop.SECONDS = tmux.SECONDS = 20.0
    text = Path(os.environ["COPY"]).read_text()

    def write(sequence: str) -> None:
        os.write(2, sequence.encode())

    began = time.perf_counter()
    outcome = asyncio.run(clipboard.copy(text, write))
    told = json.dumps({**outcome._asdict(), "seconds": time.perf_counter() - began})
    Path(os.environ["TOLD"]).write_text(told)


if __name__ == "__main__":
    main()
