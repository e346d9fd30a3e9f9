"""Step 4: how the body travels, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button

from wizard.profile import Header
from wizard.profile.model import BODY_FORMATS
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.field_choice import ChoiceField
from wizard.tui.widgets.field_grid import GridOption
from wizard.tui.wizard.header_rows import HeaderRows
from wizard.tui.wizard.steps.step import LockedNotice, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from wizard.tui.wizard.form import Form

FORMAT_LABELS = {"json": "off: JSON", "form-data": "form data", "urlencoded": "urlencoded"}


class HeadersField(Field):
    """The rows with the buttons under them."""

    DEFAULT_CSS = """
    HeadersField Horizontal.buttons { height: 1; margin-bottom: 1; }
    HeadersField Horizontal.buttons Button { margin-right: 1; }
    """

    def __init__(self, label: str, help_text: str, example: str) -> None:
        super().__init__("headers", label, help_text)
        name, _, value = example.partition(": ")
        self.rows = HeaderRows((name, value))

    def controls(self) -> Iterable[Widget]:
        """Rows, then + Add more and Basic authentication."""
        up, down = Button("▲", id="up", compact=True), Button("▼", id="down", compact=True)
        up.can_focus = down.can_focus = False  # for the pointer: a row has keys for it
        add = Button("+ Add more", id="add", compact=True)
        add.active_effect_duration = 0  # while it lasts a button is deaf, and rows are added fast
        yield self.rows
        yield Horizontal(
            add,
            Button("Basic authentication…", id="basic", compact=True),
            up,
            down,
            classes="buttons",
        )

    @on(HeaderRows.Counted)
    def _counted(self, event: HeaderRows.Counted) -> None:
        for name in ("#up", "#down"):
            self.query_one(name).display = event.count > 1

    @on(Button.Pressed, "#up,#down")
    def _move(self, event: Button.Pressed) -> None:
        event.stop()
        self.rows.move_current(event.button.id or "")


class HeadersStep(Step):
    """Enable form data or urlencoded headers, Header rows."""

    def compose(self) -> ComposeResult:
        """The body's format decides the Content-Type, so it stands with the headers."""
        form = self.form
        yield LockedNotice()
        formats = [GridOption(value, FORMAT_LABELS.get(value, value)) for value in BODY_FORMATS]
        yield ChoiceField("body_format", form.label("body_format"), formats, form.help("body_format"))
        yield HeadersField(form.label("headers"), form.help("headers"), form.example("headers"))

    async def load(self, form: Form) -> None:
        """Rows are mounted before anything can be said of them."""
        await self.query_one(HeaderRows).load(form.profile.headers)
        await super().load(form)

    def fill(self, form: Form) -> None:
        """The format; the rows are there already."""
        self.query_one(ChoiceField).load(form.profile.body_format)

    def show(self, form: Form) -> None:
        """Each row has its own remarks."""
        super().show(form)
        self.query_one(HeadersField).remark([])
        told = [form.remarks(f"headers.{index}") for index in range(len(form.profile.headers))]
        self.query_one(HeaderRows).remark(told)

    def start(self) -> None:
        """At the first row: the format is right for most."""
        field = self.query_one(HeadersField)
        if field.disabled:
            super().start()
        else:
            field.focus_control()

    def focus_path(self, path: str) -> None:
        """To the name or value of a row."""
        root, _, rest = path.partition(".")
        if root == "headers" and rest:
            index, _, part = rest.partition(".")
            self.query_one(HeaderRows).focus_header(int(index), part)
        else:
            super().focus_path(path)

    @on(Button.Pressed, "#add")
    async def _add(self, event: Button.Pressed) -> None:
        event.stop()
        await self.query_one(HeaderRows).add()

    @on(Button.Pressed, "#basic")
    @work(exclusive=True, group="basic")
    async def _basic(self, event: Button.Pressed) -> None:
        from wizard.tui.wizard.basic_authentication import BasicAuthentication

        event.stop()
        made = await self.app.push_screen_wait(BasicAuthentication())
        if made is None:
            return
        headers = [*self.form.profile.headers]
        places = [
            index for index, header in enumerate(headers) if header.name.casefold() == made.name.casefold()
        ]
        if places:
            headers[places[0]] = made
        else:
            headers.append(made)
        await self.query_one(HeaderRows).load(headers)
        self.post_message(Field.Edited("headers", tuple[Header, ...](headers)))


STEP = HeadersStep
