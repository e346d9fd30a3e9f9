"""What the Receiver screen says. Everything that came is data: never markup, never escapes, never without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from textual.content import Content

from wizard.callback.text import safe_line, safe_text
from wizard.tui.active import with_own_keys
from wizard.tui.receiver import table
from wizard.tui.receiver.rows import amount
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.text_pane import Line

if TYPE_CHECKING:
    from wizard.profile import CallbackProfile
    from wizard.receiver import ReceivedCallback
    from wizard.tui.receiver.station import Station

TABS = (("fields", "Fields"), ("headers", "Headers"), ("body", "Body"), ("bytes", "Bytes"))
BODY_SHOWN = 256 * 1024
"""Bytes of a body that are shown as text; saving keeps all of them."""
BYTES_SHOWN = 16 * 1024
"""Bytes of a body that are laid out as hex."""
START = "Press {receiver.port|p} to start it."
COPIES = "[bold]{receiver.copy-url|c}[/] copies it, "
ADDS = "[bold]{receiver.leave|esc}[/] and then [bold]{list.add|a}[/] adds the profile."
MASK = "••••••••"


def status(station: Station) -> Content:
    """The line on top: where it listens, how it answers, who aims at it."""
    if not station.listening:
        return Content.assemble(
            ("○ ", MUTED),
            ("Not listening", "bold"),
            (f"  {station.problem or with_own_keys(station.app, START)}", MUTED),
        )
    parts: list[Content | str | tuple[str, str]] = [("● ", "$text-success"), (station.url, "bold")]
    parts.append((f"   answers {station.answer or '204'}", "$text-warning" if station.answer else MUTED))
    if station.problem:
        parts.append((f"   {station.problem}", "$text-error"))
    if refused := station.refused:
        parts.append((f"   refused: {refused}", "$text-warning"))
    # Last, for a narrow screen cuts it off: the list of profiles tells it too.
    if aiming := station.aiming:
        parts.append(
            (f"   {counted(len(aiming), 'profile')} aim{'s' if len(aiming) == 1 else ''} here", MUTED)
        )
    return Content.assemble(*parts)


def tally(station: Station) -> str:
    """`12 callbacks, 2 with problems`."""
    if not station.count:
        return ""
    told = counted(station.count, "callback")
    if station.faulty:
        told += f", {station.faulty:,} with problems"
    kept = len(station.callbacks)
    return f"{told}, the newest {kept:,} kept" if kept < station.count else told


def counted(count: int, what: str) -> str:
    """`1 profile`, `1,200 profiles`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def empty(station: Station) -> str:
    """In place of the list while nothing has come; markup, for the list centres it."""
    if not station.listening:
        told = station.problem or with_own_keys(station.app, START)
        return f"[bold]Not listening[/]\n\n{escape(told)}"
    lines = [f"[bold]Nothing has come to {station.url} yet[/]", ""]
    if aiming := station.aiming:
        fires = with_own_keys(station.app, "[bold]{receiver.test|t}[/] fires a test callback of ")
        lines.append(f"{fires}{escape(quoted(aiming[0]))}, which aims here.")
    else:
        lines.append("No profile aims here yet. Add one with this endpoint:")
        lines.append(with_own_keys(station.app, COPIES + ADDS))
    return "\n".join(lines)


def quoted(profile: CallbackProfile) -> str:
    """The profile's title in quotation marks."""
    return f"“{safe_line((profile.title or profile.id)[:40])}”"


def about(callback: ReceivedCallback, tab: str, width: int, *, whole: bool) -> list[Line]:
    """The lines of a tab, `width` cells wide; not `whole` where there is room for a glance only.

    To be called in a thread: it may have to find out what keeps a value shut.
    """
    if tab == "headers":
        return headers(callback)
    if tab == "body":
        return body(callback)
    if tab == "bytes":
        return as_bytes(callback)
    return table.fields(callback, width, whole=whole)


def headers(callback: ReceivedCallback) -> list[Line]:
    """Request line and header rows as they came, secret values masked."""
    lines = [Line(Content.styled(safe_line(f"{callback.method} {callback.path[:4000]} HTTP/1.1"), "bold"))]
    hidden = False
    for name, value in callback.headers:
        secret = callback.is_secret(name)
        hidden = hidden or secret
        shown = MASK if secret else safe_line(value[:4000])
        lines.append(Line(Content.assemble((f"{safe_line(name[:200])}: ", MUTED), shown)))
    if hidden:
        lines += [
            Line(""),
            Line(Content.styled("Secret values are masked; s saves the request in full.", MUTED)),
        ]
    return lines


def body(callback: ReceivedCallback) -> list[Line]:
    """The body as text, as it came."""
    data = callback.body
    if not data:
        return [Line(Content.styled("There is no body.", MUTED))]
    try:
        text = data[:BODY_SHOWN].decode("utf-8", "strict" if len(data) <= BODY_SHOWN else "replace")
    except UnicodeDecodeError as error:
        told = f"Not UTF-8 text from byte {error.start} on: the Bytes tab shows it."
        return [Line(Content.styled(told, MUTED))]
    as_json = text.lstrip()[:1] in ("{", "[")
    lines = [Line(line, json=as_json) for line in safe_text(text).split("\n")]
    return [*lines, *_left_out(len(data), BODY_SHOWN)]


def as_bytes(callback: ReceivedCallback) -> list[Line]:
    """The body byte by byte."""
    if not callback.body:
        return [Line(Content.styled("There is no body.", MUTED))]
    data = callback.body[:BYTES_SHOWN]
    lines = []
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in row)
        lines.append(
            Line(Content.assemble((f"{at:06x}  ", MUTED), f"{row.hex(' '):<47}  ", (shown, "$text-accent")))
        )
    return [*lines, *_left_out(len(callback.body), BYTES_SHOWN)]


def _left_out(size: int, shown: int) -> list[Line]:
    if size <= shown:
        return []
    told = f"The first {amount(shown)} of {amount(size)}; s saves all of it."
    return [Line(""), Line(Content.styled(told, MUTED))]
