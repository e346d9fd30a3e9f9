"""The pane under the list of callbacks: Fields, Headers, Body, Bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Vertical
from textual.reactive import reactive

from wizard.tui.receiver import tell
from wizard.tui.widgets.sized import Sized
from wizard.tui.widgets.tab_strip import TabStrip
from wizard.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from wizard.receiver import ReceivedCallback

PAUSE = 0.04
"""Seconds the cursor rests on a row before it is opened: an arrow held down opens none of those passed."""

LONG_PAUSE = 0.3
"""Seconds before the newest is opened while they pour in: by then it is another, and that one is."""
WHOLE = 16
"""Rows from which a pane has room for values of several rows."""


class CallbackPane(Sized, Vertical):
    """Tells about one callback. It is opened in a thread; the newest question wins."""

    DEFAULT_CSS = """
    CallbackPane TabStrip { background: $surface; }
    CallbackPane TextPane { scrollbar-gutter: stable; }
    """
    tab: reactive[str] = reactive("fields", init=False)

    def __init__(self) -> None:
        super().__init__(id="callback")
        self.callback: ReceivedCallback | None = None
        """What is told about, or is about to be."""
        self._filling: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """The strip of tabs over one text that scrolls."""
        yield TabStrip(tell.TABS, place="receiver", hint="1-4", id="tabs")
        yield TextPane(id="text")

    def show(self, callback: ReceivedCallback | None, *, hurry: bool = True) -> None:
        """Tell about that callback, None for nothing; without hurry where another is sure to come next."""
        if callback is self.callback:
            return
        self.callback = callback
        # In a flood what is under way is let be, and takes the one that is the newest then: begun anew each time it
        # would never come to its end.
        if hurry or self._filling is None or self._filling.is_finished:
            self._filling = self._fill(PAUSE if hurry else LONG_PAUSE)

    @property
    def text(self) -> str:
        """What is shown."""
        return self.query_one(TextPane).text

    def focus_content(self) -> None:
        """Give the text the keys, to scroll it."""
        self.query_one(TextPane).focus()

    def watch_tab(self, tab: str) -> None:
        """Bring the strip along and fill in the content."""
        self.query_one(TabStrip).active = tab
        self._filling = self._fill(0)

    def sized(self) -> None:
        """The columns follow the width."""
        self._filling = self._fill(0, home=False)

    @on(TabStrip.Changed)
    def _tab_chosen(self, event: TabStrip.Changed) -> None:
        event.stop()
        self.tab = event.tab

    @work(exclusive=True, group="callback")
    async def _fill(self, pause: float, *, home: bool = True) -> None:
        await asyncio.sleep(pause)
        pane = self.query_one(TextPane)
        if self.callback is None:
            pane.show([])
            return
        width, whole = pane.scrollable_content_region.width, pane.size.height >= WHOLE
        lines = await asyncio.to_thread(tell.about, self.callback, self.tab, width, whole=whole)
        pane.show(lines, home=home)
