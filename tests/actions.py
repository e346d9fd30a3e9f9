"""The table of actions: `python -m tests.actions` prints it in Markdown, from the registry that the program uses."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding

from wizard.tui.places import PLACES
from wizard.tui.registry import Action, actions

if TYPE_CHECKING:
    from collections.abc import Iterator


def table() -> Iterator[str]:
    """A heading a place, a row an action."""
    app: App[None] = App()
    for place, group in groupby(actions().values(), key=lambda action: action.place):
        yield f"### {PLACES[place].title}"
        yield ""
        yield "| action | name | key | mouse | command |"
        yield "|---|---|---|---|---|"
        yield from (_row(app, action) for action in group)
        yield ""


def _row(app: App[None], action: Action) -> str:
    keys = " ".join(f"`{app.get_key_display(Binding(key, ''))}`" for key in action.keys)
    command = f"`{action.command}`" if action.command else ""
    title = action.title[:1].upper() + action.title[1:]
    return f"| {title} | `{action.name}` | {keys} | {action.mouse} | {command} |"


if __name__ == "__main__":
    print("\n".join(table()))
