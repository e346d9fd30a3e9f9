"""Shades of the text colour and signs in colour, each as legible as its theme needs; see `wizard.tui.legible`."""

MUTED = "$muted"
FAINT = "$faint"
GOOD, BAD = ("✓", "bold $text-success"), ("✗", "bold $text-error")
"""What a callback's outcome begins with: the sign tells it, the colour only helps."""
