"""Help: what the screen is for, a line a field, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen


SKIPPED = ("app.focus", "screen.", "scroll_", "page_", "app.simulate")
"""Beginnings of actions that Textual brings with every widget, and nobody looks up."""


class HelpScreen(ModalScreen[None]):
    """Made from the screen itself: its `HELP` text, its `help_fields` (catalog field names), its bindings."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
        background: $panel; border: round $primary;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss(None)", "Close", id="help.close")
    ]

    def __init__(self, title: str, content: Content) -> None:
        super().__init__()
        self.heading, self.content = title, content

    @classmethod
    def of(cls, screen: Screen[object]) -> HelpScreen:
        """The help of `screen` as it stands, keys of its focused widget included."""
        paragraphs = getattr(screen, "HELP", "").strip().split("\n\n")
        parts = [Content("\n\n".join(" ".join(text.split()) for text in paragraphs) + "\n")]
        catalog = getattr(screen.app, "catalog", None)
        fields = getattr(screen, "help_fields", ())
        if catalog and fields:
            parts.append(Content.styled("\nFields\n", "bold"))
            for name in fields:
                help_text = catalog.field(getattr(screen, "help_channel", "email"), name)
                parts.append(Content.assemble((help_text.label, "$text-accent"), f"  {help_text.help}\n"))
        parts.append(Content.styled("\nKeys\n", "bold"))
        seen: dict[tuple[str, str], list[str]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if (
                binding.description
                and active.enabled
                and not binding.action.startswith(
                    ("app.focus", "screen.", "scroll_", "page_", "app.simulate")
                )
            ):
                keys = seen.setdefault((binding.action, binding.tooltip or binding.description), [])
                key = screen.app.get_key_display(binding)
                if key not in keys:
                    keys.append(key)
        for (_, description), keys in seen.items():
            parts.append(
                Content.assemble((f"{', '.join(keys):>16}", "bold $text-accent"), f"  {description}\n")
            )
        title = getattr(screen, "help_title", "") or "Help"
        return cls(title, Content("").join(parts))

    def compose(self) -> ComposeResult:
        """One text in a box that scrolls."""
        with VerticalScroll() as box:
            box.border_title = self.heading
            yield Static(self.content)
        yield KeyBar()
