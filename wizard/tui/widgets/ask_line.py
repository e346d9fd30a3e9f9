"""A question answered with one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from wizard.tui.active import with_own_keys
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.field import Field, Remark
from wizard.tui.widgets.field_text import TextField
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class AskLine(Dialog[str | None]):
    """Asks for `label`. `wrong` says in a sentence what keeps an answer from being taken, "" for nothing.

    Dismissed with the answer, or None.
    """

    DEFAULT_CSS = """
    AskLine { align: center middle; }
    AskLine > Vertical {
        width: 70; max-width: 96%; height: auto; padding: 1 2;
        background: $panel; border: round $primary; border-title-style: bold;
    }
    AskLine .about { height: auto; color: $text-muted; margin-bottom: 1; }
    AskLine Horizontal { height: 1; }
    AskLine Button { margin-right: 2; }
    AskLine Line, AskLine Line:focus { background: $background; }
    """
    help_title = "A line of text"
    HELP = "Enter takes what is typed; what is wrong with it stands under the line. {ask.cancel|esc} changes nothing."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel", id="ask.cancel")]

    def __init__(
        self,
        title: str,
        label: str,
        yes: str,
        *,
        about: str = "",
        value: str = "",
        wrong: Callable[[str], str] = lambda answer: "",
    ) -> None:
        super().__init__()
        self.heading, self.label, self.yes, self.about = title, label, yes, about
        self.value, self.wrong = value, wrong

    def compose(self) -> ComposeResult:
        """What it is about, the line, two buttons."""
        with Vertical() as box:
            box.border_title = self.heading
            if self.about:
                yield Static(self.about, classes="about", markup=False)
            yield TextField("answer", self.label)
            with Horizontal():
                yield Button(f"{self.yes} (enter)", id="yes", variant="primary", compact=True)
                yield Button(with_own_keys(self.app, "Cancel ({ask.cancel|esc})"), id="no", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start with the answer that is likely."""
        field = self.query_one(TextField)
        field.load(self.value)
        field.focus_control()

    @on(Field.Done)
    @on(Button.Pressed, "#yes")
    def _answered(self) -> None:
        field = self.query_one(TextField)
        answer = field.line.value.strip()
        if wrong := self.wrong(answer):
            field.remark([Remark(wrong)])
            field.focus_control()
        else:
            self.dismiss(answer)

    @on(Button.Pressed, "#no")
    def _cancelled(self) -> None:
        self.dismiss(None)
