"""The program looks as it was looked at and found good, and the pictures in the README show the program as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.snapshots.frame import read, written
from tests.snapshots.kept import (
    FRAMES,
    PICTURED,
    PICTURES,
    SUITE,
    Look,
    changed,
    digest,
    frame_path,
    picture_path,
)
from tests.snapshots.scenes import aside
from tests.snapshots.stage import stage
from tests.snapshots.walk import walk
from tests.support.picture import told

ANEW = "look at what changed; if it is meant, `python -m tests.snapshots` keeps it and draws the pictures"


async def test_every_screen_looks_as_it_was_found_good() -> None:
    async with stage(SUITE.walk) as on:
        await walk(on)
    assert not changed(on.frames), ANEW


async def test_every_dialog_looks_as_it_was_found_good() -> None:
    async with stage(SUITE.aside, tour=True) as on:
        await aside(on)
    assert not changed(on.frames), ANEW


@pytest.mark.parametrize(
    ("environ", "settings", "colours"),
    [({"NO_COLOR": "1"}, "", "no-colour"), ({}, 'theme = "wizard-light"', "light")],
)
async def test_a_program_started_so_looks_as_one_that_changes_while_it_runs(
    environ: dict[str, str], settings: str, colours: str
) -> None:
    async with stage([(80, 24)], environ=environ, settings=settings) as on:
        await on.sees("6 profiles", "8 of 8")
        assert written(await on.rest()) == frame_path("list", Look((80, 24), colours)).read_text()


def test_no_frame_is_kept_of_what_is_no_more() -> None:
    source = "".join(Path(__file__).with_name(name).read_text() for name in ("walk.py", "scenes.py"))
    for path in FRAMES.glob("*.txt"):
        scene = re.split(r"-\d+x", path.stem)[0]
        assert f'"{scene}"' in source, path.name


def test_the_pictures_show_these_screens() -> None:
    pictures = {picture_path(*each): frame_path(*each) for each in PICTURED}
    for picture, frame in pictures.items():
        assert told(picture) == digest(read(frame.read_text())), f"{picture.name} is old; {ANEW}"
    assert set(PICTURES.glob("*.png")) == set(pictures)
    shown = re.findall(r"\]\((screenshots/[^)]+)\)", Path("README.md").read_text())
    assert {Path(path).resolve() for path in shown} <= set(pictures)
