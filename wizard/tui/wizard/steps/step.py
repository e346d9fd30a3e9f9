"""What the six steps share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from wizard.tui.widgets.field import Field
from wizard.tui.widgets.sized import Sized
from wizard.tui.wizard.form import root_of

if TYPE_CHECKING:
    from wizard.tui.wizard.form import Form


LOW = 34
"""Rows below which a screen is low."""
FREE = {"body": "dynamic variables"}
"""What a field that may be changed is called in Kaleyra's rule, where that is not its label."""


class ViewVariables(Message):
    """List Dynamic Variables is wanted."""


class Jump(Message):
    """The field of a problem, the one at `path`, is wanted."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class Step(Sized, VerticalScroll, can_focus=False):
    """The fields of one step.

    Edits go up as `Field.Edited`; the screen answers with `show`. Values go down only by `load`, when somebody other
    than the field itself changed them: writing back what a field has just told could undo a key typed since.
    """

    LONG: ClassVar[bool] = False
    """Whether it has more fields than a low screen has rows: there only the field in focus then shows its help."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form

    async def on_mount(self) -> None:
        """Fill in the fields."""
        await self.load(self.form)

    async def load(self, form: Form) -> None:
        """Put the profile's values into the fields, and all that follows from them."""
        self.fill(form)
        self.show(form)

    def fill(self, form: Form) -> None:
        """Put the profile's values into the fields."""

    def show(self, form: Form) -> None:
        """Bring remarks, notes and what may be changed in line with the form."""
        self.form = form
        for notice in self.walk_children(LockedNotice):
            notice.show(form)
        for field in self.walk_children(Field):
            field.remark(form.remarks(field.path))
            field.disabled = root_of(field.path) in form.locked

    def on_descendant_focus(self) -> None:
        """Help follows the focus."""
        self._show_help()

    def sized(self) -> None:
        """A higher screen has room for more help; on a lower one the field in focus stays in sight."""
        self._show_help()
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        focused = self.screen.focused if self.is_attached else None
        if focused is not None and self in focused.ancestors:
            focused.scroll_visible(animate=False, immediate=True)

    @property
    def brief(self) -> bool:
        """Whether only the field in focus shows its help."""
        return self.LONG and self.screen.size.height < LOW

    def _show_help(self) -> None:
        brief = self.brief
        for field in self.query(Field):
            field.help.display = not brief or field.has_focus_within or field.has_class("-told")

    def start(self) -> None:
        """Give the focus to the field where this step starts: the first that can take it."""
        for field in self.query(Field):
            if not field.disabled:
                field.focus_control()
                return

    def focus_path(self, path: str) -> None:
        """Give the focus to the field of a problem."""
        exact = [
            field for field in self.query(Field) if path == field.path or path.startswith(f"{field.path}.")
        ]
        for field in exact:
            field.focus_control()
            return
        self.start()


class LockedNotice(Static):
    """Why a step shows its fields without letting them be changed."""

    DEFAULT_CSS = """
    LockedNotice { height: auto; color: $text-warning; margin: 0 1 1 0; display: none; }
    LockedNotice.-shown { display: block; }
    """

    def show(self, form: Form) -> None:
        """Say it where something is locked."""
        self.set_class(bool(form.locked), "-shown")
        if form.locked:
            free = [FREE.get(name, form.label(name)) for name in form.channel.editable]
            saved = f"a saved {form.channel.id.capitalize()} profile"
            self.update(
                f"Kaleyra lets only the {' and '.join(free)} of {saved} change; Duplicate makes a new one."
            )
