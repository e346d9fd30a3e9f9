"""The windowed list: exact at a million rows, steady on its row, and never reading more than it shows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from tests.support.waiting import until
from wizard.tui.widgets.windowed_list import KEEP_PAGES, PAGE, Column, Row, WindowedList

if TYPE_CHECKING:
    from textual.strip import Strip

COLUMNS = (Column("name", "Name", 10, grow=1), Column("note", "Note", 8, drop=1))


class Numbers:
    """Rows named by number; some may be taken out."""

    def __init__(self, total: int) -> None:
        self.keys: list[int] | range = range(total)
        self.read: list[tuple[int, int]] = []

    def count(self) -> int:
        return len(self.keys)

    def window(self, start: int, count: int) -> list[Row]:
        self.read.append((start, count))
        return [Row(str(key), (f"row {key}", "–")) for key in self.keys[start : start + count]]

    def position(self, key: str) -> int | None:
        try:
            return self.keys.index(int(key))
        except ValueError:
            return None


class ListApp(App[None]):
    def __init__(self, source: Numbers) -> None:
        super().__init__()
        self.source = source
        self.chosen: list[str | None] = []
        self.heads: list[str] = []
        self.failures: list[str] = []

    def compose(self) -> ComposeResult:
        yield WindowedList(COLUMNS, empty="nothing here")

    def on_mount(self) -> None:
        self.rows.show(self.source)
        self.rows.focus()

    @property
    def rows(self) -> WindowedList:
        return self.query_one(WindowedList)

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        self.chosen.append(event.key)

    def on_windowed_list_header_clicked(self, event: WindowedList.HeaderClicked) -> None:
        self.heads.append(event.column)

    def on_windowed_list_failed(self, event: WindowedList.Failed) -> None:
        self.failures.append(str(event.error))

    def screen_lines(self) -> list[str]:
        return [
            "".join(s.text for s in self.rows.render_line(y)).rstrip() for y in range(self.rows.size.height)
        ]


async def test_a_million_rows_are_exact_at_both_ends_and_between() -> None:
    app = ListApp(Numbers(1_000_000))
    async with app.run_test(size=(60, 12)) as pilot:
        assert app.rows.current == "0"
        await pilot.press("end")
        assert app.rows.current == "999999"
        assert "row 999999" in app.screen_lines()[-1]
        await pilot.press("up", "k")
        assert app.rows.current == "999997"
        await pilot.press("home", "j", "pagedown")
        assert app.rows.current == "11"
        app.rows.action_go(500_000)
        await pilot.pause()
        assert any("row 500000" in line for line in app.screen_lines())
        assert sum(count for _, count in app.source.read) < 40 * PAGE
        assert len(app.rows._rows._pages) <= KEEP_PAGES


async def test_the_cursor_stays_on_its_row_while_others_come_and_go() -> None:
    app = ListApp(Numbers(500))
    async with app.run_test(size=(60, 12)) as pilot:
        app.rows.action_go(250)
        await pilot.pause()
        app.source.keys = [key for key in range(500) if key % 2 == 0]
        app.rows.refresh_rows()
        await pilot.pause()
        assert (app.rows.current, app.rows.cursor) == ("250", 125)


async def test_when_the_row_under_the_cursor_goes_the_next_one_takes_its_place() -> None:
    app = ListApp(Numbers(5))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("end")
        app.source.keys = [0, 1, 2]
        app.rows.refresh_rows()
        await pilot.pause()
        assert app.rows.current == "2"


async def test_an_empty_list_says_so_and_keys_do_nothing() -> None:
    app = ListApp(Numbers(0))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down", "end", "enter", "pageup")
        assert app.rows.current is None
        assert app.chosen == []
        assert any("nothing here" in line for line in app.screen_lines())


async def test_a_resize_in_the_middle_keeps_the_row_in_sight() -> None:
    app = ListApp(Numbers(10_000))
    async with app.run_test(size=(60, 30)) as pilot:
        app.rows.action_go(5_020)
        await pilot.pause()
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert app.rows.current == "5020"
        assert any("row 5020" in line for line in app.screen_lines())


async def test_enter_and_a_double_click_open_and_a_head_tells_its_column() -> None:
    app = ListApp(Numbers(100))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down", "enter")
        await pilot.click(WindowedList, offset=(4, 5), times=2)
        await pilot.click(WindowedList, offset=(2, 0))
        assert app.chosen == ["1", "4"]
        assert app.heads == ["name"]


@pytest.mark.parametrize("width", [20, 40, 300])
async def test_lines_are_never_wider_than_the_list_and_the_least_column_goes_first(width: int) -> None:
    app = ListApp(Numbers(3))
    async with app.run_test(size=(width, 6)):
        lines = [app.rows.render_line(y) for y in range(4)]
        assert {line.cell_length for line in lines} == {app.rows.size.width}
        assert ("Note" in lines[0].text) is (width > 21)


class Broken(Numbers):
    def window(self, start: int, count: int) -> list[Row]:
        raise OSError("the disk is gone")


async def test_a_source_that_fails_is_told_and_what_was_shown_stays() -> None:
    app = ListApp(Numbers(50))
    async with app.run_test(size=(60, 12)) as pilot:
        app.rows.show(Broken(50))
        await pilot.pause()
        assert app.failures == ["the disk is gone"]
        assert any("row 3" in line for line in app.screen_lines())


class Slow(Numbers):
    """As a store on a disk that takes its time: no window comes before it is let go."""

    def __init__(self, total: int, step: int = 1) -> None:
        super().__init__(total)
        self.keys = range(0, total * step, step)
        self.let_go = threading.Event()
        self.let_go.set()

    def window(self, start: int, count: int) -> list[Row]:
        assert self.let_go.wait(10)
        return super().window(start, count)


async def comes_to(app: ListApp, key: str) -> None:
    await until(
        lambda: app.rows.current == key, lambda: f"the cursor never came to {key}: {app.rows.current}"
    )


async def test_keys_go_on_while_rows_are_slow_to_come_and_the_cursor_ends_on_its_row() -> None:
    source = Slow(10_000)
    app = ListApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        source.let_go.clear()
        await pilot.press("end", "up", "up")
        assert app.rows.cursor == 9_997
        await pilot.resize_terminal(50, 9)
        await pilot.press("up")
        source.let_go.set()
        await comes_to(app, "9996")
        await pilot.pause()
        assert any("row 9996" in line for line in app.screen_lines())


async def test_what_a_newer_question_has_overtaken_is_never_shown() -> None:
    app = ListApp(Numbers(10))
    async with app.run_test(size=(60, 12)) as pilot:
        old, new = Slow(500, step=3), Slow(500, step=7)
        old.let_go.clear()
        app.rows.show(old, keep=False)
        app.rows.show(new, keep=False)
        await pilot.press("down", "down")
        assert any("row 1" in line for line in app.screen_lines())
        shown: list[str] = []
        app.rows.watch(app.rows, "total", lambda: shown.append("\n".join(app.screen_lines())), init=False)
        old.let_go.set()
        await until(lambda: app.rows.total == 500)
        assert not any("row 12" in lines for lines in shown)
        assert any("row 14" in line for line in app.screen_lines())


async def test_while_its_row_is_to_come_the_cursor_is_on_none_and_passed_pages_are_not_read() -> None:
    source = Slow(100_000)
    app = ListApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        source.let_go.clear()
        read = len(source.read)
        await pilot.press("end")
        assert app.rows.current is None
        for index in range(10_000, 60_000, 10_000):
            app.rows.action_go(index)
        await pilot.press("enter")
        assert app.chosen == []
        source.let_go.set()
        await comes_to(app, "50000")
        # The one that was under way, and those in sight.
        assert {start // PAGE for start, _ in source.read[read:]} <= {99_999 // PAGE, 49_984 // PAGE, 781}


async def test_a_list_that_changes_all_the_time_is_shown_and_a_cursor_moved_meanwhile_stays() -> None:
    source = Slow(500)
    app = ListApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down")
        source.let_go.clear()
        for gone in range(5):  # each time another row at the top is gone
            source.keys = range(gone + 1, 500)
            app.rows.refresh_rows()
        read = len(source.read)
        await pilot.press("down", "down", "down", "down", "down")
        assert app.rows.current == "6"
        source.let_go.set()
        await until(lambda: app.rows.total == 495 and app.rows.row_at(0) == Row("5", ("row 5", "–")))
        await pilot.pause()
        assert (app.rows.current, app.rows.cursor) == ("6", 1)
        assert len(source.read) - read <= 9  # three looks of three pages, not five or more


async def test_the_last_row_is_the_last_though_others_come_while_it_is_on_its_way() -> None:
    source = Slow(10_000)
    app = ListApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        source.let_go.clear()
        await pilot.press("end")
        source.keys = range(-300, 10_000)
        app.rows.refresh_rows()
        source.let_go.set()
        await comes_to(app, "9999")
        assert app.rows.cursor == app.rows.total - 1 == 10_299


class Uncounted(Numbers):
    """Rows are there at once, and take their time to be counted."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.let_go = threading.Event()
        self.given_up = 0

    def count(self) -> int:
        if not self.let_go.wait(10):
            raise AssertionError("never let go")
        return super().count()

    def cancel(self) -> None:
        self.given_up += 1
        self.let_go.set()


