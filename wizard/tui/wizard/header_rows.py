"""Header rows: name, value, whether it is secret; added, removed and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from wizard.profile import Header
from wizard.profile.headers import is_secret
from wizard.profile.masking import mask
from wizard.tui.widgets.field import Field, Remarks
from wizard.tui.widgets.field_links import FieldLinks
from wizard.tui.widgets.field_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from wizard.tui.widgets.field import Remark


BLANK = Header(name="", value="")


class HeaderRow(Vertical):
    """One row. A secret value is hidden until asked for; whether it is secret its name tells, unless chosen."""

    DEFAULT_CSS = """
    HeaderRow { height: auto; }
    HeaderRow Horizontal { height: 1; margin-bottom: 1; }
    HeaderRow.-remarked Horizontal { margin-bottom: 0; }
    HeaderRow Remarks { margin-bottom: 1; }
    HeaderRow .name { width: 2fr; min-width: 17; margin-right: 1; }
    HeaderRow .value { width: 3fr; }
    HeaderRow FieldLinks { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+r", "reveal", "Show", tooltip="Show a secret value, or hide it again", id="headers.reveal"
        ),
        Binding(
            "f7",
            "secret",
            "Secret",
            key_display="F7",
            tooltip="Make the value secret, or no longer",
            id="headers.secret",
        ),
        Binding("f8", "tell('remove')", "Remove", key_display="F8", show=False, id="headers.remove"),
        Binding("shift+up,ctrl+up", "tell('up')", "Move up", show=False, id="headers.move-up"),
        Binding("shift+down,ctrl+down", "tell('down')", "Move down", show=False, id="headers.move-down"),
        Binding("up", "tell('above')", show=False, id="headers.row-above"),
        Binding("down", "tell('below')", show=False, id="headers.row-below"),
    ]

    class Changed(Message):
        """The row was edited, or is to be moved, removed or left: `what` says which."""

        def __init__(self, row: HeaderRow, what: str = "edit") -> None:
            super().__init__()
            self.row = row
            self.what = what

    def __init__(self, header: Header, hints: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        self.secret = header.secret
        self.shown = False
        self.name_line = Line(header.name, placeholder=hints[0], classes="name", select_on_focus=False)
        self.links = FieldLinks()
        self.value_line = Line(header.value, placeholder=hints[1], classes="value", select_on_focus=False)

    @property
    def header(self) -> Header:
        """The row as it stands."""
        return Header(name=self.name_line.value, value=self.value_line.value, secret=self.secret)

    @property
    def blank(self) -> bool:
        """Whether nothing is typed in it: such a row is no header."""
        return not self.name_line.value and not self.value_line.value

    def compose(self) -> ComposeResult:
        """Name, value, and words for the pointer that do what the keys do."""
        with Horizontal():
            yield self.name_line
            yield self.value_line
            yield self.links

    def on_mount(self) -> None:
        """Hide what is secret."""
        self._follow()

    def _follow(self) -> None:
        secret = is_secret(self.header)
        value = self.value_line.value
        self.value_line.password = (
            secret and not self.shown and mask(value) != value
        )  # ${NAME} alone is no secret
        state = ("shown " if self.shown else "hidden") if secret else "plain "
        self.links.words = (("state", state), ("remove", "✕"))

    def remark(self, remarks: Sequence[Remark]) -> None:
        """Show what is wrong with the row."""
        Remarks.tell(self, remarks)
        self.set_class(bool(remarks), "-remarked")

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self._follow()
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Field.Done())

    @on(FieldLinks.Pressed)
    def _pressed(self, event: FieldLinks.Pressed) -> None:
        event.stop()
        if event.what != "state":
            self.action_tell(event.what)
        elif is_secret(self.header):
            self.action_reveal()
        else:
            self.action_secret()

    def action_tell(self, what: str) -> None:
        """Ask the list of rows to do something with this one."""
        self.post_message(self.Changed(self, what))

    def action_reveal(self) -> None:
        """Show a secret value, or hide it again."""
        self.shown = not self.shown
        self._follow()

    def action_secret(self) -> None:
        """Make the value secret, or no longer."""
        self.secret, self.shown = not is_secret(self.header), False
        self._follow()
        self.post_message(self.Changed(self))


