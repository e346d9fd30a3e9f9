"""Every theme can be read: text, help, hints, errors, the cursor, the keys at the foot."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from wizard.tui import theme
from wizard.tui.legible import legible

GROUNDS = ("background", "surface", "panel")
LEAST = {"foreground": 6, "muted": 4.5, "text-muted": 4.5, "faint": 3, "text-disabled": 3} | {
    f"text-{role}": 4.5 for role in ("primary", "secondary", "accent", "success", "warning", "error")
}


def ratio(ink: Color, paper: Color) -> float:
    """WCAG 2 contrast, written down again so that a mistake in one place is not judged by itself."""

    def light(color: Color) -> float:
        linear = [
            channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in color.normalized
        ]
        return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    bright, dark = sorted((light(paper + ink), light(paper)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [name for name in BUILTIN_THEMES if not name.startswith("ansi")])
def test_every_theme_can_be_read(name: str) -> None:
    chosen = BUILTIN_THEMES[name]
    colours = legible({**chosen.to_color_system().generate(), **chosen.variables})
    for ground in GROUNDS:
        paper = Color.parse(colours[ground])
        for role, least in LEAST.items():
            assert ratio(Color.parse(colours[role]), paper) >= least - 0.05, (role, ground)
    for ink, paper_name in (
        ("block-cursor-foreground", "block-cursor-background"),
        ("footer-key-foreground", "footer-background"),
        ("footer-foreground", "footer-background"),
        ("footer-description-foreground", "footer-background"),
    ):
        assert ratio(Color.parse(colours[ink]), Color.parse(colours[paper_name])) >= 4.45, ink
    # Signs and hints are told apart from text where the theme has room between the two.
    assert ratio(Color.parse(colours["faint"]), Color.parse(colours["background"])) <= ratio(
        Color.parse(colours["foreground"]), Color.parse(colours["background"])
    )


def test_what_can_be_read_already_keeps_its_colours() -> None:
    colours = theme.DARK.to_color_system().generate() | theme.DARK.variables
    made = legible(colours)
    same = ("foreground", "text-error", "text-success", "text-accent", "footer-key-foreground")
    assert [made[each].upper() for each in same] == [colours[each].upper() for each in same]


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"TERM": "xterm-256color"}, "wizard"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "wizard"),
        ({"TERM": "xterm"}, "ansi-dark"),
        ({"TERM": "linux"}, "ansi-dark"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "wizard"),
        ({}, "wizard"),
    ],
)
def test_sixteen_colours_are_the_terminals_own(environ: dict[str, str], name: str) -> None:
    assert theme.usual(environ) == name
