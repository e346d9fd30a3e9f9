"""Keys typed in one go, faster than a screen is made, do what they would have done slowly."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input

from wizard.tui.widgets.type_ahead import TypeAhead


class Slow(TypeAhead[None]):
    """Has its field only when it is told to, well after it is shown."""

    AUTO_FOCUS = ""

    async def fill(self) -> None:
        field = Input()
        await self.mount(field)
        field.focus()


class Host(App[None]):
    BINDINGS = [("a", "add", "Add")]

    def compose(self) -> ComposeResult:
        return []

    def action_add(self) -> None:
        self.push_screen(Slow())


async def test_what_is_typed_before_the_field_stands_arrives_in_it_and_in_order() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("a")
        assert not app.screen.query(Input)
        await pilot.press(*"Receipts")
        assert isinstance(app.screen, Slow)
        await app.screen.fill()
        while not app.screen.query(Input) or app.screen.query_one(Input).value != "Receipts":
            await pilot.pause(0.01)
        await pilot.press("a")
        assert app.screen.query_one(Input).value == "Receiptsa"
