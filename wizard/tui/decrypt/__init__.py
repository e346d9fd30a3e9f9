"""Decrypt: paste what was received, see it opened, or why it does not open."""
