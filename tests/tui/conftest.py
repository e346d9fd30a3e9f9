"""Screens as a terminal of many colours shows them, whichever one runs the tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "LC_ALL", "LC_CTYPE", "WIZARD_ASCII"):
        monkeypatch.delenv(name, raising=False)
