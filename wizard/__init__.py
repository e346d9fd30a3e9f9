"""Callback Profile Wizard: configure, test and keep Kaleyra email callback profiles from the terminal."""

__version__ = "0.1.0"
