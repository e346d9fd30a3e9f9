"""Texts changed in the editor that a person is used to, $VISUAL or $EDITOR."""
