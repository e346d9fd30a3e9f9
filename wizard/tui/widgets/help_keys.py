"""The keys for help, of the app and of every dialog."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HELP_KEYS: list[BindingType] = [
    Binding("question_mark", "app.help", "Help", key_display="?", id="app.help"),
    Binding("f1", "app.help", "Help", key_display="F1", id="app.help"),
]
"""Two bindings, so that the bar shows F1 where `?` is a character to type."""
