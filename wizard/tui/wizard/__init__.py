"""Add Callback Profile: six steps from a title to a tested, saved profile."""
