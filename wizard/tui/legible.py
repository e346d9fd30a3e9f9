"""Colours of a theme, made legible: every theme of Textual may be chosen, and not all can be read everywhere.

Contrast is WCAG's ratio, from 1 (nothing to see) to 21 (black on white). It is held on each of the three grounds that
screens have: background, surface and panel.
"""

from __future__ import annotations

from textual.color import BLACK, WHITE, Color, ColorParseError

GROUNDS = ("background", "surface", "panel")
TEXT, MUTED, FAINT = 6.0, 4.5, 3.0
"""Least contrast of text, of what stands beside it (help, labels), and of hints that keys repeat."""
COLOURED = ("text-primary", "text-secondary", "text-accent", "text-success", "text-warning", "text-error")
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
)
"""A colour, and the only one that it stands on."""


def legible(variables: dict[str, str]) -> dict[str, str]:
    """The variables of a theme with those changed that could not be read; `muted` and `faint` come with them.

    Those two are the text's colour in part, so that they sink into whatever they stand on. A theme that leaves its
    colours to the terminal is left as it is.
    """
    try:
        grounds = [Color.parse(variables[name]) for name in GROUNDS]
        text = Color.parse(variables["foreground"])
        if any(color.ansi is not None for color in (*grounds, text)):
            return {**variables, "muted": variables["foreground"], "faint": variables["foreground"]}
        text = raised(text, grounds, TEXT)
        muted, faint = part(text, grounds, MUTED, 0.6), part(text, grounds, FAINT, 0.42)
        changed = {
            "foreground": text.hex,
            "muted": muted,
            "text-muted": muted,
            "faint": faint,
            "text-disabled": faint,
        }
        for name in COLOURED:
            changed[name] = raised(Color.parse(variables[name]), grounds, MUTED).hex
        for name, ground in PAIRS:
            under = grounds[0] + Color.parse(variables[ground])
            value = changed.get(name, variables[name])
            ink = under.get_contrast_text(1) if value.startswith("auto") else under + Color.parse(value)
            changed[name] = raised(ink, [under], MUTED).hex
    except (KeyError, ColorParseError):  # a theme made otherwise than Textual's
        return {"muted": "$foreground 60%", "faint": "$foreground 42%", **variables}
    return {**variables, **changed}


def luminance(color: Color) -> float:
    """How much light the colour gives, from 0 to 1."""
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in color.rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least(color: Color, grounds: list[Color]) -> float:
    """The contrast of the colour on the ground where it is least."""
    return min(contrast(ground + color, ground) for ground in grounds)


def raised(color: Color, grounds: list[Color], target: float) -> Color:
    """The colour, as far towards black or white as it takes to reach the contrast `target` on every ground."""
    if least(color, grounds) >= target:
        return color
    end = max((BLACK, WHITE), key=lambda end: least(end, grounds))
    for step in range(1, 20):
        nearer = color.blend(end, step / 20)
        if least(nearer, grounds) >= target:
            return nearer
    return end


def part(color: Color, grounds: list[Color], target: float, share: float) -> str:
    """The colour with so much of it, at least `share`, that it reaches the contrast `target` on every ground."""
    while share < 1 and least(color.with_alpha(share), grounds) < target:
        share += 0.04
    return color.with_alpha(min(share, 1)).hex
