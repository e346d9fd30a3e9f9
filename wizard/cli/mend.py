"""What `wizard doctor` can do about a store in trouble: rescue it, seal it anew, go on without a lost key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.cli import outcome, outputs
from wizard.cli.outcome import Mistake, Status

if TYPE_CHECKING:
    from wizard.cli.door import Door

NEW_KEY = "WIZARD_NEW_STORE_KEY"


def reseal(door: Door) -> int:
    """Seal every secret with another key."""
    lost = door.store.reseal(os.environ.get(NEW_KEY, ""))
    if os.environ.get(NEW_KEY):
        outcome.say(
            f"Every secret is sealed with the key of {NEW_KEY}: from now on WIZARD_STORE_KEY has to hold it."
        )
    else:
        outcome.say("Every secret is sealed with a new key.")
    if lost:
        outcome.say(f"{lost} could not be opened with any key at hand, and stay shut; type them anew.")
    return Status.DONE


def accept_key(door: Door) -> int:
    """Go on with the key at hand though another sealed before."""
    door.store.take_key()
    outcome.say(
        "New secrets are sealed with the key at hand. What the lost one sealed stays shut; type it anew."
    )
    return Status.DONE


def rescue(door: Door, file: str) -> int:
    """Save what can be read of the store into a new one. The store itself is only read."""
    from wizard.store import rescue as save
    from wizard.store.place import chosen, is_url

    location = chosen(door.where, os.environ)
    if is_url(location):
        raise Mistake("--rescue: a server looks after its own files; ask who runs it for a backup")
    if os.path.lexists(file):
        raise Mistake(f"--rescue: {file} is there already; name a new file")
    outputs.check(file)
    rescued = save(location, file)
    outcome.say(
        f"Saved {rescued.profiles} profiles, {rescued.drafts} drafts and {rescued.deliveries} deliveries to {file}."
    )
    for profile_id, title in rescued.lost:
        outcome.say(f"Lost: {profile_id}  {title}")
    outcome.say(f"`wizard --store {file}` opens it; the damaged store is as it was.")
    return Status.DONE
