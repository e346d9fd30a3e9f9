"""What stands on the terminal is not written a second time."""

from __future__ import annotations

import random

import pyte
import pytest
from rich.cells import cell_len

from wizard.tui.standing import Standing

SYNC = "\x1b[?2026h"


def test_only_the_cells_that_differ_are_written() -> None:
    standing = Standing()
    assert standing.news("\x1b[2;3Hone\n\x1b[3;3Htwo\x1b[1;1H") == "\x1b[2;3Hone\x1b[3;3Htwo\x1b[1;1H"
    assert standing.news("\x1b[2;3Hone\n\x1b[3;3Htoo\x1b[1;1H") == "\x1b[3;4Ho\x1b[1;1H"
    assert standing.news("\x1b[3;3H\x1b[1mt\x1b[0moo\x1b[1;1H") == "\x1b[3;3H\x1b[1mt\x1b[0m\x1b[1;1H"


@pytest.mark.parametrize(
    ("style", "other", "same"),
    [
        ("\x1b[38;2;1;2;3;48;2;4;5;6m", "\x1b[1;38;5;7;48;2;4;5;6m", True),
        ("\x1b[3;38;5;48;48;5;38m", "\x1b[48;5;38m", True),
        ("\x1b[38;2;48;5;6;48;2;48;5;6m", "\x1b[48;5;6m", False),
        ("\x1b[38;2;1;2;3;48;2;4;5;6m", "\x1b[38;2;1;2;3;48;2;4;5;7m", False),
        ("\x1b[4;31m", "\x1b[31m", False),
        ("\x1b[7;31m", "\x1b[7;32m", False),
        ("\x1b[9m", "", False),
    ],
)
def test_of_a_blank_only_what_shows_is_held_against_what_stands(style: str, other: str, same: bool) -> None:
    standing = Standing()
    standing.news(f"\x1b[2;3Ha{style} b \x1b[0m\x1b[1;1H")
    news = standing.news(f"\x1b[2;4H{other} \x1b[0m\x1b[1;1H")
    assert (news == "") is same


def test_a_wide_character_is_written_whole() -> None:
    standing = Standing()
    standing.news("\x1b[2;1H漢字\x1b[1;1H")
    assert standing.news("\x1b[2;1H漢語\x1b[1;1H") == "\x1b[2;3H語\x1b[1;1H"
    assert standing.news("\x1b[2;1Hab字\x1b[1;1H") == "\x1b[2;1Hab字\x1b[1;1H"


DOUBTFUL = (
    "\u2764\ufe0f",
    "\U0001f468\u200d\U0001f469",
    "1\ufe0f\u20e3",
    "e\u0301",
    "\U0001f1e9\U0001f1ea",
    "\u05e9",
)


@pytest.mark.parametrize("drawn", [0, 1, 2, 4])
@pytest.mark.parametrize("sign", DOUBTFUL)
def test_what_stands_beside_a_doubtful_sign_stays_in_its_place(sign: str, drawn: int) -> None:
    """However many cells the terminal draws it with."""
    standing, screen = Standing(), pyte.Screen(12, 2)
    stream = pyte.Stream(screen)
    gap = " " * (7 - cell_len(sign))
    for text in ("x" * 12, f"ab {sign}{gap}c|"):
        stream.feed(standing.news(f"\x1b[1;1H\x1b[1m{text}\x1b[0m\x1b[2;1H").replace(sign, "?" * drawn))
    assert screen.display[0] == "ab " + ("?" * drawn)[: cell_len(sign)].ljust(7) + "c|"


def test_nothing_is_written_when_nothing_differs() -> None:
    standing = Standing()
    standing.news("\x1b[2;3Hone\x1b[1;1H")
    assert standing.news("\x1b[2;3Hone\x1b[1;1H") == ""
    assert standing.news("\x1b[2;3Hone\x1b[4;5H") == "\x1b[4;5H", "the cursor has moved"


def test_what_was_written_over_is_written_again() -> None:
    standing = Standing()
    standing.news("\x1b[2;3Hone\x1b[1;1H")
    standing.news("\x1b[2;2H漢字\x1b[1;1H")  # covers all of it
    assert standing.news("\x1b[2;3Hone\x1b[1;1H") == "\x1b[2;3Hone\x1b[1;1H"
    assert standing.news("\x1b[2;2H漢\x1b[1;1H") == "\x1b[2;2H漢\x1b[1;1H", (
        "of which half a character was left"
    )


def test_a_link_is_written_again_with_what_stood_beside_it() -> None:
    standing = Standing()
    link = "\x1b[2;3H\x1b]8;;http://a.b\x1b\\one\x1b]8;;\x1b\\\x1b[1;1H"
    standing.news("\x1b[2;9Htwo\x1b[1;1H")
    assert standing.news(link) == link
    assert standing.news("\x1b[2;9Htwo\x1b[1;1H") == "\x1b[2;9Htwo\x1b[1;1H"


@pytest.mark.parametrize("other", ["\x1b[?1049h", "\x07", "text", "\x1b[2J", "\x1b[?25l\x1b[?1049l"])
def test_after_anything_else_pictures_go_out_as_they_are(other: str) -> None:
    standing = Standing()
    standing.news("\x1b[2;3Hone\x1b[1;1H")
    assert standing.news(other) == other
    assert standing.news("\x1b[2;3Hone\x1b[1;1H") == "\x1b[2;3Hone\x1b[1;1H"


