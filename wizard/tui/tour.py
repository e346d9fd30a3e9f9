"""The first start's five lines: what to press first. Shown once, gone with the first key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from wizard.tui.active import shown_key
from wizard.tui.widgets.shades import MUTED

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.tui.app import WizardApp

LINES = (
    ("list.add", "adds a profile in six short steps; all you type is kept as a draft"),
    ("list.test", "fires a test callback at its endpoint: any of eight delivery statuses"),
    ("list.listen", "receives callbacks on this machine, opened, decrypted and checked"),
    ("list.copy-id", "copies a profile's ID, the callback_profile_id of your emails"),
    ("app.help", "explains any screen, and {palette} finds every action, profile and setting"),
)


class Tour(Static):
    """Stands in the place of the pane until a key is pressed, which does what it does anyway."""

    DEFAULT_CSS = """
    Tour {
        height: 7; padding: 0 1; border: round $primary; border-title-style: bold; border-title-color: $text-primary;
        border-subtitle-color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """
    app: WizardApp

    def on_mount(self) -> None:
        """Take the keys from what works on the screen, a person's own ones included."""
        self.border_title, self.border_subtitle = "First steps", "any key goes on"
        palette = shown_key(self.screen, "app.palette")
        self.update(
            Content("\n").join(
                Content.assemble(
                    (f" {shown_key(self.screen, name):>2} ", "bold $text-accent"),
                    (f" {told.format(palette=palette)}", MUTED),
                )
                for name, told in LINES
            )
        )


def note_shown(path: Path) -> None:
    """See that it is not shown again. A folder that cannot be written shows it once more, which hurts nobody."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        pass
