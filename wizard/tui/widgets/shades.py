"""Shades of the text colour, each as legible as its theme needs; see `wizard.tui.legible`."""

MUTED = "$muted"
FAINT = "$faint"