@pytest.mark.parametrize(
    "mode", [SYNC, "\x1b[?2026$p", "\x1b[>25u", "\x1b]52;c;YQ==\x07", "\x1bPtmux;x\x1b\\"]
)
def test_modes_and_commands_draw_nothing(mode: str) -> None:
    standing = Standing()
    standing.news("\x1b[2;3Hone\x1b[1;1H")
    assert standing.news(mode) == mode
    assert standing.news("\x1b[2;3Hone\x1b[1;1H") == ""


def test_after_a_change_of_size_pictures_go_out_as_they_are() -> None:
    standing = Standing()
    picture = "\x1b[1;1Hone\x1b[2;1Htwo\x1b[1;1H"
    assert standing.news(picture) == picture
    assert standing.news(picture) == ""
    standing.forget()
    assert standing.news(picture) == picture
    smaller = "\x1b[1;1Hone\x1b[1;1H"
    standing.news("\x1b[9;9Hlate, for the old size\x1b[1;1H")
    assert standing.news(smaller) == smaller


def shown(screen: pyte.Screen) -> list[list[object]]:
    """The cells as a person sees them: of one that holds nothing the colour of letters does not show."""
    rows = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    return [
        [
            each._replace(fg="", bold=False)
            if each.data == " " and not (each.underscore or each.reverse)
            else each
            for each in row
        ]
        for row in rows
    ]


def test_the_terminal_shows_the_same_as_without_it() -> None:
    """Pieces of every kind over each other, in an order that no program would have."""
    rng = random.Random(7)
    standing = Standing()
    plain, spared = pyte.Screen(24, 6), pyte.Screen(24, 6)
    streams = pyte.Stream(plain), pyte.Stream(spared)
    saved = 0
    for _ in range(400):
        data = ""
        for _ in range(rng.randint(1, 4)):
            text = "".join(rng.choices(("a", "b", " ", "漢"), (4, 2, 3, 1), k=rng.randint(1, 3)))
            row, column = rng.randint(1, 6), rng.choice((1, 5, 9, 10, 15, 18))
            style = rng.choice(
                ("", "\x1b[1m", "\x1b[38;2;1;2;3m", "\x1b[31;44m", "\x1b[44m", "\x1b[4;31m", "\x1b[7;32m")
            )
            data += f"\x1b[{row};{column}H{style}{text}\x1b[0m" + rng.choice(("", "\n"))
        data += "\x1b[1;1H"
        news = standing.news(data)
        saved += len(data) - len(news)
        streams[0].feed(data.replace("\n", ""))
        streams[1].feed(news)
        assert shown(plain) == shown(spared)
    assert saved, "some stood there already"


def picture(rows: list[str]) -> str:
    """A write of the whole screen."""
    return "".join(f"\x1b[{y};1H{row}\n" for y, row in enumerate(rows, 1)) + "\x1b[1;1H"


def test_rows_that_stand_higher_or_lower_are_moved_by_the_terminal() -> None:
    """A list in its frame, that is scrolled and changed meanwhile, whatever stands beside and below it."""
    rng = random.Random(11)
    width, height = 30, 16
    plain, spared = pyte.Screen(width, height), pyte.Screen(width, height)
    streams = pyte.Stream(plain), pyte.Stream(spared)
    standing = Standing()
    words = [f"{rng.choice(('row', '漢字', 'line'))} {number}" for number in range(60)]

    def row(number: int, cursor: int) -> str:
        text = words[number] + " " * (width - 4 - cell_len(words[number]))
        return f"\x1b[7m{text}\x1b[0m" if number == cursor else f"\x1b[32m{text}\x1b[0m"

    def show(data: str) -> int:
        news = standing.news(data)
        streams[0].feed(data.replace("\n", ""))
        streams[1].feed(news)
        assert shown(plain) == shown(spared)
        return len(news)

    top = 20
    head, foot = "─" * width, "foot" + " " * (width - 4)
    show(picture([head, *(f"│{row(top + y, top)} :│" for y in range(12)), head, foot, foot]))
    moved = 0
    for _ in range(200):
        step = rng.choice((1, 1, 1, -1, -1, 2, 3, -3, 7, 0))
        top = max(0, min(len(words) - 12, top + step))
        if rng.random() < 0.2:
            words[rng.randrange(len(words))] = "changed"
        cursor = top + rng.randrange(12)
        data = "".join(f"\x1b[{y + 2};2H{row(top + y, cursor)}\n" for y in range(12))
        if rng.random() < 0.3:
            data += f"\x1b[{rng.randint(1, 16)};5H\x1b[1m{rng.choice(('new', ' ', '漢'))}\x1b[0m\n"
        moved += show(data + "\x1b[1;1H") < len(data) / 3
    assert moved > 100


def test_rows_of_which_not_all_is_known_are_not_moved() -> None:
    rows = [f"row {number:02}" for number in range(20)]
    standing = Standing()
    standing.news(picture(rows[:12]))
    higher = picture(rows[1:13])
    assert "M" in standing.news(higher)
    standing.forget()
    beside = "".join(f"\x1b[{y};5H{row[4:]}\n" for y, row in enumerate(rows[1:13], 1)) + "\x1b[1;1H"
    standing.news(beside)
    again = "".join(f"\x1b[{y};5H{row[4:]}\n" for y, row in enumerate(rows[2:14], 1)) + "\x1b[1;1H"
    assert "M" not in standing.news(again), "what stands before them would move too"
