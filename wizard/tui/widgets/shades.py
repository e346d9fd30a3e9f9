"""Shades of the text colour for parts of a Content, where styles sheets' `$text-muted` comes out as plain white."""

MUTED = "$foreground 60%"
FAINT = "$foreground 42%"
