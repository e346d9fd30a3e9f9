"""Takes every frame anew and draws the pictures: `python -m tests.snapshots`. Look at them before you commit them."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.snapshots.frame import written
from tests.snapshots.kept import FRAMES, PICTURED, PICTURES, REST, SUITE, digest, frame_path, picture_path
from tests.snapshots.taking import taken
from tests.support.picture import draw


def main() -> None:
    """Keep every frame and draw the pictures; with a folder given, draw every frame there and keep nothing."""
    frames = asyncio.run(taken(SUITE)) | asyncio.run(taken(REST))
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        for (scene, look), frame in frames.items():
            draw(frame, folder / picture_path(scene, look).name, digest(frame))
        return
    for folder, pattern in ((FRAMES, "*.txt"), (PICTURES, "*.png")):
        folder.mkdir(exist_ok=True)
        for old in folder.glob(pattern):
            old.unlink()
    for (scene, look), frame in frames.items():
        frame_path(scene, look).write_text(written(frame))
        if (scene, look) in PICTURED:
            draw(frame, picture_path(scene, look), digest(frame))


if __name__ == "__main__":
    main()
