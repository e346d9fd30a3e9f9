"""ctrl+v takes what the desktop's clipboard holds: real xclip and wl-paste, one that hangs, none at all."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journey.conftest import WIZARD
from tests.support.desktops import wayland, x_server
from tests.support.programs import needs
from tests.support.terminal import Terminal
from wizard.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.profile import CallbackProfile

LINES = '"id": "<message_id>",\n"what": "<delivery_status>"\n'
SECRET = "zażółć-配送-key"
NOTHING = "Nothing to paste here"
COPY = {"x": ["xclip", "-selection", "clipboard"], "wayland": ["wl-copy"]}


def put(kind: str, text: str, env: Mapping[str, str]) -> None:
    """Copy the text as another program of the desktop does."""
    subprocess.run(
        COPY[kind], input=text.encode(), env=env, stdout=subprocess.DEVNULL, timeout=20, check=True
    )


def draft(home: Mapping[str, str]) -> CallbackProfile:
    store = open_store(Path(home["XDG_DATA_HOME"]) / "callback-profile-wizard" / "profiles.db")
    (found,) = store.drafts()
    store.close()
    return found.profile


@pytest.mark.parametrize("kind", COPY)
def test_what_the_desktop_holds_goes_into_title_body_and_header(
    kind: str, home: dict[str, str], tmp_path: Path
) -> None:
    needs("Xvfb", *(["xclip"] if kind == "x" else ["weston", "wl-copy", "wl-paste"]))
    folder = tmp_path / "run"
    folder.mkdir()
    with x_server() if kind == "x" else wayland(folder) as display:
        env = home | display
        put(kind, "Order updates\n", env)
        with Terminal(WIZARD, env=env) as screen:
            screen.wait("Press a to add the first one")
            screen.press("a")
            screen.wait("Title & channel")
            screen.press("ctrl+v")
            screen.wait("Order updates")
            put(kind, LINES, env)
            screen.press("ctrl+n", "ctrl+n")
            screen.wait("Request Body")
            screen.press("tab", "ctrl+v")
            screen.wait('"what": "<delivery_status>"')
            put(kind, SECRET, env)
            screen.press("ctrl+n")
            screen.wait("Add more")
            screen.type("api-key")
            screen.press("tab", "ctrl+v")
            screen.wait("draft saved")
            screen.press("ctrl+r")
            screen.wait(SECRET)
            screen.press("ctrl+q")
            screen.finish()
    kept = draft(home)
    assert kept.title == "Order updates"
    assert json.loads(kept.body) == {"id": "<message_id>", "what": "<delivery_status>"}
    assert [(header.name, header.value) for header in kept.headers] == [("api-key", SECRET)]


@pytest.mark.parametrize(
    "script", ["echo $$ > $0.pid; exec sleep 60", "exit 1", None], ids=["hangs", "fails", "none"]
)
def test_a_helper_that_hangs_or_is_not_there_is_told_and_the_keys_go_on(
    script: str | None, home: dict[str, str], tmp_path: Path
) -> None:
    helpers = tmp_path / "bin"
    helpers.mkdir()
    if script:
        (helpers / "xclip").write_text(f"#!/bin/sh\n{script}\n")
        (helpers / "xclip").chmod(0o755)
    # Where there is none nothing else on the way may stand in for it.
    env = home | {"DISPLAY": ":987", "PATH": f"{helpers}:/usr/bin:/bin" if script else str(helpers)}
    with Terminal(WIZARD, env=env) as screen:
        screen.wait("Press a to add the first one")
        screen.press("a")
        screen.wait("Title & channel")
        screen.press("ctrl+v")
        screen.type("typed meanwhile")
        screen.wait("typed meanwhile")
        screen.wait(NOTHING)
        screen.press("ctrl+q")
        assert screen.finish() == 0
    assert draft(home).title == "typed meanwhile"
    for told in helpers.glob("*.pid"):  # nothing that hangs is left behind
        with pytest.raises(ProcessLookupError):
            os.kill(int(told.read_text()), 0)
