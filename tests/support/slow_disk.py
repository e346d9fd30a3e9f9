"""A disk that takes its time: every read of the files of one folder, by a program that is started with `environ`."""

from __future__ import annotations

from pathlib import Path

from tests.support.preload import built


class SlowDisk:
    """`milliseconds` go by at each read of a file in `folder`. Needs Linux and a C compiler.

    While the disk stands still (`stop`), no read ends before `go_on`.
    """

    def __init__(self, folder: Path, workshop: Path, milliseconds: int = 0) -> None:
        self._gate, self._log = workshop / "gate", workshop / "reads"
        self._log.touch()
        self._seen = 0
        library = built(Path(__file__).with_suffix(".c"), workshop)
        self.environ = {
            "LD_PRELOAD": str(library),
            "SLOW_FOLDER": str(folder),
            "SLOW_MILLISECONDS": str(milliseconds),
            "SLOW_GATE": str(self._gate),
            "SLOW_LOG": str(self._log),
        }

    def stop(self) -> None:
        """From now on no read ends."""
        self._gate.touch()

    def go_on(self) -> None:
        """Reads end again."""
        self._gate.unlink()

    def reads(self) -> tuple[int, int]:
        """Reads since the last time that this was asked: on the program's first thread, and on all."""
        log = self._log.read_bytes()
        fresh, self._seen = log[self._seen :], len(log)
        return fresh.count(b"M"), len(fresh)
