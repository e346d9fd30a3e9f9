"""Tabs of text to be read: what the test panel and the screen of one delivery share."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from wizard.tui.deliveries.reading import WAYS, depth_of, folded
from wizard.tui.widgets.sized import Sized
from wizard.tui.widgets.tab_strip import TabStrip
from wizard.tui.widgets.text_pane import TextPane
from wizard.tui.widgets.whole import whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from wizard.tui.deliveries.reading import Way
    from wizard.tui.widgets.text_pane import Line

WIDE = 116
"""Cells from which on request and response stand side by side."""
TALL = [(0, "-short"), (32, "-tall")]
"""Rows from which on there is room for blank ones."""
PAIR = ("request", "response")
FOLDS = (1, 2)
"""Levels of JSON that can be shown alone, where it has more; the key goes from one to the next, and to all."""


def tab_keys(tabs: Iterable[tuple[str, str]]) -> list[Binding]:
    """`1` to the number of tabs, each shows one."""
    return [
        Binding(str(number), f"show('{tab}')", f"{label} tab", show=False, id=f"reader.tab-{number}")
        for number, (tab, label) in enumerate(tabs, 1)
    ]


class Reader(Sized, Vertical):
    """A strip of tabs over their text. Subclasses give the lines of a tab, and widgets for tabs that are no text."""

    TABS: ClassVar[tuple[tuple[str, str], ...]] = ()
    DEFAULT_CSS = """
    Reader { height: 1fr; }
    Reader > TabStrip { background: $surface; }
    Reader > #panes { height: 1fr; }
    Reader > #panes > Vertical { width: 1fr; }
    Reader > #panes .heading { height: 1; padding: 0 1; color: $text-muted; text-style: bold; display: none; }
    Reader > #panes #second { display: none; border-left: solid $border; }
    Reader.-pair > #panes #second, Reader.-pair > #panes .heading { display: block; }
    Reader.-pair > #panes > Vertical:focus-within > .heading { color: $text-accent; }
    """
    READING_KEYS: ClassVar[list[BindingType]] = [
        Binding(
            "x", "next_way", "Raw/Hex", tooltip="Decoded, as on the wire, or in hex", id="reader.next-way"
        ),
        Binding(
            "z",
            "next_fold",
            "Fold",
            tooltip="Fold JSON to its first level, its second, or not at all",
            id="reader.next-fold",
        ),
    ]

    tab: reactive[str] = reactive("", init=False)
    way: reactive[Way] = reactive("decoded", init=False)
    fold: reactive[int | None] = reactive(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.set_reactive(Reader.tab, self.TABS[0][0])
        self.room = 0
        """Cells that the text has."""
        self.depth = 0
        """Levels of JSON that the response in sight has; 0 where it is none, or none is in sight."""
        self.filled = asyncio.Event()
        """Set while what is on the screen is what the tabs hold."""

    def lines(self, tab: str) -> list[Line]:
        """The text of a tab. Called in a thread: it only reads."""
        raise NotImplementedError

    def widget_of(self, tab: str) -> Widget | None:
        """The widget that a tab shows in place of text."""
        return None

    def heading(self, tab: str) -> str:
        """What stands over a tab's text where two are side by side."""
        return dict(self.TABS)[tab]

    def compose(self) -> ComposeResult:
        """The strip, and two panes of which a narrow screen shows one."""
        yield TabStrip(self.TABS, place="reader", hint=self._hint)
        with Horizontal(id="panes"):
            for name in ("first", "second"):
                with Vertical(id=name):
                    yield Static("", classes="heading", markup=False)
                    yield TextPane()

    @property
    def _hint(self) -> str:
        way = "" if self.way == "decoded" else f"{self.way}  "
        return f"{way}1-{len(self.TABS)}"

    # -- tabs

    def action_show(self, tab: str) -> None:
        """Show one of the tabs."""
        self.tab = tab

    @on(TabStrip.Changed)
    def _tab_chosen(self, event: TabStrip.Changed) -> None:
        event.stop()
        self.tab = event.tab

    def watch_tab(self, tab: str) -> None:
        """Bring the strip, the text and the focus along."""
        strip = self.query_one(TabStrip)
        strip.active = tab
        self.show_tab()
        if not strip.has_focus:
            self.focus_tab()
        self.refresh_bindings()

    def focus_tab(self) -> None:
        """Give the keys to what the tab shows."""
        widget = self.widget_of(self.tab)
        if widget is None:
            widget = self.panes[1 if self.paired and self.tab == PAIR[1] else 0]
        self.screen.set_focus(
            next((w for w in widget.walk_children(Widget, with_self=True) if w.focusable), None)
        )

    @property
    def panes(self) -> tuple[TextPane, TextPane]:
        """The two panes."""
        first, second = self.query_one("#panes").query(TextPane)
        return first, second

    @property
    def paired(self) -> bool:
        """Whether request and response stand side by side."""
        return self.tab in PAIR and self.size.width >= WIDE

    def show_tab(self) -> None:
        """Show what belongs to the tab and hide the rest."""
        self.set_class(self.paired, "-pair")
        shown = self.widget_of(self.tab)
        self.query_one("#panes").display = shown is None
        for tab, _ in self.TABS:
            if (widget := self.widget_of(tab)) is not None:
                widget.display = widget is shown
        self.fill()

    def sized(self) -> None:
        """A wide screen shows two, a narrow one a single text."""
        if self.paired != self.has_class("-pair"):
            self.show_tab()
        else:
            self.fill(home=False)

    # -- text

    def fill(self, *, home: bool = True) -> None:
        """Bring the text in line with what the tab holds now."""
        if whole(self):
            self.filled.clear()
            self._fill(home)

    @work(exclusive=True, group="read")
    async def _fill(self, home: bool) -> None:
        if not whole(self):
            return
        tabs = PAIR if self.paired else (self.tab,)
        depth = 0
        if self.widget_of(self.tab) is None:
            for tab, pane in zip(tabs, self.panes, strict=False):
                # A cell is left for the scroll bar, which takes one as soon as there is enough to scroll.
                self.room = pane.content_region.width - 1
                lines, levels = await asyncio.to_thread(self._read, tab)
                if not whole(self):
                    return
                depth = max(depth, levels)
                pane.show(lines, home=home)
            for tab, heading in zip(tabs, self.query("#panes .heading").results(Static), strict=False):
                heading.update(self.heading(tab))
        if depth != self.depth:
            self.depth = depth
            self.refresh_bindings()
        self.filled.set()

    def _read(self, tab: str) -> tuple[list[Line], int]:
        """A tab's lines, folded as wished, and the levels of JSON that they have unfolded. For a thread."""
        lines, fold = self.lines(tab), self.fold
        if tab != PAIR[1] or self.way != "decoded":
            return lines, 0
        return lines if fold is None else folded(lines, fold), depth_of(lines)

    def action_next_way(self) -> None:
        """Decoded, raw, hex, and round again."""
        self.way = WAYS[(WAYS.index(self.way) + 1) % len(WAYS)]

    def action_next_fold(self) -> None:
        """Fold JSON to its first level, to its second, not at all."""
        folds = (None, *self._folds)
        at = folds.index(self.fold) if self.fold in folds else 0
        self.fold = folds[(at + 1) % len(folds)]

    @property
    def _folds(self) -> tuple[int, ...]:
        """The levels that the response in sight can be folded to."""
        return tuple(level for level in FOLDS if level < self.depth)

    def watch_way(self) -> None:
        """Read the text the other way, and say which."""
        strip = self.query_one(TabStrip)
        strip.hint = self._hint
        strip.refresh()
        self.refresh_bindings()
        self.fill()

    def watch_fold(self) -> None:
        """Fold the text otherwise."""
        self.fill(home=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys for reading work on requests and responses only, a tab's on the others."""
        if action == "show":
            return parameters != (self.tab,)
        if action == "next_way":
            return self.tab in PAIR
        if action == "next_fold":
            return bool(self._folds)
        return True
