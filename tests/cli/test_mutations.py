"""Profile files that were damaged at random: never a traceback, never status 1, never a changed store.

`python -m tests.soak mutations` tries twenty thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.damage import attempt

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

IN_THE_SUITE = 200


def test_a_damaged_file_is_refused_or_read_and_nothing_in_between(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        refused, taken = attempt(tmp_path, range(IN_THE_SUITE))
    assert refused > taken > 0
