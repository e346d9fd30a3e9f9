"""The floor: the least that a Textual program of this kind can be."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header, Input


class Floor(App[None]):
    """A header, a footer, an input and a table of 20 rows."""

    BINDINGS = [("q", "quit", "Quit")]
    AUTO_FOCUS = "DataTable"

    def compose(self) -> ComposeResult:
        yield Header()
        yield Input()
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Title", "Endpoint", "ID")
        for number in range(20):
            table.add_row(f"profile {number}", "https://hooks.example.com/email", f"IN_{number}")


if __name__ == "__main__":
    Floor().run()
