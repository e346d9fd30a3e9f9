"""What is wrong with a text that came back from the editor, and whether to go there again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from wizard.tui.active import with_own_keys
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from wizard.profile import Problem


class MendDialog(Dialog[str]):
    """Shows every mistake with its line and column.

    Dismissed with `again` for the editor, `later` for the form with the text kept, `drop` to forget the text.
    """

    DEFAULT_CSS = """
    MendDialog { align: center middle; }
    MendDialog > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
        background: $panel; border: round $warning; border-title-style: bold;
    }
    MendDialog VerticalScroll { height: auto; max-height: 12; }
    MendDialog Static { height: auto; }
    MendDialog .about { color: $text-muted; margin: 1 0; }
    MendDialog .buttons { height: 1; }
    MendDialog Button { margin-right: 2; }
    """
    help_title = "A text that needs mending"
    HELP = """What you saved in your editor is no profile yet. Each line says where, and what to do. Edit again opens
the text there; nothing of it is lost until you drop it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "dismiss('again')", "Edit again", id="mend.again"),
        Binding("d", "dismiss('drop')", "Drop it", id="mend.drop"),
        Binding("escape", "dismiss('later')", "Later", id="mend.later"),
    ]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems

    def compose(self) -> ComposeResult:
        """Mistakes, what becomes of the text, three answers."""
        own = partial(with_own_keys, self.app)
        with Vertical() as box:
            box.border_title = "The text cannot be taken over yet"
            with VerticalScroll():
                yield Static(Content("\n").join(_line(problem) for problem in self.problems))
            later = "Later goes back to the form; {wizard.editor|F9} then opens this text again."
            yield Static(own(later), classes="about")
            with Horizontal(classes="buttons"):
                yield Button(own("Edit again ({mend.again|e})"), id="again", variant="warning", compact=True)
                yield Button(own("Later ({mend.later|esc})"), id="later", compact=True)
                yield Button(own("Drop it ({mend.drop|d})"), id="drop", compact=True)
        yield KeyBar()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id or "later")


def _line(problem: Problem) -> Content:
    """`✗ line 3, column 7  What is wrong; what to do`."""
    place = f"line {problem.line}, column {problem.column}" if problem.line else problem.path
    told = visible("; ".join(filter(None, (problem.message, problem.advice))), keep="")
    return Content.assemble(("✗ ", "$text-error"), (place, "bold"), f"  {told}")
