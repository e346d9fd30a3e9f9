"""Basic authentication: a user name and a password become the Authorization row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from wizard.profile import Header
from wizard.profile.headers import basic_authorization
from wizard.tui.widgets.dialog import Dialog
from wizard.tui.widgets.field import Field, Remark
from wizard.tui.widgets.field_text import SecretField, TextField
from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class BasicAuthentication(Dialog[Header | None]):
    """Asks for user name and password. Dismissed with the header row, or None."""

    DEFAULT_CSS = """
    BasicAuthentication { align: center middle; }
    BasicAuthentication > Vertical {
        width: 62; max-width: 100%; height: auto; padding: 1 2;
        background: $panel; border: round $primary; border-title-style: bold;
    }
    BasicAuthentication .about { height: auto; color: $text-muted; margin-bottom: 1; }
    BasicAuthentication Horizontal.buttons { height: 1; }
    BasicAuthentication Horizontal.buttons Button { margin-right: 2; }
    BasicAuthentication Line { background: $background; }
    """
    help_title = "Basic authentication"
    HELP = """Makes the header row Authorization from a user name and a password, encoded as Basic authentication
asks. Every callback of the profile then carries it. The row is secret: hidden here, sealed in the store."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="basic-authentication.cancel"),
    ]

    def compose(self) -> ComposeResult:
        """Two fields, two buttons."""
        with Vertical() as box:
            box.border_title = "Basic authentication"
            yield Static(
                "Makes the row Authorization, in place of one that is there.", classes="about", markup=False
            )
            yield TextField("user", "User name")
            yield SecretField("password", "Password")
            with Horizontal(classes="buttons"):
                yield Button("Set the header", id="set", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)
        yield KeyBar()

    @on(Field.Done)
    def _next(self) -> None:
        user, password = self.query(TextField)
        if self.focused is user.line:
            password.focus_control()
        elif self.focused is password.line:
            self._set()

    @on(Button.Pressed, "#set")
    def _set(self) -> None:
        user, password = self.query(TextField)
        try:
            header = basic_authorization(user.line.value, password.line.value)
        except ValueError as error:
            message = str(error)
            at = password if "the password" in message.partition(";")[0] else user
            for field in (user, password):
                field.remark([Remark(message[:1].upper() + message[1:])] if field is at else [])
            at.focus_control()
        else:
            self.dismiss(header)

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