class HeaderRows(Vertical):
    """All rows; where there is none, a blank one to start with.

    Posts Field.Edited for the path `headers`, blank rows left out.
    """

    DEFAULT_CSS = """
    HeaderRows { height: auto; }
    """

    def __init__(self, hints: tuple[str, str]) -> None:
        super().__init__()
        self.hints = hints
        self.current: HeaderRow | None = None
        """The row that has the focus, or had it last."""

    class Counted(Message):
        """There are `count` rows now."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    @property
    def rows(self) -> list[HeaderRow]:
        """The rows from the top."""
        return list(self.query(HeaderRow))

    async def load(self, headers: Sequence[Header]) -> None:
        """Show these rows in place of those shown."""
        if tuple(row.header for row in self.rows if not row.blank) == tuple(headers) and self.rows:
            return
        await self.remove_children()
        await self.mount_all(HeaderRow(header, self.hints) for header in headers or (BLANK,))
        self.post_message(self.Counted(len(self.rows)))

    def remark(self, remarks: Sequence[Sequence[Remark]]) -> None:
        """What is wrong with each header, counted without blank rows."""
        told = iter(remarks)
        for row in self.rows:
            row.remark([] if row.blank else next(told, []))

    def focus_header(self, index: int, part: str) -> None:
        """The focus to the header at `index`, into its `name` or `value`."""
        rows = [row for row in self.rows if not row.blank] or self.rows
        row = rows[min(index, len(rows) - 1)]
        self.screen.set_focus(row.value_line if part == "value" else row.name_line)

    async def add(self) -> None:
        """One more row at the end, with the focus in it; a blank one there is taken instead."""
        rows = self.rows
        if not rows or not rows[-1].blank:
            await self.mount(HeaderRow(BLANK, self.hints))
            self.post_message(self.Counted(len(self.rows)))
        self.screen.set_focus(self.rows[-1].name_line)

    def move_current(self, what: str) -> None:
        """Move the row that had the focus last `up` or `down`."""
        row = self.current or next(iter(self.rows), None)
        if row is not None:
            row.action_tell(what)

    def _tell(self) -> None:
        headers = tuple(row.header for row in self.rows if not row.blank)
        self.post_message(Field.Edited("headers", headers))

    @on(HeaderRow.Changed)
    async def _row_changed(self, event: HeaderRow.Changed) -> None:
        event.stop()
        rows = self.rows
        index = rows.index(event.row) if event.row in rows else -1
        if event.what == "edit":
            self._tell()
        elif event.what == "remove":
            await self._remove(index)
        elif event.what in ("up", "down"):
            other = index + (1 if event.what == "down" else -1)
            if 0 <= other < len(rows):
                if event.what == "down":
                    self.move_child(event.row, after=rows[other])
                else:
                    self.move_child(event.row, before=rows[other])
                self._tell()
        else:
            other = index + (1 if event.what == "below" else -1)
            if 0 <= other < len(rows):
                in_value = event.row.value_line.has_focus
                (rows[other].value_line if in_value else rows[other].name_line).focus()

    async def _remove(self, index: int) -> None:
        rows = self.rows
        row = rows.pop(index)
        had_focus = row.has_focus_within
        await row.remove()
        if not rows:
            await self.mount(HeaderRow(BLANK, self.hints))
        if had_focus:
            self.rows[min(index, len(self.rows) - 1)].name_line.focus()
        self.current = None
        self.post_message(self.Counted(len(self.rows)))
        self._tell()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the row."""
        self.current = next(
            (node for node in event.widget.ancestors if isinstance(node, HeaderRow)), self.current
        )

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A row that the focus has left may be told of; blank ones before it do not count."""
        row = next((node for node in event.widget.ancestors if isinstance(node, HeaderRow)), None)
        focused = self.screen.focused
        if row is None or row.blank or (focused is not None and row in focused.ancestors):
            return
        full = [other for other in self.rows if not other.blank]
        self.post_message(Field.Left(f"headers.{full.index(row)}"))
