"""Changes to a request body that leave the rest of its text as typed: insert, remove, merge, pretty print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profile.body_entries import CLOSERS, OPENERS, Container, Entry, check_object, holding, root_of
from wizard.profile.fault import BodyError, object_fault
from wizard.profile.problem import Problem
from wizard.profile.tokens import PIECE, Lines, decode, encode, skip, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INDENT = "  "


def fields(text: str) -> tuple[tuple[str, str], ...]:
    """Each top-level key with its value as a form sends it: strings decoded, all else its JSON as typed.

    Half of a surrogate pair, which no form can carry, becomes U+FFFD. Raises BodyError.
    """
    pairs = []
    for entry in root_of(text).entries:
        source = text[entry.value : entry.end]
        value = decode(source) if source[0] == '"' else source
        pairs.append((_whole(entry.key), _whole(value)))
    return tuple(pairs)


def clipboard_text(names: Iterable[str]) -> str:
    """A JSON object with one `"name": "<name>"` a line, ready to paste."""
    lines = [f'{INDENT}"{encode(name)}": "<{encode(name)}>"' for name in names]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"


def insert(text: str, names: Iterable[str]) -> str:
    """The body with an entry `"name": "<name>"` added, one a line, for each name that is not yet in it.

    A key that is already taken by another value gets a number: `name_2`. Blank text makes a new object. Raises
    BodyError where the text is not a JSON object.
    """
    names = list(dict.fromkeys(names))
    if not text.strip():
        return clipboard_text(names) if names else text
    root = root_of(text)
    there = {spot.name for spot in spots(text) if not spot.in_key}
    keys = {entry.key for entry in root.entries}
    added = []
    for name in names:
        if name not in there:
            key = _free(name, keys)
            keys.add(key)
            added.append((f'"{encode(key)}"', f'"<{encode(name)}>"'))
    return _append(text, root, added)


def remove(text: str, names: Iterable[str]) -> str:
    """The body without the placeholders of these names.

    An entry whose whole value is such a placeholder goes with its key, at any depth; from a longer string only
    the placeholder goes. A text with none of them comes back as it is; others that are not a JSON object raise
    BodyError.
    """
    wanted = frozenset(names)
    if not text.strip() or not wanted:
        return text
    # What closes up around a removed placeholder may spell another: `<a<b>>` without `<b>`.
    while True:
        less = _remove_once(text, wanted)
        if less == text:
            return text
        text = less


def merge(text: str, pasted: str) -> str:
    """The body with the entries of a pasted object in it: a key that is there takes the pasted value.

    Lines of `"name": "<name>"` without their brackets, with or without commas, will do. A blank body becomes the
    pasted object. Raises BodyError where either is not a JSON object.
    """
    if not pasted.strip():
        return text
    pasted = _as_object(pasted)
    if not text.strip():
        return pasted
    news = {
        entry.key: (_key_source(pasted, entry), pasted[entry.value : entry.end])
        for entry in root_of(pasted).entries
    }
    root = root_of(text)
    kept = [(entry, news.pop(entry.key)) for entry in root.entries if entry.key in news]
    text = _append(text, root, list(news.values()))  # behind all of them, so that each stays where it is
    parts: list[str] = []
    done = 0
    for entry, (_, value) in kept:
        parts += (text[done : entry.value], value)
        done = entry.end
    return "".join(parts) + text[done:]


def format_body(text: str) -> str:
    """The body with one entry a line, two spaces deeper a level; texts and numbers stay as typed.

    Raises BodyError where the text is not a JSON object.
    """
    if not text.strip():
        return text
    check_object(text)
    parts: list[str] = []
    ends = ["\n"]
    """Line ends with the indentation of each depth."""
    depth = 0
    opened = False
    for piece in PIECE.findall(text):
        if piece in CLOSERS:
            depth -= 1
            if not opened:
                parts.append(ends[depth])
            opened = False
        elif opened:
            parts.append(ends[depth])
            opened = False
        if piece == ",":
            parts.append("," + ends[depth])
        elif piece == ":":
            parts.append(": ")
        else:
            parts.append(piece)
            if piece in OPENERS:
                opened = True
                depth += 1
                if depth == len(ends):
                    ends.append(ends[-1] + INDENT)
    return "".join(parts)


def _key_source(text: str, entry: Entry) -> str:
    return text[entry.start : entry.value].rstrip(" \t\r\n").removesuffix(":").rstrip(" \t\r\n")


def _free(name: str, keys: set[str]) -> str:
    key, number = name, 2
    while key in keys:
        key, number = f"{name}_{number}", number + 1
    return key


def _append(text: str, root: Container, added: Sequence[tuple[str, str]]) -> str:
    """The text with entries (sources of key and value) after the last of the object, each on its own line."""
    if not added:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    close = root.end - 1
    indent, outer = INDENT, ""
    last = root.start + 1
    if root.entries:
        last = root.entries[-1].end
        gap = text[root.start + 1 : root.entries[0].start]
        if "\n" in gap:
            indent = gap.rpartition("\n")[2]
    tail = text[last:close]
    if "\n" in tail:
        outer = tail.rpartition("\n")[2]
    lines = [f"{newline}{indent}{key}: {value}" for key, value in added]
    comma = "," if root.entries else ""
    return text[:last] + comma + ",".join(lines) + newline + outer + text[close:]


def _remove_once(text: str, names: frozenset[str]) -> str:
    dropped: set[int] = set()
    cuts: list[tuple[int, int]] = []
    for spot in spots(text):
        if spot.name in names and not spot.in_key:
            if spot.start == spot.string + 1 and text[spot.end : spot.end + 1] == '"':
                dropped.add(spot.string)
            else:
                cuts.append((spot.start, spot.end))
    if not dropped and not cuts:
        return text
    check_object(text)
    for container in holding(text, skip(text, 0), sorted(dropped)):
        cuts += _cuts(container, dropped)
    parts: list[str] = []
    done = 0
    for first, last in sorted(cuts):
        parts.append(text[done:first])
        done = last
    return "".join(parts) + text[done:]


def _cuts(container: Container, dropped: set[int]) -> Iterable[tuple[int, int]]:
    """The spans to cut so that the entries whose values start in `dropped` go, each with one of its commas."""
    entries = container.entries
    kept = [entry.value not in dropped for entry in entries]
    if not any(kept):
        return [(container.start + 1, container.end - 1)] if entries else []
    first = kept.index(True)
    leading = [(entries[0].start, entries[first].start)] if first else []
    return leading + [
        (entries[index - 1].end, entries[index].end)
        for index in range(first + 1, len(entries))
        if not kept[index]
    ]


def _as_object(pasted: str) -> str:
    """The pasted text as an object: itself, or its lines within brackets."""
    fault = object_fault(pasted)
    if fault is None:
        return pasted.strip(" \t\r\n")
    lines = [line.strip().rstrip(",") for line in pasted.splitlines() if line.strip(" \t,")]
    for attempt in ("{" + pasted.strip().rstrip(",") + "}", "{" + ",\n".join(lines) + "}"):
        if object_fault(attempt) is None:
            return format_body(attempt)
    line, column = Lines(pasted).place(fault.offset)
    raise BodyError(
        Problem(
            "body", f"What was pasted is not JSON. {fault.message}", fault.advice, line=line, column=column
        )
    )


def _whole(value: str) -> str:
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
