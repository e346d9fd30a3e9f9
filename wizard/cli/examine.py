"""What `wizard doctor` looks at."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wizard.cli.door import Door
    from wizard.store import Store

LIBRARIES = ("textual", "httpx", "cryptography", "msgspec", "click", "pyperclip", "aiohttp", "platformdirs")
OPTIONAL = ("psycopg", "keyring", "textual-serve")
SLOW = 3.0
"""Seconds: a start of the screens that takes longer is worth a word."""


State = Literal["good", "note", "broken"]


class Finding(NamedTuple):
    """One line: what was looked at, how it is, what was found, what to do about it."""

    name: str
    state: State
    told: str
    advice: str = ""

    def to_document(self) -> dict[str, str | bool | None]:
        """As `wizard doctor --json` prints it."""
        return {
            "name": self.name,
            "ok": self.state == "good",
            "found": self.told,
            "advice": self.advice or None,
        }


def everything(door: Door) -> list[Finding]:
    """Every finding, in the order of the report."""
    looks: dict[str, Callable[[], Iterable[Finding]]] = {
        "program": _program,
        "catalog": lambda: [_catalog(door)],
        "settings": lambda: _settings(door),
        "store": lambda: _store(door),
        "clipboard": lambda: [_clipboard(door)],
        "terminal": lambda: [_terminal()],
        "log": lambda: [_log()],
        "environment": _environment,
        "start": _start,
    }
    return [finding for name, look in looks.items() for finding in _seen(name, look)]


def _seen(name: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a look finds. One that breaks down is itself a finding: the rest of the report matters all the more."""
    found: list[Finding] = []
    try:
        found.extend(look())
    except Exception as error:
        from wizard.cli.outcome import place_of

        found.append(
            Finding(name, "broken", f"unexpected error: {place_of(error)}", "report it with all of this")
        )
    return found


def _program() -> Iterator[Finding]:
    import platform
    import ssl
    from importlib.metadata import PackageNotFoundError, version
    from sqlite3 import sqlite_version

    from wizard import __version__

    told = [f"wizard {__version__}", f"Python {platform.python_version()}", f"SQLite {sqlite_version}"]
    told += [" ".join(ssl.OPENSSL_VERSION.split()[:2]), platform.platform()]
    yield Finding("program", "good", ", ".join(told))
    told = []
    for name in (*LIBRARIES, *OPTIONAL):
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            if name in LIBRARIES:
                yield Finding("libraries", "broken", f"{name} is missing", "install the program again")
    yield Finding("libraries", "good", ", ".join(told))


def _log() -> Finding:
    from wizard.store import log

    path = log.place()
    size = f", {path.stat().st_size >> 10} KiB now" if path.is_file() else ", not there yet"
    told = f"{path}{size}: kept by the screens, by commands only with {log.VARIABLE}=1; no secret is in it"
    return Finding("log", "good", told)


def _catalog(door: Door) -> Finding:
    from wizard.catalog import CatalogError

    try:
        channels = door.catalog.channels.values()
    except CatalogError as error:
        sentence, _, advice = str(error).partition("; ")
        return Finding("catalog", "broken", sentence, advice)
    told = (
        f"{channel.id} ({len(channel.variables)} variables, {len(channel.statuses)} statuses)"
        for channel in channels
    )
    return Finding("catalog", "good", ", ".join(told))


def _settings(door: Door) -> Iterator[Finding]:
    """The settings file, every fault of it a line. The program goes on without what is faulty."""
    from wizard.settings.check import check

    file = door.settings
    if file.path is None or not (file.data or file.fault or file.path.exists()):
        yield Finding("settings", "good", f"{file.label}: none yet")
    problems = check(file, door.vocabulary())
    for problem in problems:
        place = f" (line {problem.line}, column {problem.column})" if problem.line else ""
        where = "" if problem.path.startswith("WIZARD_") else f"{file.label}: "
        yield Finding("settings", "note", f"{where}{problem.path}: {problem.message}{place}", problem.advice)
    if file.data and not problems:
        yield Finding("settings", "good", f"{file.label}: {', '.join(file.data)}")


_MANY = {"profile": "profiles", "draft": "drafts", "delivery": "deliveries"}


