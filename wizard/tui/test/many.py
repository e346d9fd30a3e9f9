"""How many callbacks to fire, how many at a time, of which delivery statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from wizard.tui.active import with_own_keys
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.field import Field, Remark
from wizard.tui.widgets.field_choice import ChoiceField
from wizard.tui.widgets.field_grid import GridOption
from wizard.tui.widgets.field_text import TextField
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

MOST = 100_000
KEPT = 1_000
"""Deliveries that a store keeps of a profile."""


class Many(NamedTuple):
    """What was asked for. `mix`: every delivery status in turn, not the chosen one alone."""

    number: int = 100
    concurrency: int = 8
    mix: bool = False


class ManyDialog(Dialog[Many | None]):
    """Asks what to fire; dismissed with it, or None. Enter fires from any field."""

    DEFAULT_CSS = """
    ManyDialog { align: center middle; }
    ManyDialog > Vertical {
        width: 60; max-width: 96%; height: auto; padding: 1 2;
        background: $panel; border: round $primary; border-title-style: bold;
    }
    ManyDialog .row { height: auto; margin-bottom: 1; }
    ManyDialog Choice { height: auto; }
    ManyDialog .row TextField { margin-right: 2; }
    ManyDialog .about { height: auto; color: $text-muted; margin-bottom: 1; }
    ManyDialog .buttons { height: 1; }
    ManyDialog Button { margin-right: 2; }
    ManyDialog Line, ManyDialog Line:focus { background: $background; }
    """
    help_title = "Fire many"
    HELP = """Fires many callbacks at the endpoint, some at a time over connections that stay open, with fresh
values each. Shows the rate, how long answers took (half, 95 and 99 in 100 came within these times)
and what came of them. {test.leave|esc} cancels at once; what was under way is counted and kept as cancelled."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "fire", "Fire", id="many.fire"),
        Binding("escape", "dismiss(None)", "Cancel", id="many.cancel"),
    ]

    def __init__(self, last: Many, status: str, statuses: int) -> None:
        super().__init__()
        self.last, self.status, self.statuses = last, status, statuses

    def compose(self) -> ComposeResult:
        """Three fields, two buttons."""
        with Vertical() as box:
            box.border_title = "Fire many"
            with Horizontal(classes="row"):
                yield TextField("count", "How many")
                yield TextField("concurrency", "At a time")
            yield ChoiceField(
                "mix",
                "Delivery status",
                [
                    GridOption("one", self.status),
                    GridOption("all", f"All {self.statuses} in turn"),
                ],
            )
            yield Static(
                f"Each is kept as a delivery; of a profile the newest {KEPT:,} are.", classes="about"
            )
            with Horizontal(classes="buttons"):
                yield Button(
                    with_own_keys(self.app, "Fire ({many.fire|enter})"),
                    id="fire",
                    variant="primary",
                    compact=True,
                )
                yield Button(with_own_keys(self.app, "Cancel ({many.cancel|esc})"), id="cancel", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start with what was asked for last time."""
        count, concurrency = self.query(TextField)
        count.load(str(self.last.number))
        concurrency.load(str(self.last.concurrency))
        self.query_one(ChoiceField).load("all" if self.last.mix else "one")
        count.focus_control()

    @on(Field.Done)
    @on(Button.Pressed, "#fire")
    def action_fire(self) -> None:
        """Fire, if the numbers are numbers."""
        from wizard.callback.many import MOST_AT_A_TIME

        count, concurrency = self.query(TextField)
        numbers = [
            _number(count, MOST),
            _number(concurrency, MOST_AT_A_TIME),
        ]
        if numbers[0] and numbers[1]:
            self.dismiss(Many(numbers[0], numbers[1], self.query_one(ChoiceField).choice.value == "all"))
            return
        (concurrency if numbers[0] else count).focus_control()

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)


def _number(field: TextField, most: int) -> int:
    """The number in a field; 0 where there is none from 1 to `most`, and then the field says so."""
    text = field.line.value.strip().replace(",", "").replace("_", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    fits = 1 <= number <= most
    field.remark([] if fits else [Remark(f"Write 1 to {most:,}")])
    return number if fits else 0