async def test_rows_stand_before_they_are_counted_and_the_last_is_found_all_the_same() -> None:
    source = Uncounted(5_000)
    app = ListApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        await comes_to(app, "0")
        assert any("row 3" in line for line in app.screen_lines())
        assert not app.rows.is_counted
        await pilot.press("end")
        source.let_go.set()
        await comes_to(app, "4999")
        assert app.rows.total == 5_000


async def test_a_question_that_is_overtaken_is_given_up_and_its_failure_is_nobodys() -> None:
    old, new = Uncounted(5_000), Numbers(300)
    old.count = lambda: old.let_go.wait(10) and 1 // 0  # type: ignore[method-assign]
    app = ListApp(old)
    async with app.run_test(size=(60, 12)):
        await comes_to(app, "0")
        app.rows.show(new, keep=False)
        await until(lambda: app.rows.total == 300)
        assert (app.rows.total, old.given_up, app.failures) == (300, 1, [])


async def test_who_has_scrolled_away_from_the_cursor_is_left_there_until_it_moves() -> None:
    app = ListApp(Numbers(100_000))
    async with app.run_test(size=(60, 12)) as pilot:
        app.rows.scroll_to(y=50_000, animate=False)
        await pilot.pause()
        app.rows.refresh_rows()
        await pilot.pause()
        assert "row 50003" in "".join(app.screen_lines())
        assert app.rows.current == "0"
        await pilot.press("down")
        assert "row 1 " in "".join(app.screen_lines())


