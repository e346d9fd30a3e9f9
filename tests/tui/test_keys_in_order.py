"""Keys typed in one go, faster than the screens follow, do what they would have done slowly."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, Static

from tests.support.waiting import until
from wizard.tui.keys_in_order import KeysInOrder


class Slow(Screen[None]):
    """Has its field only when it is told to, well after it is shown; until then something else could take keys."""

    AUTO_FOCUS = ""
    BINDINGS = [Binding("ctrl+n", "leave", priority=True), Binding("escape", "leave")]

    def compose(self) -> ComposeResult:
        self.built = asyncio.Event()
        yield Static("soon")

    async def on_mount(self) -> None:
        await self.built.wait()
        field = Input()
        await self.mount(field)
        field.focus()

    def action_leave(self) -> None:
        self.dismiss(None)


class Told(ModalScreen[None]):
    """Nothing on it takes the focus."""

    def compose(self) -> ComposeResult:
        yield Static("told")

    def key_escape(self) -> None:
        self.dismiss(None)


class Host(KeysInOrder[None]):
    BINDINGS = [("a", "add", "Add"), ("t", "tell", "Tell"), ("w", "wait", "Wait")]

    def compose(self) -> ComposeResult:
        yield Button("has the focus")

    def action_add(self) -> None:
        self.push_screen(Slow())

    def action_tell(self) -> None:
        self.push_screen(Told())

    def action_wait(self) -> None:
        self.release = self.hold_keys()


def type_at_once(app: Host, *keys: str) -> None:
    for key in keys:
        event = Key(key, key if len(key) == 1 else None)
        event.set_sender(app)
        app.post_message(event)


async def test_what_is_typed_before_the_field_stands_arrives_in_it_and_in_order() -> None:
    app = Host()
    async with app.run_test():
        type_at_once(app, "a", *"Receipts")
        await until(lambda: isinstance(app.screen, Slow) and hasattr(app.screen, "built"))
        app.screen.built.set()
        await until(lambda: app.screen.query(Input) and app.screen.query_one(Input).value == "Receipts")


async def test_a_key_with_priority_does_not_overtake_what_was_typed_before_it() -> None:
    app = Host()
    async with app.run_test():
        left: list[str] = []
        screen = Slow()
        app.push_screen(screen, lambda _: left.append(screen.query_one(Input).value))
        await until(lambda: hasattr(screen, "built"))
        type_at_once(app, *"all-of-it", "ctrl+n")
        screen.built.set()
        await until(lambda: left)
        assert left == ["all-of-it"]


async def test_a_screen_without_anything_to_focus_takes_its_keys() -> None:
    app = Host()
    async with app.run_test():
        type_at_once(app, "t", "escape", "w")
        await until(lambda: hasattr(app, "release"))
        assert not isinstance(app.screen, Told)


async def test_held_keys_come_when_they_are_released() -> None:
    app = Host()
    async with app.run_test() as pilot:
        type_at_once(app, "w", "t")
        await pilot.pause()
        assert not isinstance(app.screen, Told)
        app.release()
        app.release()  # twice is once
        await until(lambda: isinstance(app.screen, Told))


class Rows(Static, can_focus=True):
    """A list whose row is still to come: `o` opens it, `a` needs none."""

    BINDINGS = [Binding("o", "open"), Binding("a", "add")]

    def __init__(self) -> None:
        super().__init__("rows")
        self.is_looking = True
        self.done: list[str] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "open" or not self.is_looking

    def action_open(self) -> None:
        self.done.append("open")

    def action_add(self) -> None:
        self.done.append("add")


async def on_rows(app: Host) -> Rows:
    rows = Rows()
    await app.screen.mount(rows)
    rows.focus()
    await until(lambda: app.focused is rows)
    return rows


async def test_a_key_waits_for_the_row_it_needs_and_others_do_not() -> None:
    app = Host()
    async with app.run_test():
        rows = await on_rows(app)
        type_at_once(app, "a", "o", "a")
        await until(lambda: rows.done == ["add"] and app.keys_waiting)
        rows.is_looking = False
        await until(lambda: rows.done == ["add", "open", "add"])


async def test_a_row_that_does_not_come_holds_no_key_up_for_long() -> None:
    app = Host()
    async with app.run_test():
        rows = await on_rows(app)
        type_at_once(app, "o", "a", "o", "a")
        await until(lambda: rows.done == ["add", "add"])
