"""How the program is drawn: in signs that the terminal has, and only what does not stand there already."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import App, ReturnType
from textual.geometry import Size

from wizard.tui.charset import KEY_WORDS, charset, writing

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.driver import Driver

    from wizard.tui.charset import Charset


class Drawing(App[ReturnType]):
    """Draws for the terminal that is there, and all of it again once that has lost what stood on it."""

    _told_size = Size(0, 0)
    """What the screens were told last of the terminal's size."""

    @cached_property
    def charset(self) -> Charset:
        """What the terminal can show."""
        return charset()

    def get_driver_class(self) -> type[Driver]:
        """As Textual has it, writing only what the terminal can show."""
        return writing(super().get_driver_class(), self.charset)

    def get_key_display(self, binding: Binding) -> str:
        """The key's sign, or its word where the terminal has no such sign."""
        shown = super().get_key_display(binding)
        return shown if self.charset == "unicode" else KEY_WORDS.get(shown, shown)

    def on_mount(self) -> None:
        """Once the program is back from a suspension its picture is drawn whole: the terminal has forgotten it."""
        self.app_resume_signal.subscribe(self, lambda _: self.draw_anew())

    def on_resize(self) -> None:
        """A terminal of another size has moved or lost what stood on it."""
        self._forget_drawn()

    def _check_resize(self) -> None:
        """Textual, which comes here for every change of size, draws nothing for a terminal that was made larger or
        smaller and at once as before.
        """
        if self._resize_event is not None:
            standing = getattr(self._driver, "standing", None)
            if self._resize_event.size == self._told_size and standing is not None and standing.is_begun:
                self.draw_anew()
            self._told_size = self._resize_event.size
        super()._check_resize()

    def draw_anew(self) -> None:
        """Everything is written again, whatever stands on the terminal: another program may have written over it."""
        self._forget_drawn()
        self.refresh(layout=True)

    def _forget_drawn(self) -> None:
        standing = getattr(self._driver, "standing", None)
        if standing is not None:
            standing.forget()
