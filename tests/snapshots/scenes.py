"""Screens and dialogs that the walk does not pass: each scene begins at the list, and `home` leads back to it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec

from tests.snapshots import ways
from tests.snapshots.walk import callback
from wizard.tui.app import WizardApp
from wizard.tui.own.choose import SETTINGS
from wizard.tui.profiles.screen import ProfilesScreen

if TYPE_CHECKING:
    from tests.snapshots.stage import Stage
    from tests.snapshots.ways import Scene

NOWHERE = "http://127.0.0.1:9/orders"
"""An endpoint whose port is the same each time, also where a dialog covers a part of it."""
UNDOES = ("back", "unmark", "clear_filters")
"""What escape does on the list."""
BREAKS = "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n"


async def home(on: Stage) -> None:
    """Back to the list as it was: nothing open, nothing marked, no draft, nothing to be read."""
    for _ in range(8):
        screen = on.app.screen
        if isinstance(screen, ProfilesScreen) and not any(screen.check_action(each, ()) for each in UNDOES):
            break
        await on.press("escape")
        await on.rest()
    assert isinstance(on.app.screen, ProfilesScreen), on.text
    assert not on.app.screen.marked, on.text
    for draft in on.app.store.drafts():
        on.app.store.drop_draft(draft.id)
    await on.press("1", "home")
    on.app.screen.reload()
    await on.rest()
    on.app.clear_notifications()
    await on.quiet()


async def aside(on: Stage) -> None:
    """Past every scene of which frames are kept."""
    await on.stop("tour", "First steps")
    await on.fill()
    await home(on)
    for name, scene in KEPT.items():
        await scene(on)
        await on.stop(name)
        await home(on)


async def marked_fired(on: Stage) -> None:
    await ways.marked(on)
    await on.press("t")
    await on.sees("fires 3 callbacks")
    await on.press("enter")
    await on.sees("1 not", "2 accepted")


async def delivery(on: Stage) -> None:
    await on.press("down")
    await ways.fired(on)
    await on.press("o")
    await on.sees("Compare", "Curl")


async def compare(on: Stage) -> None:
    await delivery(on)
    await on.press("5")
    await on.rest()


async def many(on: Stage) -> None:
    await ways.test_panel(on)
    await on.press("n")
    await on.sees("At a time")


async def keep_set(on: Stage) -> None:
    await ways.test_panel(on)
    await on.press("4", "ctrl+s")
    await on.rest()


async def test_status(on: Stage) -> None:
    await ways.test_panel(on)
    await on.press("s")
    await on.sees("● Bounce")


async def settings(on: Stage) -> None:
    await on.palette()
    await on.type("Settings")
    await on.sees("default store", "region of new IDs")


async def _setting(on: Stage, name: str) -> None:
    came = next(each for each in SETTINGS if each.name == name).choose(on.app)
    if came is not None:
        await came
    await on.rest()


async def setting_store(on: Stage) -> None:
    await _setting(on, "default store")
    await on.sees("Path or URL")


async def setting_test(on: Stage) -> None:
    await _setting(on, "test")
    await on.sees("Proxy")


async def setting_region(on: Stage) -> None:
    await _setting(on, "region of new IDs")
    await on.sees("Singapore")


async def setting_keys(on: Stage) -> None:
    await _setting(on, "keys")
    await on.sees("Copy ID")


async def setting_key(on: Stage) -> None:
    await setting_keys(on)
    await on.press("enter")
    await on.sees("Press the new key")


async def themes(on: Stage) -> None:
    await _setting(on, "theme")
    await on.sees("dracula")


async def by_hand(on: Stage) -> None:
    with patch.dict(os.environ, {"TERM": "linux"}):
        await on.press("c")
        await on.sees("by hand")


async def chip_menu(on: Stage) -> None:
    await on.press("/", "tab", "enter")
    await on.sees("● any")


async def mend(on: Stage) -> None:
    await ways.wizard(on, 2, NOWHERE)
    program = Path(os.environ["HOME"]) / "editor.py"
    broken = (
        "path.write_text(path.read_text().replace('title = \"Order', 'titel = Order').replace('http:', '\"'))"
    )
    program.write_text(f"{BREAKS}{broken}\n")
    with (
        patch.dict(os.environ, {"VISUAL": f"{sys.executable} -S {program}"}),
        patch.object(WizardApp, "suspend", lambda _: nullcontext()),
    ):
        await on.press("f9")
        await on.sees("cannot be taken over yet")


async def changed_meanwhile(on: Stage) -> None:
    await on.press("down", "e")
    await on.sees("Request Body")
    store, screen = on.app.store, on.app.screen
    profile = store.get(screen.profile.id)
    body = profile.body.replace("recipient_mail", "recipient")
    store.change(msgspec.structs.replace(profile, body=body), seen=profile.modified_at)
    screen.put_body(profile.body.replace("message_id", "id"))
    await on.rest()
    await on.press("ctrl+s")
    await on.sees("In the store now")


async def jump(on: Stage) -> None:
    await ways.encryption(on, NOWHERE)
    await on.press("f2")
    await on.sees("Close")


async def preview(on: Stage) -> None:
    await ways.wizard(on, 3, NOWHERE)
    await on.press("f4")
    await on.rest()


async def basic(on: Stage) -> None:
    await ways.wizard(on, 4, NOWHERE)
    await on.sees("Basic authentication")
    while on.app.focused is None or on.app.focused.id != "basic":
        await on.press("tab")
    await on.press("enter")
    await on.sees("User name")


async def placeholder(on: Stage) -> None:
    await ways.wizard(on, 3, NOWHERE)
    await on.type('{"a": "<err')
    await on.sees("error_")


async def bad_body(on: Stage) -> None:
    await ways.wizard(on, 3, NOWHERE)
    await on.type('{"a": "<messge_id>", "b": 1,\n "a": nothing}')
    await on.press("tab")
    await on.rest()


async def help_wizard(on: Stage) -> None:
    await ways.wizard(on, 5, NOWHERE)
    await on.press("f1")
    await on.sees("Six steps to a callback profile")


async def receiver_port(on: Stage) -> None:
    await ways.receiver_empty(on)
    await on.press("p")
    await on.rest()


async def receiver_answers(on: Stage) -> None:
    await ways.receiver_empty(on)
    await on.press("r")
    await on.rest()


async def forward(on: Stage) -> None:
    on.app.station.clear()
    await ways.received(on, callback(on, "Bounce"))
    await on.press("f")
    await on.rest()


async def choose_profile(on: Stage) -> None:
    await ways.decrypt_opened(on)
    await on.press("ctrl+o")
    await on.sees("newsletter_eu")


KEPT: dict[str, Scene] = {
    "list-marked": ways.marked,
    "delivery": delivery,
    "many": many,
    "settings": settings,
    "setting-test": setting_test,
    "setting-key": setting_key,
    "select-by-hand": by_hand,
    "mend": mend,
    "changed-meanwhile": changed_meanwhile,
    "jump": jump,
    "help-wizard": help_wizard,
    "choose-profile": choose_profile,
    "forward": forward,
    "marked-fired": marked_fired,  # last: the three come to the top of the list in no order
}
"""Those of which frames are kept."""
SCENES: dict[str, Scene] = KEPT | {
    "compare": compare,
    "keep-set": keep_set,
    "test-status": test_status,
    "setting-store": setting_store,
    "setting-region": setting_region,
    "setting-keys": setting_keys,
    "themes": themes,
    "chip-menu": chip_menu,
    "preview": preview,
    "basic": basic,
    "placeholder": placeholder,
    "bad-body": bad_body,
    "receiver-port": receiver_port,
    "receiver-answers": receiver_answers,
}
