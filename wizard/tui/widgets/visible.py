"""Text made safe to draw: what a terminal would obey is shown, not sent."""

from __future__ import annotations

from rich.cells import cell_len

PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""Control characters and the signs that stand for them: ESC becomes ␛."""


def visible(text: str, keep: str = "\t\n") -> str:
    """The text with each character that cannot be printed replaced by one that can, so that columns stay the same.

    Control characters become their pictures, anything else that does not print becomes `�`; those in `keep` stay. So
    does what is two cells wide: an emoji newer than Python's tables of characters, of which terminals know more.
    """
    if text.isprintable():  # the usual case, told at C speed
        return text
    return "".join(
        character
        if character.isprintable() or character in keep or cell_len(character) == 2
        else chr(PICTURES.get(ord(character), 0xFFFD))
        for character in text
    )
