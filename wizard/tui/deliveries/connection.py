"""Where a callback went and how long each phase took, as lines to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from wizard.callback.text import safe_line
from wizard.tui.deliveries.reading import nothing
from wizard.tui.widgets.shades import MUTED
from wizard.tui.widgets.text_pane import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.callback.delivery import Certificate, Delivery

LABEL = 14
BAR = 36
"""Cells that the longest bar of the phases takes."""
SOON = 14
"""Days before a certificate's end from which on it is worth a warning."""


def connection_lines(delivery: Delivery) -> list[Line]:
    """Phases as bars, addresses tried and the one used, proxy, TLS and certificate, remarks."""
    lines = list(_phases(delivery))
    if lines:
        lines.append(Line(""))
    for number, attempt in enumerate(delivery.addresses):
        outcome = Content.assemble(
            f"{attempt.address}  ",
            (attempt.family, MUTED),
            "  ",
            (safe_line(attempt.outcome), "" if attempt.outcome == "connected" else "$text-warning"),
            (f"  {milliseconds(attempt.ms)} ms" if attempt.ms else "", MUTED),
        )
        lines.append(_told("Addresses" if not number else "", outcome))
    if delivery.address:
        lines.append(_told("Talked to", delivery.address))
    if delivery.proxy:
        lines.append(_told("Proxy", safe_line(delivery.proxy)))
    lines += _tls(delivery)
    if delivery.notes:
        lines.append(Line(""))
    for note in delivery.notes:
        loud = "bold $text-warning" if not delivery.verify and "not checked" in note else ""
        lines.append(Line(Content.styled(safe_line(note), loud), lead="! " if loud else "· "))
    return lines or nothing("It did not get as far as a connection.")


def _told(label: str, value: str | Content) -> Line:
    return Line(Content(value) if isinstance(value, str) else value, lead=f"{label:<{LABEL}}")


def _phases(delivery: Delivery) -> Iterator[Line]:
    """A bar a phase, each beginning where the one before ends."""
    whole = sum(delivery.phases.values())
    at = 0.0
    wide = max((len(milliseconds(spent)) for spent in delivery.phases.values()), default=0)
    for name, spent in delivery.phases.items():
        start = round(at / whole * BAR) if whole else 0
        at += spent
        length = max(1, (round(at / whole * BAR) if whole else 0) - start)
        start = min(start, BAR - length)
        failed = delivery.phase == name
        style = "$text-error" if failed else "$text-primary"
        bar = Content.assemble(
            " " * start,
            ("━" * length, style),
            " " * (BAR - start - length),
            f"  {milliseconds(spent):>{wide}} ms",
        )
        if failed:
            what = "cancelled" if delivery.kind == "cancelled" else "failed"
            bar += Content.styled(f"  ✗ {what} here", "bold $text-error")
        yield _told(name, bar)


def _tls(delivery: Delivery) -> Iterator[Line]:
    tls = delivery.tls
    if tls is None:
        if delivery.request.url.startswith("http://"):
            yield _told("TLS", Content.styled("none: the endpoint is plain http", MUTED))
        return
    verified = ("certificate checked", "$text-success") if tls.verified else ("not verified", "$text-warning")
    version = safe_line(f"{tls.version}  {tls.cipher}".strip())
    yield _told("TLS", Content.assemble(version, "  " if version else "", verified))
    if tls.certificate:
        yield from _certificate(tls.certificate)


def _certificate(certificate: Certificate) -> Iterator[Line]:
    yield _told("Certificate", safe_line(certificate.subject))
    if certificate.names:
        yield _told("Names", safe_line(", ".join(certificate.names)))
    own = ("  self-signed", "$text-warning") if certificate.self_signed else ""
    yield _told("Issuer", Content.assemble(safe_line(certificate.issuer), own))
    yield _told(
        "Valid",
        Content.assemble(
            f"{certificate.valid_from} to {certificate.valid_until}  ", days(certificate.days_left)
        ),
    )


def days(left: int) -> tuple[str, str]:
    """How long a certificate is valid still, and in which style to say so."""
    if left < 0:
        return f"expired {-left} day{'' if left == -1 else 's'} ago", "bold $text-error"
    return f"{left} day{'' if left == 1 else 's'} left", "$text-warning" if left < SOON else "$text-success"


def milliseconds(spent: float) -> str:
    """`0.4`, `38`: as exact as it is worth reading."""
    return f"{spent:.1f}" if spent < 10 else f"{spent:,.0f}"
