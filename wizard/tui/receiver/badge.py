"""The list's word on the receiver: that it listens, and how much has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.tui.receiver.tell import tally

if TYPE_CHECKING:
    from textual.widget import Widget

    from wizard.tui.receiver.station import Station

FOLLOWS = "-receiver"


def follow(station: Station, panel: Widget) -> None:
    """Say it in the lower edge of `panel` from now on while it listens, in place of what stands there."""
    if panel.has_class(FOLLOWS):
        return
    panel.add_class(FOLLOWS)
    place = panel.border_subtitle

    def changed(_: None) -> None:
        if station.listening:
            came = tally(station)
            told = f"● listening at {station.url.partition('://')[2].rstrip('/')}"
            panel.border_subtitle = f"{told}, {came}" if came else told
        else:
            panel.border_subtitle = place

    station.changed.subscribe(panel, changed)
    changed(None)
