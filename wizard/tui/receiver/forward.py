"""Fire a received callback on to another endpoint, and see what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from wizard.tui.active import with_own_keys
from wizard.tui.deliveries.tell import outcome
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.field import Field, Remark
from wizard.tui.widgets.field_text import TextField
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.shades import BAD, MUTED

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from wizard.receiver import ReceivedCallback

CANCELLED = "Cancelled. The endpoint may have had the callback all the same."


class ForwardScreen(Dialog[str]):
    """Asks where to, fires as often as Enter is pressed. Dismissed with the endpoint that was typed last."""

    DEFAULT_CSS = """
    ForwardScreen { align: center middle; }
    ForwardScreen > Vertical {
        width: 76; max-width: 100%; height: auto; padding: 1 2;
        background: $panel; border: round $primary; border-title-style: bold;
    }
    ForwardScreen .about { height: auto; color: $text-muted; margin-bottom: 1; }
    ForwardScreen Line, ForwardScreen Line:focus { background: $background; }
    ForwardScreen Horizontal { height: 1; }
    ForwardScreen Button { margin-right: 2; }
    ForwardScreen #outcome { height: auto; margin-top: 1; }
    """
    help_title = "Fire on"
    HELP = """Sends the callback, with the method, header rows and body it came with, to another endpoint: to see
what your own code makes of the very same bytes. Values stay encrypted as they came."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", id="forward.leave"),
    ]

    def __init__(self, callback: ReceivedCallback, url: str) -> None:
        super().__init__()
        self.callback, self.url = callback, url
        self._worker: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Where to, and what became of it."""
        with Vertical() as box:
            box.border_title = f"Fire callback {self.callback.number} on"
            about = "The same method, header rows and body go to another endpoint."
            yield Static(about, classes="about", markup=False)
            yield TextField("endpoint", "Endpoint", placeholder="http://127.0.0.1:5000/hook")
            with Horizontal():
                yield Button("Fire (enter)", id="fire", variant="primary", compact=True)
                yield Button(with_own_keys(self.app, "Close ({forward.leave|esc})"), id="close", compact=True)
            yield Static("", id="outcome", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin from where the last one went."""
        self.query_one(TextField).load(self.url)

    @on(Field.Edited)
    def _edited(self) -> None:
        self.query_one(TextField).remark([])

    @on(Field.Done)
    @on(Button.Pressed, "#fire")
    def _done(self) -> None:
        if self._worker is None or self._worker.is_finished:
            self._worker = self._fire(self.query_one(TextField).line.value.strip())

    @work(exclusive=True, group="forward")
    async def _fire(self, url: str) -> None:
        from wizard.callback.request import RequestError
        from wizard.receiver import forward

        self.url = url
        told = self.query_one("#outcome", Static)
        told.update(
            Content.assemble(
                ("… ", "$text-accent"),
                "Firing",
                (with_own_keys(self.app, "  {forward.leave|esc} cancels"), MUTED),
            )
        )
        try:
            delivery = await forward(self.callback, url)
        except RequestError as error:
            told.update("")
            self.query_one(TextField).remark([Remark(error.problem.sentence)])
        else:
            told.update(outcome(delivery))

    @on(Button.Pressed, "#close")
    def action_leave(self) -> None:
        """Give up what is under way; with nothing under way, close."""
        if self._worker is not None and not self._worker.is_finished:
            self._worker.cancel()
            self.query_one("#outcome", Static).update(Content.assemble(BAD, " ", CANCELLED))
        else:
            self.dismiss(self.url)
