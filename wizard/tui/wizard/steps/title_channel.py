"""Step 1: what the profile is called, and what its callbacks are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.tui.widgets.field_choice import ChoiceField
from wizard.tui.widgets.field_fixed import FixedField
from wizard.tui.widgets.field_grid import GridOption
from wizard.tui.widgets.field_text import TextField
from wizard.tui.widgets.field_ticks import TicksField
from wizard.tui.wizard.steps.step import LockedNotice, Step

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.tui.wizard.form import Form


class TitleChannelStep(Step):
    """Title, Select Channel API, Events for the selected channel."""

    def compose(self) -> ComposeResult:
        """A channel with one event has nothing to choose among events."""
        form = self.form
        yield LockedNotice()
        yield TextField("title", form.label("title"), form.help("title"), placeholder=form.example("title"))
        channels = [GridOption(channel.id, channel.label) for channel in form.catalog.channels.values()]
        yield ChoiceField("channel", form.label("channel"), channels, form.help("channel"))
        if len(form.channel.events) == 1:
            yield FixedField("events", form.label("events"), form.help("events"))
        else:
            yield TicksField("events", form.label("events"), form.help("events"))

    def fill(self, form: Form) -> None:
        """Title, channel, events."""
        self.query_one(TextField).load(form.profile.title)
        self.query_one(ChoiceField).load(form.profile.channel)
        if fixed := self.query(FixedField):
            fixed.first().load(", ".join(form.profile.events))
        else:
            events = [GridOption(event, event) for event in form.channel.events]
            self.query_one(TicksField).ticks.show(events, form.profile.events)


STEP = TitleChannelStep