def _store(door: Door) -> Iterator[Finding]:
    from wizard.cli.outcome import Mistake
    from wizard.store import ProfileQuery, StoreError

    try:
        none_yet = _no_store_yet(door)
        if none_yet:
            yield none_yet
            return
        store = door.store
        count = store.count(ProfileQuery())
        drafts = len(store.drafts())
        amounts = {"profile": count, "draft": drafts, "delivery": store.count_deliveries()}
        told = ", ".join(
            f"{amount} {what if amount == 1 else _MANY[what]}" for what, amount in amounts.items()
        )
        yield Finding("store", "good", f"{store.label}: {told}")
        yield from _looked_at(store)
    except StoreError as error:
        sentence, _, advice = str(error).partition("; ")
        yield Finding("store", "broken", sentence, advice)
    except Mistake as mistake:
        sentence, _, advice = str(mistake.problems[0]).removeprefix("store: ").partition("; ")
        yield Finding("store", "broken", sentence, advice)


def _no_store_yet(door: Door) -> Finding | None:
    """What is said where there is no store: a doctor looks, and makes none."""
    from wizard.store.place import can_be_made, not_made_yet

    place = not_made_yet(door.where, os.environ)
    if place is None:
        return None
    if not can_be_made(place):
        advice = "name another place with --store"
        return Finding("store", "broken", f"{place.label}: none yet, and none can be made there", advice)
    return Finding("store", "good", f"{place.label}: none yet; the first profile, or the screens, make it")


def _looked_at(store: Store) -> Iterator[Finding]:
    """The store's own findings: who may read its files, its key, every page and document."""
    if store.read_only:
        yield Finding("store", "note", "it can only be read", "see who owns the file and its folder")
    from wizard.store.health import RESCUE

    for found in (*store.health(), *store.check()):
        bad: State = "broken" if found.advice == RESCUE else "note"
        yield Finding(found.what, "good" if found.good else bad, found.told, found.advice)


def _clipboard(door: Door) -> Finding:
    way = door.clipboard_way()
    if way == "desktop":
        return Finding("clipboard", "good", "this machine's own")
    told = "through the terminal (OSC 52)"
    if os.environ.get("TERM") in ("linux", "dumb", "vt100", None):
        return Finding(
            "clipboard", "note", told, "this terminal knows no such thing; texts are shown to be selected"
        )
    advice = "in tmux, `set -g set-clipboard on`" if os.environ.get("TMUX") else ""
    return Finding("clipboard", "good", told, advice)


def _terminal() -> Finding:
    """The terminal at hand, though the report itself may go into a file or a clipboard."""
    kind = os.environ.get("TERM", "")
    terminal = next((each for each in (sys.stdout, sys.stderr, sys.stdin) if each and each.isatty()), None)
    if terminal is None:
        told = f"none here (TERM={kind or 'unset'})"
        return Finding("terminal", "note", told, "the screens need one, commands do not")
    size = os.get_terminal_size(terminal.fileno())
    told = f"{kind or 'TERM unset'}, {size.columns} x {size.lines}, {_colours(kind)}, {terminal.encoding}"
    if size.columns < 80 or size.lines < 24:
        return Finding("terminal", "note", told, "make it at least 80 x 24")
    if "utf" not in terminal.encoding.lower():
        return Finding("terminal", "note", told, "set LANG to a UTF-8 locale, such as C.UTF-8")
    return Finding("terminal", "good", told)


def _colours(kind: str) -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in kind else "8 or 16 colours"


def _environment() -> Iterator[Finding]:
    names = sorted(name for name in os.environ if name.startswith("WIZARD_"))
    proxies = sorted(
        name for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    )
    if names or proxies:
        # Names only: a key or a password may be in the values.
        yield Finding("environment", "good", f"set: {', '.join([*names, *proxies])}")


def _start() -> Iterator[Finding]:
    """How long a command and the screens take to be loaded, each in a fresh process."""
    import subprocess
    import time

    from wizard.children import environment

    bare = environment()

    def seconds(code: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, timeout=60, env=bare)
        return time.perf_counter() - began

    try:
        command, screens = seconds("import wizard.cli.main"), seconds("import wizard.tui.app")
    except (OSError, subprocess.SubprocessError):
        yield Finding("start", "note", "could not be measured")
        return
    told = f"a command {command:.2f} s, the screens {screens:.2f} s"
    slow = "a slow disk or a scanner of files may be in the way" if screens > SLOW else ""
    yield Finding("start", "note" if slow else "good", told, slow)
