"""The line at the foot of every screen: the keys that work now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.actions import parse
from textual.content import Content
from textual.widget import Widget

from wizard.tui.active import bindings_now

if TYPE_CHECKING:
    from textual import events
    from textual.binding import Binding
    from textual.dom import DOMNode
    from textual.screen import Screen


class Entry(NamedTuple):
    """One key on the bar, and the cells it covers."""

    start: int
    end: int
    action: str
    node: DOMNode
    text: Content


class KeyBar(Widget, can_focus=False):
    """Shows the bindings of the focused widget, its screen and the app, as many as fit whole, in their order.

    A binding that is hidden, or switched off by `check_action`, is left out; what does not fit is in the palette and
    in help. Those of the widget in focus come first, as they change from place to place; help, palette and quit keep
    their room at the end. A click on a key does what the key does. Textual's own Footer mounts a widget a key, which
    costs start-up time, and scrolls what does not fit out of sight.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; }
    """
    LAST = ("app.help", "command_palette", "quit", "leave")
    """Actions that stay in sight however narrow the terminal is."""

    def on_mount(self) -> None:
        """Follow the screen: what works changes with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_resize(self) -> None:
        """What works may follow from the room: a preview that stands beside the form is not opened."""
        self.screen.refresh_bindings()

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def _entries(self, width: int) -> list[Entry]:
        found: dict[str, tuple[str, str, DOMNode]] = {}
        for active in bindings_now(self.screen):
            binding = active.binding
            if not binding.show or not active.enabled or not binding.description or not self._works(binding):
                continue
            if binding.action not in found:
                key = self.app.get_key_display(binding)
                found[binding.action] = (key, binding.description, active.node)
        last = [action for action in found if action in self.LAST]
        first = [action for action in found if action not in self.LAST]
        last.sort(key=self.LAST.index)
        room = width - sum(self._width(found[action]) for action in last)
        chosen = []
        for action in first:
            width = self._width(found[action])
            if width <= room:  # a shorter one behind a long one may still fit
                room -= width
                chosen.append(action)
        entries, at = [], 0
        for action in chosen + last:
            key, description, node = found[action]
            text = Content.assemble(
                (f" {key} ", "bold $footer-key-foreground on $footer-key-background"), f"{description} "
            )
            entries.append(Entry(at, at + text.cell_length, action, node, text))
            at += text.cell_length
        return entries

    def _works(self, binding: Binding) -> bool:
        """Whether an action of this screen works; under another screen Textual has asked that one."""
        space, name, parameters = parse(binding.action)
        return self.screen.is_active or space != "screen" or bool(self.screen.check_action(name, parameters))

    @staticmethod
    def _width(found: tuple[str, str, DOMNode]) -> int:
        return Content(f" {found[0]} {found[1]} ").cell_length

    def render(self) -> Content:
        """The line itself."""
        return Content("").join(entry.text for entry in self._entries(self.size.width))

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        for entry in self._entries(self.size.width):
            if entry.start <= event.x < entry.end:
                await self.app.run_action(entry.action, default_namespace=entry.node)
                return
