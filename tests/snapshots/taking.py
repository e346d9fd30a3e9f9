"""Takes the frames of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.snapshots.scenes import aside
from tests.snapshots.stage import stage
from tests.snapshots.walk import walk

if TYPE_CHECKING:
    from tests.snapshots.frame import Frame
    from tests.snapshots.kept import Look, Round


async def taken(looks: Round) -> dict[tuple[str, Look], Frame]:
    """Every scene in these looks."""
    async with stage(looks.walk) as walked:
        await walk(walked)
    async with stage(looks.aside, tour=True) as beside:
        await aside(beside)
    return walked.frames | beside.frames
