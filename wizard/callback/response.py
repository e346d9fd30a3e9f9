"""What came back, made readable: unpacked, decoded, laid out. It is hostile until shown otherwise.

Everything here is bounded, and what leaves `view` has no effect on a terminal; it may still hold markup, so
screens must take it as plain text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from wizard.callback.text import safe_text

if TYPE_CHECKING:
    from wizard.callback.delivery import Response

UNPACKED_LIMIT = 1 << 20
"""Bytes that a compressed body may unfold to; what follows is left off."""
HEX_LIMIT = 4096
"""Bytes of a body that is no text that are laid out."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Codecs that are no charsets, whatever Python calls them; some take time that grows with the square.
_NEVER = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
# A character as JSON may spell it, both halves where it has two; whatever else a backslash escapes is stepped over.
_ESCAPES = re.compile(r"\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u([0-9a-f]{4})|.)", re.IGNORECASE)
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class View(NamedTuple):
    """A body for a screen. `note` tells what was done to it, a phrase a part; "" when nothing was."""

    kind: Literal["empty", "json", "text", "hex"]
    text: str
    note: str = ""


def view(response: Response) -> View:
    """The body as a person reads it: JSON laid out, text in its charset, anything else as a hex dump."""
    data, notes = unpack(response)
    if response.truncated:
        notes.append("cut: only the first part was kept")
    if not data:
        return View("empty", "", ", ".join(notes))
    text, charset, whole = _decode(data, response.header("content-type"))
    if text is None:
        if len(data) > HEX_LIMIT:
            notes.append(f"the first {HEX_LIMIT} of {len(data)} bytes")
        return View("hex", hex_dump(data[:HEX_LIMIT]), ", ".join(["not text", *notes]))
    if charset != "utf-8":
        notes.append(f"decoded from {charset}")
    if not whole:
        notes.append("bytes that are not in its charset are shown as �")
    laid_out = pretty(text)
    if laid_out is not None:
        return View("json", safe_text(_ESCAPES.sub(_character, laid_out)), ", ".join(notes))
    return View("text", safe_text(text), ", ".join(notes))


def plain_text(response: Response) -> str:
    """The body unpacked and decoded, nothing laid out or made visible: for a JSON document, not for a terminal."""
    data, _ = unpack(response)
    text, _, _ = _decode(data, response.header("content-type"))
    return data.decode(errors="replace") if text is None else text


def unpack(response: Response) -> tuple[bytes, list[str]]:
    """The body with its Content-Encoding undone, at most UNPACKED_LIMIT bytes, and notes on what was done."""
    data, notes = response.body, []
    codings = [part.strip().lower() for part in response.header("content-encoding").split(",")]
    for coding in reversed([part for part in codings if part not in ("", "identity")][-3:]):
        if coding not in _PACKED:
            notes.append(f"still packed as {safe_text(coding[:20])}")
            break
        unpacked, whole = _inflate(data, _PACKED[coding])
        if unpacked is None:
            notes.append(f"said to be {coding}, but is not")
            break
        data = unpacked
        notes.append(f"unpacked from {coding}" + ("" if whole or response.truncated else ", in part"))
    return data, notes


def _inflate(data: bytes, window: int) -> tuple[bytes | None, bool]:
    """Unpacked bytes, None if there are none, and whether that is all of them."""
    import zlib

    for bits in (window, -15) if window == 15 else (window,):
        machine = zlib.decompressobj(bits)
        try:
            unpacked = machine.decompress(data, UNPACKED_LIMIT)
        except zlib.error:
            continue
        return unpacked, machine.eof and not machine.unconsumed_tail
    return None, False


def _decode(data: bytes, content_type: str) -> tuple[str | None, str, bool]:
    """Text, None if it is none; the charset; whether every byte was in it."""
    if charset := _charset(data, content_type):
        try:
            text, whole = data.decode(charset), True
        except (UnicodeError, LookupError, ValueError):
            # What was cut in the middle of a character, or is broken, is still worth reading.
            text, whole = data.decode(charset, errors="replace"), False
    elif _textual(content_type):
        charset, text, whole = "utf-8", data.decode(errors="replace"), False
    else:
        return None, "", False
    lost = text.count("\ufffd") if not whole else 0
    if lost > max(3, len(text) // 8) or len(_NO_TEXT.findall(text[:4096])) > max(
        2, min(len(text), 4096) // 20
    ):
        return None, "", False
    return text.removeprefix("\ufeff"), charset, whole


def _charset(data: bytes, content_type: str) -> str:
    """The charset by byte order mark, by what the sender says, by trying; "" if none fits."""
    import codecs

    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    said = _CHARSET.search(content_type)
    if said:
        try:
            found = codecs.lookup(said[1])
            if found.name not in _NEVER and found._is_text_encoding:
                return found.name
        except (LookupError, ValueError):
            pass
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return "utf-8" if _textual(content_type) else ""
    else:
        return _wide(data) or "utf-8"


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, which is valid UTF-8 too where it is ASCII: every other byte is NUL."""
    if len(data) >= 4 and not len(data) % 2:
        half = len(data) // 2
        if data[1::2].count(0) > half * 0.7:
            return "utf-16-le"
        if data[::2].count(0) > half * 0.7:
            return "utf-16-be"
    return ""


def _textual(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind.endswith(("json", "xml", "javascript", "x-www-form-urlencoded"))


def pretty(text: str) -> str | None:
    """JSON objects and lists with one entry a line, numbers and doubled keys as they came; None for all else."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    import msgspec

    try:
        return msgspec.json.format(text, indent=2)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def _character(match: re.Match[str]) -> str:
    """The character of an escape that is no ASCII; ASCII stays as spelled: quotes and controls mean something."""
    first, second, alone = match.groups()
    code = int(first or alone or "0", 16)
    if second:
        code = 0x10000 + ((code - 0xD800) << 10) + int(second, 16) - 0xDC00
    return chr(code) if code > 0x9F and not 0xD800 <= code < 0xE000 else match[0]


def hex_dump(data: bytes) -> str:
    """Sixteen bytes a line: offset, bytes, and what of them is printable ASCII."""
    lines = []
    for start in range(0, len(data), 16):
        row = data[start : start + 16]
        left, right = row[:8].hex(" "), row[8:].hex(" ")
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        lines.append(f"{start:08x}  {left:<23}  {right:<23}  |{shown}|")
    return "\n".join(lines)
