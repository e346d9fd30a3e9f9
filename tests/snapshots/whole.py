"""Whether a screen is whole in the size that it has: nothing cut, covered, out of sight or without room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Offset, Region
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, TextArea
from textual.widgets._toast import ToastHolder, ToastRack

from tests.snapshots.frame import strips
from wizard.tui.widgets.jump import JumpLabel
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.text_pane import TextPane
from wizard.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen

    from wizard.tui.app import WizardApp

ALWAYS = {"app.help": "help", "command_palette": "palette"}
"""Actions that the foot has from 80 columns on, wherever they work."""
BESIDE = (ToastRack, ToastHolder, JumpLabel)
"""What stands over others on purpose."""
LEAST = {WindowedList: (20, 2), TextPane: (16, 1), TextArea: (16, 2), Input: (4, 1), OptionList: (8, 1)}
"""Columns and rows without which such a widget is of no use."""


def faults(app: WizardApp) -> Iterator[str]:
    """What is wrong with the screen on top as it stands, each as a sentence."""
    screen = app.screen
    rows = strips(app)
    if len(rows) != app.size.height or any(row.cell_length != app.size.width for row in rows):
        yield "the rows are not those of the terminal"
    if screen.max_scroll_y or screen.max_scroll_x:
        yield "the screen itself scrolls"
    yield from _foot(app, [row.text for row in rows])
    yield from _focus(screen)
    for widget, (region, clip) in _standing(screen).items():
        yield from _room(widget, region, clip)
        yield from _text(widget, region.intersection(clip), [row.text for row in rows])
    yield from _covered(screen)


def _standing(screen: Screen[Any]) -> dict[Widget, tuple[Region, Region]]:
    """Every widget that is displayed, with its region and the part of the screen that it may draw on."""
    return {
        widget: (place.region, place.clip)
        for widget, place in screen._compositor.full_map.items()
        if widget is not screen and not isinstance(widget, BESIDE) and widget.is_attached
    }


def _name(widget: Widget) -> str:
    return f"{type(widget).__name__}{f'#{widget.id}' if widget.id else ''}"


def _foot(app: WizardApp, rows: list[str]) -> Iterator[str]:
    for bar in app.screen.query(KeyBar):
        entries = bar._entries(bar.size.width)
        shown = rows[bar.region.y]
        for entry in entries:
            if entry.text.plain not in shown or entry.end > bar.size.width:
                yield f"{entry.text.plain.strip()!r} is not whole at the foot"
        there = {entry.action for entry in entries}
        can = {active.binding.action for active in app.screen.active_bindings.values() if active.binding.show}
        if app.size.width >= 80:
            yield from (
                f"{told} is not at the foot" for action, told in ALWAYS.items() if action in can - there
            )


def _focus(screen: Screen[Any]) -> Iterator[str]:
    focused = screen.focused
    if focused is None:
        return
    place = screen._compositor.full_map.get(focused)
    seen = place.visible_region if place else Region()
    if not seen:
        yield f"{_name(focused)} has the focus and is out of sight"
        return
    cursor = _cursor(focused)
    if cursor is not None and not seen.contains_point(cursor):
        yield f"the cursor of {_name(focused)} is out of sight"
    at = cursor if cursor is not None and seen.contains_point(cursor) else seen.offset
    over, _ = screen.get_widget_at(*at)
    if focused not in over.ancestors_with_self and not isinstance(over, BESIDE) and not _toast(over):
        yield f"{_name(over)} covers {_name(focused)}, which has the focus"


def _toast(widget: Widget) -> bool:
    return any(isinstance(each, BESIDE) for each in widget.ancestors_with_self)


def _cursor(widget: Widget) -> Offset | None:
    """Where the cursor of a widget that has one stands on the screen."""
    if isinstance(widget, WindowedList):
        if not widget.total:
            return None
        return widget.content_region.offset + Offset(0, 1 + widget.cursor - widget.scroll_offset.y)
    if isinstance(widget, Input | TextArea):
        return widget.cursor_screen_offset
    return None


def _room(widget: Widget, region: Region, clip: Region) -> Iterator[str]:
    """No widget without the cells it needs, and none cut where nothing scrolls."""
    if widget.is_scrollable or isinstance(widget, Input | TextArea):
        for kind, (columns, rows) in LEAST.items():
            if isinstance(widget, kind) and (
                widget.content_size.width < columns or widget.content_size.height < rows
            ):
                yield f"{_name(widget)} has only {widget.content_size.width} x {widget.content_size.height} cells"
                break
    if not region or region.intersection(clip) == region or _toast(widget):
        return
    around = [each for each in widget.ancestors if isinstance(each, Widget) and each is not widget.screen]
    if not any(each.is_scrollable and (each.max_scroll_y or each.max_scroll_x) for each in around):
        yield f"{_name(widget)} is cut: {region} of {clip}"


def _text(widget: Widget, seen: Region, rows: list[str]) -> Iterator[str]:
    """A line of text that is longer than its widget ends in …; a longer text has its rows."""
    if not seen or widget.children or widget.is_scrollable or isinstance(widget, Input | KeyBar):
        return
    shown = widget.render()
    if isinstance(shown, Content | str):
        lines = (Content.from_markup(shown) if isinstance(shown, str) else shown).plain.split("\n")
        width, height = widget.content_size
        if isinstance(widget, Button):
            lines = [f" {line} " for line in lines]
        if height == 1 or len(lines) == height:
            drawn = [row[seen.x : seen.right] for row in rows[seen.y : seen.bottom]]
            if max(cell_len(line.rstrip()) for line in lines) > width and not any(
                "…" in row for row in drawn
            ):
                yield f"{_name(widget)} cuts its text: {drawn[0].strip()!r}"
        needed = widget.get_content_height(widget.container_size, widget.app.size, width) if width else 1
        if needed > height and not any("…" in row for row in rows[seen.y : seen.bottom]):
            yield f"{_name(widget)} has more rows of text than it shows"


def _covered(screen: Screen[Any]) -> Iterator[str]:
    """No two widgets of one container on the same cell."""
    regions = {widget: region for widget, (region, _) in _standing(screen).items() if region}
    for parent in {widget.parent for widget in regions}:
        inside = [
            each
            for each in regions
            if each.parent is parent
            and each.styles.dock == "none"
            and each.styles.position != "absolute"
            and each.styles.overlay == "none"
            and each.layer == "default"
        ]
        for number, one in enumerate(inside):
            for other in inside[number + 1 :]:
                if regions[one].overlaps(regions[other]):
                    yield f"{_name(one)} and {_name(other)} overlap"
