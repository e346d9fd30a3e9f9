"""Tables fit the terminal, counted in its cells."""

from __future__ import annotations

import pytest

from wizard.cli.tables import GAP, Column, cells, cut, fit, one_line

COLUMNS = (Column("ID", 11, ellipsis=False), Column("Title", 12), Column("Endpoint", 12))
ROWS = [
    (
        "IN_453d2677-2c91-4610-9c01-eefbeec5f697",
        "配送状態のコールバックを確認する",
        "https://hooks.example.com/a/long/path/to/it",
    ),
    ("IN_9c0d2677-2c91-4610-9c01-eefbeec5f697", "b", "http://127.0.0.1/"),
]


@pytest.mark.parametrize("width", [200, 120, 80, 60, 45])
def test_a_row_is_never_wider_than_the_terminal(width: int) -> None:
    widths = fit(COLUMNS, ROWS, width)
    assert sum(widths) + GAP * 2 <= width
    for row in ROWS:
        for field, wide, column in zip(row, widths, COLUMNS, strict=True):
            assert cells(cut(field, wide, column.ellipsis)) <= wide


def test_what_fits_is_not_cut() -> None:
    assert fit(COLUMNS, ROWS, 200) == [39, 32, 43]


def test_a_cut_id_is_a_prefix_that_can_be_used() -> None:
    assert ROWS[0][0].startswith(cut(ROWS[0][0], 11, ellipsis=False))


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_cells_are_counted_as_terminals_do(text: str, width: int) -> None:
    assert cells(text) == width


def test_a_wide_character_is_not_halved() -> None:
    assert cut("日本語", 4) == "日…"


def test_a_field_stays_on_its_line() -> None:
    assert one_line("a\tb\nc\x1b[2J") == "a\\tb\\nc\\x1b[2J"
