"""The program looks as it was looked at and found good, and the pictures in the README show the program as it is."""

from __future__ import annotations

import re
from pathlib import Path

from tests.snapshots.frame import read, written
from tests.snapshots.kept import (
    FRAMES,
    LOOKS,
    PICTURED,
    PICTURES,
    differences,
    digest,
    frame_path,
    picture_path,
)
from tests.snapshots.stage import stage
from tests.snapshots.walk import walk
from tests.support.picture import told

ANEW = "look at what changed; if it is meant, `python -m tests.snapshots` keeps it and draws the pictures"


async def test_every_screen_looks_as_it_was_found_good() -> None:
    async with stage(LOOKS) as on:
        await walk(on)
    found = {frame_path(*key): written(frame) for key, frame in on.frames.items()}
    changed = [
        f"{path.stem}:\n{differences(path.read_text() if path.exists() else '', now)}"
        for path, now in found.items()
        if not path.exists() or path.read_text() != now
    ]
    assert not changed, f"{len(changed)} screens changed; {ANEW}\n" + "\n".join(changed[:8])
    assert set(FRAMES.glob("*.txt")) == set(found), "frames of scenes that are no more"


def test_the_pictures_show_these_screens() -> None:
    pictures = {picture_path(*each): frame_path(*each) for each in PICTURED}
    for picture, frame in pictures.items():
        assert told(picture) == digest(read(frame.read_text())), f"{picture.name} is old; {ANEW}"
    assert set(PICTURES.glob("*.png")) == set(pictures)
    shown = re.findall(r"\]\((screenshots/[^)]+)\)", Path("README.md").read_text())
    assert {Path(path).resolve() for path in shown} <= set(pictures)
