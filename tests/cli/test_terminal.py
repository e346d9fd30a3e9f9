"""On a terminal: tables that fit it, colours unless unwanted, a question before a delete, the demo."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import closed_port, write
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from tests.cli.conftest import Wizard


ROOT = Path(__file__).parents[2]


def terminal(wizard: Wizard, *arguments: str, size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
    # What the machine that runs the tests has set must not decide.
    return Terminal(wizard.argv(*arguments), size=size, env={"NO_COLOR": "", **wizard.env, **env})


def finished(shown: Terminal) -> int:
    """The exit status, with everything read that the program wrote before its end."""
    status = shown.finish()
    while shown.read(0.1):
        pass
    return status


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_a_table_fits_the_terminal(wizard: Wizard, columns: int) -> None:
    ids = [
        wizard.add(title=title) for title in ("配送状態のコールバックを確認", "a title that goes on" * 5)[1:]
    ]
    with terminal(wizard, "list", size=(columns, 10)) as shown:
        assert finished(shown) == 0
        lines = [line for line in shown.text.splitlines() if line.strip()]
    assert len(lines) == 2, "no line is wrapped"
    assert lines[0].startswith("ID")
    prefix = lines[1].split()[0]
    assert ids[0].startswith(prefix)
    assert wizard("show", prefix).status == 0, "a cut ID still finds its profile"


def test_colours_only_where_they_are_wanted(wizard: Wizard) -> None:
    wizard.add()
    seen = {}
    for name, env in (("usual", {}), ("none", {"NO_COLOR": "1"}), ("dumb", {"TERM": "dumb"})):
        with terminal(wizard, "list", **env) as shown:
            finished(shown)
            seen[name] = b"\x1b[" in shown.raw
    assert seen == {"usual": True, "none": False, "dumb": False}
    assert "\x1b" not in wizard("list").out


@pytest.mark.parametrize(("ci", "counted"), [("", True), ("true", False)])
def test_progress_is_counted_on_a_terminal_but_not_under_ci(wizard: Wizard, ci: str, counted: bool) -> None:
    write(wizard.folder, endpoint=f"http://127.0.0.1:{closed_port()}/")
    line = f"cd {wizard.folder}; {sys.executable} -m wizard test profile.json --repeat 20 > out.txt"
    with Terminal(["sh", "-c", line], env={"PYTHONPATH": str(ROOT), **wizard.env, "CI": ci}) as shown:
        assert finished(shown) == 4
    assert (b"Fired 20 of 20" in shown.raw) is counted
    assert b"20 fired: 0 got 2xx" in shown.raw


def test_what_is_told_breaks_between_words(wizard: Wizard) -> None:
    with terminal(wizard, "show", "x" * 30, size=(60, 10)) as shown:
        assert finished(shown) == 2
        lines = [line.rstrip() for line in shown.text.splitlines() if line.strip()]
    assert len(lines) == 3
    assert " ".join(lines) == wizard("show", "x" * 30).err.strip()


def test_an_empty_store_says_what_to_do_where_a_person_looks(wizard: Wizard) -> None:
    with terminal(wizard, "list") as shown:
        assert finished(shown) == 0
        assert "`wizard add FILE`" in " ".join(shown.text.split())
    assert wizard("list") == wizard("list", "--search", "x") == (0, "", "")


def test_doctor_tells_of_the_terminal_though_its_report_goes_into_a_file(wizard: Wizard) -> None:
    report = wizard.folder / "report.txt"
    line = f"{sys.executable} -m wizard doctor > {report}"
    with Terminal(["sh", "-c", line], size=(101, 33), env=wizard.env) as shown:
        assert finished(shown) == 0
    assert ", 101 x 33, " in report.read_text()
    assert "\x1b" not in report.read_text()


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("n", 1)])
def test_delete_asks_on_a_terminal(wizard: Wizard, answer: str, left: int) -> None:
    profile = wizard.add(title="one to delete")
    with terminal(wizard, "delete", profile) as shown:
        shown.wait("Delete this profile?")
        assert "one to delete" in shown.text
        shown.send(answer + "\n")
        assert finished(shown) == 0
    assert len(wizard("list").out.splitlines()) == left


def test_ctrl_c_at_the_question_deletes_nothing(wizard: Wizard) -> None:
    profile = wizard.add()
    with terminal(wizard, "delete", profile) as shown:
        shown.wait("Delete this profile?")
        shown.send("\x03")
        assert finished(shown) == 130
    assert len(wizard("list").out.splitlines()) == 1


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.parametrize("ending", [signal.SIGHUP, None])
def test_the_demo_leaves_nothing_behind(
    wizard: Wizard, temporary: Path, ending: signal.Signals | None
) -> None:
    with terminal(wizard, "demo", size=(120, 36), TMPDIR=str(temporary)) as shown:
        shown.wait("demo encrypted with GCM")
        (folder,) = temporary.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())
        if ending is None:
            shown.press("q")
            assert finished(shown) == 0
        else:
            os.kill(shown.process.pid, ending)
            assert finished(shown) == 128 + ending
        assert b"\x1b[?1049l" in shown.raw, "the terminal has its own screen back"
    assert list(temporary.iterdir()) == []
    assert not wizard.store.exists()


def test_a_closed_stdout_is_told_and_a_closed_stderr_is_borne(wizard: Wizard) -> None:
    wizard.add()
    line = f"{sys.executable} -m wizard list"
    no_out = subprocess.run(
        ["sh", "-c", f"{line} >&-"], env=wizard.env, capture_output=True, text=True, check=False
    )
    assert (no_out.returncode, "stdout is closed" in no_out.stderr) == (1, True)
    no_err = subprocess.run(
        ["sh", "-c", f"{line} --limit 0 2>&-"], env=wizard.env, capture_output=True, text=True, check=False
    )
    assert (no_err.returncode, no_err.stdout) == (2, "")
