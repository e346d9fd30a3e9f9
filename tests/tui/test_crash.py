"""An error nobody foresaw: one sentence, a report without a secret, the terminal as it was, the draft kept."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from tests.support.terminal import Terminal
from wizard.store import open_store
from wizard.tui import crash

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BROKEN = """
from wizard.__main__ import main
from wizard.tui.wizard.saving import Saving

def action_save(self):
    secret = "planted-in-a-local"
    raise ValueError("planted-in-the-text " + self.profile.title)

Saving.action_save = action_save
main()
"""


def test_the_screens_end_with_a_sentence_and_the_draft_is_safe(tmp_path: Path) -> None:
    place = tmp_path / "p.db"
    env = {name: str(tmp_path / name) for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    with Terminal([sys.executable, "-c", BROKEN], (120, 36), env | {"WIZARD_STORE": str(place)}) as screen:
        screen.wait("Press a to add the first one")
        screen.press("a")
        screen.wait("Title & channel")
        screen.send("planted-title\x13")  # and ctrl+s at once, before a draft can have been kept
        assert screen.finish() == 1
    for mode in ("1049", "1000", "2004"):  # the other screen, the mouse, pasting
        assert screen.raw.rfind(f"?{mode}l".encode()) > screen.raw.rfind(f"?{mode}h".encode())
    said = bytes(screen.raw).rpartition(b"?1049l")[2]
    assert b"Something broke that should not have. What you typed is kept as a draft." in said
    folder = tmp_path / "XDG_STATE_HOME" / "callback-profile-wizard"
    report = (folder / "crash.txt").read_text()
    assert "builtins.ValueError" in report
    assert "in action_save" in report
    for told in (report, (folder / "wizard.log").read_text(), said.decode()):
        assert "planted" not in told
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with closing(open_store(place, environ={})) as store:
        assert store.drafts()[0].profile.title == "planted-title"


def test_a_report_that_cannot_be_written_is_no_second_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    told = crash.keep(ValueError("planted"))
    assert told.endswith("is kept as a draft. (ValueError)")
