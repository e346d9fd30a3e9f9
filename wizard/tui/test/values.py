"""The values of the next callback, each of which may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Label, Static

from wizard.tui.test import sets
from wizard.tui.widgets.field_text import Line
from wizard.tui.widgets.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from textual.widget import Widget

    from wizard.callback import CallbackRequest
    from wizard.catalog import DynamicVariable
    from wizard.tui.app import WizardApp


class ValueLine(Line):
    """The value of a variable; Enter fires."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Fire", id="values.submit")]


class ValuesForm(VerticalScroll):
    """A line a dynamic variable. What is typed stays for every later firing; what is not is fresh each time.

    Where values are encrypted, each stands beside what is sent of it.
    """

    DEFAULT_CSS = """
    ValuesForm { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    ValuesForm Horizontal { height: 1; }
    ValuesForm .heads { color: $text-muted; text-style: bold; }
    ValuesForm Label { width: 19; color: $text-muted; }
    ValuesForm Label.-changed { color: $text-accent; text-style: bold; }
    ValuesForm .head { padding: 0 1; width: 1fr; }
    ValuesForm .sent { width: 1fr; height: 1; padding: 0 1; color: $text-muted; display: none; }
    ValuesForm .sent { text-wrap: nowrap; text-overflow: ellipsis; }
    ValuesForm.-encrypted .sent { display: block; }
    ValuesForm .about { height: auto; color: $text-muted; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "fresh", "All fresh", key_display="^r", id="values.fresh"),
        Binding(
            "ctrl+o",
            "sets",
            "Sets",
            key_display="^o",
            tooltip="Choose a kept set of values",
            id="values.sets",
        ),
        Binding("ctrl+s", "keep", "Keep as a set", key_display="^s", id="values.keep"),
    ]

    app: WizardApp

    class Ready(Message):
        """The lines stand and can be filled in."""

    class Fresh(Message):
        """A person wants all values made anew."""

    class Keep(Message):
        """A person wants the changed values kept as a set."""

    class Changed(Message):
        """A person typed `value` for the variable `name`."""

        def __init__(self, name: str, value: str) -> None:
            super().__init__()
            self.name, self.value = name, value

    def __init__(self, variables: Sequence[DynamicVariable]) -> None:
        super().__init__(can_focus=False)
        self.variables = variables
        self.stands = False
        """Whether its lines can be filled in; set by who is told so by `Ready`."""
        self._release: Callable[[], None] | None = None

    def on_mount(self) -> None:
        """The lines come after the screen's first picture, which shows another tab."""
        self.call_after_refresh(self._fill)

    async def _fill(self) -> None:
        await self.mount_all(self.lines())
        self.post_message(self.Ready())

    def hold_keys(self) -> None:
        """Where the lines are still being made, keep the keys that are meant for them until `release_keys`."""
        if not self.stands and self._release is None:
            self._release = self.app.hold_keys()

    def release_keys(self) -> None:
        """Let the keys come: a line has the focus."""
        if self._release is not None:
            self._release()

    def on_unmount(self) -> None:
        """Nobody waits for the lines any more."""
        self.release_keys()

    def lines(self) -> Iterator[Widget]:
        """Name, value, what is sent."""
        yield Horizontal(
            Label("Variable"),
            Static("Value", classes="head"),
            Static("As sent", classes="sent"),
            classes="heads",
        )
        for variable in self.variables:
            name = variable.name
            yield Horizontal(
                Label(name, id=f"label-{name}", markup=False),
                ValueLine(placeholder="empty", id=f"value-{name}", select_on_focus=False),
                Static("", id=f"sent-{name}", classes="sent", markup=False),
            )
        yield Static("What you type stays, marked *; all else is fresh for each callback.", classes="about")

    def fill(self, values: Mapping[str, str]) -> None:
        """Put other values into the lines."""
        if self.stands:  # otherwise Ready asks for it again
            for variable in self.variables:
                line, value = self.query_one(f"#value-{variable.name}", Line), values.get(variable.name, "")
                if line.value != value:
                    line.put_in(value)

    def show(self, changed: Collection[str], request: CallbackRequest | None) -> None:
        """Mark the values that a person chose, and show how each is sent. What is being typed is left alone."""
        if not self.stands:
            return
        sent = request.sent_values if request else {}
        self.set_class(any(value.encrypted for value in sent.values()), "-encrypted")
        for variable in self.variables:
            label = self.query_one(f"#label-{variable.name}", Label)
            mark = variable.name in changed
            label.set_class(mark, "-changed")
            label.update(f"{variable.name} *" if mark else variable.name)
            wire = sent.get(variable.name)
            told = "not in the request" if wire is None else wire.wire if wire.encrypted else "as it is"
            self.query_one(f"#sent-{variable.name}", Static).update(visible(told, keep=""))

    def action_fresh(self) -> None:
        """Ask for fresh values."""
        self.post_message(self.Fresh())

    def action_sets(self) -> None:
        """Ask for the sets."""
        self.post_message(sets.Wanted())

    def action_keep(self) -> None:
        """Ask to keep the values."""
        self.post_message(self.Keep())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed((event.input.id or "").removeprefix("value-"), event.value))
