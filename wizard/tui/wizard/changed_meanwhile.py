"""Two people changed the same profile: both bodies, and which is to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.key_bar import KeyBar
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ChangedDialog(Dialog[str | None]):
    """Shows `theirs`, as the store has it now, and `mine`.

    Dismissed with `mine`, `theirs`, or None to go on editing.
    """

    DEFAULT_CSS = """
    ChangedDialog { align: center middle; }
    ChangedDialog > Vertical {
        width: 96; max-width: 100%; height: 80%; min-height: 14; padding: 0 2;
        background: $panel; border: round $warning; border-title-style: bold;
    }
    ChangedDialog .about { height: auto; margin-bottom: 1; }
    ChangedDialog .bodies { height: 1fr; }
    ChangedDialog VerticalScroll { width: 1fr; border: round $border; padding: 0 1; border-title-color: $text; }
    ChangedDialog .buttons { height: 1; margin-top: 1; }
    ChangedDialog Button { margin-right: 2; }
    """
    help_title = "Changed meanwhile"
    HELP = """Somebody else saved this profile after you opened it. Both request bodies stand here: save yours over
theirs, take theirs and go on from it, or go back to editing and decide later. Nothing is lost until you choose."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "dismiss('mine')", "Save mine", id="changed-meanwhile.mine"),
        Binding("t", "dismiss('theirs')", "Take theirs", id="changed-meanwhile.theirs"),
        Binding("escape", "dismiss(None)", "Go on editing", id="changed-meanwhile.go-on"),
    ]

    def __init__(self, theirs: str, mine: str) -> None:
        super().__init__()
        self.theirs, self.mine = theirs, mine

    def compose(self) -> ComposeResult:
        """Both bodies side by side, three answers."""
        with Vertical() as box:
            box.border_title = "Changed meanwhile"
            yield Static(
                "Somebody else saved this profile since you opened it. Which request body is to stay?",
                classes="about",
            )
            with Horizontal(classes="bodies"):
                for title, body in (("In the store now", self.theirs), ("Yours", self.mine)):
                    with VerticalScroll() as pane:
                        pane.border_title = title
                        yield Static(visible(body), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save mine", id="mine", compact=True, variant="warning")
                yield Button("Take theirs", id="theirs", compact=True)
                yield Button("Go on editing", id="back", compact=True)
        yield KeyBar()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(None if event.button.id == "back" else event.button.id)
