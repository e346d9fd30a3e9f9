"""Every action of the registry in a real terminal: its key is pressed, and its mouse way clicked, in the program as
installed; what changes nothing on the screen is told.

A run goes on to the next action where the way there is the same and `escape` brings the very same picture back. What
seems dead in a run that has gone on is tried again in a fresh one.
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
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tests.soak.terminal_routes import EDITING, ELSEWHERE, ENDS, PASTE, ROUTES, SMALL
from tests.support.terminal import KEYS, Terminal
from tests.tui.firing_support import email
from wizard.callback import build_request, fresh_values
from wizard.catalog import load_catalog
from wizard.profile import Encryption
from wizard.store import open_store
from wizard.tui.places import PLACES
from wizard.tui.registry import Action, actions, bindings

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE, NARROW = (200, 50), (80, 24)
MOUSE_WAYS = ("its key at the foot", "a click on the tab", "a double click on the row")
TOGETHER = {"forward": "receiver"}
"""Places that listen on one port, which only one program can."""
STILL = 0.15
"""Seconds without a byte after which the screen is taken as it stands."""
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


def _is_tab(label: str, line: str) -> bool:
    """Whether the line has the tab: others stand beside it."""
    return f" {label}   " in line or f"   {label} " in line


def clicked(screen: Terminal, action: Action, label: str) -> bool:
    """Do it by the mouse; False where this walk does not know how."""
    lines = screen.screen.display
    if action.mouse == "its key at the foot":
        row, at = len(lines), lines[-1].find(f" {label} ")
    elif action.mouse == "a click on the tab":
        row, at = next(
            ((y, line.find(label)) for y, line in enumerate(lines, 1) if _is_tab(label, line)), (0, -1)
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


class Walked(NamedTuple):
    """Name, way and outcome of each, and how often the program was started."""

    found: Sequence[tuple[str, str, str]]
    starts: int


class Run:
    """The program, where it can be used on: a home, a terminal, and the picture from which actions are tried."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.starts = 0
        self._way: tuple[tuple[int, int], tuple[str, ...]] | None = None
        self._open = ExitStack()
        self.screen: Terminal
        self.start: object = None

    def come_to(self, size: tuple[int, int], steps: Sequence[str], *, fresh: bool = False) -> bool:
        """Stand where these steps lead; whether the program was started for it."""
        way = size, tuple(steps)
        if not fresh and way == self._way and self._is_back():
            return False
        self.close()
        self.starts += 1
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        world = World(folder, self.endpoint)
        self.screen = self._open.enter_context(Terminal([sys.executable, "-m", "wizard"], size, world.env))
        self.screen.wait("any key goes on")  # the tour
        pressed(self.screen, "home")
        self.screen.wait("Variables")
        go(self.screen, world, steps)
        self.screen.settle(STILL)
        self.start, self._way = picture(self.screen), way
        return True

    def _is_back(self) -> bool:
        """Whether it shows what it showed, after an `escape` where it does not yet."""
        for key in ("", "escape"):
            if not self.screen.process.isalive():
                return False
            if key:
                pressed(self.screen, key)
            self.screen.settle(STILL)
            if picture(self.screen) == self.start:
                return True
        return False

    def close(self) -> None:
        self._open.close()
        self._way = None


def tried(run: Run, action: Action, way: str, label: str) -> str:
    """Do it one way: what came of it in a word."""
    steps = ROUTES.get(action.name, ROUTES.get(action.place, []))
    size = NARROW if action.name in SMALL or action.place in SMALL else WIDE
    fresh = run.come_to(size, steps, fresh=action.name in ENDS)
    outcome = done(run, action, way, label)
    if not fresh and outcome not in ("done", "no way here"):
        run.come_to(size, steps, fresh=True)
        outcome = done(run, action, way, label)
    return outcome


def done(run: Run, action: Action, way: str, label: str) -> str:
    """Do it where the run stands."""
    screen = run.screen
    if way == "key":
        screen.send(byte_of(action.keys[0]))
    elif not clicked(screen, action, label):
        return "no way here"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and screen.process.isalive():
        if screen.read(0.05) and picture(screen) != run.start:
            screen.settle(0.2)  # a flicker is no answer
            if picture(screen) != run.start:
                return "done" if "Traceback" not in screen.text else "a traceback"
    if screen.process.isalive():
        return "dead"
    return "done" if action.name in ENDS else "ended the program"


def walk(names: Sequence[str], endpoint: str) -> Walked:
    """Each of these actions by each way: what came of it, and how often the program was started."""
    known, run, found = labels(), Run(endpoint), []
    for name in names:
        action = actions()[name]
        for way in ("key", "mouse"):
            if way == "mouse" and not action.mouse.startswith(MOUSE_WAYS):
                found.append((name, way, "no way here"))
                continue
            try:
                found.append((name, way, tried(run, action, way, known.get(name, ""))))
            except AssertionError as error:
                run.close()
                found.append((name, way, f"the way there: {str(error).splitlines()[0]}"))
    run.close()
    return Walked(found, run.starts)


def _group(action: Action) -> str:
    return TOGETHER.get(action.place, action.place)


def main(arguments: Sequence[str]) -> None:
    """Walk, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak actions_terminal", description=__doc__)
    parser.add_argument("action", nargs="*")
    parser.add_argument("--jobs", type=int, default=2, help="programs at a time")
    chosen = parser.parse_args(arguments)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    began, counts, starts, broken = time.perf_counter(), Counter[tuple[str, str]](), 0, []
    known = labels()
    wanted = [
        action
        for name, action in actions().items()
        if (not chosen.action or name in chosen.action)
        and not {name, action.place} & ELSEWHERE.keys()
        and (action.place not in EDITING or name in known)
    ]
    endpoint = f"http://127.0.0.1:{server.server_port}"
    with ProcessPoolExecutor(chosen.jobs, get_context("spawn")) as pool:
        walks = {
            pool.submit(walk, [each.name for each in group], endpoint): PLACES[place].title
            for place, group in groupby(wanted, key=_group)
        }
        for walked in as_completed(walks):
            found, started = walked.result()
            starts += started
            print(f"{time.perf_counter() - began:4.0f} s  {walks[walked]}: {len(found)} ways", flush=True)
            for name, way, outcome in found:
                counts[way, outcome if outcome in ("done", "no way here") else "broken"] += 1
                if outcome not in ("done", "no way here"):
                    broken.append(name)
                    print(f"  {name} by {way}: {outcome}", flush=True)
    server.shutdown()
    print(f"{counts['key', 'done']} by key, {counts['mouse', 'done']} by mouse", end="")
    print(f" ({counts['mouse', 'no way here']} mouse ways not known here), {starts} starts", end="")
    print(f", {time.perf_counter() - began:.0f} s")
    for name, why in ELSEWHERE.items():
        print(f"  not here: {name}: {why}")
    assert not broken, f"{len(broken)} changed nothing: {', '.join(broken)}"
