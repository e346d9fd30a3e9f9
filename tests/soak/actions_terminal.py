"""Every action of the registry in a real terminal: its key is pressed, and its mouse way clicked, in the program as
installed, each in a fresh run; what changes nothing on the screen is told.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tests.soak.terminal_routes import ELSEWHERE, ENDS, PASTE, ROUTES, SMALL
from tests.support.terminal import KEYS, Terminal
from tests.tui.firing_support import email
from wizard.callback import build_request, fresh_values
from wizard.catalog import load_catalog
from wizard.profile import Encryption
from wizard.store import open_store
from wizard.tui.registry import Action, actions, bindings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDE, NARROW = (200, 50), (80, 24)
PATIENCE = 4.0
"""Seconds in which something must have changed."""
MORE_KEYS = {
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    **{
        f"f{number}": f"\x1b[{code}~" for number, code in zip(range(5, 10), (15, 17, 18, 19, 20), strict=True)
    },
    **{f"shift+{key}": f"\x1b[1;2{end}" for key, end in (("up", "A"), ("down", "B"))},
    **{
        f"ctrl+{key}": f"\x1b[1;5{end}"
        for key, end in (("up", "A"), ("down", "B"), ("home", "H"), ("end", "F"))
    },
    "asterisk": "*",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
ANSWER = json.dumps({"ok": {"deep": [1, 2, 3]}}).encode()


class Answering(BaseHTTPRequestHandler):
    """Takes a callback, and answers with JSON of several levels."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: Any) -> None:
        pass


class World:
    """A home with three profiles, the last of which nobody answers, and a body that opens only after a change."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self.env = {
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "VISUAL": "true",
            "PATH": os.environ["PATH"],
        }
        store = open_store(folder / "callback-profile-wizard" / "profiles.db")
        sealed = Encryption(algorithm="AES-128-GCM", key="0123456789abcdef", iv="0123456789abcdef")
        store.add(email("http://127.0.0.1:9", title="Gone"))
        store.add(email(endpoint, title="Beta"))
        profile = store.add(email(endpoint, title="Alpha", encryption=sealed))
        store.close()
        other = msgspec.structs.replace(profile, encryption=msgspec.structs.replace(sealed, tag="before"))
        channel = load_catalog().channels["email"]
        self.body = build_request(other, fresh_values(channel, "Bounce"), {}).body.decode()


def byte_of(key: str) -> str:
    """What a terminal sends for the key."""
    if key in MORE_KEYS:
        return MORE_KEYS[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5]) & 0x1F)
    return KEYS.get(key, key)


def pressed(screen: Terminal, key: str) -> None:
    screen.send(byte_of(key))
    screen.settle(0.2 if key == "escape" else 0.08)


def go(screen: Terminal, world: World, steps: Sequence[str]) -> None:
    """Take these steps."""
    for step in steps:
        if step == PASTE:
            screen.send(f"\x1b[200~{world.body}\x1b[201~")
            screen.settle()
        elif step == "!":
            (url,) = set(re.findall(r"http://127\.0\.0\.1:\d+/", screen.text))
            urllib.request.urlopen(urllib.request.Request(url, b'{"a": {"b": 1}}', method="POST"), timeout=10)
        elif len(step) > 1 and step[0] in "?=@":
            {"?": screen.wait, "=": screen.type, "@": screen.click}[step[0]](step[1:])
        else:
            pressed(screen, step)


def picture(screen: Terminal) -> object:
    """Everything on the screen, colours and cursor too."""
    rows = [
        [screen.screen.buffer[y][x] for x in range(screen.screen.columns)] for y in range(screen.screen.lines)
    ]
    return rows, screen.screen.cursor.y, screen.screen.cursor.x


def labels() -> dict[str, str]:
    """What stands at the foot, or on the tab, for each action."""
    return {
        each.id: each.description.removesuffix(" tab") for each in bindings() if each.id and each.description
    }


def clicked(screen: Terminal, action: Action, label: str) -> bool:
    """Do it by the mouse; False where this walk does not know how."""
    lines = screen.screen.display
    if action.mouse == "its key at the foot":
        row, at = len(lines), lines[-1].find(f" {label} ")
    elif action.mouse == "a click on the tab":
        row, at = next(
            ((y, line.find(label)) for y, line in enumerate(lines, 1) if f" {label} " in line), (0, -1)
        )
    elif action.mouse.startswith("a double click on the row"):
        row, at = next(((y, 8) for y, line in enumerate(lines, 1) if "▸" in line), (0, -1))
    else:
        return False
    if at < 0:
        return False
    column = at + 2
    click = f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"
    screen.send(click * (2 if "double" in action.mouse else 1))
    return True


def tried(world: World, action: Action, way: str, label: str) -> str:
    """Do it one way in a fresh run: what came of it in a word."""
    steps = ROUTES.get(action.name, ROUTES.get(action.place, []))
    size = NARROW if action.name in SMALL or action.place in SMALL else WIDE
    with Terminal([sys.executable, "-m", "wizard"], size, world.env) as screen:
        screen.wait("any key goes on")  # the tour
        pressed(screen, "home")
        screen.wait("Variables")
        go(screen, world, steps)
        screen.settle(0.3)
        before = picture(screen)
        if way == "key":
            screen.send(byte_of(action.keys[0]))
        elif not clicked(screen, action, label):
            return "no way here"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and screen.process.isalive():
            screen.read(0.05)
            if picture(screen) != before:
                screen.settle(0.2)  # a flicker is no answer
                if picture(screen) != before:
                    return "done" if "Traceback" not in screen.text else "a traceback"
        if screen.process.isalive():
            return "dead"
        return "done" if action.name in ENDS else "ended the program"


def walk(names: Sequence[str], endpoint: str) -> Iterator[tuple[str, str, str]]:
    """Each action by each way, and what came of it."""
    known = labels()
    for name, action in actions().items():
        if (names and name not in names) or name in ELSEWHERE or action.place in ELSEWHERE:
            continue
        for way in ("key", "mouse"):
            with tempfile.TemporaryDirectory() as folder:
                try:
                    yield name, way, tried(World(Path(folder), endpoint), action, way, known.get(name, ""))
                except AssertionError as error:
                    yield name, way, f"the way there: {str(error).splitlines()[0]}"


def main(arguments: Sequence[str]) -> None:
    """Walk, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak actions_terminal", description=__doc__)
    parser.add_argument("action", nargs="*")
    chosen = parser.parse_args(arguments)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    began, counts = time.perf_counter(), Counter[tuple[str, str]]()
    broken = []
    for name, way, outcome in walk(chosen.action, f"http://127.0.0.1:{server.server_port}"):
        counts[way, outcome if outcome in ("done", "no way here") else "broken"] += 1
        if outcome not in ("done", "no way here"):
            broken.append(name)
            print(f"  {name} by {way}: {outcome}", flush=True)
    server.shutdown()
    print(f"{counts['key', 'done']} by key, {counts['mouse', 'done']} by mouse", end="")
    print(
        f" ({counts['mouse', 'no way here']} mouse ways not known here), {time.perf_counter() - began:.0f} s"
    )
    for name, why in ELSEWHERE.items():
        print(f"  not here: {name}: {why}")
    assert not broken, f"{len(broken)} changed nothing: {', '.join(broken)}"
