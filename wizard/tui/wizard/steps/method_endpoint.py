"""Step 2: how and where Kaleyra calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profile.endpoint import endpoint_place
from wizard.tui.widgets.field_choice import ChoiceField
from wizard.tui.widgets.field_grid import GridOption
from wizard.tui.widgets.field_text import TextField
from wizard.tui.wizard.steps.step import LockedNotice, Step
from wizard.tui.wizard.used_endpoints import UsedEndpoints

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.tui.app import WizardApp
    from wizard.tui.wizard.form import Form


class MethodEndpointStep(Step):
    """HTTP Method, Enter Endpoint."""

    app: WizardApp

    def compose(self) -> ComposeResult:
        """All methods are shown; one that the channel cannot use says why."""
        form = self.form
        yield LockedNotice()
        methods = [GridOption(m.name, m.name, m.reason, m.enabled) for m in form.channel.methods]
        yield ChoiceField("method", form.label("method"), methods, form.help("method"))
        endpoint = TextField(
            "endpoint", form.label("endpoint"), form.help("endpoint"), placeholder=form.example("endpoint")
        )
        endpoint.line.suggester = UsedEndpoints(self.app.store)
        yield endpoint

    def fill(self, form: Form) -> None:
        """Method and endpoint."""
        self.query_one(ChoiceField).load(form.profile.method)
        self.query_one(TextField).load(form.profile.endpoint)

    def show(self, form: Form) -> None:
        """The endpoint's place stands beside its label."""
        super().show(form)
        self.query_one(TextField).note(endpoint_place(form.profile.endpoint))

    def start(self) -> None:
        """Where only one method can be chosen, at the endpoint: there is nothing to do before it."""
        if (
            sum(method.enabled for method in self.form.channel.methods) == 1
            and not self.query_one(TextField).disabled
        ):
            self.query_one(TextField).focus_control()
        else:
            super().start()


STEP = MethodEndpointStep
