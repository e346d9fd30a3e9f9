"""Names of keys: as a person may write them, and as Textual does."""

from __future__ import annotations

from functools import cache

from textual.keys import Keys, _character_to_key, key_to_character

MODIFIERS = ("ctrl", "alt", "shift", "meta", "super", "hyper")
OTHER_NAMES = {
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    " ": "space",
}


@cache
def _known() -> frozenset[str]:
    named = {each.value for each in Keys if not each.value.startswith("<")}
    return frozenset(named | {_character_to_key(chr(code)) for code in range(32, 127)})


def key_of(text: str) -> str:
    """A key in Textual's way of writing, or "" if there is none of that name: `?`, `Esc`, `^a`, `Ctrl+A`, `F2`."""
    if len(text) == 2 and text.startswith("^"):
        text = f"ctrl+{text[1]}"
    *modifiers, key = [text] if text in ("+", " ") else [part.strip() for part in text.split("+")]
    modifiers = [each.lower() for each in modifiers]
    if len(key) == 1:
        key = _character_to_key(key.lower() if "ctrl" in modifiers else key)
    else:
        key = OTHER_NAMES.get(key.lower(), key.lower())
    if any(each not in MODIFIERS for each in modifiers) or len(set(modifiers)) < len(modifiers):
        return ""
    if modifiers == ["shift"] and len(key) == 1 and key.isalpha():
        return key.upper()
    if key not in _known() and not (len(key) == 1 and key.isprintable()):
        return ""
    return "+".join([*sorted(modifiers, key=MODIFIERS.index), key])


def types_character(key: str) -> bool:
    """Whether the key, written as `key_of` gives it, types a character into a field."""
    return key_to_character(key) is not None
