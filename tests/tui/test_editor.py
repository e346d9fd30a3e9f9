"""$VISUAL and $EDITOR: the body and the whole profile go out and come back; no failure of an editor loses anything."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tui.wizard_support import FormApp, add_profile, email
from wizard.profile import Encryption, Header
from wizard.tui.editor import session
from wizard.tui.editor.program import NoEditor, editor

if TYPE_CHECKING:
    from collections.abc import Callable

KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"
SEALED = email(headers=(Header(name="api-key", value="s3cret-value"),), encryption=Encryption(key=KEY, iv=IV))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def edits(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> Callable[..., None]:
    """Let the editor be a Python program that has the file's `path` and its `text`."""
    monkeypatch.setattr(FormApp, "suspend", lambda self: contextlib.nullcontext())

    def be(code: str) -> None:
        program = temporary.parent / "editor.py"
        start = "import pathlib, os, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
        program.write_text(start + code)
        monkeypatch.setenv("VISUAL", f"{sys.executable} -S {program}")

    return be


async def test_the_body_comes_back_and_is_one_edit_to_undo(
    tmp_path: Path, temporary: Path, edits: Callable[..., None]
) -> None:
    edits("""path.write_text(text.replace('}', ', "kept": "<from_mail>"}') + "\\n")""")
    async with add_profile(tmp_path, email(body='{"id": "<message_id>"}'), step=2) as wizard:
        await wizard.press("f3")
        await wizard.until(lambda: wizard.screen.selected == ("message_id", "from_mail"))
        assert json.loads(wizard.screen.profile.body)["kept"] == "<from_mail>"
        await wizard.press("ctrl+z")
        assert wizard.screen.profile.body == '{"id": "<message_id>"}'
    assert os.listdir(temporary) == []


async def test_a_broken_body_is_told_at_its_line_with_the_cursor_there(
    tmp_path: Path, edits: Callable[..., None]
) -> None:
    edits(r"""path.write_text('{\n  "a": 1\n  "b": 2\n}')""")
    async with add_profile(tmp_path, email(body="{}"), step=2) as wizard:
        await wizard.press("f3")
        await wizard.until(lambda: "line 2, column 9" in wizard.words)
        assert wizard.app.focused.cursor_location[0] == 1


async def test_the_whole_profile_comes_back_with_secrets_unseen_and_errors_at_their_fields(
    tmp_path: Path, temporary: Path, edits: Callable[..., None]
) -> None:
    seen = tmp_path / "seen"
    edits(
        f"""
stat = [oct(each.stat().st_mode & 0o777) for each in (path, path.parent)]
pathlib.Path({str(seen)!r}).write_text(" ".join(stat) + text)
path.write_text(text.replace("my hook", "by hand").replace("https://hooks", "ftp://hooks"))"""
    )
    async with add_profile(tmp_path, SEALED, size=(120, 36)) as wizard:
        await wizard.press("f9")
        await wizard.until(lambda: wizard.screen.profile.title == "by hand")
        await wizard.until(lambda: wizard.screen.step == 1)
        assert "✗" in wizard.words
        assert wizard.screen.profile.headers == SEALED.headers
        assert wizard.screen.profile.encryption == SEALED.encryption
        assert "one thing is to mend" in wizard.text
    shown = seen.read_text()
    assert shown.startswith("0o600 0o700")
    for secret in ("s3cret-value", KEY, IV):
        assert secret not in shown
    assert os.listdir(temporary) == []


async def test_a_text_that_is_no_profile_is_told_by_line_and_kept_until_it_is_mended(
    tmp_path: Path, edits: Callable[..., None]
) -> None:
    edits("""path.write_text(text.replace('title = "my hook"', 'title = "mine'))""")
    async with add_profile(tmp_path, email()) as wizard:
        await wizard.press("f9")
        await wizard.until(lambda: "cannot be taken over yet" in wizard.text)
        assert "line 4" in wizard.text
        await wizard.press("escape")
        assert wizard.screen.profile == email()
        edits("""path.write_text(text.replace('title = "mine', 'title = "mine"'))""")
        await wizard.press("f9")
        await wizard.until(lambda: wizard.screen.profile.title == "mine")


async def test_of_a_saved_profile_only_what_may_change_is_taken_over(
    tmp_path: Path, edits: Callable[..., None]
) -> None:
    edits("""path.write_text(text.replace("my hook", "other").replace("<message_id>", "<from_mail>"))""")
    async with add_profile(tmp_path, email(id="IN_1"), step=2, edit="IN_1") as wizard:
        await wizard.press("f9")
        await wizard.until(lambda: "<from_mail>" in wizard.screen.profile.body)
        assert wizard.screen.profile.title == "my hook"
        assert "keeps its title" in wizard.text


@pytest.mark.parametrize(
    ("code", "told", "body"),
    [
        ("path.write_text('[]'); sys.exit(3)", "ended with status 3", "{}"),
        ("os.kill(os.getpid(), 9)", "ended by signal 9; nothing was changed", "{}"),
        ("path.write_text('{ }'); os.kill(os.getpid(), 9)", "what it had saved is here", "{ }"),
        ("path.unlink()", "The editor did not work", "{}"),
        ("path.write_bytes(b'\\xff')", "no UTF-8 text", "{}"),
        ("", "must wait", "{}"),
    ],
)
async def test_an_editor_that_fails_is_one_sentence_and_nothing_is_lost(
    tmp_path: Path, temporary: Path, edits: Callable[..., None], code: str, told: str, body: str
) -> None:
    edits(code)
    async with add_profile(tmp_path, email(body="{}"), step=2) as wizard:
        await wizard.press("f3")
        await wizard.until(lambda: told in " ".join(wizard.text.replace("│", " ").split()))
        assert wizard.screen.profile.body == body
    assert os.listdir(temporary) == []


def test_which_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"PATH": os.environ["PATH"]}
    assert editor({**here, "VISUAL": "sh -c 'a b'", "EDITOR": "cat"}).words == ("sh", "-c", "a b")
    assert editor({**here, "VISUAL": " ", "EDITOR": "cat"}).words == ("cat",)
    for environ, told in (
        ({**here, "EDITOR": "no-such-editor -x"}, r"\$EDITOR names 'no-such-editor -x', which is not there"),
        ({**here, "VISUAL": "vi '"}, "a quote in it is not closed"),
        ({"PATH": ""}, "No editor is set"),
    ):
        with pytest.raises(NoEditor, match=told):
            editor(environ)
    assert editor({**here, "EDITOR": "sh"}).command("f", 7) == ["sh", "f"]
    monkeypatch.setattr("wizard.tui.editor.program.shutil.which", lambda *_, **__: "there")
    assert editor({"EDITOR": "/usr/bin/nvim -R"}).command("f", 7) == ["/usr/bin/nvim", "-R", "+7", "f"]


def test_what_a_killed_program_left_behind_is_gone_with_the_next_visit(temporary: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, ours = (temporary / f"wizard-edit-{process}-x" for process in (ended.pid, os.getpid()))
    left.mkdir()
    ours.mkdir()
    session._sweep()
    assert [each.name for each in temporary.iterdir()] == [ours.name]
