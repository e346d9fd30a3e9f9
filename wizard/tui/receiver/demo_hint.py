"""What to press in `wizard demo`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from wizard.tui.active import with_own_keys
from wizard.tui.receiver.tell import counted
from wizard.tui.widgets.shades import MUTED

if TYPE_CHECKING:
    from wizard.tui.app import WizardApp


class DemoHint(Static):
    """Three lines under the list; the second one counts what has come."""

    DEFAULT_CSS = """
    DemoHint { height: 3; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    ProfilesScreen.-open DemoHint { display: none; }
    """
    app: WizardApp

    def on_mount(self) -> None:
        """Follow the receiver."""
        self.app.station.changed.subscribe(self, self._changed)
        self._changed(None)

    def _changed(self, _: None) -> None:
        count = self.app.station.count
        came = f"{counted(count, 'callback')} came: see" if count else "shows"
        own = partial(with_own_keys, self.app)
        lines = (
            ("{list.test|t}", "then {test.fire|enter} fires a Bounce at the receiver inside this program"),
            ("{list.listen|l}", f"{came} what was received, opened and checked"),
            (
                "{list.decrypt|w}",
                "opens a value you paste, or says why it stays shut; {list.quit|q} leaves no trace",
            ),
        )
        self.update(
            Content("\n").join(
                Content.assemble((f" {own(key)} ", "bold $text-accent"), (f" {own(told)}", MUTED))
                for key, told in lines
            )
        )
