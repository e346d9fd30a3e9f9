"""A delivery's parts as lines to be read. Everything in them that came from an endpoint is made harmless first.

A request or response is read in one of three ways: decoded, raw (what was on the wire, still packed or not) and hex.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.content import Content

from wizard.callback.text import safe_line, safe_text
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.text_pane import Line, coloured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.callback import CallbackRequest
    from wizard.callback.delivery import Delivery, Response, Rows, SentRequest, SentValue

Way = Literal["decoded", "raw", "hex"]
WAYS: tuple[Way, ...] = ("decoded", "raw", "hex")

HEX_BYTES = 64 << 10
"""Bytes laid out in hex; a response's file has them all."""
MOST_LINES = 20_000
"""Lines of a body that are shown."""
HANG = 4
"""Cells that the rows of a wrapped header are indented by."""
ROOM = 74
"""Cells that sixteen bytes in hex take."""


def nothing(text: str) -> list[Line]:
    """A remark in place of what is not there."""
    return [Line(Content.styled(text, MUTED))]


def sent_request(request: CallbackRequest) -> SentRequest:
    """A request that is yet to be fired, as it will be kept."""
    from wizard.callback.delivery import SentRequest

    return SentRequest(
        method=request.method,
        url=request.url,
        target=request.target,
        headers=request.shown,
        body=request.body,
    )


def request_lines(sent: SentRequest, way: Way = "decoded", *, room: int = ROOM) -> list[Line]:
    """The request as sent, secret header values masked."""
    head = f"{sent.method} {sent.target} HTTP/1.1"
    if way == "hex":
        rows = "".join(f"{name}: {value}\r\n" for name, value in sent.headers)
        return hex_lines(f"{head}\r\n{rows}\r\n".encode() + sent.body, room)
    lines = [_bold(head), *_rows(sent.headers), Line("")]
    if way == "raw":
        return [*lines, *_text(safe_text(sent.body.decode(errors="replace").replace("\r", "␍")))]
    return [*lines, *_text(safe_text(sent.body.decode(errors="replace")), json=_is_json(sent.headers))]


def laid_out(sent: SentRequest) -> list[Line]:
    """The request with one entry of its JSON a line, however it was sent."""
    import msgspec

    from wizard.callback.response import pretty

    body = pretty(sent.body.decode(errors="replace"))
    return request_lines(sent if body is None else msgspec.structs.replace(sent, body=body.encode()))


def response_lines(response: Response | None, way: Way = "decoded", *, room: int = ROOM) -> list[Line]:
    """What came back. JSON is laid out and coloured. `room` is in cells."""
    if response is None:
        return nothing("No response came.")
    if way != "decoded":
        return _on_the_wire(response, way, room)
    from wizard.callback.response import unpack, view

    lines = []
    if response.status:
        lines = [_bold(safe_line(f"{response.version} {response.status} {response.reason}").strip())]
    lines += _rows(response.headers)
    shown = view(response)
    if shown.kind == "empty":
        return [*lines, Line(""), *nothing(f"No body. {_sentence(shown.note)}".strip())]
    if shown.kind == "hex":
        data, notes = unpack(response)
        note = ", ".join(["not text", *notes, *(["cut: only the first part was kept"] * response.truncated)])
        return [*lines, Line(""), *nothing(_sentence(note)), *hex_lines(data, room)]
    lines += [Line(""), *nothing(_sentence(shown.note))] if shown.note else [Line("")]
    return [*lines, *_text(shown.text, json=shown.kind == "json")]


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}." if note else ""


def _on_the_wire(response: Response, way: Way, room: int) -> list[Line]:
    data = response.head + response.body
    # A carriage return is shown, for it may be what is wrong.
    lines = hex_lines(data, room) if way == "hex" else _text(safe_text(_readable(data).replace("\r", "␍")))
    if response.truncated:
        lines += nothing("Cut: only the first part was kept.")
    return lines


