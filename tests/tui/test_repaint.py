"""A key has only those rows written that it changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList

from tests.support.session import Session
from tests.tui.wizard_support import add_profile, email
from wizard.store import open_store
from wizard.tui.app import WizardApp
from wizard.tui.standing import Standing
from wizard.tui.widgets.menu import Chip
from wizard.tui.widgets.text_pane import Line, TextPane

if TYPE_CHECKING:
    from pathlib import Path

WIDE = (120, 36)
PIECES = re.compile(r"\x1b\[(\d+);\d+H((?:(?!\x1b\[\d+;\d+H).)*)", re.S)


class Written:
    """What the terminal would be sent, and which rows that addresses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data = ""
        standing = Standing()

        def display(app: WizardApp, _screen: object, update: object) -> None:
            if isinstance(update, CompositorUpdate) and not app._batch_count:
                self.data += standing.news(update.render_segments(app.console) + "\x1b[1;1H")

        monkeypatch.setattr(WizardApp, "_display", display)

    async def rows(self, run: Session, *keys: str) -> tuple[set[int], set[int]]:
        """The rows, from 0, that were written for these keys, and those that look different now."""
        await self._drawn(run)
        before, self.data = run.lines, ""
        await run.press(*keys)
        await self._drawn(run)
        written = {int(row) - 1 for row, text in PIECES.findall(self.data) if text}
        return written, {
            y for y, pair in enumerate(zip(before, run.lines, strict=True)) if pair[0] != pair[1]
        }

    @staticmethod
    async def _drawn(run: Session) -> None:
        """What waits for the next frame is drawn now."""
        for _ in range(3):  # drawing may give some widgets more to do
            await run.quiet()
            run.app.screen._on_timer_update()


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """From the start of the program on."""
    return Written(monkeypatch)


@pytest.mark.parametrize(("step", "focus"), [(0, "title"), (1, "endpoint"), (2, "body")])
async def test_a_letter_writes_the_rows_it_changes(
    tmp_path: Path, written: Written, step: int, focus: str
) -> None:
    async with add_profile(tmp_path, email(), step=step, size=WIDE) as wizard:
        wizard.screen.steps[step].focus_path(focus)
        await wizard.press("end", "x")  # the draft's first news, and the field's
        rows, changed = await written.rows(wizard, "y")
        assert changed, "the letter is there"
        assert rows <= changed | {0}, "and the line that tells of the draft, at most"
        rows, changed = await written.rows(wizard, "left")
        assert len(rows - {0}) <= 1 + (focus == "body"), (
            "the cursor's row, and in the body the one of its bracket"
        )


async def test_the_next_step_writes_the_rows_that_differ(tmp_path: Path, written: Written) -> None:
    async with add_profile(tmp_path, email(), size=WIDE) as wizard:
        rows, changed = await written.rows(wizard, "ctrl+n")
        form = set(range(36)) - changed
        assert not rows & form, "the blank rows of both steps among them"
        rows, _ = await written.rows(wizard, "tab")
        assert len(rows) < 8, "a field left and a field entered, not the screen"


async def test_a_tick_writes_the_rows_it_changes(tmp_path: Path, written: Written) -> None:
    async with add_profile(tmp_path, email(), step=2, size=WIDE) as wizard:
        await wizard.press("ctrl+o", "down")
        rows, changed = await written.rows(wizard, "space")
        assert changed
        assert rows <= changed


async def test_a_move_in_the_list_writes_two_rows_and_the_pane(tmp_path: Path, written: Written) -> None:
    store = open_store(tmp_path / "store.db")
    for number in range(4):
        store.add(email(title=f"hook {number}"))
    app = WizardApp(store)
    async with app.run_test(size=WIDE) as pilot:
        run = Session(app, pilot)
        await run.sees("hook 3", "ID IN_")
        await run.press("down")
        rows, changed = await written.rows(run, "down")
        assert changed
        assert rows <= changed
    store.close()


