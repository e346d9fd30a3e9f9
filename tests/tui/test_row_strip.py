"""A cell that is too long for its column still shows what is marked in it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from wizard.tui.widgets.row_strip import drawn

ENDPOINT = "https://hooks.example.com/billing/9979"


def cell(text: str, mark: str, width: int) -> str:
    marked = Text(text)
    at = text.index(mark)
    marked.stylize("bold", at, at + len(mark))
    strip = drawn([(marked, width)], width + 2, Style(), Console())
    assert strip.cell_length == cell_len(strip.text) == width + 2
    bold = "".join(segment.text for segment in strip if segment.style and segment.style.bold)
    assert bold == mark
    return strip.text[1:-1].rstrip()


@pytest.mark.parametrize(
    ("mark", "width", "shown"),
    [
        ("https", 12, "https://hoo…"),
        ("hoo", 12, "https://hoo…"),
        ("ook", 12, "…tps://hook…"),
        ("9979", 12, "…lling/9979"),
        ("9979", 38, ENDPOINT),
        ("billing", 9, "…billing…"),
    ],
)
def test_a_mark_is_in_sight_wherever_it_stands(mark: str, width: int, shown: str) -> None:
    assert cell(ENDPOINT, mark, width) == shown


def test_letters_two_cells_wide_are_cut_whole() -> None:
    assert cell("配信状況の通知先", "通知", 9) == "…の通知先"