class Noted(Numbers):
    """Rows with a note that may become another."""

    note = "old"

    def window(self, start: int, count: int) -> list[Row]:
        return [row._replace(cells=(row.cells[0], self.note)) for row in super().window(start, count)]


async def test_a_row_that_was_drawn_before_is_drawn_again_where_it_looks_different() -> None:
    source = Noted(40)
    app = ListApp(source)
    async with app.run_test(size=(60, 12)) as pilot:

        async def fourth() -> Strip:
            await pilot.pause()
            [strip] = app.rows.render_lines(Region(0, 4, app.rows.size.width, 1))
            return strip

        first = await fourth()
        assert "old" in first.text
        source.note = "new"
        app.rows.refresh_rows()
        assert (await fourth()).text == first.text.replace("old", "new")
        app.rows.mark({"3"})
        assert "✓ row 3" in (await fourth()).text
        app.rows.mark(set())
        assert "✓" not in (await fourth()).text
        app.theme = "textual-light"
        grounds = {part.style.bgcolor for part in await fourth() if part.style}
        assert (
            grounds == {app.rows.rich_style.bgcolor} != {part.style.bgcolor for part in first if part.style}
        )
        await pilot.resize_terminal(50, 12)
        assert (await fourth()).cell_length == app.rows.size.width == first.cell_length - 10
        await pilot.press("down", "down", "down")
        assert (await fourth()).text.startswith("▸row 3")
        await pilot.press("up")
        assert (await fourth()).text.startswith(" row 3")