async def test_a_list_that_is_scrolled_has_its_rows_moved(tmp_path: Path, written: Written) -> None:
    store = open_store(tmp_path / "store.db")
    for number in range(40):
        store.add(email(title=f"hook {number:02}"))
    app = WizardApp(store)
    async with app.run_test(size=WIDE) as pilot:
        run = Session(app, pilot)
        await run.sees("hook 39", "ID IN_")
        await run.press("pagedown")
        pane = app.screen.query_one("#detail").region.y
        for key in ("down", "down", "pagedown", "down"):
            _, changed = await written.rows(run, key)
            if key == "down":
                assert len({row for row in changed if row < pane}) > 10
                whole = [
                    row for row, text in PIECES.findall(written.data) if int(row) <= pane and len(text) > 80
                ]
                assert len(whole) < 5, (
                    "the row that came in sight, and those that the cursor left and came to"
                )
    store.close()


async def test_a_menu_writes_the_rows_it_covers_and_nowhere_else(tmp_path: Path, written: Written) -> None:
    store = open_store(tmp_path / "store.db")
    for number in range(12):
        store.add(email(title=f"hook {number}"))
    app = WizardApp(store)
    async with app.run_test(size=WIDE) as pilot:
        run = Session(app, pilot)
        await run.sees("hook 3", "ID IN_")
        rows, changed = await written.rows(run, "o")
        assert "● Last used" in run.text
        assert rows <= changed, "it comes where it stays, and what it does not cover stays as it is"
        rows, changed = await written.rows(run, "escape")
        assert rows <= changed
    store.close()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 9)])
async def test_a_menu_stands_at_its_chip_as_far_as_the_screen_goes_and_above_the_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = open_store(tmp_path / "store.db")
    store.add(email(title="hook"))
    app = WizardApp(store)
    async with app.run_test(size=size) as pilot:
        run = Session(app, pilot)
        await run.sees("hook", "1 profil")
        chip = app.screen.query_one("#created", Chip)
        chip.action_open()
        await run.sees("last 24 hours")
        menu = app.screen.query_one(OptionList).region
        below = size[1] - 1 - menu.height
        assert menu.offset == (min(chip.region.x, size[0] - menu.width), min(chip.region.bottom, below))
    store.close()


async def test_what_changes_under_another_screen_is_shown_each_time(tmp_path: Path, written: Written) -> None:
    async with add_profile(tmp_path, email(), size=WIDE) as wizard:
        beneath = wizard.screen
        await wizard.press("f2")
        assert wizard.app.screen is not beneath
        for number in range(12):
            told = f"{'#@'[number % 2]}" * 4
            written.data = ""
            beneath.show_draft(told)
            await wizard.until(lambda told=told: told in written.data, told)


class Pane(App[None]):
    def compose(self) -> ComposeResult:
        yield TextPane()


async def test_a_pane_draws_the_rows_that_look_different_whatever_the_difference_is() -> None:
    app = Pane()
    async with app.run_test(size=(20, 4)) as pilot:
        pane = app.query_one(TextPane)
        for first, shown in (
            ("one", "one"),
            (Content.styled("one", "bold"), "one"),
            ("more", "more"),
            ("", ""),
        ):
            pane.show([Line(first), Line("two")], home=False)
            await pilot.pause()
            app.screen._on_timer_update()
            parts = [part for part in app.screen._compositor.render_strips()[0] if part.text.strip()]
            assert [part.text.strip() for part in parts] == ([shown] if shown else [])
            assert all(bool(part.style and part.style.bold) is isinstance(first, Content) for part in parts)
        pane.show([], home=False)
        await pilot.pause()
        app.screen._on_timer_update()
        assert not "".join(
            part.text for strip in app.screen._compositor.render_strips() for part in strip
        ).strip()


async def test_a_terminal_that_was_another_size_for_a_moment_is_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has cut off or moved what stood there, and Textual takes its size for the same."""
    anew: list[object] = []
    async with add_profile(tmp_path, email()) as run:
        standing = Standing()
        standing.news("\x1b[1;1Hone\x1b[2;1Htwo\x1b[1;1H")
        monkeypatch.setattr(run.app._driver, "standing", standing, raising=False)
        monkeypatch.setattr(run.app, "draw_anew", lambda: anew.append(1))
        run.app._told_size = run.app.size
        run.app.post_message(Resize(run.app.size, run.app.size))
        await run.until(lambda: bool(anew), "another picture")
