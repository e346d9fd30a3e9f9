"""A field of a form: label, control, what is wrong with it, help."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from wizard.tui.widgets.shades import MUTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult


class Remark(NamedTuple):
    """What is said about a value: a sentence, and whether it is an error or a warning."""

    text: str
    is_error: bool = True

    @property
    def content(self) -> Content:
        """`✗ sentence` or `! sentence`: told apart by the sign as well as by colour, and without a full stop."""
        sign, style = ("✗ ", "$text-error") if self.is_error else ("! ", "$text-warning")
        return Content.styled(sign + self.text.removesuffix("."), style)


class FieldHead(Widget):
    """The label on the left and a dim note (a counter, say) on the right, in one line."""

    DEFAULT_CSS = """
    FieldHead { height: 1; width: 1fr; color: $foreground; text-style: bold; }
    """
    note: reactive[str] = reactive("")
    active: reactive[bool] = reactive(False)
    """Whether the focus is in the field. Told in code: the style `:focus-within` has Textual look up the styles of
    every widget of the field again, each time the focus moves."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def render(self) -> Content:
        """Label and note; the note gives way where both do not fit."""
        label = Content.styled(self.label, "$text-accent") if self.active else Content(self.label)
        label = label.truncate(self.size.width, ellipsis=True)
        room = self.size.width - label.cell_length - 2
        note = Content(self.note).truncate(max(0, room), ellipsis=True)
        gap = " " * max(0, self.size.width - label.cell_length - note.cell_length)
        return Content.assemble(label, gap, note.stylize(f"not bold {MUTED}"))


class Remarks(Static):
    """The remarks under a field, one a line; takes no room when there are none."""

    DEFAULT_CSS = """
    Remarks { height: auto; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Remark] = []
        self.display = False

    def show(self, remarks: Sequence[Remark]) -> None:
        """Show these, in place of those shown before."""
        if list(remarks) != self._shown:
            self._shown = list(remarks)
            self.display = bool(remarks)
            self.update(Content("\n").join(remark.content for remark in remarks))

    @classmethod
    def tell(cls, holder: Widget, remarks: Sequence[Remark], before: Widget | None = None) -> None:
        """Show the remarks in `holder`, at its end or `before` a child. Made when needed: most fields have none."""
        shown = next((child for child in holder.children if isinstance(child, cls)), None)
        if shown is None and remarks:
            shown = cls()
            holder.mount(shown, before=before)
        if shown is not None:
            shown.show(remarks)


class Field(Vertical):
    """One field. What it edits is named by `path`; it knows nothing more about it.

    Subclasses give the control.
    """

    DEFAULT_CSS = """
    Field { height: auto; width: 1fr; margin-bottom: 1; }
    Field > .field--help { height: auto; width: 1fr; color: $text-muted; }
    """

    class Edited(Message):
        """A person changed the value at `path` to `value`."""

        def __init__(self, path: str, value: object) -> None:
            super().__init__()
            self.path = path
            self.value = value

    class Left(Message):
        """The focus has left the field at `path`."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    class Done(Message):
        """Enter in a line of text, where the screen has no key of its own for going on."""

    def __init__(self, path: str, label: str, help_text: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.path = path
        self.label = label
        self.head = FieldHead(label)
        self.help = Static(help_text, classes="field--help", markup=False)
        self.help.display = bool(help_text)

    def controls(self) -> Iterable[Widget]:
        """The widgets between label and help."""
        return ()

    def compose(self) -> ComposeResult:
        """Label, control, help; remarks come between these two when there are any."""
        yield self.head
        yield from self.controls()
        yield self.help

    def remark(self, remarks: Sequence[Remark]) -> None:
        """Show what is wrong now; nothing for all well."""
        if self.children:
            Remarks.tell(self, remarks, before=self.children[-1])

    def note(self, text: str) -> None:
        """Show a dim remark at the label's right."""
        self.head.note = text

    def focus_control(self) -> None:
        """Give the focus to the first control that takes it."""
        for widget in self.walk_children(Widget):
            if widget.focusable:
                self.screen.set_focus(widget)
                return

    def on_descendant_focus(self) -> None:
        """The label stands out while the focus is here."""
        self.head.active = True

    def on_descendant_blur(self) -> None:
        """Tell when the focus has gone out of the field, not when it moves inside."""
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors_with_self:
            self.head.active = False
            self.post_message(self.Left(self.path))
