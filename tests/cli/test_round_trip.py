"""Profiles out and in again, byte for byte. `python -m tests.soak round_trip` takes two thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.round_trip import there_and_back

if TYPE_CHECKING:
    from tests.cli.conftest import Wizard

COUNT = 200


@pytest.mark.parametrize("form", ["toml", "json"])
def test_export_import_export_is_the_same_file(wizard: Wizard, form: str) -> None:
    assert there_and_back(wizard, wizard.folder, form, COUNT) > COUNT * 200