def _readable(data: bytes) -> str:
    """UTF-8, or Latin-1, which has a character for every byte."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _bold(text: str) -> Line:
    return Line(Content.styled(text, "bold"))


def _rows(rows: Rows) -> list[Line]:
    return [
        Line(Content.assemble((f"{safe_line(name)}:", "$text-primary"), f" {safe_line(value)}"), hang=HANG)
        for name, value in rows
    ]


def _text(text: str, *, json: bool = False) -> list[Line]:
    lines = text.split("\n")
    shown = [Line(line, json=json) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown += nothing(f"… {len(lines) - MOST_LINES:,} more lines: w saves them all.")
    return shown


def hex_lines(data: bytes, room: int = ROOM) -> list[Line]:
    """Offset, bytes, and what of them is printable ASCII; sixteen bytes a line, eight where that is too wide."""
    if not data:
        return nothing("No bytes.")
    size = 16 if room >= ROOM else 8
    lines = []
    for start in range(0, min(len(data), HEX_BYTES), size):
        row = data[start : start + size]
        halves = "  ".join(f"{row[at : at + 8].hex(' '):<23}" for at in range(0, size, 8))
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        lines.append(Line(Content.assemble((f"{start:06x}", MUTED), f"  {halves}  ", (shown, MUTED))))
    if len(data) > HEX_BYTES:
        lines += nothing(f"… {len(data) - HEX_BYTES:,} more bytes: w saves them all.")
    return lines


def _is_json(rows: Rows) -> bool:
    media = next((value for name, value in rows if name.lower() == "content-type"), "")
    return media.partition(";")[0].strip().lower().endswith("json")


def folded(lines: list[Line], depth: int) -> list[Line]:
    """The lines, with objects and lists of JSON below `depth` levels drawn together to `{ … }`."""
    shown: list[Line] = []
    end, hidden = -1, 0
    for line in lines:
        text = str(line.text)
        level = (len(text) - len(text.lstrip(" "))) // 2
        if not line.json:
            shown.append(line)
        elif end < 0:
            shown.append(line)
            if level >= depth and text.endswith(("{", "[")):
                end, hidden = level, 0
        elif level == end and text.lstrip()[:1] in ("}", "]"):
            whole = coloured(f"{shown[-1].text} … {text.strip()}")
            count = f"  {hidden} line{'' if hidden == 1 else 's'} folded"
            shown[-1] = Line(Content.assemble(whole, (count, MUTED)))
            end = -1
        else:
            hidden += 1
    return shown


def depth_of(lines: list[Line]) -> int:
    """How many levels of objects and lists lie in one another in laid-out JSON; 0 for none."""
    levels = [
        (len(text) - len(text.lstrip(" "))) // 2 + 1
        for line in lines
        if line.json and (text := str(line.text)).endswith(("{", "["))
    ]
    return max(levels, default=0)


def encrypted_lines(values: Mapping[str, SentValue]) -> list[Line]:
    """Each encrypted value, what it was beside what was sent; nothing where none is encrypted."""
    sealed = {name: sent for name, sent in values.items() if sent.encrypted}
    if not sealed:
        return []
    lines = [Line(""), _bold("Encrypted values")]
    return lines + _was_and_sent(sealed)


def _was_and_sent(values: Mapping[str, SentValue]) -> list[Line]:
    wide = max(len(name) for name in values) + 2
    lines = []
    for name, sent in values.items():
        plain = safe_line(sent.plain)
        lines.append(
            Line(Content(plain) if plain else Content.styled("(empty)", MUTED), lead=f"{name:<{wide}}")
        )
        if sent.encrypted:
            arrow = Content.assemble(("→ ", "$text-accent"), safe_line(sent.wire))
            lines.append(Line(arrow, lead=" " * wide))
    return lines


def value_lines(delivery: Delivery) -> list[Line]:
    """The values of a delivery: those that the request carried, as they were and as sent, then the others."""
    lines = []
    if delivery.sent_values:
        lines += _was_and_sent(delivery.sent_values)
    others = {name: value for name, value in delivery.values.items() if name not in delivery.sent_values}
    if others:
        wide = max(len(name) for name in others) + 2
        lines += [Line("")] if lines else []
        lines += nothing("Not in the request:")
        lines += [Line(safe_line(value) or "–", lead=f"{name:<{wide}}") for name, value in others.items()]
    return lines or nothing("The request carried no values.")
