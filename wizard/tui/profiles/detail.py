"""The pane under the list: Overview, Request, Deliveries, Use it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from wizard.tui.active import with_own_keys
from wizard.tui.widgets.sized import Sized
from wizard.tui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.tui.app import WizardApp

TABS = (("overview", "Overview"), ("request", "Request"), ("deliveries", "Deliveries"), ("use", "Use it"))
PAUSE = 0.04
"""Seconds the cursor rests on a row before it is read: an arrow held down reads none of those passed."""


class DetailPane(Sized, Vertical):
    """Tells about one profile, read from the store in a thread; the newest question wins."""

    DEFAULT_CSS = """
    DetailPane { height: 10; }
    DetailPane VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    DetailPane VerticalScroll Static { height: auto; }
    DetailPane TabStrip { background: $surface; }
    DetailPane DeliveriesView { display: none; }
    DetailPane.-deliveries DeliveriesView { display: block; }
    DetailPane.-deliveries #content { display: none; }
    """
    app: WizardApp
    tab: reactive[str] = reactive("overview", init=False)

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._key: str | None = None
        self.snippet = "send-email-curl"
        """Which snippet the Use it tab shows."""
        # Its own, so that on a slow disk those passed wait here for one another, and nothing else waits for them.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="detail")
        self._told_for = 0
        """Width of the pane that the text was wrapped for."""
        self.shown = ""
        """The text of the open tab, to be copied. It holds no secret: what is shown is masked."""

    def compose(self) -> ComposeResult:
        """The strip of tabs over one text that scrolls."""
        yield TabStrip(TABS, place="list", hint="1-4", id="tabs")
        with VerticalScroll(id="content", can_focus=True):
            yield Static("", id="text")

    def show(self, key: str | None) -> None:
        """Tell about the profile with that ID, None for nothing."""
        if key != self._key:
            self._key = key
            self._fill(PAUSE)

    def reload(self) -> None:
        """Read the profile again."""
        self._fill(0)

    def focus_content(self) -> None:
        """Give the keys to what the tab shows."""
        self.query_one("DeliveryList" if self.has_class("-deliveries") else "#content").focus()

    def show_snippet(self, kind: str) -> None:
        """Show another snippet under Use it."""
        self.snippet = kind
        self.tab = "use"
        self._fill(0)

    def watch_tab(self, tab: str) -> None:
        """Bring the strip along and fill in the content."""
        self.query_one(TabStrip).active = tab
        self._fill(0)

    def on_unmount(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def sized(self) -> None:
        """What was wrapped for another width is told again."""
        if self._key is not None and self.size.width != self._told_for:
            self._fill(0)

    @on(TabStrip.Changed)
    def _tab_chosen(self, event: TabStrip.Changed) -> None:
        self.tab = event.tab

    @work(exclusive=True, group="detail")
    async def _fill(self, pause: float) -> None:
        await asyncio.sleep(pause)
        text = self.query_one("#text", Static)
        if self._key is None:
            self._change_over(False)
            text.update("")
            return
        if self.tab == "deliveries":
            await self._show_deliveries(self._key)
            return
        self._change_over(False)
        from wizard.store import StoreError
        from wizard.tui.profiles import tell

        self._told_for = self.size.width
        width = self.query_one("#content").scrollable_content_region.width - 2
        try:
            content = await asyncio.get_running_loop().run_in_executor(
                self._thread,
                tell.about,
                self.app.store,
                self.app.catalog,
                self._key,
                self.tab,
                width,
                self.snippet,
                partial(with_own_keys, self.app),
            )
            self.shown = content.plain.strip() + "\n"
        except StoreError as error:
            content = Content.styled(str(error), "$text-error")
        text.update(content)
        self.query_one("#content").scroll_home(animate=False)

    async def _show_deliveries(self, key: str) -> None:
        """The list of what was fired; made when it is first looked at, for the program's first picture needs none."""
        from wizard.tui.deliveries.view import DeliveriesView

        views = self.query(DeliveriesView)
        if views:
            views.first().show_owner(key)
        else:
            await self.mount(DeliveriesView(key, leave="back"))
        self._change_over(True)

    def _change_over(self, deliveries: bool) -> None:
        """The list in the text's place, or the text in the list's; keys that one had go to the other."""
        focused = self.screen.focused
        held = focused is not None and self in focused.ancestors and not isinstance(focused, TabStrip)
        if deliveries != self.has_class("-deliveries"):
            self.set_class(deliveries, "-deliveries")
            if held:
                self.focus_content()
